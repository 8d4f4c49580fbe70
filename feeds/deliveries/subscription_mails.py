"""What subscribers are written about their subscription itself. Sends nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from feeds import wording
from feeds.clean import clean_line
from feeds.deliveries.message import Message
from feeds.deliveries.preferences import Pace, Preferences
from feeds.deliveries.tokens import CONFIRM_WITHIN
from feeds.site import Site
from feeds.templating.jinja_environment import environment

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # letters tell of nothing that happened
_PACES = {Pace.AT_ONCE: "each alert at once", Pace.DAILY: "a digest each day", Pace.WEEKLY: "a digest each week"}


def confirmation_mail(event_id: str, site: Site, url: str, preferences: Preferences) -> Message:
    """Return the mail that asks whether a subscription was meant; who did not mean it has nothing to do."""
    title = clean_line(site.title)
    paragraphs = (
        f"Somebody, hopefully you, asked {title} to write to this address: {describe_preferences(preferences)}.",
        f"To begin, open this page within {CONFIRM_WITHIN.total_seconds() / 3600:.0f} hours and press the button:",
    )
    ignore = "If it wasn't you, do nothing: nothing more is sent, and the address is forgotten."
    return _subscription_mail(
        event_id, f"Please confirm: mail from {title}", paragraphs, url, "Confirm the subscription", ignore
    )


def reminder_mail(event_id: str, site: Site, url: str) -> Message:
    """Return the mail to an address that is subscribed already and was entered again."""
    title = clean_line(site.title)
    paragraphs = (
        f"Somebody, hopefully you, asked {title} to write to this address. It is subscribed already.",
        "What it gets can be changed, or ended, here:",
    )
    ignore = "If it wasn't you, do nothing: nothing has changed."
    return _subscription_mail(
        event_id, f"Your subscription to {title}", paragraphs, url, "Change the subscription", ignore
    )


def describe_preferences(preferences: Preferences) -> str:
    """Return in words what is asked for."""
    chosen = preferences.filter
    limits = [
        f"{chosen.severity.value} and graver" if chosen.severity else "",
        f"about {', '.join(map(wording.topic, chosen.topics))}" if chosen.topics else "",
        f"of {', '.join(map(clean_line, (*chosen.services, *chosen.documents)))}"
        if chosen.services or chosen.documents
        else "",
        f"in {', '.join(map(clean_line, chosen.regions))}" if chosen.regions else "",
        f"with the words {', '.join(f'“{clean_line(phrase)}”' for phrase in chosen.phrases)}" if chosen.phrases else "",
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
