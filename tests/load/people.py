"""The people of a load run, as Locust's users: in Slack, in Teams and on the page, each at a human pace.

    type a worry -> read, press "Walk me through it" -> read, press an answer -> read, type more -> read, begin again

Between two turns everybody reads and thinks for some seconds, evenly between the bounds of the run. What is not
acknowledged is delivered again as the platforms do it: Slack waits 3 seconds, then comes at once, after a minute and
after five; Teams waits 15 seconds and comes again twice. A press that failed is pressed again by the person.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

import gevent
from far_side import APP_ID, Platform
from ledger import Event, Ledger
from locust import constant
from locust.contrib.fasthttp import FastHttpUser
from served import HOME, SECRET, TEAM, TENANT
from worries import MORE, WORRIES

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
OPEN_ANEW = {"Connection": "close"}
"""A proxy in front opens a connection for each request, unless it is told otherwise."""
SHED_ON_PAGE = "asking at once"
BUTTON = re.compile(r'name="choice" value="(walk|step:[^"]+)"')
FOR_GOOD = 86_400.0
HIDDEN = re.compile(r'name="(state|event)" value="([^"]*)"')


@dataclass(frozen=True)
class Pace:
    """Seconds between an answer and the next turn."""

    least: float
    most: float

    def think(self, chance: random.Random) -> float:
        return chance.uniform(self.least, self.most)


@dataclass
class Run:
    """What all people of a run share. `once`: everybody types one worry and is done."""

    ledger: Ledger
    platform: Platform
    pace: Pace
    once: bool = False
    gate: Any = None
    """An event that everybody waits for before the first turn, or None."""
    issued: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    over: bool = False
    """Nobody begins another turn."""


class Person(FastHttpUser):
    """Somebody who asks, reads and asks on. `shared` is set before anybody is born."""

    abstract = True
    wait_time = constant(0)
    shared: ClassVar[Run]
    channel: ClassVar[str]
    answer_seconds: ClassVar[float] = 30.0
    redelivered_after: ClassVar[tuple[float, ...]] = ()

    def on_start(self) -> None:
        self.number = next(self.shared.issued)
        self.chance = random.Random(self.number)

    def live(self) -> None:
        """Locust calls this over and over."""
        if self.shared.gate is not None:
            self.shared.gate.wait()
        self.conversation()
        if self.shared.once or self.shared.over:
            gevent.sleep(FOR_GOOD)

    tasks: ClassVar[list[Any]] = [live]

    def conversation(self) -> None:
        raise NotImplementedError

    def think(self) -> None:
        gevent.sleep(self.shared.pace.think(self.chance))
        if self.shared.over:
            gevent.sleep(FOR_GOOD)

    def delivered(self, event: Event, send: Any) -> Any:
        """Delivers until it is acknowledged or the platform gives up. The last response."""
        for pause in (0.0, *self.redelivered_after):
            gevent.sleep(pause)
            event.deliveries += 1
            response = send(event.deliveries - 1)
            if 200 <= response.status_code < 300:
                self.shared.ledger.acknowledges(event)
                return response
            event.refused.append(str(response.status_code or type(response.error).__name__))
        return None

    def answered(self, event: Event, seen: int) -> bool:
        """Whether the answer is there, or comes soon."""
        return len(event.answered) > seen or self.shared.platform.wait(event.place, seconds=self.answer_seconds)


class SlackPerson(Person):
    """A direct message with the bot, over Slack's Events API."""

    weight = 6
    channel = "slack"
    network_timeout = 3.0
    connection_timeout = 3.0
    max_retries = 0
    redelivered_after = (0.5, 60.0, 300.0)

    def conversation(self) -> None:
        thread = self.types(self.chance.choice(WORRIES))
        if not thread or self.shared.once:
            return
        for wanted in ("walk", "step"):
            self.think()
            if not self.presses(wanted):
                return
        self.think()
        self.types(self.chance.choice(MORE), thread=thread)
        self.think()

    def types(self, words: str, *, thread: str = "") -> str:
        """The thread in which it was answered; "" when it was not."""
        user, place = f"U{self.number:07}", f"D{self.number:07}"
        ts = f"{int(time.time())}.{next(self.shared.issued):06}"
        said = {"type": "message", "channel_type": "im", "channel": place, "user": user, "text": words, "ts": ts}
        body = {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{next(self.shared.issued):010}",
            "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True}],
            "event": {**said, **({"thread_ts": thread} if thread else {})},
        }
        event = self.shared.ledger.sends(place, self.channel, "typed")
        self.delivered(event, lambda again: self._post(json.dumps(body).encode(), JSON, again, "typed"))
        return (thread or ts) if self.answered(event, 0) else ""

    def presses(self, wanted: str) -> bool:
        """Presses the first button of this kind on the newest answer. Whether it was there and was answered."""
        place = f"D{self.number:07}"
        shown = self.shared.platform.newest.get(place, {})
        button = next((each for each in _buttons(shown) if each["value"].startswith(wanted)), None)
        if button is None:
            return False
        event = self.shared.ledger.sends(place, self.channel, "press")
        for _ in range(3):
            event.deliveries += 1
            body = f"payload={quote(json.dumps(self._press(button, shown, place)))}".encode()
            response = self._post(body, FORM, 0, "press")
            if response.status_code == 200:
                self.shared.ledger.acknowledges(event)
            else:
                event.refused.append(str(response.status_code or type(response.error).__name__))
            if self.answered(event, 0):
                return True
        return False

    def _press(self, button: dict[str, Any], shown: dict[str, Any], place: str) -> dict[str, Any]:
        ts, thread = str(shown.get("ts")), shown.get("thread_ts")
        stamp = f"{int(time.time())}.{next(self.shared.issued):06}"
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": f"U{self.number:07}", "team_id": TEAM},
            "container": {"type": "message", "message_ts": ts, "channel_id": place, "is_ephemeral": False},
            "channel": {"id": place},
            "message": {"ts": ts, **({"thread_ts": thread} if thread else {})},
            "state": {"values": {}},
            "actions": [{"block_id": "b", "action_ts": stamp, **button}],
        }

    def _post(self, body: bytes, kind: str, again: int, name: str) -> Any:
        stamp = str(int(time.time()))
        signed = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signed}", "content-type": kind}
        if again:
            headers |= {"x-slack-retry-num": str(again), "x-slack-retry-reason": "http_timeout"}
        return self.client.post("/slack/events", data=body, headers={**headers, **OPEN_ANEW}, name=f"slack {name}")


class TeamsPerson(Person):
    """A personal chat with the bot."""

    weight = 3
    channel = "teams"
    network_timeout = 15.0
    connection_timeout = 15.0
    max_retries = 0
    redelivered_after = (1.0, 10.0, 35.0)

    def conversation(self) -> None:
        if not self.types(self.chance.choice(WORRIES)) or self.shared.once:
            return
        for wanted in ("walk", "step"):
            self.think()
            if not self.presses(wanted):
                return
        self.think()
        self.types(self.chance.choice(MORE))
        self.think()

    @property
    def place(self) -> str:
        return f"a:chat-{self.number}"

    def types(self, words: str) -> bool:
        activity = self._activity("message", text=words)
        event = self.shared.ledger.sends(self.place, self.channel, "typed")
        self.delivered(event, lambda _: self._post(activity, "typed"))
        return self.answered(event, 0)

    def presses(self, wanted: str) -> bool:
        """The answer to a press is the response to it."""
        shown = self.shared.platform.newest.get(self.place)
        action = next((each for each in _actions(shown) if _means(each, wanted)), None)
        if action is None:
            return False
        held = {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}
        value = {"action": held, "trigger": "manual"}
        event = self.shared.ledger.sends(self.place, self.channel, "press")
        for _ in range(3):
            event.deliveries += 1
            activity = self._activity("invoke", name="adaptiveCard/action", value=value, replyToId="1:card")
            response = self._post(activity, "press")
            if response.status_code == 200:
                self.shared.ledger.acknowledges(event)
                self.shared.platform.shows(self.place, response.json())
                return True
            event.refused.append(str(response.status_code or type(response.error).__name__))
        return False

    def _activity(self, kind: str, **other: Any) -> dict[str, Any]:
        return {
            "type": kind,
            "id": f"activity-{next(self.shared.issued)}",
            "channelId": "msteams",
            "serviceUrl": self.shared.platform.service_url,
            "from": {"id": f"29:{self.number}", "name": "A Teacher", "aadObjectId": f"aad-{self.number}"},
            "recipient": {"id": f"28:{APP_ID}", "name": "Early help"},
            "conversation": {"id": self.place, "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
            **other,
        }

    def _post(self, activity: dict[str, Any], name: str) -> Any:
        headers = {"Authorization": f"Bearer {self.shared.platform.token()}", **OPEN_ANEW}
        return self.client.post("/api/messages", json=activity, headers=headers, name=f"teams {name}")


class PagePerson(Person):
    """Somebody on the page; the answer is the response. What fails is sent again by the person, twice."""

    weight = 1
    channel = "web"
    network_timeout = 30.0
    connection_timeout = 30.0
    max_retries = 0
    redelivered_after = (2.0, 5.0)

    def conversation(self) -> None:
        page = self.asks({"typed": self.chance.choice(WORRIES), "authority": HOME, "event": f"e{self.number}"})
        if page is None or self.shared.once:
            return
        for _ in range(2):
            self.think()
            button = BUTTON.search(page)
            if button is None:
                return
            page = self.asks({"choice": button.group(1), **dict(HIDDEN.findall(page))})
            if page is None:
                return
        self.think()
        self.asks({"typed": self.chance.choice(MORE), **dict(HIDDEN.findall(page))})
        self.think()

    def asks(self, fields: dict[str, str]) -> str | None:
        place = f"page-{self.number}"
        event = self.shared.ledger.sends(place, self.channel, "typed" if "typed" in fields else "press")
        body, headers = urlencode(fields), {"Content-Type": FORM, "X-Requested-With": "fetch", **OPEN_ANEW}
        name = f"web {event.kind}"
        response = self.delivered(event, lambda _: self.client.post("/ask", data=body, headers=headers, name=name))
        if response is None:
            return None
        self.shared.ledger.answers(place, shed=SHED_ON_PAGE in response.text)
        return str(response.text)


EVERYBODY: list[type[Person]] = [SlackPerson, TeamsPerson, PagePerson]


def _buttons(shown: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every button of a message in Slack."""
    for block in shown.get("blocks") or ():
        parts = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]
        yield from (each for each in parts if each.get("type") == "button" and "value" in each)


def _actions(card: Any) -> Iterator[dict[str, Any]]:
    """Every button of a card in Teams, wherever it stands."""
    if isinstance(card, dict):
        if card.get("type") == "Action.Execute":
            yield card
        for part in card.values():
            yield from _actions(part)
    elif isinstance(card, list):
        for part in card:
            yield from _actions(part)


def _means(action: dict[str, Any], wanted: str) -> bool:
    data = action.get("data")
    return isinstance(data, dict) and str(data.get("choice", "")).startswith(wanted)
