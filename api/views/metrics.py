"""Counts and times for Prometheus at /metrics, over all web processes when PROMETHEUS_MULTIPROC_DIR is set."""

from __future__ import annotations

import os
import time

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter("onrecord_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "onrecord_request_seconds",
    "Seconds to answer a request; one that reads an article takes as long as the model.",
    ["method", "route"],
    buckets=(0.005, 0.02, 0.1, 0.5, 2, 5, 10, 20, 40, 80, 160, 320),
)

_METHODS = frozenset({"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"})


def register(app: Flask) -> None:
    """Count the requests of `app` and serve the counts."""

    @app.before_request
    def begin() -> None:
        g.counted_from = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        # Labels are of a known few: what a client makes up must not fill the memory.
        route = str(request.url_rule) if request.url_rule else "none"
        method = request.method if request.method in _METHODS else "other"
        REQUESTS.labels(method, route, response.status_code).inc()
        SECONDS.labels(method, route).observe(time.perf_counter() - g.counted_from)
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        """Return counts and times in the Prometheus text format."""
        registry = REGISTRY
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
