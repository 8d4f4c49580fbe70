"""A headline names a field of a form by its label alone."""

from __future__ import annotations

from monitor.alerts.text_comparison import compare_texts
from monitor.extract.extraction import extract
from snapshots.records import Extraction


def form(label: str) -> Extraction:
    page = f"""<html lang="en"><body><main><h1>Object to AI training</h1><p>Fields with * must be filled in.</p>
        <form><label for=a>Country *</label><input id=a name=a><label for=b>{label}</label>
        <textarea id=b name=b></textarea><button>Send</button></form></main></body></html>"""
    return extract(page.encode(), media_type="text/html")


def test_a_field_that_is_starred_anew_is_named_by_its_label() -> None:
    judged = compare_texts(
        form("Your nickname"), form("Your nickname *"), language="en", kind="opt-out-form"
    ).assessment
    assert judged.headline == "The objection form now makes “Your nickname” mandatory"
