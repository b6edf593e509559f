"""The draft's files: which may be read and written, what a save keeps, and what happens when two save at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.web.studio.drafts import Conflict, Drafts, NotSaved, NotThere, digest_of, kind_of, title_of
from bot.web.studio.unsaved import MOST, Unsaved, UnsavedTexts

FILE = "knowledge/exshire/contacts.yaml"
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def drafts(tmp_path: Path) -> Drafts:
    root = tmp_path / "draft"
    for name in (FILE, "knowledge/release.yaml", "flows/exshire/early-help.yaml", "flows/exshire/notes.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"# {name}\n")
    (tmp_path / "secret.yaml").write_text("secret: yes\n")
    return Drafts(root)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "knowledge",
        "/etc/passwd",
        "knowledge/../../secret.yaml",
        "knowledge/exshire/../../../secret.yaml",
        "./knowledge/exshire/contacts.yaml",
        "knowledge//exshire/contacts.yaml",
        "knowledge\\exshire\\contacts.yaml",
        "flows/exshire/notes.txt",
        "knowledge/exshire/contacts.yaml\x00",
        "knowledge/exshire/.hidden.yaml",
        "knowledge/exshire/passwords.yaml",
        "knowledge/nowhere/contacts.yaml",
        "knowledge/exshire",
        "flows/deep/er/flow.yaml",
        "app.yaml",
        "x" * 10_000,
        "knowledge/exshire/contacts.yaml/..",
        "knowledge/EXSHIRE/contacts.yaml",
    ],
    ids=lambda path: repr(path)[:40],
)
def test_no_other_file_can_be_read_or_written(drafts: Drafts, path: str) -> None:
    before = sorted(file for file in drafts.root.parent.rglob("*") if file.is_file())

    with pytest.raises(NotThere):
        drafts.read(path)
    with pytest.raises(NotThere):
        drafts.save(path, "a: b\n", digest="")
    assert sorted(file for file in drafts.root.parent.rglob("*") if file.is_file()) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(
    st.lists(
        st.sampled_from(["knowledge", "flows", "exshire", "..", ".", "", "a.yaml", "contacts.yaml", "\x00"]), max_size=6
    )
)
def test_whatever_the_path_nothing_outside_is_read(drafts: Drafts, parts: list[str]) -> None:
    path = "/".join(parts)
    try:
        found = drafts.read(path)
    except NotThere:
        return
    assert found.digest == "" or path in drafts.names()
    assert (drafts.root / path).resolve().is_relative_to(drafts.root.resolve())


def test_a_link_out_of_the_draft_is_not_followed(drafts: Drafts, tmp_path: Path) -> None:
    (drafts.root / "knowledge/exshire/levels.yaml").symlink_to(tmp_path / "secret.yaml")
    (drafts.root / "knowledge/linked").symlink_to(tmp_path)
    (drafts.root / "knowledge/exshire/sources.yaml").symlink_to(tmp_path / "not-there.yaml")

    for path in ("knowledge/exshire/levels.yaml", "knowledge/linked/contacts.yaml", "knowledge/exshire/sources.yaml"):
        with pytest.raises(NotThere):
            drafts.read(path)
        with pytest.raises(NotThere):
            drafts.save(path, "a: b\n", digest="")
    assert (tmp_path / "secret.yaml").read_text() == "secret: yes\n"
    assert not (tmp_path / "not-there.yaml").exists()


def test_a_save_writes_the_text_and_says_its_digest(drafts: Drafts) -> None:
    before = drafts.read(FILE)
    after = drafts.save(FILE, "contacts: []\n", digest=before.digest)

    assert (drafts.root / FILE).read_bytes() == b"contacts: []\n"
    assert after.digest == drafts.read(FILE).digest != before.digest
    assert [each.name for each in (drafts.root / FILE).parent.iterdir()] == ["contacts.yaml"], "a part was left behind"


@pytest.mark.parametrize(
    "content", [b"a: b\r\nc: d\r\n", b"\xef\xbb\xbfa: b\r\n", b"a: b\nc: d", b"\xef\xbb\xbfa: b\n"]
)
def test_line_ends_and_a_first_mark_outlive_a_save(drafts: Drafts, content: bytes) -> None:
    (drafts.root / FILE).write_bytes(content)
    read = drafts.read(FILE)
    assert "\r" not in read.text
    assert drafts.save(FILE, read.text, digest=read.digest).digest == read.digest

    drafts.save(FILE, read.text.replace("b", "é"), digest=read.digest)
    assert (drafts.root / FILE).read_bytes() == content.decode().replace("b", "é").encode()


def test_the_second_of_two_saves_overwrites_nothing(drafts: Drafts) -> None:
    read = drafts.read(FILE)
    drafts.save(FILE, "first: yes\n", digest=read.digest)

    with pytest.raises(Conflict) as caught:
        drafts.save(FILE, "second: yes\n", digest=read.digest)
    assert caught.value.now.text == "first: yes\n"
    assert drafts.read(FILE).text == "first: yes\n"
    drafts.save(FILE, "second: yes\n", digest=caught.value.now.digest)
    assert drafts.read(FILE).text == "second: yes\n"


def test_two_who_typed_the_same_are_no_conflict(drafts: Drafts) -> None:
    read = drafts.read(FILE)
    drafts.save(FILE, "same: yes\n", digest=read.digest)

    assert drafts.save(FILE, "same: yes\n", digest=read.digest).text == "same: yes\n"


@pytest.mark.parametrize("path", ["knowledge/exshire/cases.yaml", "flows/exshire/new.yaml"])
def test_a_new_file_may_be_made_where_one_belongs(drafts: Drafts, path: str) -> None:
    assert drafts.read(path).digest == ""
    drafts.save(path, "cases: []\n", digest="")

    assert path in drafts.names()
    with pytest.raises(Conflict):
        drafts.save(path, "again: yes\n", digest="")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: b\x00\n", "control character stands in line 1"),
        ("a: b\nc: \x1b[31m", "line 2"),
        ("\ud800", "half a character"),
        ("x" * 900_001, "larger than a megabyte"),
    ],
    ids=["nul", "escape", "half a character", "too large"],
)
def test_what_can_be_no_file_of_ours_is_refused_and_nothing_lost(drafts: Drafts, text: str, why: str) -> None:
    read = drafts.read(FILE)

    with pytest.raises(NotSaved, match=why):
        drafts.save(FILE, text, digest=read.digest)
    assert drafts.read(FILE) == read


def test_the_release_file_is_left_to_publishing(drafts: Drafts) -> None:
    release = drafts.read("knowledge/release.yaml")

    with pytest.raises(NotSaved, match="written by publishing"):
        drafts.save("knowledge/release.yaml", "x: y\n", digest=release.digest)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"caf\xe9"], ids=["utf-16", "latin-1"])
def test_a_file_that_is_no_text_is_said_so(drafts: Drafts, content: bytes) -> None:
    (drafts.root / FILE).write_bytes(content)

    with pytest.raises(NotThere, match="UTF-8"):
        drafts.read(FILE)
    with pytest.raises(NotThere):
        drafts.save(FILE, "a: b\n", digest=digest_of(content))
    assert (drafts.root / FILE).read_bytes() == content


def test_a_folder_that_cannot_be_written_is_said_so(drafts: Drafts, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.web.studio.drafts.write_whole", full)

    with pytest.raises(NotSaved, match="No space left"):
        drafts.save(FILE, "a: b\n", digest=drafts.read(FILE).digest)


def test_a_file_is_known_by_where_it_stands() -> None:
    assert kind_of("knowledge/national/indicators/neglect.yaml") == "indicators"
    assert kind_of("knowledge/exshire/indicators.yaml") == "overrides"
    assert kind_of("flows/exshire/early-help.yaml") == "flow"
    assert kind_of("knowledge/release.yaml") == "release"
    assert title_of("knowledge/exshire/contacts.yaml") == "Exshire: contacts"
    assert title_of("flows/exshire/early-help.yaml") == "Exshire: early help"


def test_unsaved_text_is_kept_for_its_officer_only(tmp_path: Path) -> None:
    texts = UnsavedTexts(tmp_path)
    texts.keep("a@x.example", Unsaved(path=FILE, text="mine", digest="d", at=NOW))

    found = texts.of("a@x.example", FILE, now=NOW)
    assert found
    assert found.text == "mine"
    assert texts.of("b@x.example", FILE, now=NOW) is None
    assert texts.all_of("b@x.example", now=NOW) == ()
    texts.forget("a@x.example", FILE)
    assert texts.of("a@x.example", FILE, now=NOW) is None


def test_unsaved_text_is_forgotten_after_a_month_and_beyond_a_number(tmp_path: Path) -> None:
    texts = UnsavedTexts(tmp_path)
    for number in range(MOST + 5):
        texts.keep("a", Unsaved(path=f"flows/x/{number}.yaml", text="t", digest="", at=NOW))
    assert len(texts.all_of("a", now=NOW)) == MOST

    assert texts.all_of("a", now=NOW + dt.timedelta(days=31)) == ()
    assert list(tmp_path.rglob("*.json")) == []


def test_a_broken_unsaved_text_stops_nobody(tmp_path: Path) -> None:
    texts = UnsavedTexts(tmp_path)
    texts.keep("a", Unsaved(path=FILE, text="t", digest="", at=NOW))
    next(tmp_path.rglob("*.json")).write_bytes(b'{"path": "kn')

    assert texts.of("a", FILE, now=NOW) is None
    assert texts.all_of("a", now=NOW) == ()
