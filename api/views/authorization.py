"""Bearer keys (RFC 6750): needed for everything but the probes once the service listens beyond loopback.

Keys are compared in constant time, and as digests, so that neither their words nor their lengths leak. With keys in the
settings they are asked for on loopback too: whoever configures one wants it.
"""

from __future__ import annotations

import hmac
import ipaddress
from hashlib import sha256

from flask import Flask, request

from api.problems import Unauthorized
from api.settings import Settings

OPEN = frozenset({"/healthz", "/readyz"})
"""What a probe without a key may ask."""


def loopback(host: str) -> bool:
    """Whether an address to listen on is reachable from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def register(app: Flask, settings: Settings) -> None:
    """Ask every request of `app` for a key, if the settings call for it.

    Raises ValueError when the service would listen beyond loopback and no key is configured.
    """
    if not settings.api_keys:
        if not loopback(settings.host):
            raise ValueError(f"ONRECORD_API_KEYS: beyond loopback ({settings.host}) at least one key is needed")
        return
    keys = [sha256(key.encode()).digest() for key in settings.api_keys]

    @app.before_request
    def ask_for_a_key() -> None:
        if request.path in OPEN:
            return
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        given = sha256(key.strip().encode("latin-1")).digest()  # WSGI hands the header's bytes on as Latin-1
        # Every key is compared, so that the time says nothing about which one it was.
        matches = [hmac.compare_digest(given, known) for known in keys]
        if scheme.lower() == "bearer" and any(matches):
            return
        challenge = 'Bearer realm="onrecord"' + (', error="invalid_token"' if scheme else "")
        raise Unauthorized(headers={"WWW-Authenticate": challenge})
