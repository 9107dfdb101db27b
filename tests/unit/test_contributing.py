"""CONTRIBUTING.md's examples do what they say: each is put into the small book, which then has no problem."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from guide.checks import check_book
from guide.checks.core.small_book import CLOCK
from guide.project import Project
from guide.sources.yamlfile import read_yaml
from tests.conftest import ROOT, MakePages

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def fence(language: str, holding: str) -> str:
    """The text of the one fence of a language that holds some words."""
    (found,) = [text for text in re.findall(rf"^ *```{language}\n(.*?)^ *```", TEXT, re.M | re.S) if holding in text]
    return found


@pytest.fixture
def problems(good_book: Project, make_pages: MakePages) -> Callable[[], list[str]]:
    def find() -> list[str]:
        pages = make_pages(good_book)
        return [str(problem) for problem in check_book(pages.book, pages.articles)]

    return find


def _cited(project: Project, *keys: str) -> None:
    """Adds works of the real bibliography to the small book's."""
    works = {work["id"]: work for work in json.loads((ROOT / "docs" / "bibliography.json").read_text(encoding="utf-8"))}
    own = json.loads(project.bibliography.read_text(encoding="utf-8"))
    project.bibliography.write_text(json.dumps([*own, *(works[key] for key in keys)]), encoding="utf-8")


def _in_the_clock(project: Project, text: str) -> None:
    path = project.root / CLOCK
    path.write_text(path.read_text(encoding="utf-8").replace("## What to cut\n", f"{text}\n\n## What to cut\n"), encoding="utf-8")


def test_the_estimate_and_the_diagram(good_book: Project, problems: Callable[[], list[str]]) -> None:
    _cited(good_book, "hu2018web")
    _in_the_clock(good_book, f"```estimate\n{fence('estimate', 'Query traffic')}log_volume = 2 TB  # assumed: clicks and queries of a day\n```")
    diagram = re.search(r"^flowchart TB\n.*?(?=^```)", TEXT, re.M | re.S)[0]
    diagram = diagram.replace("  ...\n", "")
    (good_book.diagrams / "the-clock" / "system.mmd").write_text(diagram, encoding="utf-8")
    include = fence("mermaid", "visual-search/system.mmd").replace("visual-search", "the-clock")
    caption = re.search(r"^/// figure-caption\n.*?^///$", TEXT, re.M | re.S)[0]
    _in_the_clock(good_book, f"```mermaid\n{include}```\n{caption}")
    assert problems() == []


def test_the_metric(good_book: Project, problems: Callable[[], list[str]]) -> None:
    _in_the_clock(good_book, f"```metric\n{fence('metric', 'roc_auc')}```\n\nIt is ${{auc}}, or ${{auc:2}}, with ${{auc_pairs_in_order}}.")
    assert problems() == []


def test_the_decision(good_book: Project, problems: Callable[[], list[str]]) -> None:
    text = fence("yaml", "id: ann-index-family")
    cells = re.search(r"quality:.*?avoid: [^\n]*\n", text, re.S)[0]
    text = text.replace("    - name: …\n", f"    - name: IVF-PQ codes\n      {cells}")
    _cited(good_book, *read_yaml(text).value[0]["sources"])
    good_book.decisions.write_text(good_book.decisions.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    _in_the_clock(good_book, "```decisions\nann-index-family\n```")
    assert problems() == []


def test_the_bibliography_entry(good_book: Project, problems: Callable[[], list[str]]) -> None:
    work = json.loads(fence("json", "dean2013tail"))
    own = [w for w in json.loads(good_book.bibliography.read_text(encoding="utf-8")) if w["id"] != work["id"]]
    good_book.bibliography.write_text(json.dumps([*own, work]), encoding="utf-8")
    assert problems() == []


def test_the_prices(good_book: Project, problems: Callable[[], list[str]]) -> None:
    good_book.prices.write_text(fence("yaml", "id: gpu_hour"), encoding="utf-8")
    assert problems() == []


def test_the_front_matter(good_book: Project, problems: Callable[[], list[str]]) -> None:
    from guide.model import FrontMatter

    front = read_yaml(fence("yaml", "prompt: Design visual search").replace("---\n", "")).value
    front["kind"] = front["kind"].partition(" ")[0]
    assert FrontMatter.model_validate(front).required() and set(front) < set(FrontMatter.model_fields)
