"""Sign-in by OpenID Connect against a made-up issuer in this process: who gets in, and everything that must not."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from httpx2 import Response
from jwt.algorithms import RSAAlgorithm

from bot.settings import NotConfigured, Officer
from bot.settings import Studio as StudioSettings
from bot.web.studio.app import openid_of
from bot.web.studio.oidc import Issuer, OpenId, SignInRefused, ids_of

from .conftest import ADDRESS, Browser, Make, Place, marks_in

ISSUER = "https://login.exshire.example/tenant/v2.0"
CLIENT = "studio-at-exshire"
OUTSIDE = "https://studio.exshire.example"
KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
STRANGER_KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
OFFICER = Officer(id="a.b@exshire.example", title="Early Help Partnership Officer", role="publisher")


@dataclass
class MadeUpIssuer:
    """An issuer that gives a code, and for the code a token; tests change what it says."""

    clock: Callable[[], dt.datetime]
    claims: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    algorithm: str = "RS256"
    kid: str = "k1"
    down: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    posted: list[dict[str, str]] = field(default_factory=list)
    key_requests: int = 0

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("down", request=request)
        path = request.url.path
        if path.endswith("/.well-known/openid-configuration"):
            return httpx.Response(200, json=self._discovery())
        if path.endswith("/keys"):
            self.key_requests += 1
            public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
            return httpx.Response(200, json={"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]})
        if path.endswith("/token"):
            return self._token(dict(parse_qsl(request.content.decode())))
        return httpx.Response(404)

    def visited(self, address: str) -> dict[str, str]:
        """What the browser brings to the issuer's page."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return self.asked

    def _discovery(self) -> dict[str, Any]:
        given = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
        }
        return {**given, **self.discovery}

    def _token(self, posted: dict[str, str]) -> httpx.Response:
        self.posted.append(posted)
        digest = hashlib.sha256(posted["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != self.asked["code_challenge"] or posted["code"] != "the-code":
            return httpx.Response(400, json={"error": "invalid_grant"})
        now = int(self.clock().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "pairwise-1",
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "nonce": self.asked["nonce"],
            "email": OFFICER.id,
            "email_verified": True,
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(kept, self.key, self.algorithm, headers={"kid": self.kid})
        return httpx.Response(200, json={"id_token": token, "access_token": "x", "token_type": "Bearer"})


@dataclass
class SignIn:
    """A studio with the made-up issuer, and a browser."""

    place: Place
    issuer: MadeUpIssuer
    browser: Browser

    def start(self, then: str = "") -> dict[str, str]:
        """Goes to the issuer's page; gives what the browser brings there."""
        answer = self.browser.get("/studio/sign-in/start", params={"then": then} if then else None)
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"].startswith(f"{ISSUER}/authorize?")
        return self.issuer.visited(answer.headers["location"])

    def back(self, **changed: str) -> Response:
        """Comes back with a code, as the issuer sends the browser."""
        given = {"code": "the-code", "state": self.issuer.asked.get("state", ""), **changed}
        return self.browser.get("/studio/sign-in/back", params=given)

    def whole(self) -> Response:
        self.start()
        return self.back()


@pytest.fixture
def signing_in(make: Make, tmp_path: Path) -> SignIn:
    late: list[Place] = []

    def now() -> dt.datetime:
        return late[0].clock()

    issuer = MadeUpIssuer(now)
    openid = OpenId(
        Issuer(ISSUER, CLIENT, "the-secret", OUTSIDE),
        key=b"only for tests",
        marks=marks_in(tmp_path, now),
        clock=now,
        client=issuer.client,
    )
    place = make(sign_in="oidc", officers=(OFFICER,), openid=openid, address=OUTSIDE)
    late.append(place)
    return SignIn(place, issuer, place.browser(host="10.0.0.9", address=OUTSIDE))


def test_an_officer_signs_in_and_goes_on_to_the_page_they_wanted(signing_in: SignIn) -> None:
    asked = signing_in.start(then="/studio/publish")
    answer = signing_in.back()

    assert (answer.status_code, answer.headers["location"]) == (303, "/studio/publish")
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "https://studio.exshire.example/studio/sign-in/back"
    assert "openid" in asked["scope"]
    cookies = answer.headers.get_list("set-cookie")
    assert all("HttpOnly" in cookie for cookie in cookies if "Max-Age=0" not in cookie)
    assert any("Secure" in cookie for cookie in cookies)
    assert signing_in.issuer.posted[0]["client_secret"] == "the-secret"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-app"},
        {"aud": [CLIENT, "another-app"]},
        {"aud": [CLIENT, "another-app"], "azp": "another-app"},
        {"azp": "another-app"},
        {"iss": "https://login.evil.example"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"iat": None},
        {"iat": 99_999_999_999},
        {"nbf": 99_999_999_999},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_in_order_lets_nobody_in(signing_in: SignIn, claims: dict[str, Any]) -> None:
    signing_in.issuer.claims = claims
    answer = signing_in.whole()

    assert answer.status_code == 403
    assert "could not be verified" in answer.text
    assert signing_in.browser.get("/studio").status_code == 303


def test_an_hour_old_token_is_over(signing_in: SignIn) -> None:
    now = int(signing_in.place.clock().timestamp())
    signing_in.issuer.claims = {"exp": now - 61}

    assert signing_in.whole().status_code == 403


def test_a_token_for_several_that_was_made_for_us_counts(signing_in: SignIn) -> None:
    signing_in.issuer.claims = {"aud": [CLIENT, "another-app"], "azp": CLIENT}

    assert signing_in.whole().status_code == 303


@pytest.mark.parametrize(
    ("algorithm", "key", "kid"),
    [
        ("none", None, "k1"),
        ("RS256", STRANGER_KEY, "k1"),
        ("RS256", KEY, "k2"),
        ("HS256", "x" * 32, "k1"),
    ],
    ids=["none", "a stranger's key", "an unknown key", "a shared secret"],
)
def test_a_token_that_the_issuer_did_not_sign_lets_nobody_in(
    signing_in: SignIn, algorithm: str, key: Any, kid: str
) -> None:
    signing_in.issuer.algorithm, signing_in.issuer.key, signing_in.issuer.kid = algorithm, key, kid

    assert "could not be verified" in signing_in.whole().text


def test_the_issuers_public_key_is_no_shared_secret(signing_in: SignIn) -> None:
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signing_in.start()
    encoded = _hs256_by_hand(signing_in, public)
    signing_in.issuer._token = lambda _posted: httpx.Response(200, json={"id_token": encoded})  # type: ignore[method-assign]

    assert "could not be verified" in signing_in.back().text


def _hs256_by_hand(signing_in: SignIn, key: bytes) -> str:
    import hmac

    now = int(signing_in.place.clock().timestamp())
    claims = {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "x",
        "iat": now,
        "exp": now + 60,
        "nonce": signing_in.issuer.asked["nonce"],
        "email": OFFICER.id,
        "email_verified": True,
    }
    parts = [
        base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=")
        for each in ({"alg": "HS256", "kid": "k1", "typ": "JWT"}, claims)
    ]
    signature = hmac.new(key, b".".join(parts), hashlib.sha256).digest()
    return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


def test_somebody_who_is_no_officer_is_told_so_politely(signing_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    signing_in.issuer.claims = {"email": "teacher@exshire.example"}
    answer = signing_in.whole()

    assert answer.status_code == 403
    assert "not among this studio&#39;s officers" in answer.text
    assert "teacher@exshire.example" not in answer.text + caplog.text
    assert OFFICER.id not in answer.text


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"email_verified": None}, 403),
        ({"email_verified": False}, 403),
        ({"email_verified": "false"}, 403),
        ({"email_verified": "true"}, 303),
        ({"email_verified": None, "xms_edov": True}, 303),
        ({"email_verified": None, "xms_edov": "0"}, 403),
        ({"email": OFFICER.id.upper()}, 303),
        ({"email": None, "preferred_username": OFFICER.id, "upn": OFFICER.id}, 403),
    ],
    ids=str,
)
def test_an_address_counts_only_when_the_issuer_verified_it(
    signing_in: SignIn, claims: dict[str, Any], status: int
) -> None:
    signing_in.issuer.claims = claims

    assert signing_in.whole().status_code == status


@pytest.mark.parametrize("name", ["oid", "sub", "https://slack.com/user_id"])
def test_an_officer_may_stand_in_the_settings_by_an_id(signing_in: SignIn, name: str) -> None:
    place = signing_in.place
    officer = Officer(id="U0123ABCD", title="Lead", role="editor")
    place.settings.append(place.settings[0].model_copy(update={"officers": (officer,)}))
    signing_in.issuer.claims = {name: "U0123ABCD"}

    assert signing_in.whole().status_code == 303


def test_an_answer_counts_once(signing_in: SignIn) -> None:
    signing_in.start()
    cookie = dict(signing_in.browser.client.cookies)
    assert signing_in.back().status_code == 303

    for name, value in cookie.items():
        signing_in.browser.client.cookies.set(name, value, domain="studio.exshire.example", path="/studio")
    replayed = signing_in.back()
    assert replayed.status_code == 403
    assert "used already" in replayed.text


@pytest.mark.parametrize("state", ["", "another", "é", "x" * 5_000], ids=range(4))
def test_an_answer_for_another_browser_is_refused(signing_in: SignIn, state: str) -> None:
    signing_in.start()

    assert signing_in.back(state=state).status_code == 403
    assert signing_in.issuer.posted == [], "the code was handed on"


def test_an_answer_that_no_browser_asked_for_is_refused(signing_in: SignIn) -> None:
    signing_in.start()
    victim = SignIn(signing_in.place, signing_in.issuer, signing_in.place.browser(address=OUTSIDE))

    assert victim.back().status_code == 403


def test_whoever_takes_too_long_starts_again(signing_in: SignIn) -> None:
    signing_in.start()
    signing_in.place.clock.forward(minutes=11)

    assert "too long" in signing_in.back().text


@pytest.mark.parametrize(
    "changed",
    [{"error": "access_denied", "code": ""}, {"code": ""}, {"code": "wrong"}, {"iss": "https://evil.example"}],
)
def test_a_sign_in_that_was_stopped_or_meddled_with_lets_nobody_in(signing_in: SignIn, changed: dict[str, str]) -> None:
    signing_in.start()

    assert signing_in.back(**changed).status_code == 403


def test_an_issuer_that_does_not_answer_is_said_so(signing_in: SignIn) -> None:
    signing_in.issuer.down = True
    answer = signing_in.browser.get("/studio/sign-in/start")

    assert answer.status_code == 502
    assert "does not answer" in answer.text


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://login.evil.example"},
        {"token_endpoint": "http://login.exshire.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
def test_an_issuer_that_is_not_what_it_says_is_not_used(signing_in: SignIn, discovery: dict[str, Any]) -> None:
    signing_in.issuer.discovery = discovery

    assert signing_in.browser.get("/studio/sign-in/start").status_code == 502


def test_unknown_keys_do_not_make_us_ask_the_issuer_without_end(signing_in: SignIn) -> None:
    signing_in.issuer.kid = "made-up"
    for _ in range(3):
        signing_in.whole()

    assert signing_in.issuer.key_requests == 1
    signing_in.place.clock.forward(seconds=61)
    signing_in.issuer.kid = "k1"
    assert signing_in.whole().status_code == 303


def test_there_are_no_links_where_officers_sign_in_themselves(signing_in: SignIn) -> None:
    assert signing_in.whole().status_code == 303
    signing_in.browser.csrf = signing_in.browser.get("/studio/api/me").json()["csrf"]

    assert signing_in.browser.form("/studio/invite").status_code == 404
    assert signing_in.place.browser().client.post("/studio/sign-in", data={"token": "x"}).status_code == 403


def test_a_local_session_counts_no_more_once_officers_sign_in_themselves(make: Make) -> None:
    place = make(officers=(OFFICER,))
    browser = place.officer(OFFICER)
    place.settings.append(StudioSettings(sign_in="oidc", officers=(OFFICER,)))

    assert browser.get("/studio").status_code == 303


def test_nothing_secret_is_logged(signing_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    signing_in.whole()
    signing_in.issuer.claims = {"nonce": "another"}
    signing_in.whole()

    ours = "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "the-secret" not in ours
    assert "the-code" not in ours


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"issuer": ISSUER}, "client_id and address"),
        ({"issuer": ISSUER, "client_id": CLIENT, "address": ADDRESS.replace("127.0.0.1", "x.example")}, "https://"),
        ({"issuer": ISSUER, "client_id": CLIENT, "address": "https://x.example"}, "officers"),
    ],
)
def test_settings_that_would_let_nobody_in_are_said_before_anything_starts(given: dict[str, Any], missing: str) -> None:
    settings = StudioSettings(sign_in="oidc", **given)

    with pytest.raises(NotConfigured, match=missing):
        openid_of(settings, {}, key=b"x", marks=marks_in(Path()), clock=dt.datetime.now)


def test_ids_are_only_those_that_nobody_can_choose_for_themselves() -> None:
    claims = {"sub": "s", "oid": "o", "email": "e", "preferred_username": "p", "name": "n", "email_verified": 0}

    assert ids_of(claims) == ("o", "s")


def test_an_answer_that_is_no_json_is_refused() -> None:
    client = httpx.MockTransport(lambda _request: httpx.Response(200, text="<html>"))
    openid = OpenId(
        Issuer(ISSUER, CLIENT, "", "https://x.example"),
        key=b"x",
        marks=marks_in(Path()),
        clock=dt.datetime.now,
        client=lambda: httpx.AsyncClient(transport=client),
    )

    with pytest.raises(SignInRefused):
        asyncio.run(openid.start("/studio"))
