"""Log lines carry their time; as JSON they can be collected by machines."""

from __future__ import annotations

import json
import logging
import sys

from monitor.command_line.log_formats import LogFormat, formatter_of


def _record(**beside: object) -> logging.LogRecord:
    record = logging.LogRecord("monitor.watch", logging.WARNING, __file__, 1, "no answer from %s", ("harbour",), None)
    record.created = 1_800_000_000.25
    vars(record).update(beside)
    return record


def test_a_line_for_people_begins_with_its_time_in_utc() -> None:
    line = formatter_of(LogFormat.TEXT).format(_record())
    assert line == "2027-01-15T08:00:00.250Z WARNING monitor.watch: no answer from harbour"


def test_a_line_as_json_has_what_the_record_carries_beside_its_message() -> None:
    line = json.loads(formatter_of(LogFormat.JSON).format(_record(document="harbour-policy", attempts=3)))
    assert line == {
        "time": "2027-01-15T08:00:00.250Z",
        "level": "warning",
        "logger": "monitor.watch",
        "message": "no answer from harbour",
        "document": "harbour-policy",
        "attempts": 3,
    }


def test_a_fault_keeps_its_traceback_on_one_line() -> None:
    record = _record()
    try:
        raise ValueError("of a kind")
    except ValueError:
        record.exc_info = sys.exc_info()
    text = formatter_of(LogFormat.JSON).format(record)
    assert "\n" not in text
    assert "ValueError: of a kind" in json.loads(text)["error"]
