"""A citation as BibTeX, RIS, CSL-JSON and plain words, escaped so that a title can't break out of its field."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from feeds import wording
from feeds.downloads.citations import Citation
from snapshots.frozen_class import frozen

# BibTeX counts braces even behind a backslash, so a brace of the text is named and not escaped.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)
_URL = str.maketrans({"\\": "%5C", "{": "%7B", "}": "%7D"})


@frozen
class Format:
    """One format of citations."""

    name: str
    suffix: str
    media_type: str
    render: Callable[[Citation], str]


def plain(citation: Citation) -> str:
    """Return a citation in words, as one line."""
    said = f"“{citation.quote}” " if citation.quote else ""
    seen = wording.moment(citation.accessed)
    return (
        f"{citation.author}: {said}{citation.title}. {citation.container}, {wording.day(citation.issued)}."
        f" {citation.note}. {citation.url} (seen {seen})\n"
    )


def bibtex(citation: Citation) -> str:
    """Return a citation as a BibTeX entry in UTF-8, fit for BibTeX and for biber."""
    fields = {
        "author": f"{{{_latex(citation.author)}}}",
        "title": f"{{{_latex(citation.title)}}}",
        "publisher": _latex(citation.container),
        "year": f"{citation.issued.year}",
        "month": f"{citation.issued:%m}".lstrip("0"),
        "day": f"{citation.issued.day}",
        "url": citation.url.translate(_URL),
        "urldate": f"{citation.accessed:%Y-%m-%d}",
        "note": _latex(citation.note),
        "abstract": _latex(citation.quote),
        "langid": _latex(citation.language),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return f"@misc{{{citation.key},\n{''.join(lines)}}}\n"


def ris(citation: Citation) -> str:
    """Return a citation as RIS; the format has no escapes, and no value that holds a line break."""
    lines = [
        ("TY", "ELEC"),
        ("ID", citation.key),
        ("AU", citation.author),
        ("TI", citation.title),
        ("T2", citation.container),
        ("PB", citation.container),
        ("PY", f"{citation.issued.year}"),
        ("DA", f"{citation.issued:%Y/%m/%d}"),
        ("Y2", f"{citation.accessed:%Y/%m/%d}"),
        ("UR", citation.url),
        ("AB", citation.quote),
        ("N1", citation.note),
        ("LA", citation.language),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def csl(citation: Citation) -> str:
    """Return a citation as CSL-JSON: a list of one."""
    work: dict[str, Any] = {
        "id": citation.key,
        "type": "webpage",
        "author": [{"literal": citation.author}],
        "title": citation.title,
        "container-title": citation.container,
        "publisher": citation.container,
        "issued": _date(citation.issued),
        "accessed": _date(citation.accessed),
        "URL": citation.url,
        "note": citation.note,
        "abstract": citation.quote,
        "language": citation.language,
    }
    named = {name: value for name, value in work.items() if value}
    return json.dumps([named], ensure_ascii=False, indent=2) + "\n"


FORMATS: Mapping[str, Format] = {
    made.suffix: made
    for made in (
        Format(name="BibTeX", suffix="bib", media_type="application/x-bibtex", render=bibtex),
        Format(name="RIS", suffix="ris", media_type="application/x-research-info-systems", render=ris),
        Format(name="CSL-JSON", suffix="csl.json", media_type="application/vnd.citationstyles.csl+json", render=csl),
        Format(name="Plain text", suffix="txt", media_type="text/plain", render=plain),
    )
}


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _date(when: datetime) -> dict[str, list[list[int]]]:
    return {"date-parts": [[when.year, when.month, when.day]]}
