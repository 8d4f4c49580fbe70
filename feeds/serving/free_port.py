"""Whether an address can be listened on, asked before any work is done for it. Serves nothing."""

from __future__ import annotations

import socket

from feeds.errors import AddressTaken


def check_free(host: str, port: int) -> None:
    """Raise `AddressTaken` where nobody could listen on an address, because somebody does or it is not ours."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        raise AddressTaken(
            f"{host}:{port} can't be listened on: {error.strerror or error};"
            " end what listens there, or name another with --listen HOST:PORT"
        ) from error
