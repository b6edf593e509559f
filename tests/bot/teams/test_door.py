"""Who is let in: a table of attacks, each refused; and what a stranger learns, which is a status and nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from starlette.testclient import TestClient

from bot.core.house import House
from bot.teams.door import LARGEST_BODY, tenants_of
from bot.teams.keys import Keys

from ..desks import desk_in
from .conftest import APP_ID, KEY, STRANGERS_KEY, TUESDAY, Pauses, Platform, Teams, claims, served, token

Make = Callable[[str], str | None]
ENTRA = "https://login.microsoftonline.com/some-tenant/v2.0"


def seconds_from_now(seconds: int) -> int:
    return int(time.time()) + seconds


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def unsigned(url: str) -> str:
    return f"{encoded({'alg': 'none', 'kid': 'k1', 'typ': 'JWT'})}.{encoded(claims(url))}."


def signed_with_the_public_key(url: str) -> str:
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    text = f"{encoded({'alg': 'HS256', 'kid': 'k1'})}.{encoded(claims(url))}"
    mark = base64.urlsafe_b64encode(hmac.new(public, text.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    return f"{text}.{mark}"


def with_a_changed_claim(url: str) -> str:
    head, _, mark = token(url).split(".")
    return f"{head}.{encoded(claims(url, aud=APP_ID, appid='changed'))}.{mark}"


ATTACKS: dict[str, Make] = {
    "no header": lambda url: None,
    "garbage": lambda url: "Bearer x.y.z",
    "an empty token": lambda url: "Bearer ",
    "another scheme": lambda url: f"Basic {token(url)}",
    "signs that are no token": lambda url: "Bearer \u00e9\u00e9\u00e9",
    "a stranger's signature": lambda url: f"Bearer {token(url, key=STRANGERS_KEY)}",
    "a key nobody knows": lambda url: f"Bearer {token(url, kid='zz')}",
    "no key named": lambda url: f"Bearer {encoded({'alg': 'RS256'})}.{token(url).split('.', 1)[1]}",
    "for another app": lambda url: f"Bearer {token(url, aud='other')}",
    "for nobody": lambda url: f"Bearer {token(url, aud=None)}",
    "another issuer": lambda url: f"Bearer {token(url, iss='https://evil.example')}",
    "no issuer": lambda url: f"Bearer {token(url, iss=None)}",
    "a tenant's own issuer": lambda url: f"Bearer {token(url, iss=ENTRA, tid='some-tenant', serviceurl=None)}",
    "expired ten minutes ago": lambda url: f"Bearer {token(url, exp=seconds_from_now(-600))}",
    "without an end": lambda url: f"Bearer {token(url, exp=None)}",
    "not yet valid": lambda url: f"Bearer {token(url, nbf=seconds_from_now(600))}",
    "for another address": lambda url: f"Bearer {token(url, serviceurl='https://other.example')}",
    "for no address": lambda url: f"Bearer {token(url, serviceurl=None)}",
    "unsigned": lambda url: f"Bearer {unsigned(url)}",
    "signed with the public key": lambda url: f"Bearer {signed_with_the_public_key(url)}",
    "a claim changed": lambda url: f"Bearer {with_a_changed_claim(url)}",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
def test_an_attack_is_refused_and_reaches_nothing(teams: Teams, attack: Make) -> None:
    response = teams.client.post(
        "/api/messages",
        json=teams.activity("message", text="always hungry"),
        headers=_header(attack(teams.platform.service_url)),
    )

    assert response.status_code == 401
    assert response.content == b""
    assert teams.platform.accepted == []


def _header(value: str | None) -> dict[str, bytes]:
    return {"Authorization": value.encode("latin-1")} if value is not None else {}


@pytest.mark.parametrize("audience", [APP_ID, f"api://{APP_ID}"])
def test_a_token_of_the_platform_for_us_is_let_in(teams: Teams, audience: str) -> None:
    signed = f"Bearer {token(teams.platform.service_url, aud=audience)}"
    assert teams.post(teams.activity("message", text="always hungry"), authorization=signed).status_code == 200


def test_a_token_two_minutes_over_is_let_in_since_clocks_differ(teams: Teams) -> None:
    signed = f"Bearer {token(teams.platform.service_url, exp=seconds_from_now(-120))}"
    assert teams.post(teams.activity("message", text="always hungry"), authorization=signed).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        7,
        "http://smba.example/teams",
        "ftp://127.0.0.1/",
        "https://",
        "http://127.0.0.1.evil.example/",
        "http://[",
    ],
)
def test_an_address_that_is_not_safe_is_refused(teams: Teams, address: object) -> None:
    activity = teams.activity("message", text="always hungry", serviceUrl=address)
    signed = f"Bearer {token(str(address))}"
    assert teams.post(activity, authorization=signed).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"conversation": {"id": "c", "conversationType": "personal", "tenantId": "stranger"}},
        {"channelData": {"tenant": {"id": "stranger"}}},
        {"conversation": {"id": "c", "conversationType": "personal"}, "channelData": {}},
        {"from": {"id": "29:x", "tenantId": "stranger"}},
    ],
    ids=["conversation", "channel data", "none named", "sender"],
)
def test_only_the_tenants_of_the_settings_are_served(teams: Teams, changes: dict[str, object]) -> None:
    assert teams.delivers({**teams.activity("message", text="always hungry"), **changes}) == 403
    assert teams.platform.accepted == []


def test_a_tenant_is_the_same_in_capitals() -> None:
    assert tenants_of({"conversation": {"tenantId": "ABC"}, "channelData": None, "from": []}) == {"abc"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{bad", 400),
        (b"", 400),
        (b"[]", 400),
        (b'"text"', 400),
        (b"\xff\xfe\x00", 400),
        (b"[" * 100_000, 400),
        (b"{" + b" " * (LARGEST_BODY + 1), 413),
    ],
    ids=["broken", "empty", "a list", "a text", "no text at all", "very deep", "too large"],
)
def test_what_is_no_activity_is_refused_before_anything_else(teams: Teams, body: bytes, status: int) -> None:
    signed = {"Authorization": f"Bearer {token(teams.platform.service_url)}"}
    for headers in ({}, signed):
        response = teams.client.post("/api/messages", content=body, headers=headers)
        assert (response.status_code, response.content) == (status, b"")


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "no such type"},
        {"type": None},
        {"from": None},
        {"conversation": {"id": 7, "tenantId": "T"}},
        {"recipient": []},
    ],
    ids=["type", "no type", "no sender", "an id that is a number", "no recipient"],
)
def test_an_activity_of_another_shape_is_a_400(teams: Teams, changes: dict[str, Any]) -> None:
    activity = {**teams.activity("message", text="always hungry"), **changes}
    if "conversation" in changes:
        activity["conversation"] = {
            **activity["conversation"],
            "tenantId": teams.activity("x")["conversation"]["tenantId"],
        }
    assert teams.delivers(activity) == 400
    assert teams.platform.accepted == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_other_methods_find_nothing(teams: Teams, method: str) -> None:
    assert teams.client.request(method, "/api/messages").status_code in {404, 405}


def test_no_switch_of_the_environment_leaves_the_check_out(
    tmp_path: Path, platform: Platform, pauses: Pauses, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DANGEROUSLY_ALLOW_UNAUTHENTICATED_REQUESTS", "SKIP_AUTH"):
        monkeypatch.setenv(name, "true")
    desk = desk_in(tmp_path, lambda: house, lambda: TUESDAY)
    with TestClient(served(desk, platform, pauses)) as client:
        teams = Teams(client, platform, desk, tmp_path)
        assert teams.post(teams.activity("message", text="hungry"), authorization=None).status_code == 401


def test_keys_are_fetched_once_however_many_strangers_knock(teams: Teams) -> None:
    teams.says("always hungry")
    fetched = teams.platform.key_fetches
    for number in range(20):
        made_up = f"Bearer {token(teams.platform.service_url, kid=f'made-up-{number}')}"
        assert teams.post(teams.activity("message", text="x"), authorization=made_up).status_code == 401
    assert teams.platform.key_fetches == fetched


def test_without_keys_nobody_is_let_in_and_the_platform_comes_again(teams: Teams) -> None:
    teams.platform.keys_down = True
    assert teams.says("always hungry") == 503
    assert teams.platform.accepted == []


def test_the_last_good_keys_stand_in_while_their_address_does_not_answer(platform: Platform) -> None:
    keys = Keys(f"{platform.url}/v1/.well-known/keys")
    good = keys.fetch_data()
    platform.keys_down = True
    assert keys.fetch_data() == good
    assert keys.fetch_data() == good


def test_refusals_are_counted_by_reason_only(teams: Teams) -> None:
    teams.post(teams.activity("message", text="hungry"), authorization=None)
    page = teams.desk.metrics.page().decode()
    assert 'earlyhelp_refused_total{channel="teams",why="token"} 1.0' in page
