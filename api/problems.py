"""Everything that can go wrong and be told, and the one place that turns it into RFC 9457 `application/problem+json`.

Problem
├── BadRequest                 400  the request cannot be read at all
│   ├── MalformedJson          400  the body is not one JSON document
│   ├── WrongEncoding          400  the body's bytes are not in the charset it declares
│   └── InvalidParameter       400  a query parameter or header is unknown or has a wrong value
├── Unauthorized               401  no key, or not one of ours
├── Forbidden                  403  this client may not do that
│   ├── ForeignOrigin          403  another page asks through somebody's browser
│   ├── ScopeMissing           403  the key may not do that
│   └── ForgedForm             403  a form without the token of the page it stands on
├── NotFound                   404  no such route, or nothing with this id
├── MethodNotAllowed           405  the route exists, the method does not
├── NotAcceptable              406  none of the media types in Accept can be served
├── RequestTooSlow             408  the request did not come whole in time
├── Conflict                   409  the thing is in a state that does not allow this now
│   └── StillInProgress        409  the request under this Idempotency-Key is being worked on
├── PreconditionFailed         412  somebody else has changed it since it was read
├── TooLarge                   413  more than the service takes
│   ├── BodyTooLarge           413  the request body, in bytes
│   └── ArticleTooLong         413  the article, in code points
├── TargetTooLong              414  the address with its query is longer than it may be
├── UnsupportedMediaType       415  the body is in a media type that is not taken
├── TooManyAttempts            429  too many wrong keys were tried
├── TooManyRequests            429  more was asked within a minute than ONRECORD_RATE_LIMIT allows
├── ForeignHost                421  the request names a host that is not ours
├── Unprocessable              422  readable, and yet not what is asked for
│   ├── InvalidDocument        422  the document breaks its JSON Schema; one error for each place
│   ├── UnreadableText         422  the text holds code points no article has (NUL, lone surrogates)
│   ├── EmptyArticle           422  no text is left once the white space is gone
│   ├── WordsNotThere          422  the words do not stand in the article at the offsets given
│   └── KeyReused              422  the Idempotency-Key stands for another request
├── HeadersTooLarge            431  the header fields are longer than they may be
├── ModelProblem               502  the language model did not do its part
│   ├── ModelMisconfigured     502  it rejects our key, the model's name or the request itself
│   ├── ModelRefused           502  it declined to answer
│   ├── ModelUnintelligible    502  nothing it answered could be read
│   ├── ModelUnavailable       503  it cannot be reached or answers with a server error
│   ├── ModelRateLimited       503  it asks us to slow down
│   └── ModelTooSlow           504  it did not answer in time
├── NotReady                   503  a part of the service is not up
│   ├── DatabaseUnavailable    503  the database cannot be reached, or does not answer
│   └── StorageFull            503  the disk is full
└── Busy                       503  more is asked at once than the service takes

Raise them anywhere; nothing but `register` knows Flask. Details are written for the person who sent the request and
never quote the article, a key or the words of an unforeseen exception.
"""

from __future__ import annotations

import logging
import math
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

if TYPE_CHECKING:
    from flask import Flask, Response
    from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong place in a request: a JSON Pointer into its body, or the name of a query parameter or header."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None

    def as_json(self) -> dict[str, str]:
        """The member of a problem's `errors`, without the places that do not apply."""
        places = {"pointer": self.pointer, "parameter": self.parameter, "header": self.header}
        return {name: value for name, value in places.items() if value is not None} | {"detail": self.detail}


class Problem(Exception):
    """Something unforeseen happened inside the service; it is in the log under the request id.

    As the root of the tree: whatever can be told to the client, with a status, a type and what to do about it.
    `detail` is a sentence about this occurrence; `errors` are the places at fault; `retry_after` is in seconds;
    `members` are extension members of the problem document (`extraction_id`, `limit`).
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "The service made a mistake"
    detail: str = "Something unforeseen happened. It has been logged under the request id."

    def __init__(
        self,
        detail: str | None = None,
        *,
        errors: Sequence[Fault] = (),
        retry_after: float | None = None,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        self.detail = detail or type(self).detail
        self.errors = tuple(errors)
        self.retry_after = retry_after
        self.headers = dict(headers or {})
        self.members = members
        super().__init__(self.detail)

    @property
    def type(self) -> str:
        """The problem type's URI, relative to the service, where it is described; about:blank for a mere status."""
        return f"/problems/{self.slug}" if self.slug else "about:blank"

    def as_json(self) -> dict[str, Any]:
        """The problem document of RFC 9457 section 3, without `instance` and `request_id`."""
        document: dict[str, Any] = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [fault.as_json() for fault in self.errors]
        if self.retry_after is not None:
            document["retry_after"] = _whole_seconds(self.retry_after)
        return document | {name: value for name, value in self.members.items() if value is not None}

    def all_headers(self) -> dict[str, str]:
        """The headers it brings along, `Retry-After` in whole seconds (RFC 9110 section 10.2.3) among them."""
        if self.retry_after is None:
            return dict(self.headers)
        return {**self.headers, "Retry-After": str(_whole_seconds(self.retry_after))}


class BadRequest(Problem):
    """The request cannot be read at all."""

    status = 400
    slug = "bad-request"
    title = "The request cannot be understood"
    detail = "The request cannot be understood as it was sent."


class MalformedJson(BadRequest):
    """The body is not one JSON document: a syntax error, a name given twice, NaN, or nested too deeply."""

    slug = "malformed-json"
    title = "The body is not valid JSON"
    detail = "The body is not valid JSON."


class WrongEncoding(BadRequest):
    """The body's bytes are not in the charset it declares, or that charset is unknown."""

    slug = "wrong-encoding"
    title = "The body is not in the declared encoding"
    detail = "The body is not valid UTF-8. Send UTF-8, or name the charset in Content-Type."


class InvalidParameter(BadRequest):
    """A query parameter or header is unknown, given twice, or has a value it cannot have."""

    slug = "invalid-parameter"
    title = "A parameter of the request is not valid"
    detail = "A parameter of the request is not valid."


class Unauthorized(Problem):
    """The service listens beyond loopback and the request carries no key, or not one of the configured ones."""

    status = 401
    slug = "unauthorized"
    title = "A key is needed"
    detail = "Send a valid key as `Authorization: Bearer KEY`."


class Forbidden(Problem):
    """The request is understood, and this client may not make it."""

    status = 403
    slug = "forbidden"
    title = "This is not allowed"
    detail = "This is not allowed."


class ForeignOrigin(Forbidden):
    """A page of another origin asks through somebody's browser; pages of ONRECORD_ALLOWED_HOSTS may."""

    slug = "foreign-origin"
    title = "Another page may not ask for this"
    detail = "Only the service's own pages may use it through a browser."


class ScopeMissing(Forbidden):
    """The key that was shown may not do this; `detail` names the scope that is missing."""

    slug = "scope-missing"
    title = "The key may not do this"
    detail = "The key that was shown may not do this."


class ForgedForm(Forbidden):
    """A form of the desk, or a request let in by its cookie, came without the token of the page it stands on."""

    slug = "forged-form"
    title = "The form is not of this session"
    detail = "The form was not sent from a page of this session. Reload the page and send it again."


class NotFound(Problem):
    """There is no such route, or nothing with this id; what was deleted is not found either."""

    status = 404
    slug = "not-found"
    title = "Not found"
    detail = "There is nothing at this address."


class MethodNotAllowed(Problem):
    """The route exists but does not take this method; `Allow` lists those it takes."""

    status = 405
    slug = "method-not-allowed"
    title = "This method is not allowed here"
    detail = "This address does not take that method; see the Allow header."


class NotAcceptable(Problem):
    """None of the media types named in Accept can be served; `detail` names those that can."""

    status = 406
    slug = "not-acceptable"
    title = "None of the accepted media types can be served"
    detail = "None of the media types in Accept can be served here."


class RequestTooSlow(Problem):
    """The request did not come whole within the time it has: 10 seconds for its head, 30 and more for its body."""

    status = 408
    slug = "request-too-slow"
    title = "The request did not arrive in time"
    detail = "The request did not arrive in time."


class Conflict(Problem):
    """The state of the thing does not allow this now: an article was deleted while it was being read."""

    status = 409
    slug = "conflict"
    title = "This cannot be done in the present state"
    detail = "This cannot be done in the present state."


class StillInProgress(Conflict):
    """A request under the same Idempotency-Key is being worked on; sent again later, it gets that one's answer."""

    slug = "still-in-progress"
    title = "The request is being worked on"
    detail = "A request with this Idempotency-Key is being worked on. Send it again for its answer."

    def __init__(self, detail: str | None = None, *, retry_after: float | None = 5, **more: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **more)


class PreconditionFailed(Problem):
    """The fact is another by now than the one that If-Match names: somebody has decided about it meanwhile."""

    status = 412
    slug = "precondition-failed"
    title = "It has changed meanwhile"
    detail = "It is no longer as it was when you read it. Read it again, then decide."


class TooLarge(Problem):
    """More was sent than the service takes."""

    status = 413
    slug = "too-large"
    title = "Too much was sent"
    detail = "The request is larger than the service takes."


class BodyTooLarge(TooLarge):
    """The request body has more bytes than any allowed article could need."""

    slug = "body-too-large"
    title = "The request body is too large"
    detail = "The request body is larger than the service takes."


class ArticleTooLong(TooLarge):
    """The article's canonical text has more code points than the limit; nothing of it is stored."""

    slug = "article-too-long"
    title = "The article is too long"
    detail = "The article is longer than the service takes."

    def __init__(self, *, limit: int, length: int | None = None) -> None:
        has = f"The article has {length:,} characters; the" if length is not None else "The"
        super().__init__(f"{has} limit is {limit:,} characters.", limit=limit, length=length)


class TargetTooLong(Problem):
    """The address with its query is longer than 8,190 bytes."""

    status = 414
    slug = "target-too-long"
    title = "The address is too long"
    detail = "The address with its query is longer than 8,190 bytes."


class UnsupportedMediaType(Problem):
    """The body is in a media type that is not taken; `detail` names those that are."""

    status = 415
    slug = "unsupported-media-type"
    title = "This media type is not taken"
    detail = "Send application/json, text/plain or text/html."


class TooManyAttempts(Problem):
    """Too many wrong keys were tried at the desk within a few minutes."""

    status = 429
    slug = "too-many-attempts"
    title = "Too many keys were tried"
    detail = "Too many wrong keys were tried. Wait a few minutes."


class TooManyRequests(Problem):
    """More was asked within a minute than ONRECORD_RATE_LIMIT allows; `RateLimit` tells how a client stands."""

    status = 429
    slug = "too-many-requests"
    title = "Too much was asked within a minute"
    detail = "More was asked within a minute than the service takes."


class ForeignHost(Problem):
    """The request names a host that is neither loopback nor one of ONRECORD_ALLOWED_HOSTS."""

    status = 421
    slug = "foreign-host"
    title = "The request is for another host"
    detail = "The request names a host that is not this service's."


class Unprocessable(Problem):
    """The request can be read, and yet it is not what is asked for."""

    status = 422
    slug = "unprocessable"
    title = "The request cannot be processed"
    detail = "The request can be read but not processed."


class InvalidDocument(Unprocessable):
    """The document breaks its JSON Schema; `errors` has one entry, with its JSON Pointer, for each place that does."""

    slug = "invalid-document"
    title = "The document does not have the right shape"
    detail = "The document does not have the right shape; `errors` says where."


class UnreadableText(Unprocessable):
    """The text holds what no article has (NUL characters, lone surrogates), or is HTML that takes too long to parse."""

    slug = "unreadable-text"
    title = "The text cannot be read"
    detail = "The text holds characters that cannot be stored: NUL characters or lone surrogates."


class EmptyArticle(Unprocessable):
    """No text is left once the white space, or the markup around it, is gone."""

    slug = "empty-article"
    title = "The article is empty"
    detail = "The article has no text."


class WordsNotThere(Unprocessable):
    """Words do not stand in the article at the offsets given, which count Unicode code points."""

    slug = "words-not-there"
    title = "The article has other words there"
    detail = "The article has other words at these offsets."


class KeyReused(Unprocessable):
    """The Idempotency-Key has been sent with another request: another address, type or body."""

    slug = "key-reused"
    title = "The key stands for another request"
    detail = "This Idempotency-Key has been sent with another request. Give each request a key of its own."


class HeadersTooLarge(Problem):
    """The header fields are larger or more than the service takes."""

    status = 431
    slug = "headers-too-large"
    title = "The header fields are too large"
    detail = "The header fields of the request are larger or more than the service takes."


class ModelProblem(Problem):
    """The language model did not do its part; the article is stored, and posting it again tries once more."""

    status = 502
    slug = "model-problem"
    title = "The language model did not do its part"
    detail = "The language model did not do its part. Post the article again to retry."


class ModelMisconfigured(ModelProblem):
    """The model's endpoint rejects our key, the model's name or the request itself: the operator must act."""

    slug = "model-misconfigured"
    title = "The language model's endpoint rejects the service"
    detail = "The language model's endpoint rejects the configured key, model name or request."


class ModelRefused(ModelProblem):
    """The model declined to answer about this article."""

    slug = "model-refused"
    title = "The language model refused"
    detail = "The language model declined to read this article."


class ModelUnintelligible(ModelProblem):
    """Nothing the model answered could be read, even after it was told what was wrong."""

    slug = "model-unintelligible"
    title = "The language model's answer could not be read"
    detail = "Nothing the language model answered could be read."


class ModelUnavailable(ModelProblem):
    """The model's endpoint cannot be reached, drops the connection or answers with a server error."""

    status = 503
    slug = "model-unavailable"
    title = "The language model cannot be reached"
    detail = "The language model cannot be reached at the moment. The article is kept; post it again to retry."

    def __init__(self, detail: str | None = None, *, retry_after: float | None = 10, **more: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **more)


class ModelRateLimited(ModelProblem):
    """The model's endpoint asks us to slow down (429); `Retry-After` passes on what it said."""

    status = 503
    slug = "model-rate-limited"
    title = "The language model is rate-limited"
    detail = "The language model's endpoint asks to slow down. The article is kept; post it again to retry."

    def __init__(self, detail: str | None = None, *, retry_after: float | None = 30, **more: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **more)


class ModelTooSlow(ModelProblem):
    """The model did not answer within the configured time."""

    status = 504
    slug = "model-too-slow"
    title = "The language model is too slow"
    detail = "The language model did not answer in time. The article is kept; post it again to retry."


class NotReady(Problem):
    """A part of the service is not up; `checks` says which."""

    status = 503
    slug = "not-ready"
    title = "The service is not ready"
    detail = "A part of the service is not ready."

    def __init__(self, detail: str | None = None, *, retry_after: float | None = 5, **more: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **more)


class DatabaseUnavailable(NotReady):
    """The database cannot be reached, or does not answer in time."""

    slug = "database-unavailable"
    title = "The database cannot be reached"
    detail = "The database cannot be reached at the moment."


class StorageFull(NotReady):
    """The disk is full, ours or the database's: nothing more can be stored until somebody makes room."""

    slug = "storage-full"
    title = "The disk is full"
    detail = "The disk is full. Nothing more can be stored until there is room."

    def __init__(self, detail: str | None = None, *, retry_after: float | None = 60, **more: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **more)


class Busy(Problem):
    """More is asked at once than the service takes: every thread, or every place for event streams, is taken."""

    status = 503
    slug = "busy"
    title = "The service is busy"
    detail = "More is asked at once than the service takes."

    def __init__(self, detail: str | None = None, *, retry_after: float | None = 5, **more: Any) -> None:
        super().__init__(detail, retry_after=retry_after, **more)


def every_type(root: type[Problem] = Problem) -> Iterator[type[Problem]]:
    """Every problem type of the tree above, parents first."""
    yield root
    for child in root.__subclasses__():
        yield from every_type(child)


def recalled(document: Mapping[str, Any], **members: Any) -> Problem:
    """The problem kept as a document (`as_json`), to be raised again; a ModelProblem when its type is unknown."""
    slug = str(document.get("type", "")).rpartition("/")[2]
    kind = next((kind for kind in every_type() if kind.slug == slug), ModelProblem)
    problem = Problem.__new__(kind)
    Problem.__init__(problem, document.get("detail"), retry_after=document.get("retry_after"), **members)
    return problem


def register(app: Flask) -> None:
    """Make every error of `app` leave it as a problem document: ours, Werkzeug's and the unforeseen ones."""
    from werkzeug.exceptions import HTTPException  # here, so that the engine can raise problems without a web framework

    def told(problem: Exception) -> Response:
        assert isinstance(problem, Problem)
        return render(problem)

    def from_werkzeug(error: Exception) -> Any:
        assert isinstance(error, HTTPException)
        if error.code is None or error.code < 400 or error.response is not None:
            return error  # a redirect, or a response that is complete already
        return render(_translate(error))

    app.register_error_handler(Problem, told)
    app.register_error_handler(HTTPException, from_werkzeug)
    app.register_error_handler(Exception, unforeseen)


def render(problem: Problem) -> Response:
    """The problem as a response to the current request, with the request's id and path."""
    from flask import current_app, g, request

    document = problem.as_json() | {"instance": quote(request.path)}
    if request_id := g.get("request_id"):
        document["request_id"] = request_id
    response = current_app.response_class(current_app.json.dumps(document), problem.status, mimetype=MEDIA_TYPE)
    response.headers.update(problem.all_headers())
    return response


def unforeseen(error: Exception) -> Response:
    """Log an error that nobody told about and answer 500 without a word of it.

    The log has its frames and its kind: its words may quote the article or a key.
    """
    log.error("unforeseen %s\n%s", type(error).__qualname__, "".join(traceback.format_tb(error.__traceback__)))
    return render(Problem())


def _translate(error: HTTPException) -> Problem:
    """Werkzeug's exception as a problem of the same status, with the headers it brings (Allow, Retry-After)."""
    known = {400: BadRequest, 401: Unauthorized, 403: Forbidden, 404: NotFound, 405: MethodNotAllowed,
             406: NotAcceptable, 409: Conflict, 413: BodyTooLarge, 415: UnsupportedMediaType,
             422: Unprocessable}  # fmt: skip
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    status = error.code or 500
    if status in known:
        return known[status](headers=headers)
    other = Problem(error.description, headers=headers)
    other.__dict__.update(status=status, slug="", title=error.name)
    return other


def _whole_seconds(seconds: float) -> int:
    return max(0, math.ceil(seconds))
