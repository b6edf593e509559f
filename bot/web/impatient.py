"""HTTP as uvicorn speaks it, for those who come to the point: a request that drips in for ever is not waited for.

uvicorn closes a connection that is silent between two requests, and waits without end for the rest of one that was
begun, or for the first byte of one that never comes. Whoever opens many of these holds every socket there is.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

ARRIVES_WITHIN = 20.0
"""Seconds for a whole request, head and body, from its first byte, or from the beginning of its connection."""
STILL_COMING = frozenset({h11.IDLE, h11.SEND_BODY})


class Impatient(H11Protocol):
    """One connection."""

    within = ARRIVES_WITHIN
    _arriving: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state in STILL_COMING:
            self._expect()
        else:
            self._arrived()

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrived()
        super().connection_lost(exc)

    def _expect(self) -> None:
        if self._arriving is None and not self.transport.is_closing():
            self._arriving = self.loop.call_later(self.within, self.transport.close)

    def _arrived(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None
