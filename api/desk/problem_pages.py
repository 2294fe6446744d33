"""Problems as pages, for whoever asks with a browser: the same words, in HTML, by `Accept`.

A browser that needs a key is led to where one signs in instead.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, make_response, redirect, request, url_for

from api.desk.rendering import page
from api.problems import MEDIA_TYPE


def register(app: Flask) -> None:
    """Turn the problems that `app` answers browsers with into pages."""

    @app.after_request
    def as_a_page(response: Response) -> Response:
        if request.endpoint == "openapi.problem" and response.status_code == 200 and wants_page():
            return page("problem_type.html", kind=json.loads(response.get_data()))
        if response.mimetype != MEDIA_TYPE or not wants_page():
            return response
        problem = json.loads(response.get_data() or b"{}")
        if response.status_code == 401 and request.method == "GET" and not request.headers.get("Authorization"):
            return _kept(make_response(redirect(url_for("desk.sign_in", next=request.full_path.rstrip("?")))), response)
        return _kept(page(_template(), response.status_code, problem=problem), response)


def wants_page() -> bool:
    """Whether the current request would rather have HTML than JSON."""
    accept = request.accept_mimetypes
    return accept["text/html"] > max(accept["application/json"], accept[MEDIA_TYPE]) or (
        bool(accept) and accept.best == "text/html"
    )


def _template() -> str:
    """A page, or the few lines of it that a part of a page asks for."""
    return "problem_part.html" if request.headers.get("HX-Request") else "problem.html"


def _kept(page: Response, problem: Response) -> Response:
    """The page with the headers that the problem came with, such as Retry-After."""
    passed_over: Any = {"content-type", "content-length"}
    for name, value in problem.headers:
        if name.lower() not in passed_over and name not in page.headers:
            page.headers.add(name, value)
    return page
