"""The process's one way to the language model: an OpenAI client on connections that every thread shares."""

from __future__ import annotations

import logging

import httpx2
import openai

from api.engine.llm import deadline, endpoint
from api.settings import Settings

CONNECTIONS = 2000
"""More than gunicorn has threads: a thread that has an article must never queue for a connection."""

KEEP_ALIVE = 60.0
"""Seconds an idle connection is kept, so that the next article need not shake hands anew."""

CONNECT_TIMEOUT = 2.0
"""Seconds to get a connection: that a server is down must be told at once, not after the time a reply may take."""


def connect(url: str, settings: Settings) -> openai.OpenAI:
    """A client for the endpoint at `url`; it opens no connection yet and never tries a call twice by itself."""
    # At DEBUG the library logs whole requests, and with them the article.
    logging.getLogger("openai").setLevel(logging.INFO)
    http = openai.DefaultHttpxClient(
        limits=httpx2.Limits(
            max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=KEEP_ALIVE
        ),
        timeout=httpx2.Timeout(settings.llm_timeout, connect=CONNECT_TIMEOUT),
        trust_env=not endpoint.is_loopback(url),
    )
    deadline.hold(http)
    # The second try is `Model`'s: the library's would sit out a Retry-After of two minutes on our thread, and would
    # ask a model that was too slow the same again.
    return openai.OpenAI(
        base_url=url,
        api_key=settings.openai_api_key or "none",
        max_retries=0,
        timeout=http.timeout,
        http_client=http,
    )
