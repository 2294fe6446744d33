"""Keys (RFC 6750): needed for everything but the probes once the service listens beyond loopback.

A key may have a name, `name:key`, by which reviews tell who made them. Keys are compared in constant time, and as
digests, so that neither their words nor their lengths leak. With keys in the settings they are asked for on loopback
too: whoever configures one wants it.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from flask import Flask, g, request

from api.problems import Unauthorized
from api.settings import Settings

OPEN = frozenset({"/healthz", "/readyz"})
"""What a probe without a key may ask."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the settings: what is shown to get in, and whose it is."""

    words: str
    name: str | None

    @property
    def digest(self) -> bytes:
        """What it is compared by."""
        return sha256(self.words.encode()).digest()

    @classmethod
    def of(cls, setting: str) -> Key:
        """Read `name:key`, or a key alone."""
        name, colon, words = setting.partition(":")
        return cls(words, name.strip() or None) if colon and words else cls(setting, None)


class Keys:
    """The keys of the settings."""

    def __init__(self, settings: Iterable[str]) -> None:
        self._keys = [Key.of(setting) for setting in settings]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __bool__(self) -> bool:
        """Whether a key is asked for at all."""
        return bool(self._keys)

    def matching(self, words: str) -> Key | None:
        """The key with these words, if it is one of ours."""
        given = sha256(words.encode()).digest()
        # Every key is compared, so that the time says nothing about which one it was.
        matches = [(hmac.compare_digest(given, key.digest), key) for key in self._keys]
        return next((key for same, key in matches if same), None)


Session = Callable[[Keys], Key | None]
"""The key that the browser of the current request has signed in with."""


def loopback(host: str) -> bool:
    """Whether an address to listen on is reachable from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def reviewer() -> str | None:
    """The name of the key that the current request is made with; None without a key or a name."""
    key: Key | None = g.get("key")
    return key.name if key else None


def admitted() -> bool:
    """Whether the current request may read what is kept: it has shown a key, or none is asked for."""
    return g.get("key", True) is not None


def register(
    app: Flask, settings: Settings, *, session: Session | None = None, open_to_all: Iterable[str] = ()
) -> None:
    """Ask every request of `app` for a key, if the settings call for it; a browser's `session` may show one too.

    `open_to_all` are the endpoints that need none. Raises ValueError when the service would listen beyond loopback and
    no key is configured.
    """
    if not settings.api_keys:
        if not loopback(settings.host):
            raise ValueError(f"ONRECORD_API_KEYS: beyond loopback ({settings.host}) at least one key is needed")
        return
    keys, unasked = Keys(settings.api_keys), frozenset(open_to_all)

    @app.before_request
    def ask_for_a_key() -> None:
        g.key = None
        if request.path in OPEN or request.endpoint in unasked:
            return
        scheme, _, words = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            g.key = keys.matching(_as_sent(words.strip()))
        elif not scheme and session is not None:
            g.key = session(keys)
        if g.key is None:
            challenge = 'Bearer realm="onrecord"' + (', error="invalid_token"' if scheme else "")
            raise Unauthorized(headers={"WWW-Authenticate": challenge})


def _as_sent(words: str) -> str:
    """A header's words: WSGI hands the bytes on as Latin-1, and UTF-8 is what was sent."""
    try:
        return words.encode("latin-1").decode()
    except UnicodeError:
        return words
