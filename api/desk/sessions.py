"""Who sits at the desk: a signed cookie (HttpOnly, SameSite=Lax) that lasts as long as its key is one of ours.

The cookie is signed with ONRECORD_SECRET or, without it, with a secret kept in the data folder, so that all processes
of one machine know each other's. It holds no key: only a keyed digest by which the key is recognised. The secret is
read when somebody first opens a page, not when the app is made.
"""

from __future__ import annotations

import hmac
import os
import secrets
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Request, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from api.settings import Settings
from api.views import authorization

COOKIE = "onrecord-desk"
LASTS = 30 * 24 * 3600
"""Seconds."""

_KEY = "key"
_ID = "id"


def register(app: Flask, settings: Settings) -> None:
    """Let `app` know people by a cookie."""
    app.session_interface = _Sessions(_Secret(settings))
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LASTS,
    )


def sign_in(app: Flask, key: authorization.Key) -> None:
    """Remember that whoever asks now has shown this key; what an earlier session held is forgotten."""
    session.clear()
    session.permanent = True
    session[_KEY] = _recognisable(app, key)
    if key.id is not None:
        session[_ID] = key.id


def sign_out() -> None:
    """Forget who asks."""
    session.clear()


def signed_in() -> bool:
    """Whether the asker has shown a key to this browser's session."""
    return isinstance(session.get(_KEY), str)


def key_of_session(app: Flask, keys: authorization.Keys) -> authorization.Key | None:
    """The key that the asker of the current request has signed in with, if it still is one of `keys`."""
    shown = session.get(_KEY)
    if not isinstance(shown, str):
        return None
    made = session.get(_ID)
    known = keys if made is None else [one for one in [keys.holding(str(made))] if one is not None]
    return next((key for key in known if hmac.compare_digest(shown, _recognisable(app, key))), None)


def _recognisable(app: Flask, key: authorization.Key) -> str:
    interface = app.session_interface
    assert isinstance(interface, _Sessions)
    return hmac.new(interface.secret.value, key.digest, sha256).hexdigest()


class _Secret:
    """What cookies are signed with, read or made once a process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._value: bytes | None = None
        self._guard = threading.Lock()

    @property
    def value(self) -> bytes:
        with self._guard:
            if self._value is None:
                given = self._settings.secret
                self._value = given.encode() if given else _kept(self._settings.data_dir.expanduser() / "desk.secret")
            return self._value


def _kept(path: Path) -> bytes:
    """The secret in this file, which only its owner may read; made if there is none. Two who make it agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
        if not path.exists():
            os.link(fresh, path)  # fails where another process was faster
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").encode()


class _Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies with a secret that is read late, and a cookie that only pages set."""

    def __init__(self, secret: _Secret) -> None:
        self.secret = secret

    def open_session(self, app: Flask, request: Request) -> Any:
        """The session of a request; one without our cookie costs nothing."""
        if COOKIE not in request.cookies:
            return self.session_class()
        app.secret_key = self.secret.value
        return super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the browser must keep the cookie to TLS: it does where it came over TLS, through a proxy too."""
        return request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"

    def save_session(self, app: Flask, session: SessionMixin, response: Any) -> None:
        """Set the cookie where a page has changed it."""
        if session.modified:
            app.secret_key = self.secret.value
        super().save_session(app, session, response)
