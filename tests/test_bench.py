"""The benchmark's own parts: what it counts, in which order it asks, and what it makes of a peer's words."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from api import contracts
from api.engine.document import text
from api.engine.pipeline import Engine
from api.evaluation import gold_files
from api.evaluation.delivered import Delivered
from api.evaluation.gold import GoldArticle
from api.evaluation.respondents import Unanswered
from api.evaluation.scoring import score
from api.settings import Settings
from bench import __main__ as bench
from bench import busy as bench_busy
from bench import example, throughput, wire_news
from bench.instant import InstantModel
from bench.meter import Count, Meter
from bench.tools import Onrecord, Peer, of_peer
from tests.fake_openai import FakeOpenAI, Fault, closed_port, fake_openai

__all__ = ["fake_openai"]  # pytest finds the fixture by this name

Start = Callable[..., FakeOpenAI]


def ask(url: str, **body: Any) -> tuple[int, Any]:
    question = {"model": "m", "max_tokens": 900, "messages": [{"role": "user", "content": "Who bought what?"}], **body}
    request = urllib.request.Request(
        f"{url}/chat/completions", json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_the_meter_passes_on_and_counts_what_the_server_says_it_used(fake_openai: Start) -> None:
    fake = fake_openai("llama.cpp", replies=["two words"])
    with Meter(fake.url) as meter:
        straight, metered = ask(fake.url), ask(meter.url)
        assert metered[0] == 200
        assert metered[1]["choices"] == straight[1]["choices"]
        usage = metered[1]["usage"]
        assert meter.count == Count(1, usage["prompt_tokens"], usage["completion_tokens"])
        with urllib.request.urlopen(f"{meter.url}/models", timeout=10) as response:
            assert json.load(response)["data"]
        assert meter.count.calls == 1


def test_a_refused_call_and_a_server_that_is_down_are_calls_too(fake_openai: Start) -> None:
    fake = fake_openai("llama.cpp", replies=[Fault("server_error")])
    with Meter(fake.url) as meter:
        assert ask(meter.url)[0] == 500
        assert meter.count == Count(1, 0, 0)
    with Meter(closed_port()) as meter:
        assert ask(meter.url)[0] == 502


def test_the_worked_example_is_true_to_its_own_text() -> None:
    for item in (item for items in example.FACTS.values() for item in items):
        for key, value in item.items():
            if key != "type":
                for words in value if isinstance(value, list) else [value] if value else []:
                    assert words in example.TEXT


def test_the_example_delivered_as_a_peer_would_is_full_marks_against_itself() -> None:
    facts = of_peer(example.FACTS)
    slots = {party for deal in example.FACTS["deals"] for party in deal["parties"]} | {"40 million kronor"}
    gold = {
        "companies": [company["name"] for company in example.FACTS["companies"]],
        "people": ["Petra Hahn"],
        "roles": [{key: example.FACTS["people"][0][key] for key in ("name", "title", "organization")}],
        "claims": example.FACTS["claims"],
        "deal_slots": [[name] for name in sorted(slots)],
    }
    document = {"id": "example", "text": example.TEXT, "gold": gold}
    result = score(gold_files._article("here", document), facts)
    assert {tally.f1 for tally in result.tallies.values()} == {1.0}
    assert result.shares["verbatim"].value == 1.0


@pytest.mark.parametrize("odd", [None, 7, ["a list"], {"an": "object"}, "   "])
def test_what_a_peer_delivers_in_the_wrong_shape_counts_as_absent(odd: Any) -> None:
    facts = of_peer(
        {
            "companies": [{"name": odd}],
            "people": [{"name": "Ann Roe", "title": odd}, {"name": odd, "title": "chief"}],
            "deals": [{"text": "x", "type": odd, "parties": [odd], "amount": odd}],
            "claims": [{"text": odd, "source": "Ann Roe"}, {"text": "it was cheap", "source": odd}],
        }
    )
    assert (facts.companies, facts.people, facts.roles) == ((), ("Ann Roe",), ())
    assert [(deal.type, deal.parties, deal.amounts) for deal in facts.deals] == [(None, (), ())]
    assert [(claim.text, claim.sources) for claim in facts.claims] == [("it was cheap", ())]


class Stopwatch:
    """A tool that notes when it is asked, and loses what it is told to lose."""

    def __init__(self, name: str, asked: list[tuple[str, str]], loses: str = "") -> None:
        self.name, self.meter, self._asked, self._loses = name, Meter("http://127.0.0.1:9/v1"), asked, loses

    def __enter__(self) -> Stopwatch:
        return self

    def __exit__(self, kind: Any, error: Any, at: Any) -> None:
        self.meter._server.server_close()

    def facts(self, article: GoldArticle) -> Delivered:
        self._asked.append((article.id, self.name))
        self.meter.add(b'{"usage": {"prompt_tokens": 10, "completion_tokens": 3}}')
        if article.id == self._loses:
            raise Unanswered("it was too long")
        return Delivered(people=("Ann Roe",))


def test_tools_take_turns_and_the_warm_up_is_nobodys_cost(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    lines = [{"id": id, "text": "Ann Roe left.", "gold": {"people": ["Ann Roe"]}} for id in ("one", "two", "three")]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    asked: list[tuple[str, str]] = []
    with Stopwatch("a", asked) as first, Stopwatch("b", asked, loses="two") as second:
        one, other = bench.alternate([first, second], gold_files.read(path))
    order = [("warm-up", "a"), ("warm-up", "b"), ("one", "a"), ("one", "b"), ("two", "b"), ("two", "a"), ("three", "a")]
    assert asked[:7] == order
    assert (one.cost.calls, one.cost.input_tokens, one.cost.output_tokens) == (3, 30, 9)
    assert [outcome.article.id for outcome in other.lost] == ["two"]
    assert (one.score.tallies["people"].f1, other.score.tallies["people"].recall) == (1.0, 2 / 3)
    assert bench.table([one, other], "m").row_count == 2


def test_a_peer_whose_process_ends_loses_the_article_and_says_why(tmp_path: Path) -> None:
    with Peer("no such peer", closed_port(), "m", Path(sys.executable)) as peer, pytest.raises(Unanswered) as lost:
        peer.facts(bench.WARM_UP)
    assert "no such peer" in str(lost.value)


def test_no_model_server_is_told_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["--base-url", closed_port(), "--tools", "onrecord"]) == 1
    assert "no model server answers" in capsys.readouterr().err


def test_onrecord_is_asked_through_its_meter(fake_openai: Start) -> None:
    from api.settings import Settings

    fake = fake_openai("llama.cpp", replies=["{}"], model="tiny")
    with Onrecord(fake.url, "tiny", Settings()) as tool:
        facts = tool.facts(bench.WARM_UP)
        assert isinstance(facts, Delivered)
        assert tool.meter.count.calls >= len(fake.requests) > 0


class Answering(BaseHTTPRequestHandler):
    """A service that reads an article and fails at another."""

    def do_POST(self) -> None:
        words = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(503 if words == b"not this one" else 200)
        self.end_headers()
        if words != b"not this one":
            self.wfile.write(json.dumps({"status": "partial" if words == b"half" else "succeeded"}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_article_is_read_in_quiet_and_busy_by_turns_and_what_fails_is_counted(service: str) -> None:
    quiet, busy = bench_busy.measured(service, "An article.", 2, 1)
    assert [one.fault for one in (*quiet, *busy)] == [None] * 4
    assert bench_busy.read(service, "half").fault == "partial"
    assert bench_busy.read(service, "not this one").fault == "HTTP 503"
    assert bench_busy.read(closed_port(), "An article.").fault


def test_processes_that_keep_the_machine_busy_end_with_the_reading() -> None:
    with bench_busy.busy_processes(2) as started:
        assert [process.poll() for process in started] == [None, None]
    assert [process.poll() for process in started] == [-9, -9]


@pytest.mark.parametrize("number", [0, 7, 123_456])
def test_replies_about_made_up_news_copy_it(number: int) -> None:
    article, reply = wire_news.article(number), json.loads(wire_news.reply(number))
    assert wire_news.number_in(article) == number
    assert wire_news.article(number + 1) != article
    contracts.parse("reply_article", reply)
    extraction = Engine(InstantNews(), Settings(profile="large")).extract(text.read(article))  # type: ignore[arg-type]
    facts = extraction.facts
    assert (len(facts.companies), len(facts.people), len(facts.deals), len(facts.claims)) == (4, 3, 1, 7)


class InstantNews(InstantModel):
    def __init__(self) -> None:
        super().__init__("large")

    def article(self, asked: str) -> Any:
        return json.loads(wire_news.reply(wire_news.number_in(asked)))


def test_a_load_counts_what_is_answered_and_what_is_refused(fake_openai: Start) -> None:
    """The slow endpoint stands for a service: it answers whatever is posted."""
    with throughput.endpoint(0.01) as url:
        port = int(url.rpartition(":")[2].partition("/")[0])
        load = asyncio.run(throughput.load(port, 3, 0.5, count(1)))
    assert len(load.taken) > 3
    assert min(load.taken) >= 0.01
    assert not load.refused
