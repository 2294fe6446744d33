"""Words of names that do not tell two bearers apart, or do so in their own way: as data, in small Latin letters."""

from __future__ import annotations

from collections.abc import Mapping

HONORIFICS = frozenset(
    "mr mrs ms miss dr prof sir dame lord lady sheikh rev herr frau mme mlle monsieur madame sr sra srta senor senora"
    " dom don dona signor signora sig dott dottor ing hr fru pan pani mijnheer mevrouw g gospodin k kyrios kyria dhr"
    " mevr".split()
)  # fmt: skip

PARTICLES = frozenset(
    "de da do dos das del della delle dei di van von der den des du la le les el al bin ben ibn abu y e zu zur zum ter"
    " ten te af av of for the and und et der die das a o os as i in per pour fur für".split()
)

GENERATIONS: Mapping[str, str] = {
    "jr": "junior", "junior": "junior", "filho": "junior", "fils": "junior", "hijo": "junior", "sr": "senior",
    "senior": "senior", "pere": "senior", "pai": "senior",
    "neto": "third", "iii": "third", "ii": "second", "iv": "fourth",
    "sobrinho": "nephew",
}  # fmt: skip

ARTICLES = frozenset("the la le les l el los las der die das o a os as il lo gli i".split())

JOINERS = frozenset("and und et y e".split())

GROUPS = frozenset("group groupe gruppe grupo gruppo konzern gruppa omilos grupa groep".split())
"""What papers put to a company's name or leave away, without meaning another."""

WORTH_A_LOOK = frozenset(
    "holding holdings international worldwide global enterprises industries technologies company bank"
    " foundation".split()
)

GENERIC = frozenset(
    "bank banco banque banca bankas trapeza national nacional nationale nazionale first ministry ministerio ministere"
    " ministero ministerium ministerstvo ypourgeio ypoyrgeio central court supreme police parliament senate government"
    " council city town state federal university universidad universite universita institute commission committee"
    " kentriki finanzministerium"
    " centrale caisse camara municipal municipale finance finances health justice defence interior foreign affairs"
    " company association of de del di du des der et and union agency office department the insurance energy".split()
)
"""Words that so many organisations bear that a name of nothing else is no name."""

WRITTEN_SHORT: Mapping[str, str] = {
    "intl": "international", "int": "international", "bros": "brothers", "mfg": "manufacturing", "tech": "technologies",
    "univ": "university", "natl": "national", "assoc": "association", "assn": "association", "dept": "department",
    "st": "saint", "gebr": "gebruder", "cie": "compagnie", "ges": "gesellschaft", "svcs": "services",
    "labs": "laboratories",
    "pharma": "pharmaceuticals", "hldgs": "holdings", "hldg": "holding", "mt": "mount", "ind": "industries",
}  # fmt: skip

LOOSE_FORMS = frozenset({"inc", "corp", "co", "ltd", "coltd", "plc", "co ltd"})
"""Legal forms that papers take one for the other."""

_SHORT_FORMS = """
bob rob bobby robert; bill will billy william; dick rick richard; jim jimmy james; tom tommy thomas; mike mick
michael; dave david; steve steven stephen; tony anthony; joe joseph; liz beth betty elizabeth; kate katie cathy
katherine catherine; sue susan; meg peggy margaret; andy drew andrew; dan danny daniel; sam samuel samantha; ben
benjamin; nick nicholas; ed ted eddie edward; chuck charlie charles; jack john; alex alexander alexandra; pat
patrick patricia; greg gregory; jeff jeffrey; ken kenneth; ron ronald; don donald; larry lawrence; matt matthew;
chris christopher christine; tim timothy; vicky victoria; pepe jose; paco pancho francisco; nacho ignacio; chema
josemaria; lola dolores; manolo manuel; quique enrique; ze jose; chico francisco; beto roberto alberto; gui
guilherme; nando fernando; kiko francisco; hans johannes; fritz friedrich; klaus nikolaus; uli ulrich; wolf
wolfgang; gabi gabriele; steffi stefanie; sepp josef; sascha alexander; gianni giovanni; beppe giuseppe; sandro
alessandro; gigi luigi; pippo filippo; nino antonino; fred frederic; manu emmanuel; jeannot jean; sasha aleksandr;
misha mihail; volodya vladimir; kolya nikolay; dima dmitriy
"""


def _groups() -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for group in _SHORT_FORMS.split(";"):
        names = group.split()
        for name in names:
            known.setdefault(name, set()).update(names)
    return {name: frozenset(others) for name, others in known.items()}


NICKNAMES: Mapping[str, frozenset[str]] = _groups()
"""For a first name those that may be short or long for it, itself among them."""
