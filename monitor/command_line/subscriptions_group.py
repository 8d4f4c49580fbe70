"""The commands about readers who subscribed: subscriptions list, subscriptions remove."""

from __future__ import annotations

import click

from feeds.deliveries.preferences import load_preferences
from feeds.deliveries.subscription_mails import describe_preferences
from feeds.errors import DeliveryError
from feeds.record_fields import stamp
from monitor.command_line.options import Place, archive_option, json_option
from monitor.command_line.output import count_of, day, escape, print_json
from monitor.running.workspace import open_workspace


@click.group("subscriptions")
def subscriptions_group() -> None:
    """Look after the readers who subscribed by mail. Their addresses are personal data: hand them to nobody."""


@subscriptions_group.command("list", epilog="Example: policywatch subscriptions list")
@archive_option
@json_option
def list_subscriptions(folder: Place, as_json: bool) -> None:
    """List who is subscribed, and to what."""
    with open_workspace(folder) as workspace:
        found = workspace.archive.outbox.subscriptions()
    for one in found:
        preferences = load_preferences(one.wish)
        if as_json:
            print_json(
                {
                    "id": one.id,
                    "address": one.address,
                    "pace": preferences.pace.value,
                    "wish": describe_preferences(preferences),
                    "created_at": stamp(one.created_at),
                    "confirmed_at": stamp(one.confirmed_at),
                }
            )
        else:
            since = f"since {day(one.confirmed_at)}" if one.confirmed_at else "NOT CONFIRMED"
            click.echo(f"{one.id}  {since}  {escape(one.address)}: {escape(describe_preferences(preferences))}")
    if not as_json:
        click.echo(count_of(len(found), "subscription"))


@subscriptions_group.command("remove", epilog="Example: policywatch subscriptions remove ann@news.example")
@click.argument("who", metavar="ADDRESS|ID")
@archive_option
def remove_subscription(who: str, folder: Place) -> None:
    """Delete a subscription, its address and its deliveries, for good."""
    with open_workspace(folder) as workspace:
        outbox = workspace.archive.outbox
        found = [one for one in outbox.subscriptions() if who in (one.id, one.address) or who.lower() == one.address]
        if not found:
            raise DeliveryError("nobody is subscribed by that address or id; `policywatch subscriptions list`")
        for one in found:
            outbox.unsubscribe(one.id)
    click.echo(f"{count_of(len(found), 'subscription')} deleted")
