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

ADDRESS_PARAMETER = "access_token"
"""A key in an address (RFC 6750 section 2.3), for tools that can send no header."""

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


def asker() -> str:
    """Who makes the current request, as a digest: by key, or by none."""
    key: Key | None = g.get("key")
    return key.digest.hex() if key else ""


def admitted() -> bool:
    """Whether the current request may read what is kept: it has shown a key, or none is asked for."""
    return g.get("key", True) is not None


def require() -> None:
    """Return if the current request may read what is kept; raise Unauthorized otherwise."""
    if not admitted():
        raise _unauthorized(shown=False)


def register(
    app: Flask,
    settings: Settings,
    *,
    session: Session | None = None,
    open_to_all: Iterable[str] = (),
    by_address: Iterable[str] = (),
) -> None:
    """Ask every request of `app` for a key, if the settings call for it; a browser's `session` may show one too.

    `open_to_all` are the endpoints that need none, `by_address` those that take one as `access_token` in the address.
    Raises ValueError when the service would listen beyond loopback and no key is configured.
    """
    if not settings.api_keys:
        if not loopback(settings.host):
            raise ValueError(f"ONRECORD_API_KEYS: beyond loopback ({settings.host}) at least one key is needed")
        return
    keys, unasked, in_address = Keys(settings.api_keys), frozenset(open_to_all), frozenset(by_address)

    @app.before_request
    def ask_for_a_key() -> None:
        scheme, _, words = request.headers.get("Authorization", "").partition(" ")
        given = _as_sent(words.strip()) if scheme.lower() == "bearer" else None
        if not scheme and request.endpoint in in_address:
            given = request.args.get(ADDRESS_PARAMETER)
        g.key = keys.matching(given) if given is not None else None
        if not scheme and given is None and session is not None:
            g.key = session(keys)
        wrong_in_address = given is not None and not scheme
        free = request.path in OPEN or (request.endpoint in unasked and not wrong_in_address)
        if g.key is None and not free:
            raise _unauthorized(shown=bool(scheme) or given is not None)


def _unauthorized(*, shown: bool) -> Unauthorized:
    challenge = 'Bearer realm="onrecord"' + (', error="invalid_token"' if shown else "")
    return Unauthorized(headers={"WWW-Authenticate": challenge})


def _as_sent(words: str) -> str:
    """A header's words: WSGI hands the bytes on as Latin-1, and UTF-8 is what was sent."""
    try:
        return words.encode("latin-1").decode()
    except UnicodeError:
        return words
