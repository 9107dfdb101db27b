"""Which layer each part of a page belongs to: what is carried, what is studied, what is worked out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from guide.framework import CARRIED

_HEADINGS = ("h2", "h3")


def in_layers(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The elements of a page, below its root, each with the name of its layer: that of the section it stands in.

    What stands before the first section is on every layer.
    A derivation is work, and a strip with its worksheet is study, wherever it stands.
    """
    section = {"h2": "", "h3": ""}
    for element in root:
        if not isinstance(element.tag, str):
            continue
        if element.tag in _HEADINGS:
            section["h3"] = ""
            section[element.tag] = element.get("id", "")
        carried = not section["h2"] or not {*section.values()}.isdisjoint(CARRIED)
        names = element.get("class", "").split()
        if element.tag == "details" and "derivation" in names:
            yield element, "work"
        else:
            yield element, "carry" if carried and "strip" not in names else "study"
