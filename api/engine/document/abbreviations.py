"""Abbreviations and sentence openers of each language: what decides whether a full stop ends a sentence.

The tables for eight languages are our own; of others we know what pysbd knows (its data, not its segmenter), and for
the rest what is written alike everywhere. Add a language by adding its table.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

from api.engine.languages.once import once


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The words of one language before whose full stop it matters what follows; all without the stop, casefolded.

    `titles` never end a sentence, `numeric` do not before a digit, `closing` end one only before a word of `starters`.
    """

    titles: frozenset[str] = frozenset()
    numeric: frozenset[str] = frozenset()
    closing: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()


def _table(titles: str, numeric: str, closing: str, starters: str) -> Abbreviations:
    return Abbreviations(*(frozenset(words.casefold().split()) for words in (titles, numeric, closing, starters)))


_EVERYWHERE = _table(
    "i.e e.g dr drs prof mr mrs ms messrs st sgt capt col gen lt maj hon rev gov sen rep vs",
    "no nos nr nrs art arts p pp fig vol cap ch ca approx tel § n",
    "inc corp co cos ltd plc llc llp bros jr sr etc cia ltda intl est esq al assn bhd pty cf dept univ mfg mln bln "
    "dlrs pct",
    "",
)
_TABLES = {
    "en": _table(
        "mx mmes sens reps govs atty attys adm brig cmdr cpl pvt pres supt insp det mt ft fr sister amb dist",
        "sec para jan feb mar apr jun jul aug sept sep oct nov dec est",
        "calif conn mass fla tex md mo wash ore ariz colo ill ind kan ky la mich minn miss mont neb nev okla pa tenn "
        "va wis wyo ala ark del ga n.y d.c jan feb mar apr aug sept sep oct nov dec ave blvd rd dba",
        "a an the he she it they we you i in on at by but and or so this that these those there here however for "
        "from with as while when where if after before during since its his her their our my according some many "
        "most all both each no not one two last since then now meanwhile still yet also although because under what "
        "who how why earlier later mr mrs ms dr",
    ),
    "pt": _table(
        "sr sra srs sras srta d dra dras drs profa profª eng enga dep min des cel cap ten maj pe exmo exma av r pres "
        "vereador pref arq fr frei dom",
        "nº núm pág págs seç inc art arts jan fev mar abr mai jun jul ago set out nov dez",
        "s.a s/a ltda cia jr p.ex ex obs tel apto jan fev mar abr mai jun jul ago set out nov dez",
        "o a os as um uma ele ela eles elas em no na nos nas de do da dos das por para com segundo mas e esse essa "
        "este esta isso isto aquele já além ainda também após quando se como não seu sua seus suas ao à pelo pela "
        "desde até entre sem sobre conforme nesta neste nessa nesse hoje ontem porém",
    ),
    "es": _table(
        "sr sra sres sras srta d dª dña dra dres lic ing profa gral cnel tte cap av avda pte pdte arq mons fray excmo",
        "núm pág págs apdo ene feb abr may jun jul ago sep sept oct nov dic",
        "s.a ee.uu uu cía jr p.ej ej ud uds vd vds aprox c.v",
        "el la los las un una unos unas en por para con según pero y se no su sus este esta esto estos ese esa "
        "además también cuando como ella él ellos de del al tras desde hasta entre sin sobre ayer hoy lo le les si "
        "ya",
    ),
    "de": _table(
        "hr fr frl dipl ing geb bzw vgl ggf evtl sog inkl exkl zzgl einschl abgek mag univ str z u d s o bspw insb "
        "jun sen abb phil med jur rer nat habil zit",
        "abs abb rz bd kap jan feb mär apr jun jul aug sept sep okt nov dez ziff",
        "usw usf etc u.a u.ä o.ä mio mrd tsd mwst gmbh e.v ag co kg ff jr",
        "der die das ein eine einen einem einer er sie es wir ich man in im am an auf bei beim mit nach für von vom "
        "zu zur zum und aber auch dies diese dieser dieses wie wenn da so den dem des seit laut als doch nur noch "
        "über unter vor um ob weil während dabei damit dazu danach dann nun jetzt heute gestern hier dort nicht kein "
        "keine sein seine ihr ihre zudem außerdem allerdings trotz durch gegen",
    ),
    "fr": _table(
        "m mm mme mmes mlle mlles mgr me ste av bd pr éd env",
        "nº n° chap janv févr juil sept oct nov déc",
        "s.a s.a.s cie jr av tél",
        "le la les l' l’ un une des il elle ils elles on nous vous je j' j’ c' c’ ce cette ces cet en dans pour par "
        "avec selon mais et son sa ses leur leurs au aux du de d' d’ après avant à depuis si quand comme sur sous "
        "sans hier aujourd' aujourd’ ainsi or puis enfin",
    ),
    "it": _table(
        "sig sigg sigra sig.ra sig.na dott dott.ssa dottssa avv ing profssa prof.ssa on sen rag geom arch mons cav "
        "comm dr.ssa egr gent p.zza v.le c.so",
        "pag pagg sez gen feb mar apr mag giu lug ago set ott nov dic",
        "s.p.a spa s.r.l srl ecc jr f.lli",
        "il lo la i gli le l' l’ un uno una in nel nella nei per con secondo ma e è questo questa questi si lui lei "
        "loro anche dopo quando se come non su sul sulla da dal dalla di del della al alla ai ieri oggi tra fra",
    ),
    "ru": _table(
        "ул им гор просп пр пл обл акад проф доц ген тов св стр гл см ср ред",
        "г п ст рис табл гл",
        "г гг в вв руб коп млн млрд тыс трлн т.д т.п др пр чел кв куб мин сек",
        "в на и но а он она они оно это этот эта эти по с со к у за из для как если после при до мы вы я об о от также "
        "однако кроме его её их что так тогда теперь сейчас ранее вчера сегодня не нет между под над через без",
    ),
    "nl": _table(
        "dhr mevr mw ir ing mr drs ds bijv bv jhr kol min zgn",
        "blz nr art jan feb mrt apr jun jul aug sept okt nov dec",
        "enz b.v n.v jr o.a m.n d.w.z a.u.b",
        "de het een hij zij ze in op voor met volgens maar en dit dat die deze er ook na als toen bij van wij we ik "
        "om uit aan over door sinds nu daarom hun haar zijn",
    ),
}


@once
def of(language: str) -> Abbreviations:
    """The abbreviations to mind in a language (ISO 639-1), or in any for "und"."""
    own = _TABLES.get(language)
    if own is not None:
        return _joined(_EVERYWHERE, own)
    if language == "und":
        return _joined(_EVERYWHERE, *_TABLES.values())
    return _joined(_EVERYWHERE, _from_pysbd(language))


def _joined(*tables: Abbreviations) -> Abbreviations:
    def union(name: str) -> frozenset[str]:
        return frozenset[str]().union(*(getattr(table, name) for table in tables))

    closing = union("closing")
    return Abbreviations(union("titles") - closing, union("numeric"), closing, union("starters"))


def _from_pysbd(language: str) -> Abbreviations:
    """What pysbd knows of a language; nothing where it does not know the language."""
    with warnings.catch_warnings():
        # Its source has invalid escapes, which Python tells when it first compiles it.
        warnings.simplefilter("ignore")
        from pysbd.languages import LANGUAGE_CODES
    known = LANGUAGE_CODES.get(language)
    if known is None:
        return Abbreviations()
    words = frozenset(word.strip().rstrip(".").casefold() for word in known.Abbreviation.ABBREVIATIONS)
    starters = getattr(getattr(known, "AbbreviationReplacer", None), "SENTENCE_STARTERS", ())
    return Abbreviations(closing=words - {""}, starters=frozenset(word.casefold() for word in starters))
