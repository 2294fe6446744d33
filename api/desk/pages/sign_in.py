"""Signing in with a key, and out. Attempts are limited, for each address and altogether, in each process."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from api.desk import sessions
from api.desk.blueprint import desk
from api.desk.rendering import page
from api.problems import TooManyAttempts
from api.views import authorization
from api.views.services import of_app

MOST, ALTOGETHER = 10, 200
WITHIN = 300.0
"""Seconds within which so many wrong keys may be tried: by one address, by all together."""


_ATTEMPTS = "onrecord-sign-in"


class Attempts:
    """The wrong keys of the last minutes. A right one is not counted."""

    def __init__(self) -> None:
        self._tried: deque[tuple[float, str]] = deque()
        self._guard = Lock()

    def check(self, address: str) -> None:
        """Raise TooManyAttempts when this address, or all together, have tried too often."""
        with self._guard:
            now = time.monotonic()
            while self._tried and self._tried[0][0] < now - WITHIN:
                self._tried.popleft()
            own = [when for when, who in self._tried if who == address]
            if len(own) >= MOST or len(self._tried) >= ALTOGETHER:
                oldest = own[0] if len(own) >= MOST else self._tried[0][0]
                raise TooManyAttempts(retry_after=oldest + WITHIN - now)

    def count(self, address: str) -> None:
        """Remember that a wrong key was tried."""
        with self._guard:
            self._tried.append((time.monotonic(), address))


def register(app: Flask) -> None:
    """Count the attempts at `app`."""
    app.extensions[_ATTEMPTS] = Attempts()


@desk.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for a key."""
    return page("sign_in.html", wrong=False, next=_own(request.args.get("next", "")))


@desk.post("/sign-in")
def try_key() -> ResponseReturnValue:
    """Let in whoever shows a key that holds."""
    address = request.remote_addr or ""
    attempts: Attempts = current_app.extensions[_ATTEMPTS]
    attempts.check(address)
    onwards = _own(request.form.get("next", ""))
    key = authorization.Keys(of_app().settings.api_keys).matching(request.form.get("key", "").strip())
    if key is None:
        attempts.count(address)
        return page("sign_in.html", 403, wrong=True, next=onwards)
    sessions.sign_in(current_app._get_current_object(), key)  # type: ignore[attr-defined]
    return redirect(onwards or url_for("desk.front"), 303)


@desk.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Forget who sits here."""
    sessions.sign_out()
    return redirect(url_for("desk.front"), 303)


def _own(address: str) -> str:
    """An address to go on to, if it is a path of ours; nothing otherwise."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) and "\n" not in address else ""
