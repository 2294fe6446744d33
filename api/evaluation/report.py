"""An evaluation as one HTML page: figures, plots, and every miss and false fact beside its sentence.

The page is complete in itself: no script, no font, no address outside it. All that comes from articles, gold or models
is text to it, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from api.engine.document import text
from api.evaluation import plots
from api.evaluation.elements import element, markup
from api.evaluation.outcomes import Evaluation, Outcome
from api.evaluation.table import distance, number
from api.evaluation.tallies import KINDS, SHARES, Difference, Score, Tally

_STYLE = """
:root{--ink:#1d1f24;--soft:#5d6470;--line:#d9dce1;--page:#fff;--precision:#2b6cb0;--recall:#d97706;--cost:#5b7f6b;
--missed:#b45309;--false:#b3261e;--mark:#fff0b8}
@media(prefers-color-scheme:dark){:root{--ink:#e7e8ea;--soft:#a2a8b3;--line:#3a3e46;--page:#17191d;--precision:#6ea8e6;
--recall:#f0a94a;--cost:#8fb8a1;--missed:#f0a94a;--false:#f2877f;--mark:#5a4a12}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page);
max-width:1000px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2.2rem 0 .6rem}h3{font-size:1rem;margin:1.2rem 0 .2rem}
p.soft,.soft{color:var(--soft)}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25rem .7rem .25rem 0;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.wide{overflow-x:auto}
svg{display:block;width:100%;height:auto}svg text{fill:var(--ink);font:12px system-ui,sans-serif}
svg .axis,svg .figure{fill:var(--soft);font-size:11px}.grid{stroke:var(--line)}
.precision{fill:var(--precision)}.recall{fill:var(--recall)}.cost{fill:var(--cost)}
.key{display:inline-block;width:.8em;height:.8em;margin:0 .35em 0 1em}
.key.precision{background:var(--precision)}.key.recall{background:var(--recall)}
.two{display:grid;grid-template-columns:repeat(auto-fit,minmax(400px,1fr));gap:0 2rem}
details{border-top:1px solid var(--line);padding:.5rem 0}summary{cursor:pointer}
.missed b{color:var(--missed)}.false b{color:var(--false)}mark{background:var(--mark);color:inherit}
td.words{overflow-wrap:anywhere}
"""

_MAIN = ("claims", "claims with source", "companies", "people", "titles", "deals", "deal slots")
"""The kinds plotted for each language; the table below the plots has all."""

_NOT_WORDS = re.compile(r"[^\w]+")


def page(evaluation: Evaluation) -> str:
    """The whole page as text, to be written as UTF-8."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"Onrecord against gold: {len(evaluation.outcomes)} articles"),
        element("style", _STYLE),
    )
    body = element("body", *_heading(evaluation), *_kinds(evaluation.score), *_languages(evaluation.by_language()))
    body.extend(_costs(evaluation))
    body.extend(_differences(evaluation.outcomes))
    return "<!doctype html>\n" + markup(element("html", head, body, lang="en")) + "\n"


def _heading(evaluation: Evaluation) -> Iterator[Element]:
    cost, count = evaluation.cost, len(evaluation.outcomes)
    made = ", ".join(f"{name} {value}" for name, value in evaluation.provenance.items() if value)
    yield element("h1", "Extractions against gold")
    yield element("p", f"{evaluation.subject}, {evaluation.began:%Y-%m-%d %H:%M} UTC. {made}", class_="soft")
    yield element(
        "p",
        f"{count} articles in {cost.seconds:,.1f} seconds ({evaluation.median_seconds:.1f} the median one); "
        f"{cost.calls:,} calls, {cost.input_tokens:,} tokens in, {cost.output_tokens:,} out; "
        f"{len(evaluation.lost)} articles lost.",
    )


def _kinds(score: Score) -> Iterator[Element]:
    rows = [(kind, score.tallies[kind]) for kind in KINDS if kind in score.tallies]
    yield element("h2", "Precision and recall by kind")
    yield _key()
    yield plots.precision_and_recall(rows, width=760, label="Precision and recall by kind of fact")
    table = element("table", _row("th", "kind", "right", "delivered", "wanted", "precision", "recall", "F1"))
    for kind, tally in rows:
        counts = (str(tally.right), str(tally.delivered), str(tally.wanted))
        table.append(_row("td", kind, *counts, number(tally.precision), number(tally.recall), number(tally.f1)))
    yield element("div", table, class_="wide")
    told = [
        f"{name} {number(share.value)} ({share.part} of {share.whole})"
        for name in SHARES
        if (share := score.shares.get(name)) is not None
    ]
    yield element(
        "p", "Shares of the right claims, and of all strings that are words of the article: ", "; ".join(told), "."
    )


def _languages(languages: dict[str, Score]) -> Iterator[Element]:
    yield element("h2", "Precision and recall by language")
    yield _key()
    grid = element("div", class_="two")
    for language, score in languages.items():
        rows = [(kind, score.tallies[kind]) for kind in _MAIN if kind in score.tallies]
        if rows:
            plot = plots.precision_and_recall(rows, width=460, label=f"Precision and recall in {language}")
            grid.append(element("div", element("h3", language), plot))
    yield grid
    table = element("table", _row("th", "F1", *languages))
    for kind in KINDS:
        tallies = [score.tallies.get(kind, Tally()) for score in languages.values()]
        if any(tally.delivered + tally.wanted for tally in tallies):
            table.append(_row("td", kind, *(number(tally.f1) for tally in tallies)))
    yield element("div", table, class_="wide")


def _costs(evaluation: Evaluation) -> Iterator[Element]:
    yield element("h2", "Seconds and tokens an article")
    costs = [outcome.cost for outcome in evaluation.outcomes]
    yield plots.bars(
        [outcome.article.id for outcome in evaluation.outcomes],
        [
            plots.Panel("seconds", "cost", tuple(cost.seconds for cost in costs), "{:,.1f}"),
            *([plots.Panel("at the least", "cost", evaluation.floors, "{:,.1f}")] if evaluation.floors else ()),
            plots.Panel("tokens in", "cost", tuple(float(cost.input_tokens) for cost in costs)),
            plots.Panel("tokens out", "cost", tuple(float(cost.output_tokens) for cost in costs)),
        ],
        label="Seconds, tokens in and tokens out of each article",
    )
    if evaluation.floors:
        yield element("p", f"At the least {distance(evaluation)}.", class_="soft")


def _differences(outcomes: Sequence[Outcome]) -> Iterator[Element]:
    yield element("h2", "Misses and false facts")
    yield element(
        "p", "Gold that was not found, and what was found that gold does not hold, in its sentence.", class_="soft"
    )
    for outcome in outcomes:
        article, found = outcome.article, outcome.score.differences
        summary = element("summary", element("strong", article.id), f" ({article.language}): ")
        if outcome.fault is not None:
            summary.append(element("span", f"lost: {outcome.fault}", class_="false"))
        else:
            missed = sum(difference.missed for difference in found)
            summary.append(element("span", f"{missed} missed, {len(found) - missed} false"))
        details = element("details", summary)
        if found:
            read = text.read(article.text)
            table = element("table", _row("th", "", "what", "sentence", numbers=False))
            table.extend(_difference(difference, read) for difference in found)
            details.append(element("div", table, class_="wide"))
        yield details


def _difference(difference: Difference, article: text.Article) -> Element:
    label = "missed" if difference.missed else "false"
    kind = element("td", element("b", label), element("br"), difference.kind, class_=label)
    words = element(
        "td", difference.words, element("br"), element("span", difference.told, class_="soft"), class_="words"
    )
    return element("tr", kind, words, element("td", *_sentence(difference, article), class_="words"))


def _sentence(difference: Difference, article: text.Article) -> Iterator[Element | str]:
    """The sentence that holds the words, with the words marked; or that they stand nowhere."""
    places = _places(difference, article.text)
    if not places:
        yield element("span", "nowhere in the article", class_="soft")
        return
    # Of several places the first that has most of what belongs there.
    start, end = max(places, key=lambda place: _company(difference, article.quote(*_around(place, article))))
    begin, close = _around((start, end), article)
    yield article.quote(begin, start)
    yield element("mark", article.quote(start, end))
    yield article.quote(end, close)


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


def _key() -> Element:
    precision, recall = element("span", class_="key precision"), element("span", class_="key recall")
    return element("p", precision, "precision", recall, "recall", class_="soft")


def _row(cell: str, first: str, *others: str, numbers: bool = True) -> Element:
    css = "n" if numbers else ""
    return element("tr", element(cell, first), *(element(cell, other, class_=css) for other in others))
