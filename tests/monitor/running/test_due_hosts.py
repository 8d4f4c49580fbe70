"""Which host each document is asked at, and what is due put together by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from monitor.running.due_hosts import DueHost, enqueue_due, hosts_of, shared_hosts
from spiders.declarations.declaration import Declaration
from spiders.declarations.declarations import load_declarations


def declared(folder: Path, *addresses: Sequence[str]) -> tuple[Declaration, ...]:
    """Return a document for each list of addresses."""
    (folder / "d.toml").write_text(
        "".join(
            f'[[document]]\nid = "berth-{n}"\ntitle = "Berth"\nservice = "Harbour"\nkind = "terms"\nurl = "{urls[0]}"\n'
            for n, urls in enumerate(addresses)
        )
    )
    plain = load_declarations(folder / "d.toml")
    return tuple(replace(one, addresses=tuple(urls)) for one, urls in zip(plain, addresses, strict=True))


def test_what_is_due_is_put_together_by_its_host(tmp_path: Path) -> None:
    documents = declared(tmp_path, ["https://a.test/1"], ["https://b.test/1"], ["https://a.test/2"])
    enqueued: list[DueHost] = []
    enqueue_due(documents, hosts_of(documents), enqueued.append)
    assert [(one.host, [d.document.id for d in one.declarations]) for one in enqueued] == [
        ("a.test", ["berth-0", "berth-2"]),
        ("b.test", ["berth-1"]),
    ]


def test_hosts_that_one_document_names_are_asked_by_one_process(tmp_path: Path) -> None:
    documents = declared(
        tmp_path,
        ["https://c.test/1", "https://d.test/1"],
        ["https://b.test/1", "https://c.test/2"],
        ["https://d.test/2"],
        ["https://e.test/1"],
    )
    assert list(hosts_of(documents).values()) == ["b.test", "b.test", "b.test", "e.test"]


def test_an_archive_of_others_is_a_host_that_many_documents_share(tmp_path: Path) -> None:
    (document,) = declared(tmp_path, ["https://a.test/1"])
    document = replace(document, archives=("https://old.test/web",), collection="https://terms.test/api/v1")
    assert shared_hosts([document], "http") == []
    assert shared_hosts([document, document], "memento") == ["old.test"]
    assert shared_hosts([document], "collection") == ["terms.test"]
