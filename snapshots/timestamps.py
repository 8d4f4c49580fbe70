"""Tokens of an RFC 3161 timestamp authority over the head of the chain: asked for, read, held against it.

Sends nothing. A token is over the head's 64 hex digits as ASCII, so that `openssl ts -verify` can check it with a
file that holds just those. Whether the authority is to be trusted is known only to who holds its certificate.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimeStampRequest,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from snapshots.errors import BadTimestamp
from snapshots.records import Attempt, Timestamp

_GRANTED = (0, 1)  # PKIStatus: granted, granted with modifications


def request_for(head: str) -> TimeStampRequest:
    """Return what an authority is asked: a token over a head, with its certificate in it."""
    made = TimestampRequestBuilder().data(head.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return made.cert_request(cert_request=True).nonce(nonce=True).build()


def timestamp_of(answer: bytes, asked: TimeStampRequest, attempt: Attempt, authority: str) -> Timestamp:
    """Return the token in an authority's answer; raises `BadTimestamp` where it is none for what was asked."""
    try:
        response = decode_timestamp_response(answer)
        if response.status not in _GRANTED:
            said = "; ".join(response.status_string) or f"status {response.status}"
            raise BadTimestamp(f"{authority} gave no timestamp: {said}")
        if response.tst_info.nonce != asked.nonce:
            raise BadTimestamp(f"{authority} answered something else than was asked (another nonce)")
        at = response.tst_info.gen_time
    except ValueError as error:
        raise BadTimestamp(f"{authority} gave no timestamp: the answer can't be read ({error})") from error
    made = Timestamp(
        sequence=attempt.sequence,
        head=attempt.hash,
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        authority=authority,
        token=b64encode(answer).decode("ascii"),
    )
    problem = timestamp_problem(made)
    if problem:
        raise BadTimestamp(f"{authority}: {problem}")
    return made


def timestamp_problem(timestamp: Timestamp, roots: Sequence[x509.Certificate] = ()) -> str:
    """Return what is wrong with a token, "" where nothing is.

    Its signature is checked where the certificates are given on which trust in the authority rests.
    """
    try:
        response = _response(timestamp)
        info = response.tst_info
        at = info.gen_time if info.gen_time.tzinfo else info.gen_time.replace(tzinfo=UTC)
        if at != timestamp.at:
            return "its token tells another time"
        builder = VerifierBuilder()
        for root in roots:
            builder = builder.add_root_certificate(root)
        if roots:
            builder.build().verify_message(response, timestamp.head.encode())
        elif info.message_imprint.message != sha256(timestamp.head.encode()).digest():
            return "its token is over something else than the head"
    except (ValueError, VerificationError) as error:
        return f"its token does not hold: {error}"
    return ""


def read_certificates(pem: bytes) -> list[x509.Certificate]:
    """Return the certificates of a PEM file; raises `ValueError` where there is none."""
    return x509.load_pem_x509_certificates(pem)


def token_of(timestamp: Timestamp) -> bytes:
    """Return the authority's answer as it came, a TimeStampResp in DER."""
    return b64decode(timestamp.token, validate=True)


def _response(timestamp: Timestamp) -> TimeStampResponse:
    try:
        return decode_timestamp_response(token_of(timestamp))
    except binascii.Error as error:
        raise ValueError("it is no base64") from error
