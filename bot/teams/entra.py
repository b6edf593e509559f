"""Our own token for Teams, from Entra: fetched beside the loop and not waited for long.

The SDK's own way asks Entra for its addresses on the event loop itself and without an end, so that everybody in Slack
and on the page would wait for a sign-in that does not answer. The library keeps a token until it is nearly over.
"""

from __future__ import annotations

import logging
import threading
from functools import cached_property

import anyio
import anyio.to_thread
from msal import ConfidentialClientApplication

from bot.teams.delivery import Undelivered

log = logging.getLogger(__name__)

FETCH_SECONDS = 5.0
AT_ONCE = 4


class EntraToken:
    """Given to the SDK in place of the secret. `login`: where Entra is."""

    def __init__(self, app_id: str, secret: str, login: str) -> None:
        self._app_id, self._secret, self._login = app_id, secret, login
        self._clients: dict[str, ConfidentialClientApplication] = {}
        self._making = threading.Lock()

    @cached_property
    def _fetching(self) -> anyio.CapacityLimiter:
        return anyio.CapacityLimiter(AT_ONCE)

    async def __call__(self, scope: str | list[str], tenant: str | None) -> str:
        """The token. Raises Undelivered: the platform brings again what could not be answered."""
        scopes = [scope] if isinstance(scope, str) else scope
        with anyio.move_on_after(2 * FETCH_SECONDS):
            found = await anyio.to_thread.run_sync(
                self._fetched, scopes, tenant or "common", limiter=self._fetching, abandon_on_cancel=True
            )
            if found:
                return found
        raise Undelivered("no token from Entra")

    def _fetched(self, scopes: list[str], tenant: str) -> str:
        """The token, or "" when there is none. An error of the library may quote what it was given."""
        try:
            said = self._client(tenant).acquire_token_for_client(scopes)
        except Exception as error:  # noqa: BLE001 - the edge: requests, JSON and the library's own errors
            log.error("Entra gave no token: %s.", type(error).__name__)
            return ""
        if "access_token" not in said:
            log.error("Entra gave no token: %s.", _code(said.get("error")))
        return str(said.get("access_token", ""))

    def _client(self, tenant: str) -> ConfidentialClientApplication:
        with self._making:
            if tenant not in self._clients:
                authority = f"{self._login}/{tenant}"
                self._clients[tenant] = ConfidentialClientApplication(
                    self._app_id, client_credential=self._secret, authority=authority, timeout=FETCH_SECONDS
                )
            return self._clients[tenant]


def _code(said: object) -> str:
    """Entra's short word for what was wrong."""
    return said if isinstance(said, str) and said.replace("_", "").isalnum() and len(said) < 60 else "of another shape"
