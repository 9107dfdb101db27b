"""What the toolchain reads of mkdocs.yml: the book's title and addresses, and the navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from guide.model import Page, Settings
from guide.project import Project
from guide.sources.shape import Fault, validated
from guide.sources.text import Reader
from guide.sources.yamlfile import Located, YamlError, environment_tag, read_yaml

_CODE = "settings"
_STAND_INS = {"site_name": "Untitled"}
_FILLED = ("site_name", "theme", "plugins", "extra")
"""What may not stand there empty."""

_ENTRY = "write the path of a page from docs/, or `Title: path`, or `Part:` with a list below it."


def read_settings(reader: Reader, environment: Mapping[str, str]) -> Settings | None:
    """The settings, or None, with a problem noted, when there is no navigation to read a book by."""
    path = reader.project.config
    text = reader.text(path)
    if text is None:
        return None
    try:
        where = read_yaml(text, tag=environment_tag(environment))
    except YamlError as error:
        reader.note(path, error.line, _CODE, f"{error}.", error.mend, error.column)
        return None
    if where is None or not isinstance(where.value, dict):
        reader.note(path, 1, _CODE, "the settings are no mapping.", "write `key: value` lines, as mkdocs.yml has them.")
        return None
    given = {name: value for name, value in where.value.items() if name in Settings.model_fields and name != "nav"}
    given = {name: value for name, value in given.items() if value is not None or name in _FILLED}
    if language := _language(where.value):
        given["language"] = language
    settings, faults = validated(Settings, given, "mkdocs.yml", _STAND_INS)
    pages: list[Page] = []
    for page, fault in _nav(where):
        if page:
            pages.append(page)
        else:
            faults.append(fault)
    for fault in faults:
        place = ("theme", "language") if fault.path == ("language",) else fault.path
        reader.note(path, where.line_of(*place), "nav" if place[:1] == ("nav",) else _CODE, fault.message, fault.mend)
    if any(fault.path[:1] == ("nav",) for fault in faults):
        reader.unread.add(path)
        if not pages:
            return None
    settings = settings.model_copy(update={"nav": tuple(pages)})
    settings.at({(): where.line}, stand_in=bool(faults))
    return settings


def _language(settings: Mapping[str, Any]) -> Any:
    theme = settings.get("theme")
    return theme.get("language") if isinstance(theme, dict) else None


def _nav(where: Located) -> Iterator[tuple[Page, None] | tuple[None, Fault]]:
    """Every page of the navigation in order, and every entry that is none."""
    nav = where.value.get("nav")
    if not isinstance(nav, list) or not nav:
        state = "is no list" if nav else "is empty" if "nav" in where.value else "is missing"
        yield None, Fault(("nav",), f"the navigation {state}.", "list the pages of the book under `nav:`.")
        return
    seen: dict[str, int] = {}
    for path, part, page in _entries(nav, ("nav",), ""):
        line = where.line_of(*path)
        if not isinstance(page, str) or not page:
            said = "is empty" if page in (None, "", {}, []) else "is neither a page nor a part"
            yield None, Fault(path, f"an entry of the navigation {said}.", _ENTRY)
        elif "\\" in page or not page.isprintable() or any(step in ("", ".", "..") for step in page.split("/")):
            yield None, Fault(path, f"the navigation names {page!r}, which is no path from docs/.", _ENTRY)
        elif not page.endswith(".md"):
            yield None, Fault(path, f"the navigation names {page!r}, which is no Markdown file.", "pages end in .md.")
        elif page in seen:
            message = f"the navigation names {page} a second time; it stands on line {seen[page]} already."
            yield None, Fault(path, message, "keep one of the two.")
        else:
            seen[page] = line
            found = Page(page=page, part=part)
            found.at({(): line})
            yield found, None


def _entries(nav: list, path: tuple[str | int, ...], part: str) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """(path in the settings, part, page) of the leaves; pages of other sites are left out."""
    for number, item in enumerate(nav):
        here = (*path, number)
        pairs = list(item.items()) if isinstance(item, dict) else [("", item)]
        if not pairs:
            yield here, part, None
        for label, value in pairs:
            inner = (*here, label) if isinstance(item, dict) else here
            if isinstance(value, list) and value and isinstance(item, dict):
                yield from _entries(value, inner, part or label)
            elif not (isinstance(value, str) and re.match(r"\w+://", value)):
                yield inner, part, value


def engine_settings(project: Project, environment: Mapping[str, str]) -> dict[str, Any]:
    """All of mkdocs.yml as the site engine would read it. To be asked only of a book that has been read well."""

    class Loader(yaml.SafeLoader):
        """Tags of other tools stand for nothing."""

    answer = environment_tag(environment)

    def construct(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
        plain = loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else loader.construct_object(
            yaml.ScalarNode("tag:yaml.org,2002:str", node.value)) if isinstance(node, yaml.ScalarNode) else None  # fmt: skip
        return answer(f"!{suffix}", plain)

    Loader.add_multi_constructor("!", construct)
    return yaml.load(project.config.read_text(encoding="utf-8-sig"), Loader)
