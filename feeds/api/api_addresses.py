"""Where the files of the API stand, below the site and without a slash in front. Makes none of them."""

from __future__ import annotations

BASE = "api/v1"


def list_path(kind: str) -> str:
    """Return where a list, or what there is one of, stands: "alerts", "status"."""
    return f"{BASE}/{kind}.json"


def page_path(kind: str, number: int) -> str:
    return f"{BASE}/{kind}/pages/{number}.json"


def document_path(document_id: str) -> str:
    return f"{BASE}/documents/{document_id}.json"


def document_part_path(document_id: str, name: str) -> str:
    """Return where something that there is once of a document stands: "blame"."""
    return f"{BASE}/documents/{document_id}/{name}.json"


def version_path(document_id: str, number: int) -> str:
    return document_part_path(document_id, f"versions/{number}")


def captures_path(document_id: str, month: str) -> str:
    return document_part_path(document_id, f"captures/{month}")


def change_path(number: int) -> str:
    return f"{BASE}/changes/{number}.json"


def alert_path(number: int) -> str:
    """Return where the alert on the change of that number stands."""
    return f"{BASE}/alerts/{number}.json"


def region_pair_path(first_id: str, second_id: str) -> str:
    return f"{BASE}/regions/{first_id}..{second_id}.json"
