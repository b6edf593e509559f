"""The app as a browser without JavaScript sees it, and as a stranger does."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from bot.core.house import House
from bot.web.app import create_app

from ..desks import desk_in
from .conftest import TUESDAY, Page, kind_of, state_of
from .fake_house import BREAKS, NAME, house

CANARY = "xylocanary"


def test_the_first_page_lets_a_council_be_chosen_and_a_worry_be_typed(page: Page) -> None:
    html = page.client.get("/").text

    assert 'name="authority" value="oxfordshire"' in html
    assert '<textarea id="typed" name="typed"' in html


def test_p3_an_urgent_worry_is_answered_with_the_number_of_this_hour(page: Page) -> None:
    html = page.ask("a bruise on the cheek", authority="oxfordshire")

    assert kind_of(html) == "urgent"
    assert 'class="call" href="tel:+44800833408"' in html


def test_a_flow_can_be_walked_without_javascript(page: Page) -> None:
    html = page.ask("always hungry", authority="oldham")
    html = page.ask(choice="walk", state=state_of(html))
    assert kind_of(html) == "step"

    html = page.ask(choice="step:not-asked", state=state_of(html))
    assert kind_of(html) in {"step", "outcome"}


def test_a_choice_can_be_typed_under_the_answer(page: Page) -> None:
    html = page.ask("always hungry", authority="oldham")

    assert kind_of(page.ask("walk me through it", state=state_of(html), authority="oldham")) == "step"
    assert kind_of(page.ask("note", state=state_of(html), authority="oldham")) == "note"


def test_the_script_gets_only_the_answer(page: Page) -> None:
    html = page.fragment("always hungry", authority="oldham")

    assert html.lstrip().startswith("<article")
    assert "<html" not in html


def test_p2_a_name_is_stopped_and_not_repeated_whole(page: Page) -> None:
    html = page.ask(f"{NAME} is always hungry", authority="oldham")

    assert kind_of(html) == "identifiers"
    assert NAME not in html
    assert "the child is always hungry" in html


def test_html_in_what_is_typed_is_shown_as_text(page: Page) -> None:
    html = page.ask("<img/src=x><script>hungry</script>", authority="oldham")

    assert "<script>hungry" not in html
    assert "&lt;script&gt;hungry" in html


@pytest.mark.parametrize("state", ["garbage", "<script>", "x" * 5000, "eNpNj", "\x00", "=" * 99], ids=range(6))
def test_p6_a_state_that_cannot_be_read_starts_anew(page: Page, state: str) -> None:
    html = page.ask("always hungry", state=state, authority="oldham")

    assert kind_of(html) == "level"
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("x" * 50_000, "too_long"),
        ("\U0001f62d\U0001f6a8", "unreadable"),
        ("ребёнок голоден", "unreadable"),
        ("hungry \U0001f62d", "level"),
        ("what is the lunch menu", "not_a_worry"),
        ("something is odd", "nothing_matched"),
        (BREAKS, "failed"),
    ],
    ids=[
        "empty",
        "blank",
        "50 kB",
        "emoji",
        "other script",
        "emoji and words",
        "no worry",
        "no match",
        "broken reader",
    ],
)
def test_p6_whatever_is_typed_gets_an_answer_with_a_number(page: Page, typed: str, kind: str) -> None:
    html = page.ask(typed, authority="oldham")

    assert kind_of(html) == kind
    assert 'href="tel:' in html


def test_without_a_council_there_is_an_answer_and_one_press_gives_the_local_one(page: Page) -> None:
    html = page.ask("always hungry")
    assert kind_of(html) == "level"

    local = page.ask(choice="authority:oldham", state=state_of(html))
    assert "Oldham" in local
    assert kind_of(local) == "level"


def test_an_area_of_another_council_is_passed_over(page: Page) -> None:
    html = page.client.post("/ask", data={"typed": "hungry", "authority": "oldham", "area": "oxfordshire/north"}).text

    assert 'data-area=""' in html


def test_an_area_is_kept_and_can_be_taken_back(page: Page) -> None:
    place = {"authority": "oxfordshire", "area": "oxfordshire/north"}
    html = page.client.post("/ask", data={"typed": "hungry", **place}).text
    assert 'data-area="oxfordshire/north"' in html

    html = page.ask("note", state=state_of(html), authority="oxfordshire")
    assert 'data-area=""' in html


def test_a_school_nobody_knows_is_said_so_and_not_guessed(page: Page) -> None:
    html = page.ask("hungry", authority="oxfordshire", school=f"{CANARY} primary")

    assert "I don&#39;t know that school" in html
    assert CANARY not in html


def test_p8_a_double_press_counts_once(page: Page) -> None:
    for _ in range(3):
        page.ask("always hungry", authority="oldham", event="the-same-press")
    page.ask("always hungry", authority="oldham", event="another-press")

    (total,) = page.counted()
    assert total.n == 2
    assert (total.week, total.row.authority, total.row.channel) == ("2026-W48", "oldham", "web")


def test_p8_an_area_forged_into_the_state_is_not_counted(page: Page) -> None:
    html = page.fragment("hungry", authority="oldham", area="oldham/east", event="1")
    assert page.counted()[0].row.area == "east"

    page.fragment("hungry", state=_forged(state_of(html), area=CANARY), event="2")
    assert {total.row.area for total in page.counted()} == {"east", ""}


def test_p2_nothing_typed_is_on_disk_in_a_log_or_in_an_address(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for typed in (CANARY, f"{CANARY} always hungry", f"{NAME} {CANARY}", f"{BREAKS} {CANARY}", f"a bruise {CANARY}"):
        fields = {"event": f"{CANARY}{len(typed)}", "school": CANARY, "authority": "oldham", "area": CANARY}
        html = page.ask(typed, **fields)
        page.ask(choice="walk", state=state_of(html))
        page.ask(typed, state=CANARY, choice=f"step:{CANARY}")

    assert page.counted(), "the canary test must have written something"
    for file in page.folder.iterdir():
        assert CANARY.encode() not in file.read_bytes(), file.name
    assert CANARY not in caplog.text
    assert CANARY not in page.client.get("/metrics").text


def test_p2_a_form_never_goes_into_an_address(page: Page) -> None:
    html = page.client.get("/").text + page.ask("always hungry", authority="oldham")

    assert html.count("<form") == html.count('method="post" action="/ask"')
    assert page.client.get("/ask", params={"typed": "x"}).status_code == 404


def test_a_locked_store_delays_nothing_and_answers_all_the_same(page: Page) -> None:
    page.ask("hungry", authority="oldham", event="first")
    with sqlite3.connect(page.folder / "store.sqlite", isolation_level=None) as locked:
        locked.execute("begin exclusive")
        assert kind_of(page.ask("hungry", authority="oldham", event="second")) == "level"
        assert page.client.get("/readyz").status_code == 200, "answers go on, so it stays in service"
        locked.execute("rollback")
    assert page.client.get("/readyz").status_code == 200


def test_every_answer_keeps_itself_to_itself(page: Page) -> None:
    answers = [page.client.get(path) for path in ("/", "/about", "/healthz", "/nowhere", "/static/chat.css")]
    answers.append(page.client.post("/ask", data={"typed": "hungry"}))

    for answer in answers:
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] in {"no-store", "no-cache"}
        assert "strict-transport-security" not in answer.headers
        assert "set-cookie" not in answer.headers
    assert answers[0].headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
    ids=str,
)
def test_a_form_of_another_site_is_not_read(page: Page, headers: dict[str, str], status: int) -> None:
    answer = page.client.post("/ask", data={"typed": "hungry"}, headers=headers)

    assert answer.status_code == status
    assert 'href="tel:' in answer.text


def test_a_body_that_is_too_large_is_refused_politely_with_the_numbers(page: Page) -> None:
    answer = page.client.post("/ask", data={"typed": "x" * 300_000})

    assert answer.status_code == 413
    assert "too long" in answer.text
    assert 'href="tel:999"' in answer.text
    assert 'href="tel:+441617707777"' in answer.text


@pytest.mark.parametrize(
    ("body", "type_"),
    [
        (b'{"typed": "x"}', "application/json"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (b"&".join([b"a=1"] * 500), "application/x-www-form-urlencoded"),
    ],
    ids=["json", "multipart", "500 fields"],
)
def test_what_is_no_form_of_ours_is_refused_politely(page: Page, body: bytes, type_: str) -> None:
    answer = page.client.post("/ask", content=body, headers={"Content-Type": type_})

    assert answer.status_code == 400
    assert 'href="tel:999"' in answer.text


@pytest.mark.parametrize(
    "body", [b"", b"typed=%ff%fe", b"typed", b"\xff\xfe", b"typed=a&typed=b", b"typed=%00"], ids=repr
)
def test_p6_odd_bytes_get_an_answer(page: Page, body: bytes) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert page.client.post("/ask", content=body, headers=form).status_code == 200


def test_the_calendar_entry_says_a_date_and_nothing_else(page: Page) -> None:
    answer = page.client.get("/calendar.ics?days=14")
    (entry,) = Calendar.from_ical(answer.text).walk("VEVENT")

    assert answer.headers["content-type"].startswith("text/calendar")
    assert entry["dtstart"].dt == dt.date(2026, 12, 8)
    assert entry["summary"] == "Look again"


@pytest.mark.parametrize("days", ["", "0", "-1", "367", "99999999999", "x", "1e3", "¹", "14;"], ids=repr)
def test_a_calendar_without_a_sensible_number_of_days_is_not_there(page: Page, days: str) -> None:
    assert page.client.get("/calendar.ics", params={"days": days}).status_code == 400


def test_health_and_readiness_are_plain(page: Page) -> None:
    assert page.client.get("/healthz").text == "ok"
    assert page.client.get("/readyz").json()["ready"] is True


def test_p8_metrics_know_kinds_and_times_and_no_place(page: Page) -> None:
    page.ask("always hungry", authority="oldham")
    metrics = page.client.get("/metrics").text

    assert 'earlyhelp_answers_total{channel="web",kind="level"} 1.0' in metrics
    assert "oldham" not in metrics


def test_the_about_page_says_what_is_kept(page: Page) -> None:
    html = page.client.get("/about").text

    assert "Nothing you type" in html
    assert house().knowledge.version in html


def test_an_address_that_is_not_there_still_has_the_numbers(page: Page) -> None:
    answer = page.client.get("/wp-login.php")

    assert answer.status_code == 404
    assert 'href="tel:999"' in answer.text


def test_p6_when_the_house_itself_is_broken_the_numbers_that_are_always_right_stand(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> House:
        raise RuntimeError(CANARY)

    client = TestClient(create_app(desk_in(tmp_path, broken, lambda: TUESDAY)))
    answer = client.post("/ask", data={"typed": CANARY})

    assert answer.status_code == 500
    assert 'href="tel:999"' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert CANARY not in caplog.text + answer.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def _forged(state: str, *, area: str) -> str:
    from dataclasses import replace

    from bot.core.conversation import Conversation

    return replace(Conversation.decode(state), area=area).encode()
