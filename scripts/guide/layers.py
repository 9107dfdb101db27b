"""Which layer each part of a page belongs to: what is carried, what is studied, what is worked out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from guide.framework import CARRIED, CARRIED_OF_STEP, STEP_IN_FIVE_MINUTES

_HEADINGS = ("h2", "h3")


def in_layers(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The elements of a page, below its root, each with the name of its layer: that of the section it stands in.

    A page that tells a step in five minutes carries other sections than one that tells a design. What stands before the first section is on every layer.
    A derivation is work, and a strip with its worksheet is study, wherever it stands.
    """
    section = {"h2": "", "h3": ""}
    of_step = any(heading.get("id") == STEP_IN_FIVE_MINUTES for heading in root.iterchildren("h2"))
    in_carry = CARRIED_OF_STEP if of_step else CARRIED
    for element in root:
        if not isinstance(element.tag, str):
            continue
        if element.tag in _HEADINGS:
            section["h3"] = ""
            section[element.tag] = element.get("id", "")
        carried = not section["h2"] or not {*section.values()}.isdisjoint(in_carry)
        names = element.get("class", "").split()
        if element.tag == "details" and "derivation" in names:
            yield element, "work"
        else:
            yield element, "carry" if carried and "strip" not in names else "study"
