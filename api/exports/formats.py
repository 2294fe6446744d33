"""The formats that facts are exported in: by what a format's addresses end in, with its media type and its writer.

A writer takes articles one at a time and yields bytes as it goes, so that memory stays flat however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from api.exports import atom_feed, ftm, ninjs, schema_org, web_annotation, whole_articles, workbook
from api.exports.fact_parts import Addresses
from api.store.article_facts import ArticleFacts

Writer = Callable[[Iterable[ArticleFacts], Addresses, str], Iterator[bytes]]
"""Takes the articles, addresses, and the address of the export itself."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format. `media_type` as it is sent; `one` writes one article or fact where that is another shape than many;
    `usual` is how many items of a list it has unless somebody says.
    """

    ending: str
    media_type: str
    write: Writer
    one: Writer | None = None
    usual: int | None = None


FORMATS: Mapping[str, Format] = {
    one.ending: one
    for one in (
        Format("schema.jsonld", schema_org.MEDIA_TYPE, schema_org.write),
        Format("anno.jsonld", web_annotation.MEDIA_TYPE, web_annotation.write),
        Format("ninjs.json", ninjs.MEDIA_TYPE, ninjs.write, ninjs.write_one),
        Format("ftm.ndjson", ftm.MEDIA_TYPE, ftm.write),
        Format("xlsx", workbook.MEDIA_TYPE, workbook.write),
        Format("atom", atom_feed.MEDIA_TYPE, atom_feed.write, usual=atom_feed.USUAL),
        Format("onrecord.ndjson", "application/vnd.onrecord+ndjson", whole_articles.write),
    )
}
