"""Hostile inputs: sound samples, cut, spliced and doubled, with the pieces in them that parsers stumble over."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from snapshots.warc.export import Selection, export_warc
from spiders.declarations.catalogue import meta_toml
from tests.archives import new_archive
from tests.end_to_end.warcs import story, write_warc
from tests.monitor.pages import page
from tests.snapshots.samples import POLICY, capture, failure

_MARKUP = (
    b"<",
    b">",
    b"</",
    b"/>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<!DOCTYPE ",
    b"<script>",
    b"</script>",
    b"<style>",
    b"<svg>",
    b"<math>",
    b"<table><tr><td>",
    b"<table>",
    b"</table>",
    b"<tr>",
    b"<td rowspan=65535 colspan=65535>",
    b"<th scope=row>",
    b"<ul><li>",
    b"<li>",
    b"<dl><dt>",
    b"<dd>",
    b"<details><summary>",
    b"<template>",
    b"<noscript>",
    b"<frameset>",
    b"<form>",
    b"<input type=file required>",
    b"<select><option>",
    b"<textarea>",
    b"<label for=a>",
    b"<h1>",
    b"<h6>",
    b"<p>",
    b"<b>",
    b"<a href=javascript:x>",
    b"<a href='https://l.example/?u=%2568ttp%25'>",
    b"<a href=//[::1>",
    b"<base href=http://[>",
    b"<meta charset=utf-7>",
    b"<meta charset=x-user-defined>",
    b"<html lang=",
    b" role=",
    b' aria-label="',
    b' style="display:none"',
    b" hidden",
    b" id=a",
    b" class='",
    b"&#0;",
    b"&#xD800;",
    b"&#x110000;",
    b"&NotEqualTilde;",
    b"&amp",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x91\xa9\xe2\x80\x8d",
    b"\xc3",
    b"\x1b$B",
    b"\r",
    b"1 May 2027",
    b"31/02/0000",
    b"We may not use ",
    b". ",
    b"; ",
)
_TOML = (
    b"[[document]]\n",
    b"[[",
    b"]]",
    b"[document]\n",
    b"id = ",
    b'"',
    b'"""',
    b"'''",
    b"\\u0000",
    b"\\ud800",
    b" = ",
    b"\n",
    b"\x00",
    b"\xff",
    b"1e999",
    b"nan",
    b"1979-05-27",
    b"{a = 1}",
    b"[",
    b"]",
    b"true",
    b'"6 h"',
    b'every = "999999999999 w"\n',
    b'select = "::x["\n',
    b'url = "http://[::1"\n',
    b'url = "file:///etc/passwd"\n',
    b'channels = ["http", 3]\n',
    b"# ",
    b"9" * 400,
    b"[" * 300,
    b'locale = "%"\n',
    b"addresses = []\n",
    b"\xe2\x80\xae",
    b'robots = "ignore"\n',
    b'tell_unseen_after = ""\n',
    b"a.b.c = 1\n",
)
_WARC = (
    b"WARC/1.0\r\n",
    b"WARC/1.1\r\n",
    b"WARC/9\r\n",
    b"\r\n\r\n",
    b"\r\n",
    b"Content-Length: 0\r\n",
    b"Content-Length: 99999999999\r\n",
    b"Content-Length: -1\r\n",
    b"WARC-Type: revisit\r\n",
    b"WARC-Type: metadata\r\n",
    b"WARC-Type: resource\r\n",
    b"WARC-Date: x\r\n",
    b"WARC-Date: 0001-01-01T00:00:00Z\r\n",
    b"WARC-Date: 9999-12-31T23:59:59-23:59\r\n",
    b"WARC-Target-URI: \r\n",
    b"WARC-Record-ID: <x>\r\n",
    b"Content-Type: application/http\r\n",
    b"Content-Type: application/warc-fields\r\n",
    b"policywatch-row: {}\r\n",
    b"policywatch-row: [[\r\n",
    b"policywatch-documents: a b\r\n",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 \r\n",
    b"HTTP/1.1 99999 x\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: br, br, zstd\r\n",
    b"ffffffffffff\r\n",
    b"0\r\n\r\n",
    b"\x1f\x8b\x08",
    b"\x00",
    b"\xff",
    gzip.compress(b"WARC/1.1\r\n"),
    zlib.compress(b"x" * 999),
    b"WARC-Payload-Digest: sha256:0\r\n",
    b"WARC-Block-Digest: md5:\r\n",
)

_Edit = tuple[str, int, int, bytes]


def _edits(pieces: tuple[bytes, ...]) -> st.SearchStrategy[list[_Edit]]:
    kinds = st.sampled_from(["put", "put", "over", "cut", "double", "move", "flip"])
    piece = st.sampled_from(pieces) | st.binary(max_size=6)
    return st.lists(st.tuples(kinds, st.integers(0, 1 << 16), st.integers(1, 400), piece), max_size=14)


def _edited(sample: bytes, edits: list[_Edit]) -> bytes:
    content = bytearray(sample)
    for kind, place, length, piece in edits:
        at = place % (len(content) + 1)
        if kind == "put":
            content[at:at] = piece * (1 + length % 5)
        elif kind == "over":
            content[at : at + len(piece)] = piece
        elif kind == "cut":
            del content[at : at + length]
        elif kind == "double":
            content[at:at] = content[at : at + length] * (1 + length % 7)
        elif kind == "move":
            moved = content[at : at + length]
            del content[at : at + length]
            content[:0] = moved
        elif at < len(content):
            content[at] ^= 1 << (length % 8)
    return bytes(content)


def _made(samples: list[bytes], pieces: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    edited = st.builds(_edited, st.sampled_from(samples), _edits(pieces))
    assembled = st.lists(st.sampled_from(pieces) | st.binary(max_size=4), max_size=60).map(b"".join)
    many = st.builds(lambda piece, times: piece * times, st.sampled_from(pieces), st.integers(1, 3_000))
    return edited | edited | assembled | many


@cache
def pages() -> st.SearchStrategy[bytes]:
    """Return bytes that may be a page."""
    table = (
        b"<table><tr><th>Purpose<th>Data</tr><tr><td>Ads<td>Name</tr></table><ul><li>We use:<ul><li>a<li>b</ul></ul>"
    )
    form = b"<form action=/x><label>Name<input required></label><select><option>a<option>b</select><button>Send</form>"
    samples = [
        page(),
        page(extra=table.decode()),
        b"<main>" + table + form + b"</main>",
        form,
        b"# Title\n\n- a\n- b\n\n| a | b |\n|--|--|\n",
    ]
    return _made([*samples, page().decode().encode("utf-16")], _MARKUP)


@cache
def declarations() -> st.SearchStrategy[bytes]:
    """Return bytes that may be declarations."""
    blocks = meta_toml().encode().split(b"[[document]]")
    return _made([b"[[document]]" + block for block in blocks[1:6]] + [b"[[document]]".join(blocks[:3])], _TOML)


@cache
def warcs() -> st.SearchStrategy[bytes]:
    """Return bytes that may be a WARC file, gzipped or plain, of our own making or another's."""
    samples = []
    with TemporaryDirectory() as name:
        for file in ("a.warc", "a.warc.gz"):
            write_warc(Path(name, file), story(3))
            samples.append(Path(name, file).read_bytes())
        archive = new_archive()
        archive.put_document(POLICY)
        for day, body in enumerate((b"<p>one", b"<p>two", b"<p>one")):
            archive.keep(capture(body, day=day))
        archive.keep(failure(day=4))
        list(export_warc(archive, Path(name, "b.warc.gz"), Selection()))
        samples.append(Path(name, "b.warc.gz").read_bytes())
    samples.append(gzip.decompress(samples[-1]))
    members = st.builds(_edited, st.sampled_from([samples[0], samples[-1]]), _edits(_WARC)).map(gzip.compress)
    return _made(samples, _WARC) | members
