"""A policy that is a PDF under `check`: captured, read and compared like a page, and told when it can't be read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.end_to_end.cli import called
from tests.end_to_end.test_running import set_up
from tests.monitor.pages import SECTIONS, with_change
from tests.spiders.failures import serving


def pdf_of(lines: Sequence[str]) -> bytes:
    """Return a PDF of one page with a line for each text (ISO 32000-2, 7.5)."""
    shown = " ".join(f"1 0 0 1 40 {3900 - 20 * n} Tm ({line}) Tj" for n, line in enumerate(lines))
    content = f"BT /F1 9 Tf {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 4000] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(body)
    size = len(objects) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    body += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return body.encode("ascii")


def policy(sections: dict[str, list[str]]) -> bytes:
    return pdf_of([line for heading, sentences in sections.items() for line in (heading, *sentences)])


def test_a_policy_that_is_a_pdf_is_watched_like_a_page(tmp_path: Path) -> None:
    with serving() as server:
        set_up(
            tmp_path,
            '[[document]]\nid = "harbour-policy"\ntitle = "Harbour"\nservice = "Harbour"\nkind = "privacy-policy"\n'
            f'url = "{server.url("/printed")}"\nlanguage = "en"\n',
        )

        def look(body: bytes) -> None:
            server.policy = body
            called("check", "--archive", tmp_path)

        look(policy(SECTIONS))
        grave = policy(with_change("How we use it", 1, "Private messages that you send are used to train AI."))
        look(grave)
        look(grave)
        (alert,) = [json.loads(line) for line in called("alerts", "--archive", tmp_path, "--json").stdout.splitlines()]
        assert (alert["severity"], alert["direction"]) == ("critical", "widens")
        assert "Private messages" in alert["evidence"][0]["after_text"]
        look(grave[: len(grave) // 2] + b"\nstartxref\n0\n%%EOF")
        (stands,) = map(json.loads, called("status", "--archive", tmp_path, "--json").stdout.splitlines())
        assert stands["not_seen_since"]
        assert len(called("alerts", "--archive", tmp_path, "--json").stdout.splitlines()) == 1
