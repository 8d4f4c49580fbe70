"""Whatever comes in, nothing that reads strangers' bytes fails in any other way than it says, or takes for ever.

POLICYWATCH_FUZZ sets how many inputs are tried in all; `make fuzz` tries 100,000.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from monitor.extract.extraction import extract_page
from snapshots.codec import encode
from snapshots.sql.sql_archive import SqlArchive
from spiders.declarations.declarations import load_declarations
from spiders.errors import DeclarationError, WarcError
from spiders.warc.warc_reader import read_warc
from tests.archives import new_archive
from tests.fuzz import inputs
from tests.snapshots.samples import POLICY

INPUTS = int(os.environ.get("POLICYWATCH_FUZZ", "300"))
_BATCH = 2_000  # what hypothesis remembers of inputs it has tried grows with their number
_SECONDS = 5.0  # of CPU that one input may take; the largest are 100 kB
_MEGABYTES = 600  # that all inputs together may add to the process
_ALL = list(HealthCheck)
_MEDIA = st.sampled_from(
    ["text/html", "text/html", "text/html", "text/plain", "text/markdown", "application/xhtml+xml", ""]
)
_CHARSETS = st.sampled_from(["", "", "utf-8", "utf-16", "latin-1", "shift_jis", "utf-7", "no-such", "\ud800", "idna"])

# An input that failed is large, and a warning of its size would stand in place of what went wrong.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")


def tried(
    share: float,
    strategy: st.SearchStrategy[object],
    check: Callable[[object], None],
    prepare: Callable[[], object] = lambda: None,
) -> None:
    """Try a share of the inputs in batches, each of them within its bounds of time, all within those of memory.

    What `prepare` takes before each input is no cost of it.
    """
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    left = round(INPUTS * share)
    for number in range(0, left, _BATCH):

        @seed(number)
        @settings(max_examples=min(_BATCH, left - number), deadline=None, database=None, suppress_health_check=_ALL)
        @given(given_input=strategy)
        def one(given_input: object) -> None:
            prepare()
            gc.disable()  # what the tests before left to collect is no cost of this input
            start = time.thread_time()
            try:
                check(given_input)
                assert time.thread_time() - start < _SECONDS
            finally:
                gc.enable()

        one()
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < _MEGABYTES


@pytest.mark.timeout(0 if INPUTS > 1_000 else 1_800)
def test_any_page_is_read() -> None:
    def check(given_input: object) -> None:
        body, media_type, charset = given_input  # type: ignore[misc]
        extraction, facts = extract_page(body, url=POLICY.url, media_type=media_type, charset=charset)
        assert encode(extraction)
        assert facts
        assert extract_page(body, url=POLICY.url, media_type=media_type, charset=charset)[0] == extraction

    tried(0.5, st.tuples(inputs.pages(), _MEDIA, _CHARSETS), check)


@pytest.mark.timeout(0 if INPUTS > 1_000 else 1_800)
def test_any_declarations_are_read_or_refused_with_a_line(tmp_path: Path) -> None:
    def check(given_input: object) -> None:
        (tmp_path / "any.toml").write_bytes(given_input)  # type: ignore[arg-type]
        try:
            loaded = load_declarations(tmp_path)
        except DeclarationError as error:
            assert "any.toml" in str(error)
        else:
            assert len({declaration.document.id for declaration in loaded}) == len(loaded)

    tried(0.2, inputs.declarations(), check)


@pytest.mark.timeout(0 if INPUTS > 1_000 else 1_800)
def test_any_warc_ends_in_captures_and_problems(tmp_path: Path) -> None:
    archives: list[SqlArchive] = []

    def prepare() -> None:
        archives[:] = [new_archive()]  # which collects where those before left many open

    def check(given_input: object) -> None:
        (tmp_path / "any.warc").write_bytes(given_input)  # type: ignore[arg-type]
        [archive] = archives
        archive.put_document(POLICY)
        try:
            for record in read_warc(tmp_path / "any.warc", document_id=POLICY.id):
                assert (record.seen is None) != (record.problem == "")
                assert "\n" not in record.problem
                if record.seen:
                    archive.keep(record.seen)
        except WarcError as error:
            assert "any.warc" in str(error)
        assert archive.verify().faults == ()

    tried(0.3, inputs.warcs(), check, prepare)
