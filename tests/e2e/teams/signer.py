"""Stands where Microsoft's servers stand between a client and the bot: signs each activity, and serves the keys for it.

    client -> signer (adds the token that Teams would add) -> bot with its token check on
    python signer.py --port 3970 --bot http://127.0.0.1:3979

It keeps the last activity in memory: POST /again delivers it once more, as Teams does when it hears no answer.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import Any

import httpx
import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI, Request, Response

APP_ID = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
MINUTES = 600


class Signer:
    """The way through. A bot that is away is a 502, as from Microsoft's own gateway."""

    def __init__(self, bot: str) -> None:
        self._bot = httpx.AsyncClient(base_url=bot, timeout=60)
        self._last = b""

    async def deliver(self, request: Request) -> Response:
        body = await request.body()
        if json.loads(body).get("type") in {"message", "invoke"}:
            self._last = body
        return await self._forward(body)

    async def again(self) -> Response:
        return await self._forward(self._last)

    async def _forward(self, body: bytes) -> Response:
        headers = {"content-type": "application/json", "authorization": f"Bearer {token(json.loads(body))}"}
        try:
            said = await self._bot.post("/api/messages", content=body, headers=headers)
        except httpx.TransportError:
            return Response(status_code=502)
        return Response(said.content, said.status_code, media_type=said.headers.get("content-type"))


def token(activity: dict[str, Any]) -> str:
    """Shaped as the tokens that the Bot Framework sends."""
    now = int(time.time())
    times = {"iat": now, "nbf": now - 5, "exp": now + MINUTES}
    claims = {"iss": ISSUER, "aud": APP_ID, **times, "serviceurl": activity.get("serviceUrl")}
    return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k1"})


def keys() -> dict[str, Any]:
    key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
    return {"keys": [{**key, "kid": "k1", "use": "sig", "alg": "RS256"}]}


def app(bot: str) -> FastAPI:
    signer, web = Signer(bot), FastAPI()
    web.add_api_route("/v1/.well-known/keys", keys)
    web.add_api_route("/api/messages", signer.deliver, methods=["POST"])
    web.add_api_route("/again", signer.again, methods=["POST"])
    return web


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--bot", required=True)
    asked = parser.parse_args()
    uvicorn.run(app(asked.bot), host="127.0.0.1", port=asked.port, log_level="warning")


if __name__ == "__main__":
    main()
