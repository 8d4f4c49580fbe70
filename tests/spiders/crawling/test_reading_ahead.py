"""Who writes lines never waits for who takes them, and every line arrives, in order."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from spiders.crawling import reading_ahead
from spiders.crawling.reading_ahead import read_ahead
from spiders.errors import CaptureToolError

LINES = [b"%d " % n + b"x" * 5_000 + b"\n" for n in range(400)]  # thirty times what a pipe holds


def _write(end: int, lines: list[bytes]) -> None:
    with os.fdopen(end, "wb") as stream:
        stream.writelines(lines)


def test_a_writer_comes_to_its_end_while_nobody_takes_a_line() -> None:
    end, beginning = os.pipe()
    with os.fdopen(end, "rb") as stream, read_ahead(stream) as lines:
        _write(beginning, LINES)
        assert list(lines) == LINES


def test_lines_are_there_before_the_stream_ends() -> None:
    end, beginning = os.pipe()
    with os.fdopen(end, "rb") as stream, read_ahead(stream) as lines:
        with os.fdopen(beginning, "wb") as writing:
            for line in LINES[:3]:
                writing.write(line)
                writing.flush()
                assert next(lines) == line
        assert next(lines, None) is None


def test_who_takes_no_more_leaves_the_rest() -> None:
    end, beginning = os.pipe()
    with os.fdopen(end, "rb") as stream:
        writer = Thread(target=_write, args=(beginning, LINES))
        writer.start()
        with read_ahead(stream) as lines:
            assert next(lines) == LINES[0]
        writer.join()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is full is /dev/full")
def test_a_full_disk_is_told_and_holds_up_no_writer(monkeypatch: pytest.MonkeyPatch) -> None:
    end, beginning = os.pipe()
    with os.fdopen(end, "rb") as stream, Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr(reading_ahead, "TemporaryFile", lambda: full)
        with read_ahead(stream) as lines:
            _write(beginning, LINES)
            with pytest.raises(CaptureToolError, match="can't be put aside"):
                list(lines)
