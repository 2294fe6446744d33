"""How fast and how rightly words are put back to their place in an article: Onrecord beside langextract's aligner.

    python bench/align.py [--peer PYTHON] [--seed N] [--sweep]

PYTHON is an interpreter that can import langextract (its own virtual environment); without it, and when langextract
cannot be imported here, Onrecord is measured alone. The articles are made here from a seed, in five languages. Of 40
quotes, eight each stand there exactly, in another writing (case, quotation marks, white space, accents), with a few
small words and endings changed, not at all, and with one digit changed; the last two kinds must be refused. A span is
right when it covers the planted one and little else (intersection over union at least 0.9, of changed quotes 0.8); it
is a wrong acceptance when the quote is not there, has another number, or is placed elsewhere (below 0.5). `--sweep`
shows what other thresholds of likeness would accept.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZES = (4_500, 50_000)
KINDS = ("exact", "variant", "paraphrase", "absent", "number")
EACH = 8

NAMES = [
    *("Aldora", "Brunvik", "Cestari", "Delmonte", "Eskola", "Ferrante", "Galvez", "Hartwig", "Ibarra", "Jansson"),
    *("Kestrel", "Lindqvist", "Moravia", "Nakagawa", "Orlova", "Pereira", "Quintana", "Rasmussen", "Salgado"),
    *("Tremblay", "Urbina", "Valdemar", "Westhoff", "Xavier", "Yardley", "Zamora"),
]
# Of each language: who says it, that it is said, what happened, to what, when; and words that may be left out.
GRAMMAR: dict[str, tuple[list[str], list[str], list[str], list[str], set[str]]] = {
    "pt": (
        ["A {n}", "O grupo {n}", "A diretora {n}", "Segundo fontes, a {n}"],
        ["anunciou que investirá", "confirmou ontem ter pago", "negou que vá receber", "prevê economizar", "perdeu"],
        ["{m} milhões de reais", "US$ {m},{d} bilhões", "{m} mil euros"],
        [
            "na nova fábrica de autopeças do interior",
            "com a venda da participação na distribuidora",
            "após a revisão dos contratos de fornecimento",
            "durante a expansão da malha ferroviária",
            "por causa da greve dos portuários",
            "para encerrar a disputa com os acionistas",
        ],
        {"a", "o", "de", "da", "do", "na", "ontem", "nova"},
    ),
    "en": (
        ["{n} Corp", "The {n} group", "Chairwoman {n}", "People close to {n}"],
        ["said it would invest", "confirmed having paid", "denied that it will receive", "expects to save", "lost"],
        ["{m} million dollars", "${m}.{d} billion", "about {m},000 pounds"],
        [
            "in a new plant for aircraft engines",
            "through the sale of its retail stores",
            "after reviewing the supply contracts",
            "during the overhaul of the power grid",
            "because of the strike at the harbour",
            "to settle the dispute with its lenders",
        ],
        {"the", "a", "of", "in", "its", "about", "having", "new"},
    ),
    "de": (
        ["Die {n} AG", "Der Konzern {n}", "Vorstandschefin {n}", "Nach Angaben aus Kreisen hat {n}"],
        ["investiert nach eigenen Worten", "zahlte im vergangenen Jahr", "bestreitet den Erhalt von", "spart künftig"],
        ["{m} Millionen Euro", "{m},{d} Milliarden Dollar", "rund {m}.000 Franken"],
        [
            "beim Bau des neuen Werks für Batterien",
            "mit dem Verkauf der Anteile an der Spedition",
            "nach der Prüfung der langfristigen Verträge",
            "während des Ausbaus der Schienennetze",
            "wegen des Streiks der Hafenarbeiter",
            "zur Beilegung des Streits mit den Gläubigern",
        ],
        {"des", "der", "den", "neuen", "im", "eigenen"},
    ),
    "es": (
        ["La firma {n}", "El grupo {n}", "La presidenta {n}", "Fuentes cercanas a {n}"],
        ["anunció que invertirá", "confirmó haber pagado", "negó que vaya a recibir", "espera ahorrar", "perdió"],
        ["{m} millones de pesos", "{m},{d} millones de euros", "unos {m}.000 dólares"],
        [
            "en la nueva planta de baterías del norte",
            "con la venta de su división de seguros",
            "tras revisar los contratos de suministro",
            "durante la ampliación de la red eléctrica",
            "por la huelga de los estibadores",
            "para cerrar el pleito con los acreedores",
        ],
        {"la", "el", "los", "de", "su", "nueva", "unos"},
    ),
    "fr": (
        ["La société {n}", "Le groupe {n}", "La présidente {n}", "Des proches de {n}"],
        ["a annoncé qu’elle investirait", "confirme avoir payé", "dément avoir reçu", "espère économiser", "a perdu"],
        ["{m} millions d’euros", "{m},{d} milliards de dollars", "près de {m}.000 francs"],
        [
            "dans la nouvelle usine de moteurs électriques",
            "avec la cession de ses magasins régionaux",
            "après l’examen des contrats de livraison",
            "pendant l’extension du réseau ferré",
            "à cause de la grève des dockers",
            "pour mettre fin au litige avec les créanciers",
        ],
        {"la", "de", "des", "du", "ses", "nouvelle", "avoir"},
    ),
}


# A third of the sentences have no name and no number: there nothing but their likeness tells.
NAMELESS: dict[str, tuple[list[str], list[str]]] = {
    "pt": (
        ["O sindicato", "Moradores da região", "Uma funcionária", "O conselho", "Parte dos credores"],
        ["metade da dívida", "uma parcela dos lucros", "os empréstimos", "menos que o previsto"],
    ),
    "en": (
        ["The union", "Residents of the town", "A former employee", "The board", "Some of the lenders"],
        ["half of the debt", "a share of the profits", "the outstanding loans", "less than planned"],
    ),
    "de": (
        [
            "Die Gewerkschaft",
            "Der Aufsichtsrat",
            "Eine frühere Angestellte",
            "Das Ministerium",
            "Ein Teil der Gläubiger",
        ],
        ["die Hälfte der Schulden", "einen Anteil am Gewinn", "die offenen Kredite", "weniger als geplant"],
    ),
    "es": (
        ["El sindicato", "Los vecinos del pueblo", "Una antigua empleada", "El consejo", "Parte de los acreedores"],
        ["la mitad de la deuda", "una parte de los beneficios", "los préstamos", "menos de lo previsto"],
    ),
    "fr": (
        ["Le syndicat", "Les riverains", "Une ancienne employée", "Le conseil", "Une partie des créanciers"],
        ["la moitié de la dette", "une part des bénéfices", "les prêts en cours", "moins que prévu"],
    ),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words to ground, and where they stand (None: nowhere)."""

    kind: str
    language: str
    words: str
    start: int | None
    end: int | None


def sentence(rng: random.Random, language: str) -> str:
    who, says, amount, what, _ = GRAMMAR[language]
    if rng.random() < 1 / 3:
        who, amount = NAMELESS[language]
    filled = " ".join(rng.choice(part) for part in (who, says, amount, what))
    return filled.format(n=" ".join(rng.sample(NAMES, 2)), m=rng.randrange(12, 990), d=rng.randrange(1, 9))


def made_article(rng: random.Random, size: int) -> tuple[str, list[tuple[str, str, int]]]:
    """A text of about `size` code points, and its sentences: language, words, offset."""
    pieces: list[str] = []
    placed: list[tuple[str, str, int]] = []
    at = 0
    while at < size:
        language = rng.choice(list(GRAMMAR))
        words = sentence(rng, language)
        quoted = rng.random() < 0.3
        piece = f"“{words}.” " if quoted else f"{words}. "
        placed.append((language, words, at + quoted))
        if rng.random() < 0.25:
            piece = piece[:-1] + "\n"
        pieces.append(piece)
        at += len(piece)
    return "".join(pieces), placed


def varied(rng: random.Random, words: str) -> str:
    """The same words as another hand writes them."""
    words = words.swapcase() if rng.random() < 0.3 else words.upper() if rng.random() < 0.3 else words.lower()
    words = words.replace("’", "'").replace(" ", rng.choice(["  ", "\n", "\u00a0"]), rng.randrange(1, 4))
    if rng.random() < 0.5:
        words = "".join(c for c in unicodedata.normalize("NFD", words) if not unicodedata.combining(c))
    return f'"{words}"' if rng.random() < 0.5 else words


def paraphrased(rng: random.Random, language: str, words: str) -> str:
    """Up to two small words left out or changed, and every second time a longer one inflected."""
    parts = words.split()
    if rng.random() < 0.5:
        longer = [i for i, part in enumerate(parts) if len(part) > 6 and part.isalpha() and part.islower()]
        index = rng.choice(longer)
        parts[index] = parts[index][:-1] + rng.choice(["s", "en", "ado", "r"])
    small = [i for i, part in enumerate(parts) if part in GRAMMAR[language][4]]
    for index in sorted(rng.sample(small, min(2, len(small))), reverse=True):
        if rng.random() < 0.6:
            del parts[index]
        else:
            parts[index] = rng.choice([small for small in sorted(GRAMMAR[language][4]) if len(small) < 5])
    if len(small) < 2:
        parts[-1] = parts[-1][:-1]
    return " ".join(parts)


def renumbered(rng: random.Random, words: str) -> str:
    figures = [found.start() for found in re.finditer(r"\d", words)]
    at = rng.choice(figures)
    return words[:at] + str((int(words[at]) + rng.randrange(1, 9)) % 10 or 7) + words[at + 1 :]


def made_quotes(rng: random.Random, placed: list[tuple[str, str, int]]) -> list[Quote]:
    """Eight quotes of each kind; the sentences are drawn without repetition where there are enough."""
    pool = rng.sample(placed, min(len(placed), 4 * EACH))
    pool += rng.choices(placed, k=4 * EACH - len(pool))
    quotes: list[Quote] = []
    for index, (language, words, start) in enumerate(pool):
        kind = ("exact", "variant", "paraphrase", "number")[index % 4]
        if kind == "number" and not re.search(r"\d", words):
            language, words, start = rng.choice([one for one in placed if re.search(r"\d", one[1])])
        end = start + len(words)
        if kind == "exact":
            quotes.append(Quote(kind, language, words, start, end))
        elif kind == "variant":
            quotes.append(Quote(kind, language, varied(rng, words), start, end))
        elif kind == "paraphrase":
            quotes.append(Quote(kind, language, paraphrased(rng, language, words), start, end))
        else:
            other = renumbered(rng, words)
            while other == words:
                other = renumbered(rng, words)
            quotes.append(Quote(kind, language, other, None, None))
    there = {words for _, words, _ in placed}
    while sum(quote.kind == "absent" for quote in quotes) < EACH:
        language = rng.choice(list(GRAMMAR))
        words = sentence(rng, language)
        if words not in there:
            quotes.append(Quote("absent", language, words, None, None))
    return quotes


Found = list[tuple[int, int] | None]


def with_onrecord(text: str, quotes: list[Quote], runs: int = 5) -> tuple[float, Found]:
    """Milliseconds of processor time for all quotes with nothing remembered, least of the runs, and what was found."""
    from api.engine.document import folding
    from api.engine.grounding import align

    align.ground("warm up the tables", "warmed up the tables of it")
    times = []
    found: Found = []
    for _ in range(runs):
        folding.fold_once.cache_clear()
        folding.fold.cache_clear()
        began = time.process_time()
        matches = [align.ground(text, quote.words, language=quote.language) for quote in quotes]
        times.append((time.process_time() - began) * 1000)
        found = [(match.start, match.end) if match else None for match in matches]
    return min(times), found


def with_langextract(text: str, words: list[str], runs: int = 3) -> tuple[float, Found]:
    """Milliseconds of processor time of one call for all quotes, least of the runs, by its defaults; what was found."""
    from langextract import data, resolver

    times = []
    spans: list[Any] = []
    for _ in range(runs):
        extractions = [data.Extraction("quote", quote) for quote in words]
        began = time.process_time()
        groups = resolver.WordAligner().align_extractions([extractions], text)
        times.append((time.process_time() - began) * 1000)
        spans = [extraction.char_interval for group in groups for extraction in group]
    return min(times), [
        None if span is None or span.start_pos is None else (span.start_pos, span.end_pos) for span in spans
    ]


def peer(python: str | None, text: str, quotes: list[Quote]) -> tuple[float, Found] | None:
    """What langextract finds, in another interpreter, or in this one; None where it cannot be imported."""
    words = [quote.words for quote in quotes]
    if python is None:
        try:
            return with_langextract(text, words)
        except ImportError:
            return None
    asked = json.dumps({"text": text, "words": words})
    answer = subprocess.run([python, __file__, "--align"], input=asked, capture_output=True, text=True, check=True)
    took, found = json.loads(answer.stdout)
    return took, [tuple(span) if span else None for span in found]


def overlap(found: tuple[int, int], start: int, end: int) -> float:
    """Intersection over union of two stretches."""
    shared = max(0, min(found[1], end) - max(found[0], start))
    return shared / (max(found[1], end) - min(found[0], start))


def judged(text: str, quotes: list[Quote], found: Found) -> dict[str, tuple[int, int]]:
    """Of each kind: right ones (placed rightly or refused rightly) and wrong acceptances."""
    result = dict.fromkeys(KINDS, (0, 0))
    for quote, span in zip(quotes, found, strict=True):
        right, wrong = result[quote.kind]
        if quote.start is None or quote.end is None:
            right, wrong = right + (span is None), wrong + (span is not None)
        elif span is not None:
            likeness = overlap(span, quote.start, quote.end)
            # A quote that stands in several places may be found at any of them.
            twin = text[span[0] : span[1]].strip("“”. ") == text[quote.start : quote.end]
            right += twin or likeness >= (0.8 if quote.kind == "paraphrase" else 0.9)
            wrong += not twin and likeness < 0.5
        result[quote.kind] = right, wrong
    return result


def row(name: str, took: float, verdict: dict[str, tuple[int, int]], ratio: str) -> str:
    cells = " ".join(f"{verdict[kind][0]:>7}/{EACH}" for kind in KINDS)
    right = sum(verdict[kind][0] for kind in KINDS[:3])
    wrong = sum(wrong for _, wrong in verdict.values())
    return f"{name:<12} {took:>9.1f} {right:>9}/{3 * EACH} {wrong:>7}/{5 * EACH} {ratio:>8}   {cells}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that can import langextract")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sweep", action="store_true", help="try other thresholds on forty articles instead")
    parser.add_argument("--align", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.align:
        asked: dict[str, Any] = json.load(sys.stdin)
        json.dump(with_langextract(asked["text"], asked["words"]), sys.stdout)
        return
    sys.path.insert(0, str(ROOT))
    if options.sweep:
        sweep(options.seed)
        return
    for size in SIZES:
        rng = random.Random(options.seed)
        text, placed = made_article(rng, size)
        quotes = made_quotes(rng, placed)
        print(f"\n{len(text):,} characters, {len(quotes)} quotes (right: 5 last columns, placed or refused rightly)")
        heads = " ".join(f"{kind:>9}" for kind in KINDS)
        print(f"{'':<12} {'ms':>9} {'right spans':>12} {'wrong':>10} {'ratio':>8}   {heads}")
        took, found = with_onrecord(text, quotes)
        print(row("onrecord", took, judged(text, quotes, found), "1"))
        other = peer(options.peer, text, quotes)
        if other is None:
            print("langextract cannot be imported here; name an interpreter that has it with --peer")
        else:
            print(row("langextract", other[0], judged(text, quotes, other[1]), f"{other[0] / took:.0f}x"))


def sweep(seed: int) -> None:
    """Right spans and wrong acceptances at several thresholds, with and without the guards."""
    from api.engine.grounding import align

    articles = []
    for number in range(40):
        rng = random.Random(seed * 1000 + number)
        text, placed = made_article(rng, SIZES[0])
        articles.append((text, made_quotes(rng, placed)))
    print(f"{'threshold':>9} {'guards':>7} {'right spans':>12} {'wrong':>6}  wrong by kind")
    chosen, objection = align.THRESHOLD, align._objection
    for guarded in (True, False):
        align._objection = objection if guarded else lambda *_: None  # type: ignore[assignment]
        for threshold in (0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
            align.THRESHOLD = threshold
            totals = dict.fromkeys(KINDS, (0, 0))
            for text, quotes in articles:
                verdict = judged(text, quotes, with_onrecord(text, quotes, runs=1)[1])
                totals = {k: (totals[k][0] + verdict[k][0], totals[k][1] + verdict[k][1]) for k in KINDS}
            right = sum(totals[kind][0] for kind in KINDS[:3])
            wrong = {kind: totals[kind][1] for kind in KINDS if totals[kind][1]}
            count = f"{right}/{3 * EACH * len(articles)}"
            print(f"{threshold:>9} {'yes' if guarded else 'no':>7} {count:>12} {sum(wrong.values()):>6}  {wrong}")
    align.THRESHOLD, align._objection = chosen, objection  # type: ignore[assignment]


if __name__ == "__main__":
    main()
