"""The story that `policywatch demo` tells: what three invented pages answer at each of its moments.

The texts are Policywatch's own and say so on every page. Nothing here reads a clock or a network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined

from snapshots.frozen_class import frozen

POLICY = "demo-privacy-policy"
NOTICE = "demo-ai-notice"
FORM = "demo-objection-form"

DOCUMENTS: Mapping[str, str] = {POLICY: "/privacy-policy", NOTICE: "/ai-notice", FORM: "/objection-form"}
"""The path of each document, by its id."""

_PLACES = ("products", "safety", "help", "careers", "press")  # links around a page, in an order that changes


@frozen
class Reply:
    """What the server answers for one path."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@frozen
class Moment:
    """One morning of the story, at which every document is looked at once."""

    at: datetime  # aware UTC
    name: str
    says: str  # one line for the terminal
    told: tuple[str, ...]  # ids of the documents of which an alert is due, the others stay silent
    replies: Mapping[str, Reply]  # by path


@frozen
class _Scene:
    """What a moment does to the pages: for good (`lasting`), or for this one morning."""

    at: str
    name: str
    says: str
    told: tuple[str, ...] = ()
    lasting: frozenset[str] = frozenset()
    passing: frozenset[str] = frozenset()
    reverted: frozenset[str] = frozenset()  # lasting changes that this morning's pages lack
    instead: Mapping[str, str] = field(default_factory=dict)  # page served in place of a document's own


_SCENES = (
    _Scene(
        at="2025-01-07",
        name="first-look",
        says="Three pages are seen for the first time and kept. A first look is no news.",
    ),
    _Scene(
        at="2025-01-14",
        name="cookie-banner",
        says="A cookie dialog lies over every page, and a cookie notice beneath it. Nobody is woken.",
        passing=frozenset({"cookie-dialog", "cookie-notice"}),
    ),
    _Scene(
        at="2025-01-21",
        name="new-markup",
        says="Every class, nonce and tracking parameter is another one. The text is the same.",
    ),
    _Scene(
        at="2025-02-04",
        name="private-messages",
        says="The AI notice said that private messages are left out. Now it says that they are used.",
        told=(NOTICE,),
        lasting=frozenset({"private-messages"}),
    ),
    _Scene(
        at="2025-02-11",
        name="half-page",
        says="Half of the policy is not on the page. It is not told as deleted, but as not seen.",
        passing=frozenset({"half-page"}),
    ),
    _Scene(
        at="2025-02-18",
        name="whole-again",
        says="The other half is back, as it was.",
    ),
    _Scene(
        at="2025-02-25",
        name="error-page",
        says="Two pages answer with status 200 and say that they aren't available.",
        instead={POLICY: "error.html", FORM: "error.html"},
    ),
    _Scene(
        at="2025-03-04",
        name="login-wall",
        says="Two pages ask for a password. That they can't be seen is on record.",
        instead={NOTICE: "login.html", FORM: "login.html"},
    ),
    _Scene(
        at="2025-03-11",
        name="whatsapp",
        says="The pages are back, and WhatsApp has come into the scope of the policy and of AI training.",
        told=(POLICY, NOTICE),
        lasting=frozenset({"whatsapp"}),
    ),
    _Scene(
        at="2025-03-25",
        name="spelling",
        says="Personalise becomes personalize, e-mail becomes email. That is kept, and wakes nobody.",
        lasting=frozenset({"american"}),
    ),
    _Scene(
        at="2025-04-01",
        name="flicker",
        says="For one morning the British spelling is back: a text seen before.",
        reverted=frozenset({"american"}),
    ),
    _Scene(
        at="2025-04-08",
        name="evidence",
        says="The objection form demands a reason and evidence, which it never did.",
        told=(FORM,),
        lasting=frozenset({"evidence"}),
    ),
    _Scene(
        at="2025-04-22",
        name="teens",
        says="One line joins the list for teens. Not one sentence of the policy is new.",
        told=(POLICY,),
        lasting=frozenset({"teens"}),
    ),
    _Scene(
        at="2025-05-06",
        name="advance-notice",
        says="The policy announces a change and names the day.",
        told=(POLICY,),
        lasting=frozenset({"advance-notice"}),
    ),
    _Scene(
        at="2025-05-20",
        name="quiet",
        says="All as it was two weeks ago.",
    ),
)

_PAGES = {POLICY: "privacy-policy.html", NOTICE: "ai-notice.html", FORM: "objection-form.html"}


def moments() -> tuple[Moment, ...]:
    """Return the moments of the story in order; the same bytes at every call."""
    pages = Environment(
        loader=PackageLoader("monitor.demo", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    told: list[Moment] = []
    standing: frozenset[str] = frozenset()
    for number, scene in enumerate(_SCENES):
        standing |= scene.lasting
        shown = (standing - scene.reverted) | scene.passing
        told.append(
            Moment(
                at=datetime.fromisoformat(scene.at).replace(hour=6, tzinfo=UTC),
                name=scene.name,
                says=scene.says,
                told=scene.told,
                replies={path: _reply(pages, document, scene, shown, number) for document, path in DOCUMENTS.items()},
            )
        )
    return tuple(told)


def _reply(pages: Environment, document: str, scene: _Scene, shown: frozenset[str], number: int) -> Reply:
    template = pages.get_template(scene.instead.get(document, _PAGES[document]))
    turn = number % len(_PLACES)
    body = template.render(
        now=shown,
        nonce=sha256(f"{scene.name} {document}".encode()).hexdigest()[:12],
        places=_PLACES[turn:] + _PLACES[:turn],
    ).encode()
    return Reply(status=200, headers=(("Content-Type", "text/html; charset=utf-8"),), body=body)


def declarations_toml(base_url: str) -> str:
    """Return the declarations of the story's documents as they stand below `base_url`."""
    titles = {POLICY: "Demo Privacy Policy", NOTICE: "Demo AI notice", FORM: "Demo objection form"}
    kinds = {POLICY: "privacy-policy", NOTICE: "ai-notice", FORM: "opt-out-form"}
    return "\n".join(
        f'[[document]]\nid = "{name}"\ntitle = "{titles[name]}"\nservice = "Demo"\nkind = "{kinds[name]}"\n'
        f'url = "{base_url}{path}"\nlanguage = "en"\nregion = "eu"\nwatch_links = ["object"]\n'
        for name, path in DOCUMENTS.items()
    )
