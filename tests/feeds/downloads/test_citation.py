"""Citations as reference managers read them: each format is parsed by a library that is not ours."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import bibtexparser
import httpx
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from feeds.addresses import anchor_of, version_address
from feeds.clean import clean_line
from feeds.downloads.citation_formats import FORMATS
from feeds.downloads.citations import Citation, cite_alert, cite_paragraph, cite_version
from feeds.site import Site
from snapshots.archive import Archive
from snapshots.records import Segment, SegmentKind
from tests.feeds.samples import AFTER, filled
from tests.story import served

SITE = Site(title="Harbour watch", base_url="https://watch.example.test/p/", authority="harbour.test,2025")
HOSTILE = '}},\n@misc{x, title={100% & "quotes" #1 $5 a_b ~ ^ \\ {'


@cache
def kept() -> Archive:
    """Return one archive for all: what is cited is read from it, and nothing is added."""
    return filled()


def cited_alert(headline: str = "Messages are now read") -> Citation:
    (alert,) = kept().alerts()
    after = kept().versions("harbour-policy")[1]
    return cite_alert(replace(alert, headline=headline), kept().document("harbour-policy"), after, SITE)


def cited_version() -> Citation:
    archive = kept()
    return cite_version(
        archive.versions("harbour-policy")[1],
        archive.document("harbour-policy"),
        SITE.url("d/harbour-policy/v/1/"),
        SITE,
    )


def written(citation: Citation, suffix: str) -> str:
    return FORMATS[suffix].render(citation)


def fields_of(bibtex: str) -> dict[str, str]:
    library = bibtexparser.parse_string(bibtex, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    return {"key": entry.key, **{field.key: str(field.value) for field in entry.fields}}


def test_bibtex_is_read_whole() -> None:
    read = fields_of(written(cited_alert(), "bib"))
    assert read["title"].strip("{}") == "Messages are now read"
    assert read["author"].strip("{}") == "Harbour watch"
    assert read["url"] == "https://watch.example.test/p/changes/1/"
    assert (read["year"], read["urldate"][:4]) == ("2025", "2025")
    assert "sha256" in read["note"]


def test_ris_is_read_whole() -> None:
    (read,) = rispy.loads(written(cited_alert(), "ris"))
    assert read["type_of_reference"] == "ELEC"
    assert read["title"] == "Messages are now read"
    assert read["authors"] == ["Harbour watch"]
    assert read["urls"] == ["https://watch.example.test/p/changes/1/"]
    assert read["year"] == "2025"


def test_csl_json_has_its_names_and_dates_in_parts() -> None:
    (read,) = json.loads(written(cited_version(), "csl.json"))
    assert read["type"] == "webpage"
    assert read["accessed"] == {"date-parts": [[2025, 3, 2]]}
    assert read["URL"].endswith("/d/harbour-policy/v/1/")


def test_words_name_the_day_the_hash_and_the_address() -> None:
    said = written(cited_version(), "txt")
    archive = filled()
    assert archive.versions("harbour-policy")[1].body_sha256 in said
    assert "2 March 2025" in said
    assert said.count("\n") == 1


def test_a_paragraph_is_cited_with_its_words_and_its_anchor() -> None:
    segment = Segment(text=AFTER, kind=SegmentKind.SENTENCE)
    cited = cite_paragraph(segment, "p-0123456789ab", cited_version())
    assert cited.url.endswith("/#p-0123456789ab")
    assert AFTER in written(cited, "txt")
    (read,) = rispy.loads(written(cited, "ris"))
    assert read["abstract"] == AFTER
    assert fields_of(written(cited, "bib"))["abstract"] == AFTER


def test_a_title_cannot_break_out_of_its_field() -> None:
    cited = cited_alert(HOSTILE)
    assert fields_of(written(cited, "bib"))["title"].strip().count("misc") == 1
    assert len(rispy.loads(written(cited_alert("x\nER  - \nTY  - BOOK\n"), "ris"))) == 1


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60))
def test_every_format_gives_a_title_back(headline: str) -> None:
    cited = cited_alert(headline)
    library = bibtexparser.parse_string(written(cited, "bib"))
    assert len(library.entries) == 1
    assert not library.failed_blocks
    (ris,) = rispy.loads(written(cited, "ris"))
    (csl,) = json.loads(written(cited, "csl.json"))
    wanted = clean_line(headline) or "A change of Harbour Privacy Policy"
    assert csl["title"] == wanted
    assert ris["title"] == wanted.strip()


def test_a_paragraph_is_cited_when_it_is_asked_for(tmp_path: Path) -> None:
    archive = filled()
    version = archive.versions("harbour-policy")[1]
    anchor = anchor_of(AFTER)
    with served(archive, tmp_path / "site") as site:
        page = f"{site}{version_address(version)}"
        assert f'id="{anchor}"' in httpx.get(page).text
        (read,) = rispy.loads(httpx.get(f"{page}cite/{anchor}.ris").text)
        assert (read["abstract"], read["urls"]) == (AFTER, [f"{page}#{anchor}"])
        assert fields_of(httpx.get(f"{page}cite/{anchor}.bib").text)["abstract"] == AFTER
        for name in ("p-0000000000.bib", f"{anchor}.exe", anchor, "..%2f..%2findex.html"):
            assert httpx.get(f"{page}cite/{name}").status_code == 404
        assert httpx.get(f"{site}d/nobody/v/000000000000/cite/{anchor}.bib").status_code == 404
