"""HTML and SVG elements built as a tree, so that the library that writes it escapes every text."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

Child = Element | str | None


def element(name: str, /, *children: Child, **attributes: object) -> Element:
    """An element. In attribute names `_` stands for `-` and a trailing one falls away; None and "" are left out."""
    made = Element(name, {_attribute(key): str(value) for key, value in attributes.items() if value not in (None, "")})
    last: Element | None = None
    for child in children:
        if isinstance(child, str):
            if last is None:
                made.text = (made.text or "") + child
            else:
                last.tail = (last.tail or "") + child
        elif child is not None:
            made.append(child)
            last = child
    return made


def markup(root: Element) -> str:
    """The element as HTML text, without the control characters that HTML does not know."""
    # Serialised by the standard library; nothing is parsed, so no XML of others is ever read here.
    text = tostring(root, encoding="unicode", method="html")
    return "".join(c for c in text if c >= " " or c in "\n\t")


def _attribute(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")
