"""The log of a process: one line an event on stderr, JSON for a machine, coloured words for a person at a terminal.

Everything goes through here, what libraries write with the standard library's `logging` too. Of an exception the kind
and the frames are kept and its words are not: they may quote an article or a key.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TALKATIVE = ("alembic", "httpx2", "httpcore2", "openai", "procrastinate", "trafilatura", "htmldate", "urllib3")


def configure(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Send the log of this process to `stream` (stderr) from now on; calling it again changes where."""
    stream = stream or sys.stderr
    person = stream.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer = structlog.dev.ConsoleRenderer() if person else structlog.processors.JSONRenderer()
    lines = logging.StreamHandler(stream)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [lines]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def without_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put the kind and the frames of an exception into the event in place of the exception."""
    about = event.pop("exc_info", None)
    record = event.get("_record")
    if record is not None and record.exc_info:
        about, record.exc_info, record.exc_text = record.exc_info, None, None
    if about is True:
        about = sys.exc_info()
    error = about[1] if isinstance(about, tuple) else about
    if isinstance(error, BaseException):
        event["exception"] = type(error).__qualname__
        event["frames"] = [line.strip() for line in traceback.format_tb(error.__traceback__)]
    return event
