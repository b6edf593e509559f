"""Sends one request from inside a network and prints the status: for what a journey asks of a server itself.

python knock.py http://127.0.0.1:3979/api/messages < body      prints the status
python knock.py http://127.0.0.1:3979/ --until-up 20            waits until something answers there
"""

from __future__ import annotations

import argparse
import sys
import time
import urllib.error
import urllib.request

BETWEEN = 0.05


def status_of(url: str, body: bytes | None) -> int:
    """The status. Raises OSError while nobody listens."""
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as refused:
        return int(refused.code)


def wait_for(url: str, seconds: float) -> int:
    until = time.monotonic() + seconds
    while True:
        try:
            return status_of(url, None)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(BETWEEN)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--until-up", type=float)
    asked = parser.parse_args()
    if asked.until_up:
        print(wait_for(asked.url, asked.until_up))
    else:
        print(status_of(asked.url, sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
