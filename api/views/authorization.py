"""Keys (RFC 6750): needed for everything but the probes once the service listens beyond loopback.

A key of the settings may do all, and may have a name, `name:key`, by which reviews tell who made them. Those that
people make (`record.access_keys`) have a name, scopes and perhaps an end. Keys are compared in constant time, and as
digests, so that neither their words nor their lengths leak. With keys in the settings they are asked for on loopback
too: whoever configures one wants it.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flask import Flask, Request, g, request

from api.problems import ScopeMissing, Unauthorized
from api.record.access_keys import SCOPES, Held, digest_of
from api.settings import Settings
from api.views.services import of_app

ADDRESS_PARAMETER = "access_token"
"""A key in an address (RFC 6750 section 2.3), for tools that can send no header."""

OPEN = frozenset({"/healthz", "/readyz"})
"""What a probe without a key may ask."""


READING = frozenset({"reconcile.answer", "desk.try_key", "desk.sign_out"})
"""Endpoints that change nothing of the record though they are posted to."""

REVIEWING = frozenset(
    "facts.decide facts.undo facts.add entities.call entities.judge entities.undo desk.decide desk.correct desk.add "
    "desk.undo desk.judge desk.undo_judgement".split()
)
"""Endpoints that decide about facts and entities."""

ADMINISTERING = frozenset("access.make access.keys access.revoke access.audit".split())
"""Endpoints that are about keys, and about who did what."""


@dataclass(frozen=True, slots=True)
class Key:
    """Whose it is and what it may do. `digest`: what it is compared by; `id`: of one that people made."""

    digest: bytes
    name: str | None
    scopes: frozenset[str] = frozenset(SCOPES)
    id: str | None = None

    @classmethod
    def of(cls, setting: str) -> Key:
        """Read `name:key`, or a key alone, of the settings."""
        name, colon, words = setting.partition(":")
        return cls(digest_of(words), name.strip() or None) if colon and words else cls(digest_of(setting), None)

    @classmethod
    def held(cls, one: Held | None) -> Key | None:
        """The key of one that people made."""
        return None if one is None else cls(one.digest, one.name, one.scopes, one.id)

    def may(self, scope: str) -> bool:
        """Whether it may do what asks for this scope."""
        return scope == "read" or scope in self.scopes or "admin" in self.scopes


class Keys:
    """The keys of the settings and those that people made."""

    def __init__(self, settings: Iterable[str]) -> None:
        self._keys = [Key.of(setting) for setting in settings]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __bool__(self) -> bool:
        """Whether a key is asked for at all."""
        return bool(self._keys)

    def matching(self, words: str) -> Key | None:
        """The key with these words, if it is one of ours."""
        given = digest_of(words)
        # Every key is compared, so that the time says nothing about which one it was.
        matches = [(hmac.compare_digest(given, key.digest), key) for key in self._keys]
        own = next((key for same, key in matches if same), None)
        return own or Key.held(of_app().keys.matching(words))

    def holding(self, key_id: str) -> Key | None:
        """The key that people made with this id, if it holds."""
        return Key.held(of_app().keys.holding(key_id))


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


def key() -> Key | None:
    """The key that the current request is made with."""
    found: Key | None = g.get("key")
    return found


def reviewer() -> str | None:
    """The name of the key that the current request is made with; None without a key or a name."""
    made_with = key()
    return made_with.name if made_with else None


def asker() -> str:
    """Who makes the current request, as a digest: by key, or by none."""
    made_with = key()
    return made_with.digest.hex() if made_with else ""


def scope_of(asked: Request) -> str:
    """What a key must be allowed for a request."""
    if asked.endpoint in ADMINISTERING:
        return "admin"
    if asked.method in ("GET", "HEAD", "OPTIONS") or asked.endpoint in READING:
        return "read"
    return "review" if asked.endpoint in REVIEWING else "write"


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
        if g.key is not None and not free and not g.key.may(wanted := scope_of(request)):
            challenge = f'Bearer realm="onrecord", error="insufficient_scope", scope="{wanted}"'
            raise ScopeMissing(f"This needs a key with the scope {wanted}.", headers={"WWW-Authenticate": challenge})


def _unauthorized(*, shown: bool) -> Unauthorized:
    challenge = 'Bearer realm="onrecord"' + (', error="invalid_token"' if shown else "")
    return Unauthorized(headers={"WWW-Authenticate": challenge})


def _as_sent(words: str) -> str:
    """A header's words: WSGI hands the bytes on as Latin-1, and UTF-8 is what was sent."""
    try:
        return words.encode("latin-1").decode()
    except UnicodeError:
        return words
