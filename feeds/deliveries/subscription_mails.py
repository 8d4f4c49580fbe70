"""What subscribers are written about their subscription itself. Sends nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from feeds import wording
from feeds.clean import clean_line
from feeds.deliveries.message import Message
from feeds.deliveries.preferences import Pace, Preferences
from feeds.deliveries.tokens import CONFIRM_WITHIN
from feeds.language.translation import WordTable, _
from feeds.site import Site
from feeds.templating.jinja_environment import environment

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # letters tell of nothing that happened
_PACES = WordTable(
    {Pace.AT_ONCE: "each alert at once", Pace.DAILY: "a digest each day", Pace.WEEKLY: "a digest each week"}
)


def confirmation_mail(event_id: str, site: Site, url: str, preferences: Preferences) -> Message:
    """Return the mail that asks whether a subscription was meant; who did not mean it has nothing to do."""
    title = clean_line(site.title)
    asked = _("Somebody, hopefully you, asked {site} to write to this address: {wish}.")
    until = _("To begin, open this page within {hours} and press the button:")
    hours = wording.count_of(int(CONFIRM_WITHIN.total_seconds()) // 3600, "hour")
    return _subscription_mail(
        event_id,
        _("Please confirm: mail from {site}").format(site=title),
        (asked.format(site=title, wish=describe_preferences(preferences)), until.format(hours=hours)),
        url,
        _("Confirm the subscription"),
        _("If it wasn’t you, do nothing: nothing more is sent, and the address is forgotten."),
    )


def reminder_mail(event_id: str, site: Site, url: str) -> Message:
    """Return the mail to an address that is subscribed already and was entered again."""
    title = clean_line(site.title)
    asked = _("Somebody, hopefully you, asked {site} to write to this address. It is subscribed already.")
    return _subscription_mail(
        event_id,
        _("Your subscription to {site}").format(site=title),
        (asked.format(site=title), _("What it gets can be changed, or ended, here:")),
        url,
        _("Change the subscription"),
        _("If it wasn’t you, do nothing: nothing has changed."),
    )


def describe_preferences(preferences: Preferences) -> str:
    """Return in words what is asked for."""
    chosen = preferences.filter
    named = ", ".join(map(clean_line, (*chosen.services, *chosen.documents)))
    quoted = ", ".join(f"“{clean_line(phrase)}”" for phrase in chosen.phrases)
    limits = [
        _("{severity} and graver").format(severity=wording.word(chosen.severity.value)) if chosen.severity else "",
        _("about {topics}").format(topics=wording.topics(chosen.topics)) if chosen.topics else "",
        _("of {names}").format(names=named) if named else "",
        _("in {regions}").format(regions=", ".join(map(clean_line, chosen.regions))) if chosen.regions else "",
        _("with the words {phrases}").format(phrases=quoted) if quoted else "",
    ]
    return ", ".join([_PACES[preferences.pace], *(limit for limit in limits if limit)])


def _subscription_mail(
    event_id: str, title: str, paragraphs: tuple[str, ...], url: str, label: str, last: str
) -> Message:
    html = environment().from_string(
        "{% for part in parts %}<p>{{ part }}</p>{% endfor %}"
        "<p><a href='{{ url }}'>{{ label }}</a></p><p>{{ last }}</p>"
    )
    return Message(
        event_id=event_id,
        title=title,
        text="\n\n".join([*paragraphs, url, last]) + "\n",
        html=html.render(parts=paragraphs, url=url, label=label, last=last),
        link=url,
        at=_NO_TIME,
    )
