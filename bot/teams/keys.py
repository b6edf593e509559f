"""Who may knock: the SDK's strict check of a token, with what it leaves open closed.

The SDK checks signature, algorithm, issuer, audience, times and the address the answer goes to. Left open by it, and
closed here: a token without an end, a token of another issuer that names no address, keys fetched while the whole
process waits, and keys fetched anew for everybody who makes up a key's name.
"""

from __future__ import annotations

import time
from typing import Any

import anyio
import anyio.to_thread
import jwt

from bot.teams.sdk import CloudEnvironment, TokenValidator

FETCH_SECONDS = 5
AGAIN_AFTER_SECONDS = 30.0
STALE_AFTER_SECONDS = 24 * 3600.0
AT_ONCE = 4


class Keys(jwt.PyJWKClient):
    """The platform's signing keys. The last good set stands in for a day while their address does not answer."""

    def __init__(self, uri: str) -> None:
        super().__init__(uri, timeout=FETCH_SECONDS, cooldown_duration=AGAIN_AFTER_SECONDS)
        self._good: Any = None
        self._fetched = self._failed = float("-inf")

    def fetch_data(self) -> Any:
        """The keys; after a failure not asked for again for a while. Raises jwt.PyJWKClientError."""
        now = time.monotonic()
        if now - self._failed < AGAIN_AFTER_SECONDS:
            return self._stand_in(now)
        try:
            self._good, self._fetched = super().fetch_data(), now
        except (jwt.PyJWTError, OSError, ValueError):
            self._failed = now
            return self._stand_in(now)
        return self._good

    def _stand_in(self, now: float) -> Any:
        if self._good is None or now - self._fetched > STALE_AFTER_SECONDS:
            raise jwt.PyJWKClientConnectionError("the keys could not be fetched")
        return self._good


class Doorkeeper(TokenValidator):
    """Checks what comes with an activity. Only tokens of the platform itself are let in."""

    def __init__(self, app_id: str, cloud: CloudEnvironment) -> None:
        options = TokenValidator.for_service(app_id, cloud=cloud).options
        super().__init__(options)
        self.keys = Keys(options.jwks_uri)
        self._jwks_client = self.keys
        self._at_once = anyio.CapacityLimiter(AT_ONCE)

    async def admit(self, authorization: str, service_url: str) -> str:
        """The token, checked. Raises jwt.PyJWTError."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise jwt.InvalidTokenError("no token")
        await anyio.to_thread.run_sync(self.keys.get_signing_key_from_jwt, token, limiter=self._at_once)
        claims = await self.validate_token(token, service_url)
        if "exp" not in claims:
            raise jwt.MissingRequiredClaimError("exp")
        return token
