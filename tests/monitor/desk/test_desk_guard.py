"""Who gets in at the desk, and what of other sites never does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.cli import called
from tests.monitor.desk.desks import HERE, archive_with_holds, visiting


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    archive_with_holds(tmp_path, 1)
    return tmp_path


@pytest.mark.parametrize("host", ["127.0.0.1:8090", "localhost:8090", "[::1]:8090"])
def test_this_machine_gets_in_without_a_password(folder: Path, host: str) -> None:
    with visiting(folder) as visitor:
        answer = visitor.get(headers={"Host": host})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "form-action 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["desk.example", "rebound.attacker.example:8090", "10.0.0.7"])
def test_a_name_that_others_can_give_this_machine_does_not(folder: Path, host: str) -> None:
    """A page of another site whose name leads here (DNS rebinding) would read the desk."""
    with visiting(folder) as visitor:
        assert visitor.get(headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://attacker.example"},
        {"Origin": "null"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": HERE},  # without the token
    ],
)
def test_a_form_of_another_site_changes_nothing(folder: Path, headers: dict[str, str]) -> None:
    with visiting(folder) as visitor:
        (waiting,) = visitor.workspace.archive.held()
        form = {"do": "release", "alert": waiting[0].id}
        assert visitor.ask("POST", "/", data=form, headers=headers).status_code == 403
        assert len(visitor.workspace.archive.held()) == 1


def test_with_a_password_everybody_is_asked_and_guessing_ends(folder: Path) -> None:
    with visiting(folder, password="tide-table") as visitor:  # noqa: S106 a test
        answer = visitor.get()
        assert answer.status_code == 401 and answer.headers["www-authenticate"].startswith("Basic ")
        visitor.base = "https://desk.example"
        visitor.auth = ("A. Editor", "tide-table")
        assert visitor.get().status_code == 200
        (waiting,) = visitor.workspace.archive.held()
        visitor.send("/", do="drop", alert=waiting[0].id, name="somebody else", note="A test page.")
        assert visitor.workspace.archive.held()[0][1].reason.startswith("A. Editor decided"), "signed by who came in"
        visitor.auth = ("A. Editor", "ebb")
        assert {visitor.get().status_code for _ in range(10)} == {401}
        assert visitor.get().status_code == 429


def test_a_large_form_is_refused(folder: Path) -> None:
    with visiting(folder) as visitor:
        answer = visitor.ask("POST", "/", data={"note": "x" * 30_000}, headers={"Origin": HERE})
    assert answer.status_code == 413


def test_a_desk_that_is_open_to_others_needs_a_password(folder: Path) -> None:
    done = called("desk", "--listen", "0.0.0.0:8090", "--archive", folder, code=1)
    assert "set desk_password" in done.stderr
