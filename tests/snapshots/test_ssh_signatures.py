"""Signatures held against OpenSSH itself, in both directions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from snapshots.errors import BadSignature
from snapshots.signed_heads import NAMESPACE, PRINCIPAL, allowed_signers
from snapshots.ssh_signatures import (
    find_public_line,
    fingerprint,
    key_text,
    new_key,
    public_line,
    read_key,
    sign,
    signature_problem,
)

TEXT = b"The harbour log\nends here.\n"


def keygen(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    if not shutil.which("ssh-keygen"):
        pytest.skip("this machine has no ssh-keygen (OpenSSH)")
    return subprocess.run(["ssh-keygen", *arguments], cwd=folder, input=given, capture_output=True, check=False)


def test_ssh_keygen_takes_our_signature_and_no_other(tmp_path: Path) -> None:
    key = new_key()
    (tmp_path / "signers").write_text(allowed_signers([public_line(new_key()), public_line(key)]))
    (tmp_path / "text.sig").write_text(sign(key, TEXT, NAMESPACE))
    check = ("-Y", "verify", "-f", "signers", "-I", PRINCIPAL, "-s", "text.sig", "-n")
    assert b"Good" in keygen(tmp_path, *check, NAMESPACE, given=TEXT).stdout
    assert keygen(tmp_path, *check, NAMESPACE, given=TEXT + b" ").returncode
    assert keygen(tmp_path, *check, "file", given=TEXT).returncode
    (tmp_path / "signers").write_text(allowed_signers([public_line(new_key())]))
    assert keygen(tmp_path, *check, NAMESPACE, given=TEXT).returncode


def test_a_key_and_a_signature_of_ssh_keygen_are_read(tmp_path: Path) -> None:
    assert not keygen(tmp_path, "-q", "-t", "ed25519", "-N", "", "-C", "harbour desk", "-f", "key").returncode
    key = read_key((tmp_path / "key").read_text())
    public = find_public_line((tmp_path / "key.pub").read_text())
    assert public_line(key) == public
    printed = keygen(tmp_path, "-l", "-f", "key.pub").stdout.decode()
    assert fingerprint(public) in printed
    (tmp_path / "text").write_bytes(TEXT)
    assert not keygen(tmp_path, "-Y", "sign", "-f", "key", "-n", NAMESPACE, "text").returncode
    made = (tmp_path / "text.sig").read_text()
    assert made == sign(key, TEXT, NAMESPACE)  # one text and key, one signature
    assert signature_problem(made, TEXT, NAMESPACE, public) == ""


def test_our_key_file_is_one_that_ssh_keygen_signs_with(tmp_path: Path) -> None:
    key = new_key()
    (tmp_path / "key").write_text(key_text(key))
    (tmp_path / "key").chmod(0o600)
    (tmp_path / "text").write_bytes(TEXT)
    assert not keygen(tmp_path, "-Y", "sign", "-f", "key", "-n", NAMESPACE, "text").returncode
    assert (tmp_path / "text.sig").read_text() == sign(key, TEXT, NAMESPACE)
    assert public_line(read_key(key_text(key).strip())) == public_line(key)  # as an environment holds it


def test_what_does_not_hold_is_told_with_its_reason() -> None:
    key = new_key()
    made, public = sign(key, TEXT, NAMESPACE), public_line(key)
    assert "another text" in signature_problem(made, b"other", NAMESPACE, public)
    assert "another key" in signature_problem(made, TEXT, NAMESPACE, public_line(new_key()))
    assert "another purpose" in signature_problem(made, TEXT, "git", public)
    for broken in (
        "",
        "ssh",
        made.replace("U1NIU0lH", "U1NIU0lI"),
        made.replace("\n", "\n\udcb6", 2),
        made[:90] + made[-30:],
    ):
        assert "can't be read" in signature_problem(broken, TEXT, NAMESPACE, public)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    for text in ("", "a passphrase", key_text(new_key())[:-60]):
        with pytest.raises(BadSignature, match="no private key"):
            read_key(text)
    for public in ("", "ssh-rsa AAAA", "ssh-ed25519 AAAA"):
        with pytest.raises(BadSignature):
            find_public_line(public)
    assert not keygen(tmp_path, "-q", "-t", "ecdsa", "-N", "", "-f", "other").returncode
    with pytest.raises(BadSignature, match="another kind"):
        read_key((tmp_path / "other").read_text())
    assert not keygen(tmp_path, "-q", "-t", "ed25519", "-N", "secret", "-f", "locked").returncode
    with pytest.raises(BadSignature, match="without a passphrase"):
        read_key((tmp_path / "locked").read_text())
