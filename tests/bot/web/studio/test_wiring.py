"""How `earlyhelp serve` puts the studio together, and how it follows app.yaml while it runs."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any, cast

import pytest

from bot.commands.channels import AddStudio, studio_for
from bot.live import Live
from bot.secrets import studio_secret
from bot.settings import NotConfigured, Releases, Settings, Store, Trends
from bot.settings import Studio as StudioSettings
from bot.store.stores import open_stores
from bot.web.app import create_app
from bot.web.studio.fresh import FreshSettings
from knowledge import clock

from ...desks import desk_in
from .conftest import ADDRESS, Browser, Place

APP = "authorities: [exshire]\nstudio:\n  officers:\n    - {id: a@x.example, title: Lead, role: %s}\n"


def settings_for(place: Place, studio: StudioSettings) -> Settings:
    releases = Releases(folder=place.releases.folder, draft=place.draft)
    store, trends = Store(file=place.root / "store.sqlite"), Trends(file=place.root / "counters.sqlite")
    return Settings(authorities=("exshire",), releases=releases, studio=studio, store=store, trends=trends)


def studio_with(place: Place, studio: StudioSettings) -> AddStudio | None:
    settings = settings_for(place, studio)
    return studio_for(settings, {}, stores=open_stores(settings, {}, clock=clock.now))


def test_serve_adds_the_studio_and_gives_the_link(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.root)
    (place.root / "app.yaml").write_text("authorities: [exshire]\n")
    add = studio_with(place, StudioSettings())
    assert add
    desk = desk_in(place.root / "other", place.studio.live.current, place.clock)
    app = create_app(desk)
    link = add(app, desk, cast(Live, place.studio.live), ADDRESS)

    place.app = app
    browser: Browser = place.browser()
    assert browser.sign_in(link).status_code == 303
    assert "Local officer" in browser.page("/studio")


def test_switched_off_nothing_is_added(place: Place) -> None:
    assert studio_with(place, StudioSettings(sign_in="off")) is None


def test_a_sign_in_that_cannot_work_is_said_before_anything_is_loaded(place: Place) -> None:
    with pytest.raises(NotConfigured, match="issuer"):
        studio_with(place, StudioSettings(sign_in="oidc"))


@pytest.mark.parametrize("name", ["EARLYHELP_SECRET", "STUDIO_CLIENT_SECRET"])
def test_sessions_outlive_a_restart_where_a_secret_is_set(name: str) -> None:
    assert studio_secret({name: "s"}) == studio_secret({name: "s"})
    assert studio_secret({name: "s"}) != studio_secret({name: "t"})
    assert studio_secret({}) != studio_secret({})


def test_officers_follow_the_file_while_the_server_runs(tmp_path: Path) -> None:
    file = tmp_path / "app.yaml"
    file.write_text(APP % "publisher")
    fresh = FreshSettings(file, StudioSettings())
    assert fresh().officers == ()

    changed(file, APP % "viewer")
    assert [each.role for each in fresh().officers] == ["viewer"]


def test_a_broken_file_leaves_the_officers_as_they_were(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "app.yaml"
    file.write_text(APP % "publisher")
    first = StudioSettings(sign_in="link")
    fresh = FreshSettings(file, first)
    changed(file, "authorities: [exshire\n")
    with caplog.at_level(logging.ERROR):
        assert [fresh(), fresh()] == [first, first]

    assert caplog.text.count("officers stay as they were") == 1
    file.unlink()
    assert fresh() == first


def changed(file: Path, text: str) -> None:
    """Writes the file as a second later."""
    before = file.stat()
    file.write_text(text)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000_000))


def test_every_way_of_the_studio_is_guarded(place: Place) -> None:
    """Whatever is added later: without a sign-in nothing under /studio answers but the way to sign in."""
    open_to_all = {"/studio/sign-in", "/studio/sign-in/start", "/studio/sign-in/back", "/studio/static"}
    stranger = place.browser()
    ways = [route for route in place.app.routes if str(getattr(route, "path", "")).startswith("/studio")]
    assert len(ways) > 40
    for way in ways:
        path = str(cast(Any, way).path)
        if path in open_to_all:
            continue
        address = path.replace("{contact}", "x").replace("{flow}", "x")
        for method in sorted(cast(Any, way).methods - {"HEAD"}):
            answer = stranger.client.request(method, address)
            refused = answer.status_code == 401 or answer.headers.get("location", "").startswith("/studio/sign-in")
            assert refused, (method, path, answer.status_code)
