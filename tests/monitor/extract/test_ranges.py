"""Ranges: what stands between two elements of a page is read, or left out."""

from __future__ import annotations

import pytest

from monitor.extract.extraction import extract_page

PAGE = b"""<html><body><header>Menu</header><div><h1>Harbour</h1><p>Intro of it.</p><div><h2>One</h2>bare words here
<p>Para one.</p></div><p>Mid.</p><div><p>Late.</p><div class="end">End mark</div><p>After.</p></div></div>
<footer>Foot</footer></body></html>"""


def read(**how: object) -> list[str]:
    extraction, _ = extract_page(PAGE, **how)  # type: ignore[arg-type]
    return [segment.text for segment in extraction.segments]


@pytest.mark.parametrize(
    ("select", "texts"),
    [
        ("from after h2 to before .end", ["bare words here", "Para one.", "Mid.", "Late."]),
        ("from before h2 to after .end", ["One", "bare words here", "Para one.", "Mid.", "Late.", "End mark"]),
        ("from before h1 to before h2", ["Harbour", "Intro of it."]),
        ("h1\nfrom after .end to before footer", ["Harbour", "After."]),
        ("from before .end to after .end", ["End mark"]),
    ],
)
def test_what_stands_in_a_range_is_read(select: str, texts: list[str]) -> None:
    assert read(select=select) == texts


@pytest.mark.parametrize("select", ["from before .never to after p", "from before .end to before h1"])
def test_a_range_that_is_not_there_leaves_the_page_whole(select: str) -> None:
    assert read(select=select) == read()


def test_what_stands_in_a_range_is_left_out() -> None:
    assert read(remove=["from before h2 to after .end", "footer", "header"]) == ["Harbour", "Intro of it.", "After."]


def test_another_range_is_another_reading() -> None:
    one, other = (extract_page(PAGE, select=f"from after {tag} to before .end")[0].extractor for tag in ("h1", "h2"))
    assert one != other
