"""A site on 127.0.0.1 whose pages need a browser, or try what a page must not. `localhost` is another owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

WORDS = "We note which boats come in and keep the list for a year. " * 20

MADE = f"""<!doctype html><html lang=en><title>Harbour</title><div id=root></div>
<script src=/made.js></script><script src=/private.js></script><noscript>{WORDS}</noscript>"""
MADE_JS = """document.querySelector("#root").innerHTML = "<h1>Harbour privacy</h1><p>Made by a script.</p>";
document.cookie = "seen=1"; localStorage.seen = "1";
fetch("/words").then((r) => r.text()).then((t) =>
  root.insertAdjacentHTML("beforeend", `<p>${t} ${navigator.userAgent}`));
"""
FOLDED = f"""<!doctype html><html lang=en><title>Harbour</title><h1>Harbour privacy</h1><p>{WORDS}</p>
<div id=cookie-banner><button aria-expanded=false onclick="told('banner')">Cookies</button>
<button onclick="told('accepted')">Accept and read more</button></div>
<div role=dialog><button aria-expanded=false onclick="told('dialog')">More</button></div>
<details name=one><summary>Who</summary><p>Folded: who.</p></details>
<details name=one><summary>Why</summary><p>Folded: why.</p></details>
<main class="cookie-agreement"><p>{WORDS * 4}</p>
<button aria-expanded=false onclick="this.ariaExpanded = true; told('kept for a year',
 '<button aria-expanded=false onclick=&quot;this.ariaExpanded = true; told(`kept by whom`)&quot;>By whom</button>')">
Time</button></main>
<span role=button onclick="told('seen more')">See more</span>
<span role=button onclick="told('mehr gesehen')">Mehr anzeigen</span>
<button onclick="told('pressed')">Delete my account</button>
<a href=/away><button aria-expanded=false onclick="told('link')">Away</button></a>
<form action=/submitted method=post><input name=email><button aria-expanded=false>See more</button></form>
<script>function told(text, html = "") {{
  document.body.insertAdjacentHTML("beforeend", `<p>told: ${{text}}</p>${{html}}`);
}}</script>"""
FORM = f"""<!doctype html><html lang=en><title>Object</title><h1>Object to the use of your data</h1><p>{WORDS}</p>
<div id=here></div><script>
here.innerHTML = `<form action=/submitted method=post onsubmit="return true">
<label for=e>Your e-mail address</label><input id=e name=email type=email required>
<label for=w>How it affects you</label><textarea id=w name=why></textarea>
<label for=c>Country</label><select id=c name=country><option>Ireland<option>Malta</select>
<button>Send</button></form>`;
document.forms[0].submit(); document.forms[0].requestSubmit(); document.querySelector("form button").click();
</script>"""
HOSTILE = f"""<!doctype html><html lang=en><title>Harbour</title><h1>Harbour privacy</h1><p>{WORDS}</p>
<p id=cookie></p><img src="http://localhost:PORT/pixel.png"><script src="http://localhost:PORT/third.js"></script>
<iframe src="/frame"></iframe><iframe src="http://localhost:PORT/frame"></iframe><video src=/film.mp4 autoplay></video>
<a id=file href=/file.zip download>file</a>
<script>
cookie.textContent = `cookie: ${{document.cookie}} ${{localStorage.seen}}`;
file.click(); open("/popup"); new WebSocket("ws://127.0.0.1:PORT/socket"); navigator.sendBeacon("/beacon", "x");
fetch("http://127.0.0.1:OTHER/private").catch(() => {{}}); fetch("http://127.1:OTHER/private").catch(() => {{}});
fetch("/to-third").catch(() => {{}}); navigator.serviceWorker?.register("/worker.js").catch(() => {{}});
new EventSource("/events"); setTimeout(() => location.href = "/away"); history.pushState({{}}, "", "/elsewhere");
alert("stop"); confirm("stop?");
</script>"""
STYLED = f"""<!doctype html><html lang=en><title>Harbour</title><link rel=stylesheet href=/styled.css>
<h1>Harbour privacy</h1><p>{WORDS}</p>
<p>We do <span class=a>not</span> sell what we keep about your boat to anyone.</p>
<p>You <span class=b>may</span> object to the use of your pictures at any time.</p>
<p>We <span class=c>may</span> show them to anyone who comes in.</p>
<p class=a>The whole of this sentence is folded up and nobody opens it.</p>"""
STYLED_CSS = """.a {display: none} .b::after {content: ' not'} .c::after {content: ' never'; opacity: 0}
h1::before {content: '\\2022 '}"""
BUSY = f"<!doctype html><title>Harbour</title><p>{WORDS}</p><script>while (true) {{}}</script>"
GROWING = """<!doctype html><title>Harbour</title><p>Harbour</p><script>
const many = document.createElement("div"); many.innerHTML = "<b>x</b>".repeat(400000);
document.body.append(many);</script>"""
SHELL = "<!doctype html><title>Harbour</title><div id=root></div><script src=/missing.js></script>"

PARTS = f"""<!doctype html><html lang=en><title>Harbour</title><h1>Harbour privacy</h1><p>{WORDS}</p>
<x-part id=part></x-part><iframe src=/frame></iframe><script>
part.attachShadow({{mode: "open"}}).innerHTML = "<p>In a shadow root.</p><x-inner></x-inner>";
part.shadowRoot.querySelector("x-inner").attachShadow({{mode: "open"}}).innerHTML = "<p>In one inside it.</p>";
</script>"""

PAGES: dict[str, tuple[str, str]] = {
    "/robots.txt": ("text/plain", "User-agent: *\nDisallow: /private.js\n"),
    "/made": ("text/html", MADE),
    "/styled": ("text/html", STYLED),
    "/styled.css": ("text/css", STYLED_CSS),
    "/made.js": ("text/javascript", MADE_JS),
    "/words": ("text/plain", "Fetched by a script."),
    "/private.js": ("text/javascript", "document.body.append('forbidden by robots.txt')"),
    "/folded": ("text/html", FOLDED),
    "/form": ("text/html", FORM),
    "/hostile": ("text/html", HOSTILE),
    "/busy": ("text/html", BUSY),
    "/growing": ("text/html", GROWING),
    "/shell": ("text/html", SHELL),
    "/parts": ("text/html", PARTS),
    "/frame": ("text/html", "<p>In a frame.</p>"),
    "/third.js": ("text/javascript", "document.body.append('from another owner')"),
    "/worker.js": ("text/javascript", ""),
}


class ScriptedSite(ThreadingHTTPServer):
    """Remembers what was asked for, as (method, host name, path)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.other_port = 9  # of another server on this machine, which no declaration names
        self.asked: list[tuple[str, str, str]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def paths(self) -> set[str]:
        return {path for _, _, path in self.asked}


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedSite

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").partition(":")[0]
        self.server.asked.append((self.command, host, self.path))
        kind, text = PAGES.get(self.path, ("", ""))
        if self.path == "/to-third":
            self.send_response(302)
            self.send_header("Location", f"http://localhost:{self.server.server_port}/third.js")
        else:
            self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/html")
        self.send_header("Set-Cookie", "from=server")
        self.end_headers()
        self.wfile.write(
            text.replace("PORT", str(self.server.server_port)).replace("OTHER", str(self.server.other_port)).encode()
        )

    do_POST = do_GET  # noqa: N815 the library's name

    def log_message(self, *_: object) -> None:
        """Tests read no log."""


@contextmanager
def scripted() -> Iterator[ScriptedSite]:
    server = ScriptedSite()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
