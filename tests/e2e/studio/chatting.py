"""A practitioner who goes on asking while officers work, and remembers what each answer was made of."""

from __future__ import annotations

import re
import threading
from types import TracebackType
from typing import NamedTuple

import httpx

EVERY_SECONDS = 0.25
VERSION = re.compile(r'data-version="([^"]+)"')


class Answered(NamedTuple):
    """An answer: the version it says it is from, and which of the watched numbers stand in it."""

    status: int
    version: str
    numbers: frozenset[str]


class Chatting:
    """Asks the same thing again and again in a thread of its own, inside a `with` block."""

    def __init__(self, address: str, worry: str, *, authority: str, watched: tuple[str, ...]) -> None:
        self._address, self._watched = address, watched
        self._form = {"typed": worry, "authority": authority}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask_on, daemon=True)
        self.answers: list[Answered] = []
        self.broken: list[str] = []

    def __enter__(self) -> Chatting:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop.set()
        self._thread.join(30)

    def made_of(self) -> dict[str, set[frozenset[str]]]:
        """By version, the sets of watched numbers that its answers held: one set each, if nothing was mixed."""
        found: dict[str, set[frozenset[str]]] = {}
        for each in self.answers:
            found.setdefault(each.version, set()).add(each.numbers)
        return found

    def switches(self) -> list[str]:
        """The versions in the order they were met, each named once while it lasts."""
        found: list[str] = []
        for each in self.answers:
            if not found or found[-1] != each.version:
                found.append(each.version)
        return found

    def _ask_on(self) -> None:
        with httpx.Client(base_url=self._address, timeout=30) as client:
            while not self._stop.wait(EVERY_SECONDS):
                self._ask(client)
            self._ask(client)  # what holds at the end is always met

    def _ask(self, client: httpx.Client) -> None:
        try:
            response = client.post("/ask", data=self._form, headers={"X-Requested-With": "fetch"})
        except httpx.HTTPError as error:
            self.broken.append(type(error).__name__)
            return
        version = VERSION.search(response.text)
        if response.status_code != httpx.codes.OK or not version:
            self.broken.append(f"{response.status_code} without a version")
            return
        numbers = frozenset(number for number in self._watched if number in response.text)
        self.answers.append(Answered(response.status_code, version[1], numbers))
