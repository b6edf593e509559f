"""What stands around every answer, what browsers are asked to keep to, and how what is random or secret is made."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import AsyncIterator
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.testclient import TestClient

from bot.web.studio.links import Links
from bot.web.studio.oidc import LARGEST_ANSWER, Issuer, OpenId, SignInRefused

from ..bot.slack.conftest import Slack
from ..bot.teams.conftest import Teams
from ..bot.web.studio.conftest import FIRST, Clock, Place, marks_in

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "flows", "knowledge", "nlp", "trends")
ASKED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def check(answer: Any, where: str) -> None:
    """Every header that is asked for, and none that tells or allows too much."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    for name, value in ASKED.items():
        assert headers[name] == value, (where, name)
    policy = headers["content-security-policy"]
    for part in ("default-src 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"):
        assert part in policy, (where, part)
    assert "unsafe" not in policy, where
    assert "*" not in policy, where
    assert headers["referrer-policy"] in {"no-referrer", "same-origin"}, where
    assert headers["cache-control"] in {"no-store", "no-cache"}, where
    assert not [name for name in headers if name.startswith("access-control-")], where
    assert "x-powered-by" not in headers, where
    if answer.content:
        assert re.match(r"[a-z]+/[a-z0-9.+-]+", headers["content-type"]), where
        if headers["content-type"].startswith("text/"):
            assert "charset=" in headers["content-type"], (where, headers["content-type"])


def every_way(app: Any) -> list[tuple[str, str]]:
    """(method, address) of every route of an app, mounted files by one that is there."""
    found = []
    for route in app.routes:
        path = re.sub(r"\{\w+(:\w+)?\}", "x", str(route.path))
        found += [(method, path) for method in sorted(getattr(route, "methods", None) or {"GET"})]
    return found


def test_every_answer_of_every_way_carries_the_headers(place: Place, slack: Slack, teams: Teams) -> None:
    """Each route with its own method and with a wrong one, signed in and not; errors, redirects and files too."""
    stranger = place.browser().client
    for method, path in every_way(place.app):
        check(stranger.request(method, path, follow_redirects=False), f"{method} {path}")
    for client in (slack.client, teams.client, place.officer(FIRST).client):
        for method, path in SOME:
            check(client.request(method, path, follow_redirects=False), f"{method} {path}")


SOME = (
    ("GET", "/nowhere"),
    ("PUT", "/"),
    ("GET", "/static/chat.css"),
    ("POST", "/slack/events"),
    ("POST", "/api/messages"),
    ("GET", "/studio"),
    ("GET", "/studio/api/me"),
    ("GET", "/studio/nowhere"),
    ("POST", "/studio/api/file"),
    ("GET", "/studio/file?path=x"),
)


def test_no_script_of_ours_writes_html_from_text() -> None:
    """Of the scripts we wrote; the editor's bundle is a library's, and stands under the page's policy like all else."""
    writing = re.compile(
        r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage|__proto__"
    )
    for script in (
        ROOT / "bot" / "web" / "static" / "chat.js",
        ROOT / "bot" / "web" / "studio" / "static" / "studio.js",
    ):
        for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
            found = writing.search(line)
            assert not found or FROM_THE_SERVER.search(line), f"{script.name}:{number}: {line.strip()}"


FROM_THE_SERVER = re.compile(r"(job|found|said|answer|data|page|view|given|drawn|flow)\.(html|svg)\b")
"""Fragments that our own templates escaped."""


def test_over_tls_the_cookies_name_says_so(place: Place) -> None:
    link = place.studio.links.make(FIRST.id, lasts=dt.timedelta(hours=1))
    client = TestClient(place.app, base_url="https://localhost", client=("127.0.0.1", 50_000), follow_redirects=False)
    cookie = SimpleCookie(client.post("/studio/sign-in", data={"token": link.code}).headers["set-cookie"])
    (name,) = cookie
    assert name == "__Secure-earlyhelp-studio"
    assert cookie[name]["secure"]
    assert client.get("/studio").status_code == 200

    plain = TestClient(place.app, base_url="https://localhost", client=("127.0.0.1", 50_000), follow_redirects=False)
    planted = {"Cookie": f"earlyhelp-studio={cookie[name].value}"}
    assert plain.get("/studio", headers=planted).status_code == 303, "a cookie that plain HTTP could plant is none"


def test_links_are_long_random_and_kept_as_fingerprints(place: Place) -> None:
    one, other = (place.studio.links.make(FIRST.id, lasts=dt.timedelta(hours=1)) for _ in range(2))
    assert one.code != other.code
    assert len(one.code) >= 32, "192 bits"
    assert one.code not in repr(one)
    kept = b"".join(file.read_bytes() for file in place.root.rglob("*") if file.is_file())
    assert one.code.encode() not in kept
    assert isinstance(place.studio.links, Links)
    session = place.studio.sessions.begin(FIRST.id, local=True)
    assert len(session.id) >= 22, "128 bits"


@cache
def calls_in(*rooms: str) -> list[tuple[Path, int, str]]:
    """Every call in the code of these rooms, as (file, line, what is called)."""
    found = []
    for room in rooms:
        for file in sorted((ROOT / room).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            if "training" in file.parts or not re.search(r"hashlib|random|ssl|verify", text):
                continue
            found += [
                (file, node.lineno, ast.unparse(node))
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.Call)
            ]
    return found


def test_no_weak_hash_or_random_is_used() -> None:
    """SHA-256 and BLAKE2; `secrets` for everything that nobody may guess. Numbers for made-up data may be seeded."""
    weak = re.compile(
        r"hashlib\.(md5|sha1|new)\(|\brandom\.(random|choice|randint|getrandbits|token)\(|uuid\.uuid[14]\("
    )
    seeded = {"trends/synthetic.py"}
    found = [
        f"{file.relative_to(ROOT)}:{line} {said}"
        for file, line, said in calls_in(*ROOMS)
        if weak.search(said) and str(file.relative_to(ROOT)) not in seeded
    ]
    assert found == []


def test_no_client_skips_the_check_of_certificates() -> None:
    skipping = re.compile(
        r"verify\s*=\s*False|verify_mode|check_hostname|_create_unverified_context|ssl\s*=\s*False|CERT_NONE"
    )
    found = [
        f"{file.relative_to(ROOT)}:{line} {said}" for file, line, said in calls_in(*ROOMS) if skipping.search(said)
    ]
    assert found == []


class Endless(httpx.AsyncByteStream):
    """An answer that goes on, and counts what was read of it."""

    read = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.read += 65_536
            yield b" " * 65_536


@pytest.mark.parametrize(
    "answer",
    [
        lambda endless: httpx.Response(200, stream=endless),
        lambda _: httpx.Response(200, content=b"[" * 100_000),
        lambda _: httpx.Response(302, headers={"Location": "http://169.254.169.254/latest"}),
        lambda _: httpx.Response(200, content=b'{"issuer": NaN}'),
    ],
    ids=["endless", "deep", "a redirect", "no issuer"],
)
def test_the_sign_in_service_is_read_no_further_than_it_may_say(answer: Any, tmp_path: Path) -> None:
    endless, asked = Endless(), []

    def served(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return answer(endless)  # type: ignore[no-any-return]

    openid = OpenId(
        Issuer("https://issuer.example", "client", "secret", "https://earlyhelp.example"),
        key=b"k",
        clock=Clock(),
        client=lambda: httpx.AsyncClient(transport=httpx.MockTransport(served)),
        marks=marks_in(tmp_path, Clock()),
    )
    with pytest.raises(SignInRefused):
        anyio.run(openid.start, "/studio")
    assert endless.read <= 2 * LARGEST_ANSWER
    assert asked == ["https://issuer.example/.well-known/openid-configuration"], "no redirect is followed"
