"""One bot for all journeys through Teams, as a real process; for each journey a person with their own Playground."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from typing import TYPE_CHECKING

import pytest

from ..browser import launch
from ..conftest import PATIENCE_MS
from ..network import Network, loopback_only
from ..node import modules, node
from .stage import Stage, playground, set_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

    from .chat import Chat

SCREEN = {"width": 1280, "height": 900}
NOT_CLOSED = "The Teams journeys ran on this machine's own loopback: a network of their own could not be made."
numbers = count(1)

Meet = Callable[..., "Chat"]


@pytest.fixture(scope="session")
def network(request: pytest.FixtureRequest) -> Iterator[Network]:
    with loopback_only() as network:
        request.config.stash[CLOSED] = network.closed
        yield network


CLOSED = pytest.StashKey[bool]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not terminalreporter.config.stash.get(CLOSED, True):
        terminalreporter.line(NOT_CLOSED)


@pytest.fixture(scope="session")
def stage(network: Network, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Bot and signer; with the language model where EARLYHELP_WHOLE is set. Skips where Node is missing."""
    whole = bool(os.environ.get("EARLYHELP_WHOLE"))
    with set_up(Stage(network, tmp_path_factory.mktemp("teams"), modules(), node(), whole=whole)) as stage:
        yield stage


@pytest.fixture(scope="session")
def inside(network: Network, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser in the same network."""
    from ..browser import CHROMIUM

    browser = launch(playwright, network.program(tmp_path_factory.mktemp("browser"), CHROMIUM))
    yield browser
    browser.close()


@pytest.fixture
def meet(stage: Stage, inside: Browser) -> Iterator[Meet]:
    """Somebody who has just added the app, before the welcome. Nobody has met the bot before."""
    from .chat import Chat

    with ExitStack() as opened:

        def meet(*, officer: bool = False) -> Chat:
            stage.ready()
            address = opened.enter_context(playground(stage, f"person-{next(numbers)}", officer=officer))
            context = inside.new_context(viewport=SCREEN, locale="en-GB", timezone_id="Europe/London")
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            chat = Chat(context.new_page())
            chat.open(address)
            return chat

        yield meet


@pytest.fixture
def chat(meet: Meet) -> Chat:
    """Somebody who has been welcomed."""
    from playwright.sync_api import expect

    chat = meet()
    expect(chat.cards).to_have_count(1)
    return chat


@pytest.fixture
def oldham(chat: Chat) -> Chat:
    """Somebody who works in Oldham."""
    chat.at("Oldham")
    return chat
