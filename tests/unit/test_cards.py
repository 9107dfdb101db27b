"""What becomes a card, what is on it, what it is called; and the same cards as Anki's HTML and as rows of a CSV."""

from __future__ import annotations

import csv
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from guide.cards import KINDS, Card, cards
from guide.checks.core import Replace
from guide.diagrams.outlines import Pictures
from guide.framework import LEVELS, STEPS
from guide.project import Project
from guide.publish.cards import (
    FIELDS,
    Media,
    addresses,
    for_anki,
    harmless,
    plain,
    publish,
    rows,
    write_csv,
    write_package,
)
from tests.conftest import EDITION, MakePages, Pages, copy_fixture

CASE = "docs/cases/comment-spam.md"
LAYERED = """
### Ten numbers to remember

| Number | What it decides |
|---|---|
| ${daily}, at peak ${peak} | one machine answers ${in_flight} |
| ${daily} with ${labels} labels | a year is enough |
| one night | ${corpus} must be read |

## Data and features
"""
DIGEST = """
```digest
delete-or-ask
choice: a band of ${band}
because: $p<q$ & ${load} fit
flips: half of it is late
say: "Ask, then *delete*."
```

## What each level adds
"""
FLIPS = """## Constraint flips

| Change | What changes | What stays |
|---|---|---|
| No reviewers | The band closes | The path |
| Ten times the comments | ${daily} become more | The labels |

- *No reviewers.* The threshold rises.
- *Ten times.* It is sharded.

## Interviewer's kit
"""
METRICS = """---
id: metrics
title: Metrics
kind: reference
description: Metrics and drills, as few as a test needs, in one page of reference.
reviewed: 2026-11-21
---

## Thresholds

### Recall

Recall is the share of positives that are found.

$$ \\text{recall} = \\frac{a < b}{P} $$

```metric
hit = recall
title: Four cases
labels = 1 0 1 0
predictions = 1 0 0 0
```

*When it lies.* It says nothing of ${hit} false alarms.

### Which one

Ask who reads it.

## Drills

### Load

"How many a second?"

??? question "How many machines? [deploy-and-serve, senior]"

    ```estimate
    title: Load
    rate = 3 request/s # chosen: given
    double = rate * 2 -> request/s # Twice
    ```

    ${double}, so one.
"""


def edit(project: Project, name: str, *pairs: tuple[str, str]) -> None:
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, make_pages: MakePages) -> Pages:
    """The small book with something of every kind."""
    project = copy_fixture(tmp_path_factory.mktemp("full") / "book")
    text = (project.root / CASE).read_text(encoding="utf-8")
    text = re.sub(r"## Constraint flips\n.*?## Interviewer's kit\n", lambda _: FLIPS, text, flags=re.S)
    (project.root / CASE).write_text(text, encoding="utf-8")
    edit(project, CASE, ("\n## Data and features\n", LAYERED), ("\n## What each level adds\n", DIGEST))
    (project.docs / "reference" / "metrics.md").write_text(METRICS, encoding="utf-8")
    edit(project, "mkdocs.yml", ("      - reference/glossary.md\n", "      - reference/glossary.md\n      - reference/metrics.md\n"))
    return make_pages(project)


@pytest.fixture(scope="module")
def found(full: Pages) -> dict[str, Card]:
    made = cards(full.book, full.articles)
    assert len({card.id for card in made}) == len(made)
    return {card.id: card for card in made}


@pytest.fixture
def drawings(full: Pages) -> dict:
    return {key: drawn for article in full.articles.values() for key, drawn in article.drawings.items()}


def test_every_kind_has_cards(found: dict[str, Card]) -> None:
    assert {card.kind for card in found.values()} == set(KINDS)


def test_every_card_asks_and_answers_and_leads_to_a_place(found: dict[str, Card], full: Pages) -> None:
    anchors = {page: article.anchors for page, article in full.articles.items()}
    for card in found.values():
        page, _, anchor = card.link.partition("#")
        assert anchor in anchors[page], card
        assert plain(card.front, {}) if card.kind != "board" else card.front
        assert re.search(r"\w", card.back)


def test_tags_name_step_case_level_and_kind(found: dict[str, Card]) -> None:
    for card in found.values():
        assert card.tags[-1] == f"kind::{card.kind}"
        for tag in card.tags:
            what, _, name = tag.partition("::")
            assert name in {"step": STEPS, "case": ["comment-spam"], "level": LEVELS, "kind": KINDS}[what]
    wrong = found["comment-spam/wrong/accuracy-is-high-are-we-done"]
    assert wrong.tags == ("step::evaluate", "case::comment-spam", "level::senior", "kind::wrong")
    assert found["term/base-rate"].tags == ("step::clarify-the-requirements", "kind::term")
    assert found["decision/delete-or-ask"].tags == ("step::deploy-and-serve", "case::comment-spam", "kind::decision")


def test_a_talking_point(found: dict[str, Card]) -> None:
    card = found["comment-spam/question/why-not-delete-everything-above-one-half"]
    assert card.front == "<p>Why not delete everything above one half?</p>"
    assert card.link == "cases/comment-spam.md#talking-points" and card.topic == "Comment spam"
    # A reference to a figure leads to the page from wherever the card is read.
    assert '<a href="cases/comment-spam.md#fig-system">Figure' in card.back
    assert "data-" not in card.back and "<data" not in card.back


def test_a_decision_of_the_matrix(found: dict[str, Card], full: Pages) -> None:
    card, decision = found["decision/retrain-when"], full.book.decision_by_id["retrain-when"]
    assert [option.name in card.front for option in decision.options] == [True, True]
    text = plain(card.back, {})
    assert text.split("\n")[:2] == ["Our default: Every night", "Choose it when: spam changes by the day"]
    assert "Flip when: the gate refuses" in text and "Why there: Then the nights" in text and "Say: “I’d retrain" in text


def test_a_case_says_its_own_of_a_decision(found: dict[str, Card]) -> None:
    card = found["comment-spam/decision/delete-or-ask"]
    text = plain(card.back, {})
    assert text.startswith("Our choice: a band of 2 %\nBecause: $p<q$ & ")
    assert card.link == "cases/comment-spam.md#decision-delete-or-ask" and "case::comment-spam" in card.tags


def test_a_number_is_named_by_its_value_and_left_out_of_the_question(found: dict[str, Card]) -> None:
    # The second row begins with the value that names the first; the third quotes one only in what it decides.
    assert [name for name in found if "/number/" in name] == [f"comment-spam/number/{n}" for n in ("daily", "labels", "corpus")]
    first, last = (found[f"comment-spam/number/{name}"] for name in ("daily", "corpus"))
    asked = plain(first.front, {})
    assert not re.search(r"\d", asked)
    assert asked.startswith("Number to remember: … items/day, at peak … items/s\nIt decides: one machine answers …")
    assert re.fullmatch(r"100,000 items/day, at peak [\d.]+ items/s\none machine answers [\d.]+ items?", plain(first.back, {}))
    assert plain(last.front, {}).startswith("Number to remember: …\nIt decides: … GB must be read")


def test_a_quote_that_cannot_be_read_names_no_card(good_book: Project, make_pages: MakePages) -> None:
    table = "### Ten numbers to remember\n\n| Number | It decides |\n|---|---|\n| ${10 ** 2} | all |\n\n## Talking points"
    Replace(CASE, "## Talking points", table).apply(good_book.root)
    pages = make_pages(good_book)
    assert [card.id for card in cards(pages.book, pages.articles) if card.kind == "number"] == ["comment-spam/number/"]


def test_a_changed_constraint(found: dict[str, Card]) -> None:
    card = found["comment-spam/flip/ten-times-the-comments"]
    assert "Ten times the comments." in card.front and "sharded" not in card.front
    assert plain(card.back, {}) == "What changes: 100,000 items/day become more\nWhat stays: The labels\nTen times. It is sharded."


def test_a_metric_and_when_it_lies(found: dict[str, Card]) -> None:
    card, lies = found["metrics/metric/recall"], found["metrics/metric/recall/lies"]
    text = plain(card.back, {})
    assert text.startswith("Recall is the share") and "$\\text{recall} = \\frac{a < b}{P}$" in text and "labels | 1 | 0" in text
    assert "When it lies" not in text and "false alarms" in plain(lies.back, {}) and "labels | 1" in plain(lies.front, {})
    assert "metrics/metric/which-one" not in found


def test_a_drill_has_the_case_put_before_it_and_no_worksheet(found: dict[str, Card]) -> None:
    card = found["metrics/drill/load"]
    assert plain(card.front, {}) == "“How many a second?”\nHow many machines?"
    assert plain(card.back, {}) == "6 requests/s, so one."
    assert card.tags == ("step::deploy-and-serve", "level::senior", "kind::drill")


def test_a_term(found: dict[str, Card]) -> None:
    card = found["term/base-rate"]
    assert plain(card.front, {}) == "Base rate (prevalence)"
    assert card.back == "<p>The share of positives before anything is predicted.</p>"


def test_the_board_is_the_last_frame(found: dict[str, Card], drawings: dict) -> None:
    card = found["comment-spam/board"]
    assert "spam filter" in card.front and card.link.endswith("#fig-frame-4")
    assert '<div data-diagram="comment-spam/frame-4"></div>' in card.back and "Figure" not in card.back
    assert drawings["comment-spam/frame-4"].description in plain(card.back, drawings)


def test_a_text_changes_and_a_name_does_not(full: Pages, found: dict[str, Card], tmp_path: Path, make_pages: MakePages) -> None:
    project = copy_fixture(tmp_path / "book")
    for name in (CASE, "docs/reference/metrics.md", "mkdocs.yml"):
        (project.root / name).write_text((full.book.project.root / name).read_text(encoding="utf-8"), encoding="utf-8")
    edit(project, CASE, ("title: Comment spam", "title: Spam in comments"), ("choice: a band", "choice: a wide band"),
         ("| one night | ${corpus} must be read |\n", ""), ("| Number | What it decides |\n|---|---|\n", "| Number | What it decides |\n|---|---|\n| one night | ${corpus} must be read |\n"),
         ("| No reviewers | The band closes | The path |\n", ""), ("- *No reviewers.* The threshold rises.\n", ""))  # fmt: skip
    edit(project, "docs/decisions.yaml", ("question: Who removes a comment", "question: Who takes away a comment"))
    edit(project, "docs/glossary.yaml", ("The share of positives", "The part of positives"))
    pages = make_pages(project)
    changed = {card.id: card for card in cards(pages.book, pages.articles)}
    assert found.keys() - changed.keys() == {"comment-spam/flip/no-reviewers"} and changed.keys() <= found.keys()
    for name in ("decision/delete-or-ask", "comment-spam/decision/delete-or-ask", "term/base-rate"):
        assert (changed[name].front, changed[name].back) != (found[name].front, found[name].back)
    assert changed["comment-spam/number/corpus"] == replace(found["comment-spam/number/corpus"], topic="Spam in comments")


def test_of_two_folds_with_one_title_the_second_gets_a_number(full: Pages, found: dict[str, Card]) -> None:
    page = "interview/the-clock.md"
    article = full.articles[page]
    fold = re.search(r"<details.*?</details>", article.html, re.S)[0]
    twice = {**full.articles, page: replace(article, html=article.html + fold)}
    names = [card.id for card in cards(full.book, twice)]
    assert set(names) - found.keys() == {"the-clock/question/what-do-you-drop-when-ten-minutes-are-left-2"}


# ---------- Anki ----------


def media(pages: Pages) -> Media:
    drawings = {key: drawn for article in pages.articles.values() for key, drawn in article.drawings.items()}
    return Media(drawings, pages.book.style, Pictures(pages.book.project.packages), pages.kept)


def test_two_packages_are_the_same_bytes(full: Pages, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        publish(full.publication, tmp_path / name)
    for name in ("cards.apkg", "cards.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    with zipfile.ZipFile(tmp_path / "one" / "cards.apkg") as package:
        assert {entry.date_time[:3] for entry in package.infolist()} == {(2026, 11, 21)}


@pytest.mark.filterwarnings("error")
def test_formulas_are_left_to_anki_and_links_lead_to_the_site(full: Pages, found: dict[str, Card], tmp_path: Path) -> None:
    made, site = media(full), addresses("https://guide.example.org/x")
    assert "\\[\\text{recall} = \\frac{a &lt; b}{P}\\]" in for_anki(found["metrics/metric/recall"].back, made, site)
    assert "\\(p&lt;q\\)" in for_anki(found["comment-spam/decision/delete-or-ask"].back, made, site)
    point = found["comment-spam/question/why-not-delete-everything-above-one-half"].back
    assert 'href="https://guide.example.org/x/cases/comment-spam/#fig-system"' in for_anki(point, made, site)
    assert "<a" not in for_anki(point, made, addresses("")) and "Figure" in for_anki(point, made, addresses(""))
    write_package(list(found.values()), "A book", EDITION, made, site, tmp_path / "cards.apkg")


def test_a_drawing_is_two_pictures_that_need_nothing_else(full: Pages, found: dict[str, Card]) -> None:
    made = media(full)
    html = for_anki(found["comment-spam/board"].back, made, addresses(""))
    names = re.findall(r'<img src="(comment-spam-frame-4-(light|dark)-[0-9a-f]{8}\.svg)" alt="[^"]{20,}" class="\2">', html)
    assert [scheme for _, scheme in names] == ["light", "dark"] and sorted(made.files) == sorted(name for name, _ in names)
    for name, scheme in names:
        picture = made.files[name].decode()
        root = ET.fromstring(picture)
        assert not [e for e in root.iter() if e.tag.endswith(("text", "tspan", "style"))]
        assert "var(" not in picture and "font" not in picture.replace("font-size", "")
        assert full.book.style.palette(scheme)["background"] in picture


def test_outlines_lie_where_the_text_lay(full: Pages) -> None:
    """Centred, and as wide as the drawing was measured."""
    svg = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"><g font-size="20">'
           '<text x="100" y="30" text-anchor="middle">MM<tspan data-value="a">MM</tspan></text></g></svg>')  # fmt: skip
    pictures = Pictures(full.book.project.packages)
    root = ET.fromstring(pictures.picture(svg, full.book.style.palette("light")))
    paths = [e.get("d") for e in root.iter() if e.tag.endswith("path")]
    numbers = [[float(x) for x in re.findall(r"[MLH](-?[\d.]+)", path)] for path in paths]
    assert len(paths) == 2
    left, right = min(min(n) for n in numbers), max(max(n) for n in numbers)
    assert (left + right) / 2 == pytest.approx(100, abs=0.1) and 60 < right - left < 80
    assert max(numbers[0]) < min(numbers[1])


def test_text_without_a_size_is_as_large_as_a_browsers(full: Pages) -> None:
    pictures, colours = Pictures(full.book.project.packages), full.book.style.palette("light")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"><text x="9" y="30"{}>MM</text></svg>'
    drawn = [re.findall(r' d="[^"]+"', pictures.picture(svg.format(size), colours)) for size in ("", ' font-size="16"', ' font-size="17"')]
    assert drawn[0] == drawn[1] != drawn[2]


# ---------- CSV ----------


def test_rows_can_be_read_back(full: Pages, found: dict[str, Card], drawings: dict, tmp_path: Path) -> None:
    publish(full.publication, tmp_path)
    data = (tmp_path / "cards.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid,kind,front,back,tags,link\r\n")
    with (tmp_path / "cards.csv").open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file, strict=True))
    assert read == rows(list(found.values()), drawings, addresses(full.book.settings.site_url))
    assert tuple(read[0]) == FIELDS and len(read) == len(found)
    assert not [cell for row in read for cell in row.values() if re.search(r"</?\w+[ >]|&\w+;", cell)]
    assert all(re.fullmatch(r"[\w/-]+/(#[\w-]+)?", row["link"]) for row in read), "without an address of the site, from its root"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_no_cell_starts_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"a {cell}") == f"a {cell}"


def test_cells_are_made_harmless_when_written(full: Pages, tmp_path: Path) -> None:
    write_csv([Card("=id", "term", "=A", "<p>b</p>", "<p>@sum(1)</p>", "a.md#b")], {}, addresses(""), tmp_path / "cards.csv")
    with (tmp_path / "cards.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {"id": "'=id", "kind": "term", "front": "'=A: b", "back": "'@sum(1)", "tags": "", "link": "/a/#b"}
