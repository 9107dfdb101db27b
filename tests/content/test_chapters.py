"""What the standard asks of every chapter, one case a chapter."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from guide.checks import check_book
from guide.model import LEVELS, SECTIONS, Book, Chapter
from guide.problems import Problem
from guide.project import Project
from guide.sources import read_book
from tests.conftest import ROOT

CHAPTERS = read_book(Project(ROOT)).chapters
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.id)
every_case = pytest.mark.parametrize("chapter", [c for c in CHAPTERS if c.front.kind == "case"], ids=lambda c: c.id)
every_step = pytest.mark.parametrize("chapter", [c for c in CHAPTERS if c.front.kind == "step"], ids=lambda c: c.id)

NEVER = re.compile(
    r"\b(?:leverag\w+|delv(?:e|es|ing)|seamless\w*|(?<!doubly )robust\w*|crucial\w*|it(?:'s| is) important to note|in today's world"
    r"|TODO|FIXME|lorem ipsum|coming soon|to be written|as an AI)\b",
    re.I,
)


@pytest.fixture(scope="module")
def problems(book: Book) -> list[Problem]:
    return check_book(book)


def sections(chapter: Chapter) -> dict[str, str]:
    """The text of each `##` section by its heading, fences included."""
    lines = chapter.body.split("\n")
    heads = [h for h in chapter.headings if h.level == 2]
    starts = [h.line - 1 - chapter.offset for h in heads]
    ends = [*starts[1:], len(lines)]
    texts = ("\n".join(lines[start + 1 : end]) for start, end in zip(starts, ends, strict=True))
    return dict(zip((h.text.replace("’", "'") for h in heads), texts, strict=True))


def test_there_are_chapters_of_every_kind() -> None:
    assert {c.front.kind for c in CHAPTERS} == {"case", "step", "guide", "reference"}


@every_chapter
def test_a_chapter_has_no_problem(chapter: Chapter, problems: list[Problem], book: Book) -> None:
    place = book.project.relative(chapter.path)
    own = [str(p) for p in problems if p.path == place or p.path.startswith(f"diagrams/{chapter.id}/")]
    assert not own, "\n".join(own)


def test_the_rest_of_the_book_has_no_problem(problems: list[Problem], book: Book) -> None:
    places = {book.project.relative(c.path) for c in CHAPTERS}
    folders = {f"diagrams/{c.id}" for c in CHAPTERS}
    rest = [str(p) for p in problems if p.path not in places and p.path.rpartition("/")[0] not in folders]
    assert not rest, "\n".join(rest)


@every_chapter
def test_a_chapter_uses_no_filler(chapter: Chapter) -> None:
    text = re.sub(r"[’]", "'", chapter.path.read_text(encoding="utf-8"))
    found = [(text.count("\n", 0, m.start()) + 1, m[0]) for m in NEVER.finditer(text)]
    assert not found


def test_data_and_diagrams_use_no_filler(book: Book) -> None:
    files = [book.project.decisions, book.project.glossary, *(d.path for d in book.diagrams.values())]
    found = [(f.name, m[0]) for f in files for m in NEVER.finditer(f.read_text(encoding="utf-8"))]
    assert not found


def test_chapters_share_no_paragraph(book: Book) -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for chapter in book.chapters:
        for paragraph in re.split(r"\n\s*\n", chapter.prose):
            words = re.findall(r"[^\W_]+", paragraph.casefold())
            if len(words) >= 12:
                places[" ".join(words)].add(chapter.id)
    assert not {text: found for text, found in places.items() if len(found) > 1}
    assert len(places) > 100


def test_descriptions_and_titles_are_each_chapters_own(book: Book) -> None:
    for field in ("title", "description"):
        values = [getattr(c.front, field) for c in book.chapters]
        assert len(set(values)) == len(values)


@every_chapter
def test_captions_say_what_to_see(chapter: Chapter) -> None:
    captions = re.findall(r"^/// (?:figure|table)-caption[^\n]*\n(.*?)^///", chapter.body, re.M | re.S)
    assert len(captions) >= len(chapter.diagrams)
    for caption in captions:
        assert len(caption.split()) >= 3, caption
        assert not re.match(r"\s*(?:a|the|this)\s+(?:diagram|figure|picture|chart|table)\b", caption, re.I), caption


@every_chapter
def test_alternative_text_says_more_than_the_title(chapter: Chapter, book: Book) -> None:
    for name, _ in chapter.diagrams:
        diagram = book.diagrams[name]
        assert len(diagram.title.split()) >= 2, name
        assert len(diagram.description.split()) >= 8, f"{name}: {diagram.description!r}"
        assert diagram.description != diagram.title


@every_step
def test_a_step_has_its_sections(chapter: Chapter) -> None:
    found = sections(chapter)
    assert tuple(found) == SECTIONS["step"]
    assert all(text.strip() for text in found.values())
    assert len(chapter.diagrams) >= 3 and any(f.language == "estimate" for f in chapter.fences)


# ---------- a case ----------


@every_case
def test_a_case_has_its_sections(chapter: Chapter) -> None:
    found = sections(chapter)
    assert tuple(found) == SECTIONS["case"]
    assert all(text.strip() for text in found.values())


@every_case
def test_a_case_has_ten_diagrams_of_several_kinds(chapter: Chapter, book: Book) -> None:
    kinds = {book.diagrams[name].source.split()[0] for name, _ in chapter.diagrams}
    assert len(chapter.diagrams) >= 10
    assert len(kinds) >= 4, kinds
    assert sections(chapter)["Whiteboard sheet"].count("```mermaid") == 4


@every_case
def test_a_case_rests_on_eight_sources(chapter: Chapter, book: Book) -> None:
    text = {c.key for c in chapter.citations}
    assert len(text) >= 8
    assert "```sources" in sections(chapter)["Sources"]


@every_case
def test_a_case_shows_five_decisions(chapter: Chapter, book: Book) -> None:
    trade_offs = sections(chapter)["Trade-offs"]
    shown = [d for d, _ in chapter.decisions if re.search(rf"^{re.escape(d)}$", trade_offs, re.M)]
    assert len(shown) >= 5
    for name in shown:
        decision = book.decision_by_id[name]
        assert re.search(r"\d", decision.flip_when), f"{name} flips at no number: {decision.flip_when}"
        assert len(decision.say.split()) >= 8


@every_case
def test_a_case_flips_four_constraints(chapter: Chapter) -> None:
    text = sections(chapter)["Constraint flips"]
    assert len(re.findall(r"^(?:###\s|\*\*[^*]+\*\*|[-*]\s)", text, re.M)) >= 4


@every_case
def test_a_case_computes_its_numbers(chapter: Chapter) -> None:
    blocks = [f for f in chapter.fences if f.language == "estimate"]
    assert len(blocks) >= 3
    assert sum(f.text.count("\nassert ") for f in blocks) >= 5
    assert sum(f.text.count("\nwatch ") for f in blocks) >= 1
    assert len(re.findall(r"\$\{", chapter.prose)) >= 20


@every_case
def test_a_case_serves_every_level(chapter: Chapter) -> None:
    levels = sections(chapter)["What each level adds"]
    assert all(level.capitalize() in levels for level in LEVELS)
    tags = re.findall(r'question ".*\[([^\]]+)\]"', sections(chapter)["Talking points"])
    assert len(tags) >= 6
    assert set(LEVELS) <= {name.strip() for tag in tags for name in tag.split(",")}


@every_case
def test_a_case_has_its_card_and_its_questions(chapter: Chapter) -> None:
    assert '!!! glance "At a glance"' in sections(chapter)["The prompt"]
    rows = re.findall(r"^\|(?!\s*[-:]+).*\|$", sections(chapter)["Clarify the requirements"], re.M)
    assert len(rows) - 1 >= 8, "eight questions or more"


@every_case
def test_a_case_can_be_interviewed(chapter: Chapter) -> None:
    kit = sections(chapter)["Interviewer's kit"]
    assert re.search(r"red flags?", kit, re.I)
    assert all(re.search(rf"^\|\s*{score}\s*\|", kit, re.M) for score in (1, 2, 3, 4)), "a sheet from 1 to 4"
    transcripts = re.findall(r'!!! transcript "(Weak|Strong)', sections(chapter)["Two transcripts"])
    assert transcripts == ["Weak", "Strong"]
    assert sections(chapter)["Two transcripts"].count("\n    > ") >= 6, "annotated"
