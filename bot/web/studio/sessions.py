"""Who is signed in: a signed cookie that holds an id and two times, and nothing else.

It ends after eight hours, or one hour without a press; signing out ends it at once, in every process: each looks in the
store for the sessions that were begun and not ended, and a store that is away lets nobody in. What the officer may do
does not stand in the cookie: app.yaml is asked at each request, so taking an officer's line out shuts them out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

import jwt

from bot.store.marks import Marks

COOKIE = "earlyhelp-studio"
SIGNING_IN = "earlyhelp-studio-sign-in"
PATH = "/studio"
LONGEST = dt.timedelta(hours=8)
IDLE = dt.timedelta(hours=1)
RENEWED_AFTER = dt.timedelta(minutes=1)
ALGORITHM = "HS256"
AUDIENCE = "earlyhelp studio session"
KIND = "studio-session"


def named(cookie: str, *, tls: bool) -> str:
    """The cookie's name: over TLS one that a browser takes over TLS only, so that nobody in between can plant it."""
    return f"__Secure-{cookie}" if tls else cookie


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in. Times are whole seconds since 1970."""

    id: str
    officer: str
    local: bool
    began: int
    seen: int


class Sessions:
    """Makes and reads the cookie. `key` is the same in every process of one server, and never printed."""

    def __init__(self, key: bytes, marks: Marks, *, clock: Callable[[], dt.datetime]) -> None:
        self._key = hashlib.sha256(b"studio session:" + key).digest()
        self._csrf = hashlib.sha256(b"studio form:" + key).digest()
        self._clock = clock
        self._marks = marks

    def begin(self, officer: str, *, local: bool) -> Session | None:
        """A new session; None while the store does not take note of it."""
        now = self._now()
        session = Session(secrets.token_urlsafe(16), officer, local, began=now, seen=now)
        return session if self._marks.put(KIND, session.id, until=self._clock() + LONGEST) else None

    def cookie(self, session: Session) -> str:
        """The session as the browser keeps it."""
        claims = {
            "aud": AUDIENCE,
            "sub": session.officer,
            "sid": session.id,
            "local": session.local,
            "iat": session.began,
            "seen": session.seen,
        }
        return jwt.encode(claims, self._key, ALGORITHM)

    def read(self, cookie: str) -> Session | None:
        """The session, unless it is over, signed out, changed or made up."""
        try:
            claims = jwt.decode(
                cookie,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                options={"verify_iat": False, "require": ["aud", "sub", "iat"]},
            )
        except jwt.PyJWTError:
            return None
        began, seen = claims["iat"], claims.get("seen")
        if not isinstance(began, int) or not isinstance(seen, int):
            return None
        session = Session(str(claims.get("sid")), str(claims["sub"]), claims.get("local") is True, began, seen)
        return session if self._lasts(session) else None

    def renewed(self, session: Session) -> Session | None:
        """The session as seen now; None while that is not worth a new cookie."""
        now = self._now()
        return replace(session, seen=now) if now - session.seen >= RENEWED_AFTER.total_seconds() else None

    def end(self, session: Session) -> bool:
        """Signs out: the cookie counts no more, wherever it was copied to. False while the store is away."""
        return self._marks.drop(KIND, session.id)

    def form_key(self, session: Session) -> str:
        """What our own forms carry and no other site can know."""
        return hmac.new(self._csrf, session.id.encode(), hashlib.sha256).hexdigest()

    def is_form_key(self, session: Session, given: str) -> bool:
        return hmac.compare_digest(self.form_key(session).encode(), given.encode("utf-8", "replace"))

    def _lasts(self, session: Session) -> bool:
        now = self._now()
        fresh = session.began <= now + 60 and session.seen <= now + 60
        young = now - session.began < LONGEST.total_seconds() and now - session.seen < IDLE.total_seconds()
        return fresh and young and self._marks.get(KIND, session.id) is not None

    def _now(self) -> int:
        return int(self._clock().timestamp())
