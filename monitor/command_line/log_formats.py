"""How log lines are written: for people, or as JSON for whoever collects them. Decides nothing about what is logged."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from enum import StrEnum

_OWN = frozenset([*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"])


class LogFormat(StrEnum):
    """The forms in which log lines can be written."""

    TEXT = "text"
    JSON = "json"


def formatter_of(form: LogFormat) -> logging.Formatter:
    """Return what writes a record in a form; times are UTC (RFC 3339)."""
    return JsonLines() if form is LogFormat.JSON else _TextLines("%(asctime)s %(levelname)s %(name)s: %(message)s")


class _TextLines(logging.Formatter):
    """One record a line, with its time."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 logging's names
        return _moment(record)


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `message`, what the record carries beside, and `error`."""

    def format(self, record: logging.LogRecord) -> str:
        beside = {name: value for name, value in vars(record).items() if name not in _OWN}
        line = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **beside,
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
