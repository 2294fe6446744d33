"""`onrecord mcp`: the record for language models, by the Model Context Protocol over standard input and output.

It speaks with a running service, or with --database to a database alone. Standard output is the protocol's: everything
else goes to standard error.
"""

from __future__ import annotations

import argparse
import logging
from functools import wraps
from typing import Any

from api import logs
from api.record_reader import CannotRead, RecordReader
from api.running_service import RunningService
from api.settings import Settings
from api.version import VERSION


class CannotSpeak(Exception):
    """Why there is nobody to speak with, in one line."""


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Speak until standard input ends. Raises CannotSpeak."""
    made = server(_record(arguments, settings))
    logs.configure(level=logging.WARNING)  # after the library, which would log in a way of its own
    made.run("stdio")
    return 0


def server(record: RecordReader) -> Any:
    """The server of the protocol over this record. Raises CannotSpeak when the library is not there."""
    try:
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp_types import ToolAnnotations
    except ImportError:
        raise CannotSpeak("this needs the library mcp: pip install 'onrecord[mcp]'") from None
    from api.mcp_tools import INSTRUCTIONS, Tools

    made = MCPServer("onrecord", title="Onrecord", instructions=INSTRUCTIONS, version=VERSION, log_level="WARNING")
    reads = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in Tools(record).all():
        made.add_tool(_in_words(tool, ToolError), annotations=reads, structured_output=True)
    return made


def _in_words(tool: Any, error: type[Exception]) -> Any:
    """The tool; what cannot be read is told to the model in words instead of as a crash."""

    @wraps(tool)
    def told(*arguments: Any, **named: Any) -> Any:
        try:
            return tool(*arguments, **named)
        except CannotRead as reason:
            raise error(str(reason)) from None

    return told


def _record(arguments: argparse.Namespace, settings: Settings) -> RecordReader:
    if arguments.database:
        if settings.database_url is None:
            raise CannotSpeak("--database needs DATABASE_URL; without it, name a running service with --url")
        return RecordReader.of_database(settings)
    service = RunningService(settings, arguments.url, arguments.api_key)
    return RecordReader(service.client(), service.base)
