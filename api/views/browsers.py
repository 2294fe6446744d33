"""What a browser may ask of the service, so that no other page on the web can use it through somebody's browser.

`Host` must be a name of ours, which ends DNS rebinding; `Origin` and `Sec-Fetch-Site` (Fetch Metadata, W3C) must be our
own pages, which ends requests forged by another page (OWASP calls this a resource isolation policy). Command-line
clients send neither of the latter two and name the host that they were given: they notice nothing. Pages that
`cross_origin` lets in are no strangers.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from flask import Flask, Request, request

from api.problems import ForeignHost, ForeignOrigin
from api.settings import Settings
from api.views import cross_origin
from api.views.authorization import loopback

PREVIEW = "desk.preview"
"""The page that is made to be framed: its policy says by whom, and it changes nothing."""

_PORTS = {"http": 80, "https": 443}
_OWN = frozenset({"same-origin", "none"})
"""`none` is an address that a person typed, or a bookmark."""


def register(app: Flask, settings: Settings) -> None:
    """Refuse every request to `app` that another page may have had a browser send."""
    names = frozenset(_bare(name) for name in (settings.host, *settings.allowed_hosts))
    # Beyond loopback a key is needed, which no foreign page has: names are checked if the settings say which are ours.
    any_name = not loopback(settings.host) and not settings.allowed_hosts
    any_address = not loopback(settings.host)

    @app.before_request
    def refuse_other_pages() -> None:
        host = request.headers.get("Host", "")
        if host and not any_name and not _is_ours(host, names, any_address):
            raise ForeignHost(f"This service does not go by the name {_bare(host)[:80]!r}.")
        if cross_origin.allowed(settings):
            return
        origin = request.headers.get("Origin")
        if origin is not None and not _same(origin, host) and not _is_named(origin, names):
            raise ForeignOrigin(f"A page of {origin[:80]!r} asked for this.")
        site = request.headers.get("Sec-Fetch-Site", "none").strip().lower()
        if site not in _OWN and not _is_followed_link(request) and not _is_framed_preview(request):
            raise ForeignOrigin("A page of another origin asked for this.")


def _is_ours(host: str, names: frozenset[str], any_address: bool) -> bool:
    """Whether a Host means us: loopback, a name of the settings, or, where we listen beyond loopback, any address."""
    name = _bare(host)
    if name in names or loopback(name) or name.endswith(".localhost"):
        return True
    if not any_address:
        return False
    try:
        ipaddress.ip_address(name)  # no name, so nobody can have made it lead here
    except ValueError:
        return False
    return True


def _bare(host: str) -> str:
    """The name or address of a Host, without its port, its brackets and the root's dot."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    if host.count(":") == 1:
        host = host.partition(":")[0]
    return host.removesuffix(".")


def _same(origin: str, host: str) -> bool:
    """Whether an origin is the one that the request is sent to, in whichever scheme a proxy before us was asked."""
    scheme, netloc = _parts(origin)
    return scheme in _PORTS and _with_port(netloc, scheme) in {_with_port(host, each) for each in _PORTS}


def _with_port(netloc: str, scheme: str) -> str:
    netloc = netloc.strip().lower()
    return netloc if re.search(r":\d+$", netloc) else f"{netloc}:{_PORTS[scheme]}"


def _is_named(origin: str, names: frozenset[str]) -> bool:
    """Whether the settings name the origin's host: a proxy may ask us under another name than browsers ask it."""
    scheme, netloc = _parts(origin)
    return scheme in _PORTS and not loopback(_bare(netloc)) and _bare(netloc) in names


def _parts(origin: str) -> tuple[str, str]:
    """The scheme and the host with its port, both empty where it is no origin of a page."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return "", ""
    return (parts.scheme, parts.netloc) if parts.netloc else ("", "")


def _is_followed_link(asked: Request) -> bool:
    """Whether somebody followed a link to us from another page: it opens a page of ours, and changes nothing."""
    navigates = asked.headers.get("Sec-Fetch-Mode") == "navigate" and asked.headers.get("Sec-Fetch-Dest") == "document"
    return asked.method in ("GET", "HEAD") and navigates


def _is_framed_preview(asked: Request) -> bool:
    framed = asked.headers.get("Sec-Fetch-Mode") == "navigate" and asked.headers.get("Sec-Fetch-Dest") == "iframe"
    return asked.endpoint == PREVIEW and framed
