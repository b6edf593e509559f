"""Sign-in by OpenID Connect: authorisation code with PKCE, state and nonce; Entra ID, Slack, or any other issuer.

    start -> (the issuer's own page) -> back: state once -> code for a token -> token checked -> who it is

What waits between start and back stands in a signed cookie of the same browser, so that an answer meant for another
browser is refused; and an answer counts once, whichever process it comes to. The token is checked by PyJWT against the
issuer's published keys: signature, algorithm, issuer, audience, times and nonce. An e-mail address counts only where
the issuer says that it was verified.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import anyio
import anyio.to_thread
import httpx
import jwt

from bot.store.marks import Marks

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Only those where the issuer keeps a key of its own: never "none", and never one shared secret."""
SCOPES = "openid email profile"
WELL_KNOWN = "/.well-known/openid-configuration"
WAY_BACK = "/studio/sign-in/back"
LASTS = dt.timedelta(minutes=10)
LEEWAY_SECONDS = 60
KEYS_LAST_SECONDS = 3600.0
KEYS_AGAIN_AFTER_SECONDS = 30.0
TIMEOUT_SECONDS = 10.0
ALTOGETHER_SECONDS = 20.0
"""For one answer, however slowly it drips in."""
PLAIN_JSON = {"Accept": "application/json", "Accept-Encoding": "identity"}
LARGEST_ANSWER = 512 * 1024
PENDING = "earlyhelp studio sign-in"
USED = "studio-answer"
VERIFIED = (True, "true", "1", 1)


class SignInRefused(Exception):
    """Why somebody is not let in: a sentence to show, that says nothing about who may come in."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """What the studio knows of the sign-in service."""

    address: str
    client_id: str
    client_secret: str = field(repr=False)
    own_address: str
    """Where this server is reached from outside."""

    @property
    def way_back(self) -> str:
        return self.own_address.rstrip("/") + WAY_BACK


@dataclass(frozen=True, slots=True)
class Started:
    """Where to send the browser, and what it keeps meanwhile."""

    address: str = field(repr=False)
    cookie: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Service:
    """The issuer's own addresses."""

    authorize: str
    token: str
    keys: str


class OpenId:
    """One sign-in service. `client` makes the HTTP client; tests bring one that leads to a made-up issuer."""

    def __init__(
        self,
        issuer: Issuer,
        *,
        key: bytes,
        marks: Marks,
        clock: Callable[[], dt.datetime],
        client: Callable[[], httpx.AsyncClient] = lambda: httpx.AsyncClient(timeout=TIMEOUT_SECONDS),
    ) -> None:
        self._issuer = issuer
        self._key = hashlib.sha256(b"studio sign-in:" + key).digest()
        self._marks = marks
        self._clock = clock
        self._client = client
        self._service: _Service | None = None
        self._keys: tuple[jwt.PyJWK, ...] = ()
        self._fetched = float("-inf")
        self._fetching = anyio.Lock()

    async def start(self, onward: str) -> Started:
        """Begins a sign-in; `onward` is the page to show afterwards. Raises SignInRefused."""
        service = await self._known_service()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        asked = {
            "response_type": "code",
            "client_id": self._issuer.client_id,
            "redirect_uri": self._issuer.way_back,
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }
        until = int((self._clock() + LASTS).timestamp())
        claims = {
            "aud": PENDING,
            "state": state,
            "nonce": nonce,
            "verifier": verifier,
            "onward": onward,
            "until": until,
        }
        joint = "&" if "?" in service.authorize else "?"
        cookie = jwt.encode(claims, self._key, "HS256")
        return Started(f"{service.authorize}{joint}{urlencode(asked)}", cookie)

    async def back(self, query: Mapping[str, str], cookie: str) -> tuple[tuple[str, ...], str]:
        """The ids the issuer vouches for, and the page to show. Raises SignInRefused."""
        pending = self._pending(cookie)
        if not hmac.compare_digest(pending["state"].encode(), query.get("state", "").encode("utf-8", "replace")):
            raise SignInRefused("That sign-in did not start in this browser. Start again.")
        await anyio.to_thread.run_sync(self._use, pending["state"])
        if query.get("error") or not query.get("code"):
            raise SignInRefused("The sign-in service did not let you in, or you stopped. Start again.")
        if query.get("iss") not in {None, self._issuer.address}:
            raise SignInRefused("The answer came from another sign-in service. Start again.")
        token = await self._token(query["code"], pending["verifier"])
        claims = await self._checked(token, pending["nonce"])
        return ids_of(claims), str(pending["onward"])

    def _pending(self, cookie: str) -> dict[str, Any]:
        try:
            claims = jwt.decode(cookie, self._key, algorithms=["HS256"], audience=PENDING)
        except jwt.PyJWTError:
            raise SignInRefused("That sign-in did not start in this browser. Start again.") from None
        if claims["until"] <= self._clock().timestamp():
            raise SignInRefused("That took too long. Start again.")
        return claims

    def _use(self, state: str) -> None:
        """Each answer counts once; while the store cannot tell, none does."""
        times = self._marks.add(USED, state, window=2 * LASTS)
        if times == 0:
            raise SignInRefused("The server's store does not answer, so nobody can sign in. Try again in a minute.")
        if times > 1:
            raise SignInRefused("That sign-in was used already. Start again.")

    async def _known_service(self) -> _Service:
        """The issuer's addresses, asked for once."""
        if self._service is None:
            found = await self._json("GET", self._issuer.address.rstrip("/") + WELL_KNOWN)
            if found.get("issuer") != self._issuer.address:
                raise SignInRefused("The sign-in service calls itself something else than app.yaml does.")
            addresses = [str(found.get(f"{each}")) for each in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
            if not all(is_safe(each) for each in addresses):
                raise SignInRefused("The sign-in service names an address without TLS.")
            self._service = _Service(*addresses)
        return self._service

    async def _token(self, code: str, verifier: str) -> str:
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._issuer.way_back,
            "client_id": self._issuer.client_id,
            "code_verifier": verifier,
        }
        if self._issuer.client_secret:
            asked["client_secret"] = self._issuer.client_secret
        found = await self._json("POST", (await self._known_service()).token, asked)
        token = found.get("id_token")
        if not isinstance(token, str):
            raise SignInRefused("The sign-in service sent no proof of who you are.")
        return token

    async def _checked(self, token: str, nonce: str) -> dict[str, Any]:
        """The token's claims. Raises SignInRefused for everything that is not exactly in order."""
        refused = SignInRefused("The sign-in service's answer could not be verified. Start again.")
        try:
            header = jwt.get_unverified_header(token)
            key = await self._key_named(header.get("kid"))
            claims = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                audience=self._issuer.client_id,
                issuer=self._issuer.address,
                options={
                    "require": ["exp", "iat", "aud", "iss", "sub"],
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError):
            raise refused from None
        if not self._is_now(claims) or not _is_for(claims, self._issuer.client_id):
            raise refused
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise refused
        return claims

    def _is_now(self, claims: Mapping[str, Any]) -> bool:
        """By our own clock, so that tests need no waiting."""
        now = self._clock().timestamp()
        until, since, made = (_seconds(claims.get(name, 0)) for name in ("exp", "nbf", "iat"))
        return now < until + LEEWAY_SECONDS and all(each <= now + LEEWAY_SECONDS for each in (since, made))

    async def _key_named(self, name: str | None) -> jwt.PyJWK:
        """The issuer's key; fetched again, though not too often, for a name that is not known."""
        async with self._fetching:
            now = self._clock().timestamp()
            age = now - self._fetched
            known = any(each.key_id == name for each in self._keys)
            if age > KEYS_LAST_SECONDS or (not known and age > KEYS_AGAIN_AFTER_SECONDS):
                found = await self._json("GET", (await self._known_service()).keys)
                self._keys, self._fetched = tuple(jwt.PyJWKSet.from_dict(found).keys), now
        fitting = [each for each in self._keys if each.key_id == name or (name is None and len(self._keys) == 1)]
        if not fitting:
            raise jwt.InvalidTokenError("no such key")
        return fitting[0]

    async def _json(self, method: str, address: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
        """What the issuer answers. Raises SignInRefused; nothing of the answer is logged."""
        refused = SignInRefused("The sign-in service does not answer as it should. Try again in a minute.")
        if not is_safe(address):
            raise SignInRefused("The sign-in service is not reached over TLS, so it is not used.")
        try:
            with anyio.fail_after(ALTOGETHER_SECONDS):
                found = json.loads(await self._answer(method, address, form))
        except (httpx.HTTPError, TimeoutError, ValueError, RecursionError):
            raise refused from None
        if not isinstance(found, dict):
            raise refused
        return found

    async def _answer(self, method: str, address: str, form: Mapping[str, str] | None) -> bytes:
        """What it says, read no further than it may go; nothing where it refuses, or says too much."""
        kept = bytearray()
        async with self._client() as client, client.stream(method, address, data=form, headers=PLAIN_JSON) as answer:
            async for chunk in answer.aiter_bytes():
                kept += chunk
                if len(kept) > LARGEST_ANSWER:
                    return b""
        return bytes(kept) if answer.is_success else b""


def ids_of(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """What an officer may stand under in app.yaml: ids that the issuer gives out once, and a verified address."""
    ids = [claims.get("oid"), claims.get("sub"), claims.get("https://slack.com/user_id")]
    if claims.get("email_verified") in VERIFIED or claims.get("xms_edov") in VERIFIED:
        ids.append(claims.get("email"))
    return tuple(each for each in ids if isinstance(each, str) and each)


def is_safe(address: str) -> bool:
    """Over TLS, or on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in {"127.0.0.1", "::1", "localhost"})


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    """A token for several must name us as the one it was made for."""
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    party = claims.get("azp")
    return party == client_id if several else party in {None, client_id}


def _seconds(value: object) -> float:
    """A time of a token; what is no number is never."""
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
