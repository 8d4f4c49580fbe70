"""How far the making of a site is that is being served already. Makes nothing itself."""

from __future__ import annotations

AGAIN_AFTER = 5
"""Seconds after which whoever met a page that is not made yet looks again."""

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="{again}">
<title>The pages are being made</title>
<link rel="stylesheet" href="{base}static/site.css">
<main>
<h1>The pages are being made</h1>
<p>{made} files so far; of a long history it takes some minutes. This page looks again by itself.</p>
</main>
"""


class Making:
    """The first making of a site since the server started; shared by the thread that makes and the one that serves."""

    def __init__(self) -> None:
        self.made = 0
        self.is_done = False

    def page(self, base_path: str) -> str:
        """Return the page that stands in for one that may yet be made."""
        return _PAGE.format(made=f"{self.made:,}", again=AGAIN_AFTER, base=base_path)
