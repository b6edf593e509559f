"""HTTP as an attacker writes it by hand, to a real server on this machine: every byte counts here, and no client helps.

Nothing waits for a time: each test reads until the server has said everything, or has closed the connection.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.web.app import create_app
from bot.web.impatient import Impatient
from bot.web.serve import server

from ..bot.desks import desk_in
from ..bot.web.conftest import TUESDAY
from ..bot.web.fake_house import house

HEAD = b"Host: x\r\nConnection: close\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The chat behind the server that `earlyhelp serve` runs."""
    app = create_app(desk_in(tmp_path_factory.mktemp("var"), house, lambda: TUESDAY))
    listening = socket.create_server(("127.0.0.1", 0))
    running = server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield int(listening.getsockname()[1])
    running.should_exit = True
    thread.join()


def said(port: int, sent: bytes, *, then_end: bool = False) -> bytes:
    """Everything the server says to these bytes until it closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(sent)
        if then_end:
            connection.shutdown(socket.SHUT_WR)
        found = b""
        try:
            while part := connection.recv(65536):
                found += part
        except ConnectionResetError:
            pass
        return found


def answers(found: bytes) -> int:
    """How many answers stand in what was said."""
    return found.count(b"HTTP/1.1 ")


def test_the_server_answers_and_says_not_what_it_is(port: int) -> None:
    found = said(port, b"GET / HTTP/1.1\r\n" + HEAD + b"\r\n")
    assert found.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nserver:" not in found.lower()


SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5, 6\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 5 5\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 0x5\r\n",
        b"Content-Length : 5\r\n",
        b"Content-Length\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: identity\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"X: a\x00b\r\n",
        b"X: a\rSmuggled: b\r\n",
        b"X\xe9: a\r\n",
        b"(X): a\r\n",
    ],
    ids=repr,
)
def test_a_request_whose_end_is_not_sure_is_refused(port: int, head: bytes) -> None:
    """Nothing after it on the connection is read as a request of somebody."""
    found = said(port, b"POST /ask HTTP/1.1\r\nHost: x\r\n" + FORM + head + b"\r\n" + SMUGGLED)
    assert found.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 ")), found[:60]
    assert answers(found) == 1


def test_where_both_lengths_are_given_the_chunks_count(port: int) -> None:
    """As RFC 9112 says; what follows the last chunk is a request of its own, and the length is not believed."""
    body = b"c\r\ntyped=hungry\r\n0\r\n\r\n"
    both = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
    found = said(port, b"POST /ask HTTP/1.1\r\nHost: x\r\n" + FORM + both + b"\r\n" + body)
    assert found.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 400 "))
    assert answers(found) == 1


@pytest.mark.parametrize(
    "sent",
    [
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\x00" * 64,
        b"POST /ask HTTP/1.1\r\nHost: x\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"POST /ask HTTP/1.1\r\nHost: x\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    ],
    ids=repr,
)
def test_what_is_no_http_is_refused_in_a_line(port: int, sent: bytes) -> None:
    found = said(port, sent, then_end=True)
    assert not found or found.startswith(b"HTTP/1.1 400 "), found[:60]
    assert b"Traceback" not in found


def test_headers_without_end_are_cut_off(port: int) -> None:
    many = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 900) for number in range(200))
    assert said(port, b"GET / HTTP/1.1\r\nHost: x\r\n" + many + b"\r\n").startswith(b"HTTP/1.1 400 ")
    assert said(port, b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n").startswith(b"HTTP/1.1 400 ")


def test_a_path_with_a_whole_address_is_no_way_out(port: int) -> None:
    found = said(port, b"GET http://evil.example/about/ HTTP/1.1\r\n" + HEAD + b"\r\n")
    assert found.startswith(b"HTTP/1.1 404 ")
    assert b"evil.example" not in found


def test_nobody_is_upgraded_to_a_websocket(port: int) -> None:
    upgrade = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13\r\n"
    found = said(port, b"GET / HTTP/1.1\r\nHost: x\r\n" + upgrade + b"\r\n", then_end=True)
    assert not found.startswith(b"HTTP/1.1 101 ")


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /ask HTTP/1.1\r\nHost: x\r\n" + FORM + b"Content-Length: 1000\r\n\r\ntyped=",
        b"POST /ask HTTP/1.1\r\nHost: x\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\nty",
    ],
    ids=["silence", "half a line", "half a head", "half a body", "half a chunk"],
)
def test_a_request_that_drips_in_is_not_waited_for_without_end(
    port: int, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Impatient, "within", 0.05)
    assert said(port, begun) == b"", "the connection is closed without an answer"
    monkeypatch.undo()
    assert said(port, b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n").startswith(b"HTTP/1.1 200 ")


def test_no_address_header_or_byte_of_a_request_is_logged(port: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for line in (b"GET /xylocanary?typed=xylocanary HTTP/1.1\r\n", b"GET /\x1b[31mxylocanary HTTP/1.1\r\n"):
        said(port, line + HEAD + b"User-Agent: xylocanary\r\nCookie: xylocanary=1\r\n\r\n")
    said(port, b"POST /ask HTTP/1.1\r\n" + HEAD + FORM + b"Content-Length: 16\r\n\r\ntyped=xylocanary")
    assert "xylocanary" not in caplog.text


def test_what_uvicorn_reads_is_what_is_tested_here(tmp_path: Path) -> None:
    """httptools would read otherwise, and know no limit for headers; nobody's environment changes the parser."""
    app = create_app(desk_in(tmp_path, house, lambda: TUESDAY))
    config = server(app, host="127.0.0.1", port=0).config
    config.load()
    assert config.http_protocol_class is Impatient
    assert config.ws_protocol_class is None
