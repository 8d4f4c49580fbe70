"""Declarations: what loads, and that every fault is told with its file, line, key and expectation."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from snapshots.records import Document, DocumentKind
from spiders.declarations.catalogue import meta_toml
from spiders.declarations.declaration import PastSelectors, RobotsPolicy
from spiders.declarations.declarations import load_declarations
from spiders.errors import DeclarationError, SpiderError

GOOD = """\
[[document]]
id = "example-policy"
title = "Example Privacy Policy"
service = "Example"
kind = "privacy-policy"
url = "https://example.org/privacy"
"""


def write(folder: Path, text: str, name: str = "a.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[tuple[int, str, str]]:
    with pytest.raises(DeclarationError) as caught:
        load_declarations(path)
    assert all(str(path) in fault.file for fault in caught.value.faults)
    return [(fault.line, fault.key, fault.expected) for fault in caught.value.faults]


def test_the_least_declaration_has_the_documented_defaults(tmp_path: Path) -> None:
    (declaration,) = load_declarations(write(tmp_path, GOOD))
    assert declaration.document == Document(
        id="example-policy",
        title="Example Privacy Policy",
        service="Example",
        kind=DocumentKind.PRIVACY_POLICY,
        url="https://example.org/privacy",
    )
    assert declaration.addresses == ("https://example.org/privacy",)
    assert declaration.select == "body"
    assert declaration.every == timedelta(hours=6)
    assert declaration.channels == ("http",)
    assert declaration.robots is RobotsPolicy.OBEY
    assert declaration.accept_language == "en"
    assert (declaration.max_bytes, declaration.timeout_seconds) == (20_000_000, 30.0)


def test_every_key_is_read(tmp_path: Path) -> None:
    text = GOOD + (
        'language = "en-GB"\nregion = "eu"\naddresses = ["https://example.org/b", "https://example.org/privacy"]\n'
        'select = "main > article"\nremove = ["nav", ".cookie"]\nlandmark = """\nhow we\nuse data"""\n'
        'watch_links = ["object"]\nevery = "90 minutes"\nchannels = ["http"]\nrobots = "ignore"\n'
        'robots_reason = "A public legal notice."\nmax_bytes = 5_000_000\ntimeout_seconds = 12\n'
    )
    (declaration,) = load_declarations(write(tmp_path, text))
    assert declaration.document.region == "eu"
    assert declaration.addresses == ("https://example.org/privacy", "https://example.org/b")
    assert declaration.remove == ("nav", ".cookie")
    assert declaration.landmark == "how we use data"
    assert declaration.every == timedelta(minutes=90)
    assert declaration.robots_reason == "A public legal notice."
    assert declaration.accept_language == "en-GB"
    assert (declaration.max_bytes, declaration.timeout_seconds) == (5_000_000, 12.0)


def test_what_counted_before_is_read_in_the_order_of_time(tmp_path: Path) -> None:
    past = "[[document.past]]\nuntil = {}\nselect = '{}'\n"
    text = GOOD + past.format("2023-05-04T02:00:00+02:00", "main") + past.format("2021-01-01T00:00:00Z", "#old")
    (declaration,) = load_declarations(write(tmp_path, text))
    assert declaration.past == (
        PastSelectors(until=datetime(2021, 1, 1, tzinfo=UTC), select="#old"),
        PastSelectors(until=datetime(2023, 5, 4, tzinfo=UTC), select="main"),
    )


@pytest.mark.parametrize(
    ("line", "key", "expected"),
    [
        ("titel = 'x'", "titel", "did you mean title?"),
        ("wibble = 1", "wibble", "unknown key"),
        ("select = 5", "select", "expected text in quotes, found a number"),
        ("select = 'div['", "select", "expected a CSS selector"),
        ("select = 'p::before'", "select", "expected a CSS selector"),
        ("select = 'p:contains(\"x\")'", "select", "expected a CSS selector"),
        ("remove = 'nav'", "remove", "expected a list of texts in square brackets, found text"),
        ("remove = ['nav', 'a:nope']", "remove", "expected a CSS selector"),
        ("landmark = ''", "landmark", "not empty"),
        ("watch_links = [1]", "watch_links", "found a number"),
        ("addresses = ['ftp://example.org/']", "addresses", "expected a web address"),
        ("every = '6 parsecs'", "every", "expected a span"),
        ("every = '2 min'", "every", "from 5 min to 31 d"),
        ("every = '9999999999999 w'", "every", "expected a span"),
        ("every = 6", "every", "found a number"),
        ("channels = ['telepathy']", "channels", "expected one of: browser, collection, http, memento; found"),
        ("channels = []", "channels", "at least one channel"),
        ("channels = ['http', 'http']", "channels", "none twice"),
        ("robots = 'ignored'", "robots", "did you mean ignore?"),
        ("robots = 'ignore'", "robots", "robots_reason"),
        ("language = 'english language'", "language", "BCP 47"),
        ("region = 'EU'", "region", "lower case"),
        ("accept_language = 'en;q=2'", "accept_language", "order of preference"),
        ("locale = 'en_GB'", "locale", "like \"locale=en_GB\""),
        ("locale = 'a=b c'", "locale", "parameters of an address"),
        ("channels = ['collection']\nterms = 'A/B'", "channels", 'expected collection beside the channel "collection"'),
        ("collection = 'pga'", "collection", "expected a web address"),
        ("terms = 'Privacy Policy'", "terms", 'like "Facebook/Privacy Policy"'),
        ("[[document.past]]\nselect = 'main'", "past.until", "expected this key: the last time"),
        ("past = [{ until = 2020-10-29 }]", "past.until", "expected a time like 2020-10-29T21:30:00Z"),
        ("past = [{ until = 2020-10-29T21:30:00Z, select = 'div[' }]", "past.select", "expected a CSS selector"),
        ("archives = []", "archives", "at least one"),
        ("archives = ['web.archive.org']", "archives", "expected a web address"),
        ("allow_hosts = ['https://fbcdn.net/']", "allow_hosts", "expected a domain"),
        ("max_bytes = 12", "max_bytes", "from 1000 to 100000000"),
        ("max_bytes = true", "max_bytes", "found true or false"),
        ("timeout_seconds = nan", "timeout_seconds", "from 1 to 600"),
        ("timeout_seconds = 'soon'", "timeout_seconds", "found text"),
        ("[document.more]\nx = 1", "more", "unknown key"),
    ],
)  # fmt: skip
def test_a_bad_key_is_told_with_its_line(tmp_path: Path, line: str, key: str, expected: str) -> None:
    ((at, found, said),) = faults(write(tmp_path, GOOD + "# a comment\n\n" + line + "\n"))
    assert (at, found) == (9, key)
    assert expected in said


def test_how_a_page_is_asked_for_is_read(tmp_path: Path) -> None:
    given = """channels = ["http", "browser", "memento"]\nlocale = "locale=en_GB&cc=gb"\nallow_hosts = ["FBcdn.net"]
archives = ["https://web.example/timemap/link/", "https://other.example/tm?of={url}"]\n"""
    (declaration,) = load_declarations(write(tmp_path, GOOD + given))
    assert declaration.channels == ("http", "browser", "memento")
    assert declaration.locale == (("locale", "en_GB"), ("cc", "gb"))
    assert declaration.allow_hosts == ("fbcdn.net",)
    assert declaration.archives == ("https://web.example/timemap/link/", "https://other.example/tm?of={url}")


def test_a_file_that_is_no_text_is_told_by_line_and_byte(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"# fine\n# \xff\n")
    ((line, key, said),) = faults(tmp_path)
    assert (line, key) == (2, "file")
    assert said == "expected a readable file in UTF-8, found a byte in line 2 that is none: 0xff"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "'Two Words'"), ("id", "'-x'"), ("kind", "'privacy'"), ("title", "''"), ("service", "[]"),
        ("url", "'example.org'"), ("url", "'https://'"), ("url", "'https://example.org:99999/'"),
        ("url", "'file:///etc/passwd'"), ("url", "'https://me:secret@example.org/'"),
        ("url", "'https://a b/'"),
        ("url", "'https://exa..mple.org/'"),
    ],
)  # fmt: skip
def test_a_required_key_with_a_bad_value_is_told_with_its_line(tmp_path: Path, key: str, value: str) -> None:
    lines = GOOD.splitlines()
    at = next(index for index, line in enumerate(lines) if line.startswith(f"{key} "))
    lines[at] = f"{key} = {value}"
    ((line, found, _),) = faults(write(tmp_path, "\n".join(lines)))
    assert (line, found) == (at + 1, key)


def test_a_missing_key_is_told_at_the_head_of_its_table(tmp_path: Path) -> None:
    text = GOOD + "\n# the next one\n[[document]]\nid = 'other'\ntitle = 'x'\nkind = 'terms'\n"
    told = faults(write(tmp_path, text))
    assert [(line, key) for line, key, _ in told] == [(9, "service"), (9, "url")]
    assert told[0][2] == 'expected this key: whose document it is, like "WhatsApp"'


def test_lines_are_right_after_strings_and_arrays_that_span_lines(tmp_path: Path) -> None:
    text = GOOD + (
        'landmark = """\n[[document]]\nid = 1\n"""\n'  # lines 7 to 10, nothing in them is a key
        'remove = [\n  "nav", # ]\n  "]",\n]\n'  # line 11, a bad selector in it
        "watch_links = [\n  '''\na''',\n]\n\n"  # lines 15 to 18
        'every = "x"\n'  # line 20
    )
    told = faults(write(tmp_path, text))
    assert [(line, key) for line, key, _ in told] == [(11, "remove"), (20, "every")]


def test_windows_line_ends_count_once(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes((GOOD + 'every = "x"\n').replace("\n", "\r\n").encode())
    assert [(line, key) for line, key, _ in faults(path)] == [(7, "every")]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, GOOD + "every = 'x'\nregion = 'X'\n", "a.toml")
    write(tmp_path, "[[document]\n", "b.toml")
    (tmp_path / "c.toml").write_bytes(b"# \xff\n")
    write(tmp_path, GOOD, "d.toml")
    write(tmp_path, "\n\ndocument = 1\n", "e.toml")
    write(tmp_path, "# nothing\n", "f.toml")
    write(tmp_path, "[document]\nid = 'x'\n", "g.toml")
    write(tmp_path, GOOD.replace("example-policy", "another") + "", "ignored.txt")
    with pytest.raises(DeclarationError) as caught:
        load_declarations(tmp_path)
    told = [(Path(fault.file).name, fault.line, fault.key) for fault in caught.value.faults]
    assert told == [
        ("a.toml", 7, "every"), ("a.toml", 8, "region"), ("b.toml", 1, "syntax"), ("c.toml", 1, "file"),
        ("d.toml", 2, "id"), ("e.toml", 3, "document"), ("f.toml", 1, "document"), ("g.toml", 1, "document"),
    ]  # fmt: skip
    message = str(caught.value)
    assert "\n" not in message
    assert f"{tmp_path / 'a.toml'}:7: every: expected a span" in message
    assert f"is declared at {tmp_path / 'a.toml'}:2" in message


def test_a_duplicate_id_is_refused_at_the_second_place(tmp_path: Path) -> None:
    ((line, key, said),) = faults(write(tmp_path, GOOD + "\n" + GOOD))
    assert (line, key) == (9, "id")
    assert "a.toml:2" in said


def test_an_array_of_inline_tables_is_checked_too(tmp_path: Path) -> None:
    told = faults(write(tmp_path, "\ndocument = [\n  {id = 'x'},\n]\n"))
    assert {line for line, _, _ in told} == {2}
    assert {key for _, key, _ in told} == {"title", "service", "kind", "url"}


def test_no_file_is_a_fault_that_says_what_was_expected(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        assert "expected a folder" in faults(path)[0][2]
    assert issubclass(DeclarationError, SpiderError)


def test_files_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("example-policy", "second"), "b.toml")
    write(tmp_path, GOOD.replace("example-policy", "first"), "a.toml")
    assert [each.document.id for each in load_declarations(tmp_path)] == ["first", "second"]


def test_the_catalogue_of_meta_loads(tmp_path: Path) -> None:
    declarations = load_declarations(write(tmp_path, meta_toml()))
    kinds = {each.document.kind for each in declarations}
    assert kinds == {"privacy-policy", "ai-notice", "opt-out-form", "terms", "trackers"}
    assert {each.document.region for each in declarations if each.document.kind == "ai-notice"} == {
        "eu",
        "us",
    }
    assert all(each.robots is RobotsPolicy.OBEY for each in declarations)
    assert all(address.startswith("https://") for each in declarations for address in each.addresses)
