"""Extractions: one runner at a time, one result or none, and the same answer twice."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, text

from api import problems
from api.engine.facts import Facts, as_json
from api.store import articles, database, extractions, tables
from tests.stored import PROVENANCE, VINHO, extraction

FAILURE = {"type": "/problems/model-unavailable", "title": "Away", "status": 503, "detail": "It is away."}


@pytest.fixture(scope="module")
def engine(shared_database_url: str) -> Iterator[Engine]:
    engine = database.connect(shared_database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def article_id(engine: Engine) -> str:
    with engine.begin() as conn:
        return articles.save(conn, replace(VINHO, url=f"https://example.org/{uuid4()}")).id


@pytest.fixture
def queued(engine: Engine, article_id: str) -> str:
    with engine.begin() as conn:
        return extractions.find_or_create(conn, article_id, article_id, PROVENANCE).id


def test_a_finished_extraction_is_told_in_the_public_shape(engine: Engine, article_id: str, queued: str) -> None:
    made = extraction()
    with engine.begin() as conn:
        assert extractions.claim_run(conn, queued, "me")
        assert extractions.finish(conn, queued, made, "me")
    with engine.begin() as conn:
        told = extractions.get(conn, queued)
        summary = articles.get(conn, article_id)
    assert told is not None
    assert summary is not None
    reviewed = {"review": "unreviewed"}
    facts = as_json(made.facts)
    assert told["facts"] == {kind: [fact | reviewed for fact in found] for kind, found in facts.items()}
    assert list(told["facts"]) == ["companies", "people", "deals", "claims"]
    assert list(told["facts"]["claims"][0]["source"])[:4] == ["id", "kind", "name", "class"]
    assert told["rejected"] == as_json(made.rejected)
    assert told["warnings"] == ["one passage was short"]
    assert told["usage"] == as_json(made.usage)
    assert told["provenance"] == as_json(PROVENANCE)
    assert told["article"] == summary.summary()
    assert told["status"] == "succeeded"
    assert told["error"] is None
    assert told["finished_at"] is not None
    assert told["finished_at"] >= told["created_at"]
    json.dumps(told)


def test_an_unfinished_extraction_has_the_same_shape_without_facts(engine: Engine, queued: str) -> None:
    with engine.begin() as conn:
        told = extractions.get(conn, queued)
    assert told is not None
    assert told["facts"] == {"companies": [], "people": [], "deals": [], "claims": []}
    assert told["usage"]["calls"] == 0
    assert told["provenance"] == as_json(PROVENANCE)
    assert (told["status"], told["finished_at"], told["error"]) == ("queued", None, None)


def test_mentions_and_raw_replies_are_kept_with_their_prompt(engine: Engine, queued: str) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
        extractions.finish(conn, queued, extraction())
        mentions = conn.execute(select(tables.mentions).where(tables.mentions.c.extraction_id == queued)).all()
        replies = conn.execute(select(tables.model_replies).where(tables.model_replies.c.extraction_id == queued)).all()
    assert len(mentions) == 5
    assert all(VINHO.text[m.start_offset : m.end_offset] == m.quote for m in mentions)
    assert [(r.step, r.prompt_sha256, r.output_tokens) for r in replies] == [("facts", "a" * 64, 60)]
    assert replies[0].content == 'C "Quinta\\x00 \\ud800"'


def test_exactly_one_of_many_posts_at_once_is_told_to_run(engine: Engine, article_id: str) -> None:
    gate = threading.Barrier(10)

    def post(n: int) -> tuple[extractions.Found, bool]:
        gate.wait()
        with engine.begin() as conn:
            found = extractions.find_or_create(conn, article_id, f"k-{article_id}", PROVENANCE)
        with engine.begin() as conn:
            return found, extractions.claim_run(conn, found.id, f"runner {n}")

    with ThreadPoolExecutor(10) as pool:
        results = list(pool.map(post, range(10)))
    assert len({found.id for found, _ in results}) == 1
    assert [found.fresh for found, _ in results].count(True) == 1
    assert [claimed for _, claimed in results].count(True) == 1


def test_exactly_one_of_many_refreshes_at_once_makes_a_new_extraction(
    engine: Engine, article_id: str, queued: str
) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
        extractions.finish(conn, queued, extraction())
    gate = threading.Barrier(8)

    def refresh(_: int) -> extractions.Found:
        gate.wait()
        with engine.begin() as conn:
            return extractions.find_or_create(conn, article_id, article_id, PROVENANCE, refresh=True)

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(refresh, range(8)))
    assert {found.id for found in results} == {results[0].id} != {queued}
    assert [found.fresh for found in results].count(True) == 1
    with engine.begin() as conn:
        old = extractions.get(conn, queued)
        held = extractions.find_by_key(conn, article_id)
    assert old is not None
    assert old["status"] == "succeeded"
    assert held is not None
    assert held.id == results[0].id


def test_what_is_finished_is_found_again_and_not_run_again(engine: Engine, article_id: str, queued: str) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
        extractions.finish(conn, queued, extraction())
        again = extractions.find_or_create(conn, article_id, article_id, PROVENANCE)
        assert again == extractions.Found(queued, article_id, "succeeded", False)
        assert not extractions.claim_run(conn, queued, "me")


def test_what_failed_is_queued_again_by_the_next_post(engine: Engine, article_id: str, queued: str) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
        assert extractions.fail(conn, queued, FAILURE, "me")
        told = extractions.get(conn, queued)
        assert told is not None
        assert told["error"] == FAILURE
        assert told["status"] == "failed"
        again = extractions.find_or_create(conn, article_id, article_id, PROVENANCE)
        assert again == extractions.Found(queued, article_id, "queued", True)
        told = extractions.get(conn, queued)
        assert told is not None
        assert told["error"] is None
        assert extractions.claim_run(conn, queued, "me")


def test_a_runner_that_falls_silent_loses_its_claim_and_can_no_longer_finish(engine: Engine, queued: str) -> None:
    with engine.begin() as conn:
        assert extractions.claim_run(conn, queued, "dead", lease=0.2)
    with engine.begin() as conn:
        assert not extractions.claim_run(conn, queued, "heir")
        assert extractions.heartbeat(conn, queued, "dead", lease=0.2)
    time.sleep(0.3)
    with engine.begin() as conn:
        assert extractions.claim_run(conn, queued, "heir")
        assert not extractions.heartbeat(conn, queued, "dead")
        assert not extractions.finish(conn, queued, extraction(), "dead")
        assert not extractions.fail(conn, queued, FAILURE, "dead")
        assert extractions.finish(conn, queued, extraction(), "heir")


def test_the_extraction_of_a_dead_runner_is_put_back_in_the_queue(engine: Engine, queued: str) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "dead", lease=0.0)
        assert queued in extractions.free_expired(conn)
        assert extractions.status(conn, queued) == "queued"
        assert queued in extractions.waiting(conn, seconds=0)
        assert queued not in extractions.waiting(conn, seconds=60)


def test_attempts_are_counted_until_someone_asks_anew(engine: Engine, article_id: str, queued: str) -> None:
    with engine.begin() as conn:
        for expected in (1, 2):
            extractions.claim_run(conn, queued, "me")
            extractions.fail(conn, queued, FAILURE, "me")
            assert extractions.requeue(conn, queued, FAILURE)
            assert extractions.attempts(conn, queued) == expected
        extractions.fail(conn, queued, FAILURE)
        extractions.find_or_create(conn, article_id, article_id)
        assert extractions.attempts(conn, queued) == 0


def test_only_what_ended_without_a_result_can_be_queued_again(engine: Engine, queued: str) -> None:
    with engine.begin() as conn:
        assert not extractions.requeue(conn, queued)
        extractions.claim_run(conn, queued, "me")
        assert not extractions.requeue(conn, queued)
        extractions.finish(conn, queued, extraction())
        assert not extractions.requeue(conn, queued)


def test_a_cancelled_extraction_takes_no_result_and_tells_its_runner(engine: Engine, queued: str) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
        assert extractions.cancel(conn, queued)
        assert not extractions.heartbeat(conn, queued, "me")
        assert not extractions.finish(conn, queued, extraction(), "me")
        assert not extractions.cancel(conn, queued)
        assert extractions.status(conn, queued) == "cancelled"


def test_a_result_is_written_whole_or_not_at_all(engine: Engine, queued: str) -> None:
    made = extraction()
    broken = replace(
        made, facts=replace(made.facts, claims=(*made.facts.claims, replace(made.facts.claims[0], certainty=None)))
    )  # type: ignore[arg-type]
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
    with pytest.raises(Exception, match="certainty"), engine.begin() as conn:
        extractions.finish(conn, queued, broken, "me")
    with engine.begin() as conn:
        told = extractions.get(conn, queued)
        assert told is not None
        assert told["status"] == "running"
        assert told["facts"]["companies"] == []


def test_a_second_attempt_replaces_what_the_first_has_left(engine: Engine, article_id: str, queued: str) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
        extractions.finish(conn, queued, extraction(status="failed", facts=Facts()))
        extractions.find_or_create(conn, article_id, article_id)
        extractions.claim_run(conn, queued, "me")
        extractions.finish(conn, queued, extraction())
        replies = conn.execute(select(tables.model_replies).where(tables.model_replies.c.extraction_id == queued)).all()
    assert len(replies) == 1


def test_deleting_an_extraction_brings_back_the_facts_of_the_one_before(engine: Engine, article_id: str) -> None:
    def current() -> str | None:
        row = conn.execute(
            select(tables.articles.c.current_extraction_id).where(tables.articles.c.id == article_id)
        ).scalar()
        return None if row is None else str(row)

    ids = []
    with engine.begin() as conn:
        for refresh in (False, True):
            found = extractions.find_or_create(conn, article_id, article_id, refresh=refresh)
            ids.append(found.id)
            extractions.claim_run(conn, found.id, "me")
            extractions.finish(conn, found.id, extraction())
            assert current() == found.id
        assert extractions.delete(conn, ids[1])
        assert current() == ids[0]
        assert extractions.delete(conn, ids[0])
        assert current() is None
        assert not extractions.delete(conn, ids[0])
        assert extractions.get(conn, ids[0]) is None


def test_a_failed_refresh_leaves_the_earlier_facts_in_the_lists(engine: Engine, article_id: str, queued: str) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
        extractions.finish(conn, queued, extraction())
        newer = extractions.find_or_create(conn, article_id, article_id, refresh=True)
        extractions.claim_run(conn, newer.id, "me")
        extractions.finish(conn, newer.id, extraction(status="failed", facts=Facts()))
        current = conn.execute(
            text("SELECT current_extraction_id FROM articles WHERE id = :id"), {"id": article_id}
        ).scalar()
        assert str(current) == queued


def test_an_extraction_deleted_while_it_runs_takes_no_result(engine: Engine, queued: str) -> None:
    with engine.begin() as conn:
        extractions.claim_run(conn, queued, "me")
        extractions.delete(conn, queued)
        assert not extractions.finish(conn, queued, extraction(), "me")
        assert extractions.status(conn, queued) is None


def test_ids_that_are_none_are_simply_not_there(engine: Engine) -> None:
    with engine.begin() as conn:
        for unknown in ("nonsense", "", str(uuid4())):
            assert extractions.get(conn, unknown) is None
            assert extractions.status(conn, unknown) is None
            assert not extractions.claim_run(conn, unknown, "me")
            assert not extractions.delete(conn, unknown)
            assert not extractions.cancel(conn, unknown)


def test_whoever_posts_finishes_and_deletes_at_once_nobody_blocks_another(engine: Engine) -> None:
    article = replace(VINHO, url=f"https://example.org/{uuid4()}")

    def live(n: int) -> str:
        with engine.begin() as conn:
            article_id = articles.save(conn, article).id
        try:
            with engine.begin() as conn:
                found = extractions.find_or_create(conn, article_id, article_id, refresh=n % 2 == 0)
        except problems.Conflict:
            return "deleted"
        with engine.begin() as conn:
            extractions.claim_run(conn, found.id, str(n))
        with engine.begin() as conn:
            extractions.finish(conn, found.id, extraction(), str(n))
        with engine.begin() as conn:
            if n % 3 == 0:
                extractions.delete(conn, found.id)
            elif n % 5 == 0:
                articles.delete(conn, article_id)
        return "lived"

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(live, range(80))) <= {"lived", "deleted"}


def test_an_article_deleted_meanwhile_is_told(engine: Engine) -> None:
    with engine.begin() as conn, pytest.raises(problems.Conflict):
        extractions.find_or_create(conn, str(uuid4()), "gone")
