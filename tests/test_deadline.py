"""A call ends in time, whatever the endpoint does, and a dead endpoint is left alone."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from api.engine.llm import breaker, deadline, failures
from api.engine.llm.breaker import Breaker
from api.engine.llm.client import Model
from api.problems import ModelMisconfigured, ModelTooSlow, ModelUnavailable, ModelUnintelligible
from api.settings import Settings
from tests.asking import GOOD, ask, failure_of, model_at
from tests.fake_openai import FakeOpenAI, Fault, fake_openai

__all__ = ["fake_openai"]

Start = Callable[..., FakeOpenAI]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failures, "PAUSE", 0.01)


@contextmanager
def endpoint(answer: Callable[[socket.socket, threading.Event], None], **options: object) -> Iterator[Model]:
    """A model at a raw socket that describes itself well and answers questions in its own way."""
    ended = threading.Event()
    with FakeOpenAI("llama.cpp", [GOOD]) as described, socket.create_server(("127.0.0.1", 0)) as server:
        model = Model(Settings(llm_base_url=described.url, **options))  # type: ignore[arg-type]
        assert model.profile == "small"
        known = model._endpoint
        own = Model(Settings(llm_base_url=f"http://127.0.0.1:{server.getsockname()[1]}/v1", **options))  # type: ignore[arg-type]
        own._endpoint = known

        def serve() -> None:
            while not ended.is_set():
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    try:
                        answer(connection, ended)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield own
        finally:
            ended.set()
            own.close()
            server.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def drip_a_head(connection: socket.socket, ended: threading.Event) -> None:
    for byte in HEAD[:-4] + b"\r\nX: " + b"x" * 10_000:
        connection.send(bytes([byte]))
        if ended.wait(0.05):
            return


def drip_a_body(connection: socket.socket, ended: threading.Event) -> None:
    connection.sendall(HEAD)
    while not ended.wait(0.05):
        connection.send(b"1\r\n \r\n")


def send_without_end(connection: socket.socket, ended: threading.Event) -> None:
    connection.sendall(HEAD)
    while not ended.is_set():
        connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


@pytest.mark.parametrize("drip", [drip_a_head, drip_a_body])
def test_an_endpoint_that_drips_is_given_up_at_the_deadline(
    drip: Callable[[socket.socket, threading.Event], None],
) -> None:
    with endpoint(drip, llm_timeout=0.6) as model:
        failure = failure_of(model)
    assert isinstance(failure, ModelTooSlow)


def test_a_reply_without_end_is_given_up_and_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "MOST_BYTES", 1_000_000)
    with endpoint(send_without_end, llm_timeout=60.0) as model:
        failure = failure_of(model)
    assert isinstance(failure, ModelUnintelligible)
    assert "without end" in str(failure.detail)
    assert failure.__dict__["calls"] == 1


def test_a_dead_endpoint_is_left_alone_and_found_when_it_is_back(
    fake_openai: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "PAUSE", 0.3)
    fake = fake_openai("llama.cpp", [GOOD])
    model = model_at(fake)
    model.breaker = Breaker()
    assert ask(model).text == GOOD
    fake.then(Fault("server_error"))
    for _ in range(breaker.MOST_FAILURES):
        assert isinstance(failure_of(model), ModelUnavailable)
    asked = len(fake.requests)
    left_alone = failure_of(model)
    assert isinstance(left_alone, ModelUnavailable)
    assert left_alone.retry_after == 1.0
    assert len(fake.requests) == asked
    fake.then(GOOD)
    time.sleep(0.35)
    assert ask(model).text == GOOD
    assert not model.breaker.is_open


def test_while_one_looks_whether_it_is_back_the_others_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "PAUSE", 0.05)
    own = Breaker()
    for _ in range(breaker.MOST_FAILURES):
        own.enter()
        own.failed(ModelTooSlow())
    time.sleep(0.06)
    own.enter()
    with pytest.raises(ModelUnavailable):
        own.enter()
    own.failed(ModelUnavailable())
    time.sleep(0.06)
    with pytest.raises(ModelUnavailable):  # it is left alone for longer now
        own.enter()


def test_an_endpoint_that_answers_with_a_complaint_is_not_dead() -> None:
    own = Breaker()
    for _ in range(2 * breaker.MOST_FAILURES):
        own.enter()
        own.failed(ModelMisconfigured())
    assert not own.is_open


def test_thoughts_whose_beginning_the_template_keeps_are_left_out(fake_openai: Start) -> None:
    model = model_at(fake_openai(replies=[f"Who said it? Rao.\n</think>\n\n{GOOD}", '{"a": "</think>"}']))
    assert ask(model).text == GOOD
    assert ask(model).text == '{"a": "</think>"}'
