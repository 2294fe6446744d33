"""The command line: `onrecord serve | extract | check | model | worker | evaluate | export | mcp | keys`.

Answers go to standard output, progress and complaints to standard error, a complaint in one line. Exit status: 0 done,
1 it could not be done, 2 the command or its input is wrong, 130 interrupted. Options of the service come from the
environment (`api.settings`); the flags here are those that change from one call to the next.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from api.evaluation import command as evaluation
from api.problems import Problem
from api.settings import Settings

# Everything heavier is imported by the verb that needs it: `onrecord --help` answers at once.


class Complaint(Exception):
    """What went wrong, in one line for the person at the terminal, and the exit status it ends with."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    arguments = _parser().parse_args(argv)
    try:
        settings = Settings.from_environment()
        verb: Callable[[argparse.Namespace, Settings], int] = arguments.verb
        status = verb(arguments, settings)
        sys.stdout.flush()  # here, where a closed pipe is known for what it is
        return status
    except Complaint as complaint:
        return _complain(str(complaint), complaint.status)
    except Problem as problem:
        return _complain(problem.detail, 2 if problem.status in (413, 422) else 1)
    except ValueError as error:
        if str(error).startswith(("ONRECORD_", "LLM_", "OPENAI_", "DATABASE_")):  # the settings name their variable
            return _complain(str(error), 2)
        raise
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of a pipe, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _complain(message: str, status: int) -> int:
    print(f"onrecord: {message}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onrecord",
        description="News article in; companies, people, deals and claims out, each with the words that prove it.",
        epilog="Options of the service are environment variables; the README lists them.",
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    serve = verbs.add_parser("serve", help="run the service with all it needs")
    serve.add_argument("--host", help="address to listen on (ONRECORD_HOST)")
    serve.add_argument("--port", type=int, help="port to listen on (ONRECORD_PORT)")
    serve.add_argument("--no-worker", action="store_true", help="start no worker; others take the queued articles")
    serve.set_defaults(verb=_serve)

    extract = verbs.add_parser("extract", help="extract the facts of one article, without a database")
    extract.add_argument("file", metavar="FILE", help="text or HTML in UTF-8; - reads standard input")
    shape = extract.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print the whole extraction as JSON")
    shape.add_argument("--events", action="store_true", help="print facts as they are proven, a line of JSON each")
    for name, meaning in (
        ("title", "the headline, if it is not in the text"),
        ("language", "ISO 639-1 code; found out if not given"),
        ("published-at", "RFC 3339 time or date; the base of relative dates"),
        ("url", "where it was published"),
        ("publisher", "who published it"),
    ):
        extract.add_argument(f"--{name}", help=meaning)
    extract.set_defaults(verb=_extract)

    check = verbs.add_parser(
        "check", help="set a draft beside the record of a running service, which keeps nothing of it"
    )
    check.add_argument("file", metavar="FILE", help="text or HTML; - reads standard input")
    check.add_argument("--format", choices=("table", "json"), default="table", help="default: table")
    _service_arguments(check)
    check.set_defaults(verb=_check)

    model = verbs.add_parser("model", help="the embedded language model")
    model_verbs = model.add_subparsers(required=True, metavar="VERB")
    fetch = model_verbs.add_parser("fetch", help="fetch the model's file, once, and print its path")
    fetch.set_defaults(verb=_model_fetch)
    model_serve = model_verbs.add_parser("serve", help="serve the model alone, for services on other machines")
    model_serve.add_argument("--host", default="127.0.0.1", help="address to listen on; it asks for no key")
    model_serve.set_defaults(verb=_model_serve)
    build = model_verbs.add_parser("build", help="build the model server for this processor (cmake, a C++ compiler)")
    build.set_defaults(verb=_model_build)

    worker = verbs.add_parser("worker", help="extract the queued articles; start as many as you like")
    worker.set_defaults(verb=_worker)

    evaluate = verbs.add_parser("evaluate", help="score the extraction on articles with known facts")
    evaluation.add_arguments(evaluate)
    evaluate.set_defaults(verb=evaluation.run)

    export = verbs.add_parser("export", help="what a running service knows, for other programs")
    _export_arguments(export)
    export.set_defaults(verb=_export)

    mcp = verbs.add_parser("mcp", help="what is known, for language models (Model Context Protocol)")
    _service_arguments(mcp)
    mcp.add_argument("--database", action="store_true", help="read the database of DATABASE_URL without a service")
    mcp.set_defaults(verb=_mcp)

    keys = verbs.add_parser("keys", help="make, list and revoke keys; alone: print one for ONRECORD_API_KEYS")
    _keys_arguments(keys)
    return parser


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from api.embedded.preflight import CannotServe
    from api.embedded.supervisor import Supervisor
    from api.progress import ProgressLine

    settings = replace(settings, host=arguments.host or settings.host, port=arguments.port or settings.port)
    with ProgressLine() as line:
        supervisor = Supervisor(settings, worker=not arguments.no_worker, say=_say, progress=line.bytes)
        try:
            return supervisor.run()
        except CannotServe as error:
            raise Complaint(str(error)) from None


def _extract(arguments: argparse.Namespace, settings: Settings) -> int:
    from api import extract_command

    try:
        return extract_command.run(arguments, settings)
    except extract_command.CannotExtract as error:
        raise Complaint(str(error), error.status) from None


def _check(arguments: argparse.Namespace, settings: Settings) -> int:
    from api import check_command

    try:
        return check_command.run(arguments, settings)
    except check_command.CannotCheck as error:
        raise Complaint(str(error), error.status) from None


def _model_fetch(arguments: argparse.Namespace, settings: Settings) -> int:
    from api.embedded.model_files import ModelFileMissing, ensure
    from api.progress import ProgressLine

    with ProgressLine() as line:
        try:
            path = ensure(settings, line.bytes)
        except ModelFileMissing as error:
            raise Complaint(str(error)) from None
    print(path)
    return 0


def _model_build(arguments: argparse.Namespace, settings: Settings) -> int:
    from api.embedded import agreement, native

    try:
        path = native.build(settings, _say, lambda program: agreement.trouble(settings, program, _say))
    except native.CannotBuild as error:
        raise Complaint(str(error)) from None
    _say("From its next start the service uses it:")
    print(path)
    return 0


def _model_serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from api.embedded import model_server

    return model_server.main(["--host", arguments.host])


def _worker(arguments: argparse.Namespace, settings: Settings) -> int:
    if settings.database_url is None:
        raise Complaint("a worker needs DATABASE_URL; `onrecord serve` starts one of its own.", 2)
    from api import jobs, logs

    logs.configure()
    jobs.work(settings)
    return 0


def _export_arguments(export: argparse.ArgumentParser) -> None:
    export.add_argument("format", metavar="FORMAT", help="such as ftm.ndjson, xlsx or gold (docs/exports.md)")
    kinds = ("articles", "claims", "deals", "people", "companies")
    export.add_argument("--kind", choices=kinds, default="articles", help="articles with all their facts, or one kind")
    export.add_argument("--where", metavar="NAME=VALUE", action="append", default=[], help="a filter of that list")
    export.add_argument("--limit", type=int, help="how many items at most")
    export.add_argument("--output", "-o", metavar="FILE", default="-", help="default: standard output")
    _service_arguments(export)


def _service_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--url", help="the running service; default: the one of the settings")
    verb.add_argument("--api-key", help="its key; default: the first of ONRECORD_API_KEYS")


def _export(arguments: argparse.Namespace, settings: Settings) -> int:
    from api import export_command

    try:
        return export_command.run(arguments, settings)
    except export_command.CannotExport as error:
        raise Complaint(str(error)) from None


def _mcp(arguments: argparse.Namespace, settings: Settings) -> int:
    from api import mcp_command

    try:
        return mcp_command.run(arguments, settings)
    except mcp_command.CannotSpeak as error:
        raise Complaint(str(error)) from None


def _keys_arguments(keys: argparse.ArgumentParser) -> None:
    keys.set_defaults(verb=_keys, do="new")
    verbs = keys.add_subparsers(metavar="VERB")
    make = verbs.add_parser("make", help="make a key and print its words, which nobody can read again")
    make.add_argument("name", metavar="NAME", help="whose it is, or what it is for")
    scopes = ("read", "write", "review", "admin")
    make.add_argument("--scope", action="append", choices=scopes, help="what it may do, once for each; default: read")
    make.add_argument("--expires", metavar="DATE", help="the day, or RFC 3339 time, from which on it does not hold")
    listed = verbs.add_parser("list", help="list the keys that were made")
    revoke = verbs.add_parser("revoke", help="end a key from now on")
    revoke.add_argument("id", metavar="ID", help="its id, as the list tells it")
    for name, verb in (("make", make), ("list", listed), ("revoke", revoke)):
        verb.add_argument("--url", help="the running service; default: the one of the settings")
        verb.add_argument("--api-key", help="a key that may administer; default: the first of ONRECORD_API_KEYS")
        verb.set_defaults(do=name)


def _keys(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.do == "new":
        print(secrets.token_urlsafe(32))
        return 0
    from api import keys_command

    try:
        return keys_command.run(arguments, settings)
    except keys_command.CannotManage as error:
        raise Complaint(str(error)) from None


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
