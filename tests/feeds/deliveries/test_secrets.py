"""Secrets: where they come from, who else may read them, and that they are nowhere else."""

from __future__ import annotations

import io
import logging
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from feeds.deliveries.chat import ChatSender
from feeds.deliveries.message import Message
from feeds.deliveries.relay import Relay
from feeds.deliveries.secrets import Secret, SecretReference, redact
from feeds.deliveries.targets import MailSecurity
from feeds.errors import AddressRefused, ExtraMissing, SecretUnfit
from tests.feeds.deliveries.published import relay_of
from tests.feeds.deliveries.sinks import Reply, hook_sink, mail_sink
from tests.snapshots.samples import START

# Apprise imports what Python 3.13 takes away, and has its own way without it.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

MESSAGE = Message(
    event_id="e", title="Signals of boats", text="They are read.", html="", link="https://w.example/1", at=START
)
TOKEN = "hunter2-hunter2-hunter2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A server that is 127.0.0.1, and a client that trusts it and nobody else."""

    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path = tmp_path / "relay.pem"
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + made.public_bytes(pem))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return Certificate(server=server, client=ssl.create_default_context(cadata=made.public_bytes(pem).decode()))


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "alerts@harbour.test", "d@h.test", "Signals of boats"
    mail.set_content("They are read.")
    return mail


def reference(where: str, folder: Path = Path()) -> SecretReference:
    return SecretReference(where=where, folder=folder)


def test_a_secret_comes_from_the_environment_or_from_a_file(tmp_path: Path) -> None:
    assert reference("env:HOOK").read({"HOOK": f" {TOKEN}\n"}).reveal() == TOKEN
    path = tmp_path / "hook.secret"
    path.write_text(f"{TOKEN}\n")
    path.chmod(0o600)
    assert reference("file:hook.secret", tmp_path).read().reveal() == TOKEN
    assert TOKEN not in f"{reference('file:hook.secret', tmp_path).read()!r}"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "hook.secret"
    path.write_text(TOKEN)
    path.chmod(mode)
    with pytest.raises(SecretUnfit, match="chmod 600") as told:
        reference("file:hook.secret", tmp_path).read()
    assert TOKEN not in str(told.value)


def test_what_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").touch(0o600)
    for where, said in [
        ("env:HOOK", "no HOOK"),
        ("file:none", "can't be read"),
        ("file:empty", "is empty"),
        ("file:.", "can't be read"),
    ]:
        with pytest.raises(SecretUnfit, match=said):
            reference(where, tmp_path).read({"HOOK": " "})


def test_redacting_takes_out_every_shape_of_a_secret() -> None:
    address = Secret(f"slack://{TOKEN}/T0000AAAA/B%20B00001111")
    text = f"POST https://x/{TOKEN}/T0000AAAA failed: {quote(address.reveal(), safe='')} {address.reveal()} B B00001111"
    assert not any(part in redact(text, [address]) for part in (TOKEN, "T0000AAAA", "B00001111"))
    assert redact("the relay refused the login", [Secret("pass")]) == "the relay refused the login"


def test_a_chat_gets_a_message_and_its_link() -> None:
    with hook_sink() as sink:
        sender = ChatSender(Secret(sink.url.replace("http://", "json://")))
        assert sender.send(MESSAGE).is_accepted
        ((_, body),) = sink.got
    assert b"Signals of boats" in body and b"They are read." in body and b"https://w.example/1" in body


def test_what_a_chat_could_not_take_is_told_without_its_address() -> None:
    said = io.StringIO()
    handler, root = logging.StreamHandler(said), logging.getLogger()  # as the program logs
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    with hook_sink() as sink:
        sink.reply = lambda number: Reply(status=500)
        address = Secret(f"{sink.url.replace('http://', f'json://user:{TOKEN}@')}/{TOKEN}")
        answer = ChatSender(address).send(MESSAGE)
    root.removeHandler(handler)
    root.setLevel(level)
    assert "Apprise could not hand it over" in answer.error
    assert TOKEN not in answer.error + said.getvalue()


def test_an_address_that_apprise_cannot_read_is_refused_without_repeating_it() -> None:
    with pytest.raises(AddressRefused, match="Apprise knows no service") as told:
        ChatSender(Secret(f"pigeon://{TOKEN}"))
    assert TOKEN not in str(told.value)


def test_without_apprise_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("feeds.deliveries.chat.importlib.import_module", missing)
    with pytest.raises(ExtraMissing, match=r"pip install 'policywatch\[apprise\]'"):
        ChatSender(Secret("json://x"))


def test_a_relay_that_refuses_says_why_without_the_password(tmp_path: Path, certificate: Certificate) -> None:
    key = tmp_path / "mail.secret"
    key.write_text(TOKEN)
    key.chmod(0o600)
    with mail_sink(password=TOKEN, tls=certificate.server) as sink:
        relay = relay_of(sink)
        secured = type(relay)(
            host=relay.host, port=relay.port, security=MailSecurity.STARTTLS, sender=relay.sender, user="ann",
            password=reference("file:mail.secret", tmp_path),
        )  # fmt: skip
        mail = a_mail()
        assert Relay(secured, context=certificate.client).send(mail, "d@h.test").is_accepted
        assert sink.logins == [("ann", TOKEN)]
        untrusted = Relay(secured).send(mail, "d@h.test")
        assert "certificate" in untrusted.error.lower()
        sink.refuse = f"550 no such user {TOKEN}"
        refused = Relay(secured, context=certificate.client).send(mail, "d@h.test")
        assert (refused.status, "the relay refused the recipient" in refused.error) == (550, True)
        key.write_text("another-password")
        denied = Relay(secured, context=certificate.client).send(mail, "d@h.test")
        assert "the relay refused the login" in denied.error
    for answer in (untrusted, refused, denied):
        assert TOKEN not in answer.error and "another-password" not in answer.error
    assert len(sink.got) == 1


def test_a_relay_that_is_not_there_is_told() -> None:
    with mail_sink() as sink:
        relay = relay_of(sink)
    assert f"the relay 127.0.0.1:{sink.port} took no mail" in Relay(relay).send(a_mail(), "d@h.test").error
