"""Laws that hold for any page: diffs apply, a text doesn't differ from itself, extraction is stable."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.diff import apply, compare
from monitor.extract.extraction import extract
from snapshots.records import Extraction, HunkKind, Segment, SegmentKind

_WORDS = st.sampled_from(
    [
        "boat",
        "harbour",
        "we",
        "may",
        "use",
        "not",
        "train",
        "AI",
        "messages",
        "private",
        "your",
        "public",
        "post",
        "share",
    ]
)
_TEXTS = st.lists(_WORDS, min_size=1, max_size=9).map(" ".join)
_CONTEXTS = st.sampled_from([(), ("Use",), ("Use", "Everyone"), ("Share",)])
_FIELDS = st.builds(
    Segment,
    text=st.builds(
        "{} [{}]".format,
        st.sampled_from(["Name", "Why?", "Upload a screenshot", "Country"]),
        st.sampled_from(["text", "long text, required", "file", "choice, required"]),
    ),
    kind=st.just(SegmentKind.FIELD),
    context=_CONTEXTS,
)
_SEGMENTS = st.builds(Segment, text=_TEXTS, kind=st.sampled_from(SegmentKind), context=_CONTEXTS) | _FIELDS


def extraction(segments: list[Segment]) -> Extraction:
    return Extraction(title="", language="en", segments=tuple(segments), links=(), extractor="test/1")


@settings(max_examples=300, deadline=None)
@given(old=st.lists(_SEGMENTS, max_size=14), new=st.lists(_SEGMENTS, max_size=14))
def test_hunks_applied_to_the_old_give_the_new(old: list[Segment], new: list[Segment]) -> None:
    comparison = compare(extraction(old), extraction(new))
    assert apply(old, comparison.hunks, len(new)) == [s.text for s in new]


@settings(max_examples=200, deadline=None)
@given(old=st.lists(_SEGMENTS, min_size=1, max_size=14), data=st.data())
def test_hunks_of_a_small_edit_apply_too(old: list[Segment], data: st.DataObject) -> None:
    new = list(old)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(new)))
        new[at : at + data.draw(st.integers(0, 2))] = data.draw(st.lists(_SEGMENTS, max_size=2))
    comparison = compare(extraction(old), extraction(new))
    assert apply(old, comparison.hunks, len(new)) == [s.text for s in new]


@settings(max_examples=300, deadline=None)
@given(old=st.lists(_FIELDS, max_size=10), new=st.lists(_FIELDS, max_size=10))
def test_hunks_of_fields_apply_and_tell_of_one_label(old: list[Segment], new: list[Segment]) -> None:
    hunks = compare(extraction(old), extraction(new)).hunks
    assert apply(old, hunks, len(new)) == [s.text for s in new]
    for hunk in hunks:
        labels = {(side or "").rpartition(" [")[0] for side in (hunk.before, hunk.after)}
        if hunk.kind is HunkKind.FIELD_CHANGED:
            assert len(labels) == 1
            assert hunk.before != hunk.after
        elif hunk.kind is HunkKind.EDITED:
            assert len(labels) == 2


@settings(max_examples=200, deadline=None)
@given(segments=st.lists(_SEGMENTS, max_size=20))
def test_a_text_does_not_differ_from_itself(segments: list[Segment]) -> None:
    assert compare(extraction(segments), extraction(segments)).hunks == ()


@settings(max_examples=200, deadline=None)
@given(old=st.lists(_SEGMENTS, max_size=10), new=st.lists(_SEGMENTS, max_size=10))
def test_the_words_of_an_edit_give_both_sides(old: list[Segment], new: list[Segment]) -> None:
    for hunk in compare(extraction(old), extraction(new)).hunks:
        if hunk.kind is HunkKind.EDITED and hunk.spans:
            assert "".join(s.text for s in hunk.spans if s.op != "+").split() == (hunk.before or "").split()
            assert "".join(s.text for s in hunk.spans if s.op != "-").split() == (hunk.after or "").split()


_MARKUP = st.recursive(
    st.text(max_size=20) | _TEXTS,
    lambda inner: st.tuples(
        st.sampled_from(
            [
                "p",
                "div",
                "li",
                "ul",
                "td",
                "tr",
                "table",
                "h2",
                "a",
                "b",
                "span",
                "form",
                "label",
                "script",
                "dl",
                "dt",
                "dd",
                "details",
                "summary",
                "fieldset",
                "legend",
                "select",
                "option",
                "textarea",
                "th",
                "caption",
            ]
        ),
        st.lists(inner, max_size=4),
    ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(body=_MARKUP)
def test_extraction_never_fails_and_is_the_same_each_time(body: str) -> None:
    assert extract(body) == extract(body)


@settings(max_examples=300, deadline=None)
@given(body=st.binary(max_size=400))
def test_any_bytes_can_be_read(body: bytes) -> None:
    for segment in extract(body).segments:
        assert segment.text.strip()


@settings(max_examples=150, deadline=None)
@given(segments=st.lists(_TEXTS, min_size=1, max_size=12))
def test_extracting_what_was_extracted_changes_nothing(segments: list[str]) -> None:
    first = extract("".join(f"<p>{text.capitalize()}.</p>" for text in segments))
    again = extract("".join(f"<p>{segment.text}</p>" for segment in first.segments))
    assert [s.text for s in again.segments] == [s.text for s in first.segments]
