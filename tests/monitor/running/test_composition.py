"""What publication is handed remembers an archive as long as somebody else does, and no longer."""

from __future__ import annotations

import gc
from weakref import ref

from monitor.running.composition import analysis
from tests.archives import new_archive
from tests.monitor.pages import DOCUMENT


def test_what_is_worked_out_of_an_archive_goes_with_it() -> None:
    archive, found = new_archive(), analysis()
    archive.put_document(DOCUMENT)
    research = found.research(archive)
    assert found.research(archive) is research
    assert research.phrase("boats").documents == ()
    gone = ref(archive)
    del archive, research
    gc.collect()
    assert gone() is None
