"""What `build` and how-to.md hand to other web servers, tried on those servers where a machine has them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from feeds.publication.hosting import headers_file
from feeds.publication.site_build import MANIFEST, publish
from feeds.site import Site
from tests.feeds.host_snippets import caddy, nginx
from tests.feeds.samples import WORKINGS, filled

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to.md"
APACHE_MODULES = Path("/usr/lib/apache2/modules")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Yield a built site that a web server's own user can read; the folders of pytest are closed to others."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        out = Path(made) / "site"
        publish(filled(), out, Site(title="Harbour", base_url="http://127.0.0.1:1/", authority="a.test,2025"), WORKINGS)
        yield out


def test_github_pages_leaves_out_nothing(folder: Path) -> None:
    assert (folder / ".nojekyll").read_bytes() == b"", "or files that begin with an underscore would be missing"
    assert (folder / "_headers").is_file()


@contextmanager
def started(command: list[str], port: int) -> Iterator[str]:
    """Run a web server until the end of the block."""
    home = {**os.environ, "HOME": tempfile.gettempdir(), "XDG_DATA_HOME": tempfile.gettempdir()}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=home)
    try:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            if process.poll() is not None:
                pytest.fail(f"{command[0]} ended: {process.communicate()[0].decode()[-2000:]}")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_nginx(folder: Path, scratch: Path, port: int) -> list[str]:
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = " ".join(
        f"{name}_temp_path {scratch}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (scratch / "nginx.conf").write_text(
        f"daemon off; {user} pid {scratch}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {temporary}\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder};\n{nginx()} }} }}\n"
    )
    return ["nginx", "-c", str(scratch / "nginx.conf"), "-e", "stderr"]


def run_apache(folder: Path, scratch: Path, port: int) -> list[str]:
    modules = ("mpm_event", "authz_core", "dir", "mime", "headers", "alias", "filter", "deflate", "unixd")
    there = [name for name in modules if (APACHE_MODULES / f"mod_{name}.so").exists()]
    (scratch / "apache.conf").write_text(
        "".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\n" for name in there)
        + f"Listen 127.0.0.1:{port}\nServerName localhost\nPidFile {scratch}/pid\nErrorLog /dev/stderr\n"
        f"DocumentRoot {folder}\nTypesConfig /dev/null\nUser www-data\nGroup www-data\n"
        f"<Directory {folder}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
    )
    return ["apache2", "-X", "-d", str(scratch), "-f", str(scratch / "apache.conf")]


def run_caddy(folder: Path, scratch: Path, port: int) -> list[str]:
    (scratch / "Caddyfile").write_text(
        f"{{\n    admin off\n    auto_https off\n}}\nhttp://127.0.0.1:{port} {{\n    root * {folder}\n{caddy()}}}\n"
    )
    return ["caddy", "run", "--config", str(scratch / "Caddyfile"), "--adapter", "caddyfile"]


Run = Callable[[Path, Path, int], list[str]]


@pytest.mark.parametrize("run", [run_nginx, run_apache, run_caddy], ids=["nginx", "apache2", "caddy"])
def test_a_web_server_gives_feeds_their_types_and_validators(
    folder: Path, run: Run, request: pytest.FixtureRequest
) -> None:
    program = request.node.callspec.id
    if not shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip(f"{program} is not on this machine")
    port = free_port()
    with tempfile.TemporaryDirectory() as scratch, httpx.Client() as client:
        Path(scratch).chmod(0o755)
        command = run(folder, Path(scratch), port)
        command[0] = shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin") or command[0]
        with started(command, port) as base:
            for suffix, kind in (
                ("atom", "application/atom+xml"), ("rss", "application/rss+xml"), ("json", "application/feed+json"),
            ):  # fmt: skip
                feed = f"{base}/feeds/alerts.{suffix}"
                answer = client.get(feed, headers={"Accept-Encoding": "identity"})
                assert answer.headers["content-type"].lower() == f"{kind}; charset=utf-8"
                assert answer.headers["access-control-allow-origin"] == "*"
                assert answer.headers["cache-control"] == "public, max-age=900"
                assert answer.headers["x-content-type-options"] == "nosniff"
                for name, validator in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
                    asked = {"Accept-Encoding": "identity", name: answer.headers[validator]}
                    assert client.get(feed, headers=asked).status_code == 304
                packed = client.get(feed, headers={"Accept-Encoding": "gzip"})
                assert packed.headers["content-encoding"] == "gzip"
                assert packed.content == answer.content
            page = client.get(f"{base}/changes/1/")
            assert page.headers["content-type"].lower() == "text/html; charset=utf-8"
            assert "default-src 'none'" in page.headers["content-security-policy"]
            assert "access-control-allow-origin" not in page.headers
            opml = client.get(f"{base}/feeds/feeds.opml")
            assert opml.headers["content-type"].lower() == "text/x-opml; charset=utf-8"
            nowhere = client.get(f"{base}/nowhere")
            assert (nowhere.status_code, "nothing at this address" in nowhere.text) == (404, True)
            assert client.get(f"{base}/{MANIFEST}").status_code in (403, 404)
            received = next(folder.rglob("page-as-received.txt")).relative_to(folder).as_posix()
            assert client.get(f"{base}/{received}").headers["content-disposition"] == "attachment"


def test_a_build_brings_what_hosts_read_from_the_folder(folder: Path) -> None:
    written = (folder / "_headers").read_text()
    assert written == headers_file("/")
    assert "/feeds/*\n  Access-Control-Allow-Origin: *\n" in written
    assert "/*.atom\n  Content-Type: application/atom+xml; charset=utf-8\n" in written
    assert (folder / ".htaccess").is_file()


@pytest.mark.parametrize(("name", "snippet"), [("nginx", nginx()), ("caddy", caddy())])
def test_the_snippets_of_the_how_to_are_those_that_were_tried(name: str, snippet: str) -> None:
    assert f"```{name}\n{snippet}```" in HOW_TO.read_text()
