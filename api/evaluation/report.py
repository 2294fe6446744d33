"""An evaluation as one HTML page: figures, plots, and every miss and false fact beside its sentence.

The page is complete in itself: no script, no font, no address outside it. All that comes from articles, gold or models
is text to it, whatever it holds. `report.html` is its template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from api.engine.document import text
from api.evaluation import plots
from api.evaluation.elements import markup
from api.evaluation.outcomes import Evaluation, Outcome
from api.evaluation.table import distance, number
from api.evaluation.tallies import KINDS, SHARES, Difference, Score, Tally

_MAIN = ("claims", "claims with source", "companies", "people", "titles", "deals", "deal slots")
"""The kinds plotted for each language; the table below the plots has all."""

_NOT_WORDS = re.compile(r"[^\w]+")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f]")
"""Control characters that HTML does not know."""


def page(evaluation: Evaluation) -> str:
    """The whole page as text, to be written as UTF-8."""
    environment = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    environment.filters["number"] = number
    score, languages = evaluation.score, evaluation.by_language()
    kinds = _tallies(score, KINDS)
    html = environment.get_template("report.html").render(
        evaluation=evaluation,
        outcomes=evaluation.outcomes,
        made_by=", ".join(f"{name} {value}" for name, value in evaluation.provenance.items() if value),
        kinds=kinds,
        kinds_plot=_drawn(plots.precision_and_recall(kinds, width=760, label="Precision and recall by kind of fact")),
        shares=[(name, score.shares[name]) for name in SHARES if score.shares.get(name) is not None],
        languages=list(languages),
        language_plots=list(_language_plots(languages)),
        language_rows=list(_language_rows(languages)),
        costs_plot=_drawn(_costs(evaluation)),
        distance=distance(evaluation) if evaluation.floors else "",
        differences=[_differences(outcome) for outcome in evaluation.outcomes],
    )
    return _UNSEEN.sub("", html)


def _tallies(score: Score, kinds: Sequence[str]) -> list[tuple[str, Tally]]:
    return [(kind, score.tallies[kind]) for kind in kinds if kind in score.tallies]


def _drawn(plot: Element) -> Markup:
    return Markup(markup(plot))  # noqa: S704 - the library that writes the elements escapes every text


def _language_plots(languages: dict[str, Score]) -> Iterator[tuple[str, Markup]]:
    for language, score in languages.items():
        if rows := _tallies(score, _MAIN):
            plot = plots.precision_and_recall(rows, width=460, label=f"Precision and recall in {language}")
            yield language, _drawn(plot)


def _language_rows(languages: dict[str, Score]) -> Iterator[tuple[str, list[Tally]]]:
    for kind in KINDS:
        tallies = [score.tallies.get(kind, Tally()) for score in languages.values()]
        if any(tally.delivered + tally.wanted for tally in tallies):
            yield kind, tallies


def _costs(evaluation: Evaluation) -> Element:
    costs = [outcome.cost for outcome in evaluation.outcomes]
    return plots.bars(
        [outcome.article.id for outcome in evaluation.outcomes],
        [
            plots.Panel("seconds", "cost", tuple(cost.seconds for cost in costs), "{:,.1f}"),
            *([plots.Panel("at the least", "cost", evaluation.floors, "{:,.1f}")] if evaluation.floors else ()),
            plots.Panel("tokens in", "cost", tuple(float(cost.input_tokens) for cost in costs)),
            plots.Panel("tokens out", "cost", tuple(float(cost.output_tokens) for cost in costs)),
        ],
        label="Seconds, tokens in and tokens out of each article",
    )


def _differences(outcome: Outcome) -> dict[str, Any]:
    """What went wrong in one article, as the template shows it."""
    article, found = outcome.article, outcome.score.differences
    missed = sum(difference.missed for difference in found)
    read = text.read(article.text) if found else None
    rows = [
        {
            "label": "missed" if difference.missed else "false",
            "kind": difference.kind,
            "words": difference.words,
            "told": difference.told,
            "sentence": _sentence(difference, read),
        }
        for difference in found
        if read is not None
    ]
    told = {"id": article.id, "language": article.language, "fault": outcome.fault, "rows": rows}
    return {**told, "missed": missed, "false": len(found) - missed}


def _sentence(difference: Difference, article: text.Article) -> tuple[str, str, str] | None:
    """The sentence that holds the words: before, the words, after; None when they stand nowhere."""
    places = _places(difference, article.text)
    if not places:
        return None
    # Of several places the first that has most of what belongs there.
    start, end = max(places, key=lambda place: _company(difference, article.quote(*_around(place, article))))
    begin, close = _around((start, end), article)
    return article.quote(begin, start), article.quote(start, end), article.quote(end, close)


def _around(place: tuple[int, int], article: text.Article) -> tuple[int, int]:
    """From where to where the sentences run that hold a place."""
    start, end = place
    first, last = article.sentence_at(start), article.sentence_at(max(end - 1, start))
    return min(article.sentences[first].start, start), max(article.sentences[last].end, end)


def _company(difference: Difference, sentence: str) -> int:
    return sum(words in sentence for words in difference.beside)


def _places(difference: Difference, words: str) -> list[tuple[int, int]]:
    """Where the difference's words stand, white space and capitals aside; at its own offset if that fits."""
    if difference.start is not None and (there := _wording(difference.words).match(words, difference.start)):
        return [there.span()]
    names = [name for name in (difference.words, *difference.beside) if name.strip()]
    places = [found.span() for name in names for found in _wording(name).finditer(words)]
    if not places and (parts := [part for part in _NOT_WORDS.split(difference.words) if part]):
        # The words with whatever stands between them: quotation marks, dashes, a comma that was left out.
        loose = re.compile(r"\W+".join(re.escape(part) for part in parts), re.IGNORECASE)
        places = [found.span() for found in loose.finditer(words)]
    return places


def _wording(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()), re.IGNORECASE)
