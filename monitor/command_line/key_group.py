"""The commands about the key that a publisher signs heads of the log with: key make, key rotate, key show."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.command_line.options import folder_option, json_option
from monitor.command_line.output import print_json
from monitor.errors import SettingsError
from monitor.running.head_signing import key_of, make_key_file, publisher_key
from monitor.running.workspace import open_workspace
from monitor.settings.archive_layout import FILE
from snapshots.errors import ArchiveError
from snapshots.head_proofs import ProofKind
from snapshots.signed_heads import hand_over, key_in_force, replace_lost
from snapshots.ssh_signatures import fingerprint, public_line

_key_file = click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@click.group("key")
def key_group() -> None:
    """Look after the Ed25519 key that the head of the log is signed with.

    It is signed at each publication. Keys and signatures are those of OpenSSH: readers check them with
    `ssh-keygen -Y verify`.
    """


@key_group.command("make", epilog="Example: policywatch key make publisher.key")
@_key_file
def make(path: Path) -> None:
    """Make a key in FILE, readable for you alone, and its public half in FILE.pub; neither is ever written over."""
    made = make_key_file(path)
    click.echo(f"made {path}, and the public key in {path}.pub: {fingerprint(public_line(made))}")
    click.echo(
        f'Next: set signing_key = "file:{path.absolute()}" in {FILE}, and keep a copy of the file where it is safe.'
    )


@key_group.command("rotate", epilog="Example: policywatch key rotate next.key --archive my-archive")
@_key_file
@click.option(
    "--lost", is_flag=True, help="The key in force is lost: readers who hold it have to be told by other means."
)
@folder_option
def rotate(path: Path, lost: bool, folder: Path) -> None:
    """Have the key of the settings name the one in FILE as the next; FILE is made where it isn't there."""
    with open_workspace(folder) as workspace:
        archive = workspace.archive
        newest = archive.newest_attempt()
        current = key_in_force(archive.head_proofs.kept(ProofKind.SIGNATURE, ProofKind.KEY))
        if newest is None or not current:
            raise ArchiveError(
                "no head is signed yet, so there is no key to hand over from; set signing_key as you like"
            )
        setting = workspace.settings.signing_key
        old = None if lost or setting is None else publisher_key(setting)
        if not lost and (old is None or public_line(old) != current):
            raise SettingsError(
                f"signing_key in {folder / FILE} has to name the key in force, {fingerprint(current)};"
                " where it is lost, say so with --lost"
            )
        new = key_of(path) if path.exists() else make_key_file(path)
        if public_line(new) == current:
            raise SettingsError(f"{path} holds the key in force already")
        now = datetime.now(UTC)
        archive.head_proofs.keep(hand_over(newest, old, new, now) if old else replace_lost(newest, current, new, now))
    click.echo(f"{fingerprint(public_line(new))} comes after {fingerprint(current)}")
    click.echo(f'Next: set signing_key = "file:{path.absolute()}" in {folder / FILE}.')


@key_group.command("show", epilog="Example: policywatch key show --archive my-archive")
@folder_option
@json_option
def show(folder: Path, as_json: bool) -> None:
    """Print the public key in force, for readers to keep, and how many heads are signed."""
    with open_workspace(folder) as workspace:
        proofs = workspace.archive.head_proofs.kept(ProofKind.SIGNATURE, ProofKind.KEY)
        setting = workspace.settings.signing_key
    current = key_in_force(proofs) or (public_line(publisher_key(setting)) if setting else "")
    if not current:
        raise SettingsError(f"there is no key yet: make one with `policywatch key make`, and set it in {folder / FILE}")
    signed = sum(proof.kind is ProofKind.SIGNATURE for proof in proofs)
    if as_json:
        print_json({"public_key": current, "fingerprint": fingerprint(current), "signed_heads": signed})
    else:
        click.echo(f"{current}\n{fingerprint(current)}, {signed} heads signed")
