"""`cards.apkg` as Anki takes it: two editions, one after the other, into one collection in which somebody learns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Card as AnkiCard
from anki.collection import Collection, ImportAnkiPackageRequest, ImportLogWithChanges
from anki.notes import Note

from guide.cards import cards
from guide.diagrams.outlines import Pictures
from guide.project import Project
from guide.publish.cards import DECKS, Media, addresses, publish, write_package
from tests.conftest import EDITION, MakePages, Pages, copy_fixture

NEXT = replace(EDITION, name="9876543210", epoch=EDITION.epoch + 30 * 86400)
REVIEWED = 5


@pytest.fixture(scope="module")
def first(small: Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    publish(small.publication, folder)
    return folder / "cards.apkg"


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory, make_pages: MakePages) -> Path:
    """The next edition: of two things another text, a chapter's title, a term more, a term less, another board."""
    project = copy_fixture(tmp_path_factory.mktemp("second") / "book")
    edit(project, "docs/decisions.yaml", "I'd let people decide between the two thresholds", "People decide between two thresholds")
    edit(project, "docs/interview/the-clock.md", "The second model. A request path", "The third model. A request path")
    edit(project, "docs/interview/the-clock.md", "title: The clock", "title: The clock and the board")
    edit(project, "docs/glossary.yaml", "- term: Hedged request\n", "- term: Tied request\n")
    edit(project, "diagrams/comment-spam/frame-4.mmd", "accTitle: ", "accTitle: New, ")
    pages = make_pages(project)
    folder = tmp_path_factory.mktemp("next")
    publish(replace(pages.publication, edition=NEXT), folder)
    return folder / "cards.apkg"


def edit(project: Project, name: str, before: str, after: str) -> None:
    path = project.root / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def bring_in(collection: Collection, package: Path) -> ImportLogWithChanges:
    """Imports a package as Anki's dialogue does when nothing is changed in it."""
    options = collection._backend.get_import_anki_package_presets()
    return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(package), options=options))


def notes(collection: Collection) -> dict[str, Note]:
    found = [collection.get_note(number) for number in collection.find_notes("")]
    assert len({note["Id"] for note in found}) == len(found)
    return {note["Id"]: note for note in found}


def schedule(card: AnkiCard) -> tuple[int, ...]:
    return card.id, card.type, card.queue, card.due, card.ivl, card.factor, card.reps, card.lapses


def review(collection: Collection) -> dict[str, tuple[int, ...]]:
    """Answers a few cards; the schedule of each, by the id on it."""
    (book,) = (deck.id for deck in collection.decks.all_names_and_ids() if "::" not in deck.name and deck.id != 1)
    collection.decks.select(book)
    answered = []
    for number in range(REVIEWED):
        card = collection.sched.getCard()
        assert card is not None
        collection.sched.answerCard(card, 1 if number == 0 else 4)
        answered.append(card.id)
    taken = [collection.get_card(number) for number in dict.fromkeys(answered)]
    return {card.note()["Id"]: schedule(card) for card in taken}


def test_every_card_arrives_once_with_its_tags_in_its_deck(collection: Collection, first: Path, small: Pages) -> None:
    log = bring_in(collection, first).log
    expected = {card.id: card for card in cards(small.book, small.articles)}
    found = notes(collection)
    assert found.keys() == expected.keys() and len(log.new) == len(expected)
    for name, note in found.items():
        assert sorted(note.tags) == sorted(expected[name].tags)
        (card,) = note.cards()
        assert collection.decks.name(card.did) == f"{small.book.title}::{DECKS[expected[name].kind]}"


def test_new_cards_come_in_the_order_of_the_book(collection: Collection, first: Path, small: Pages) -> None:
    bring_in(collection, first)
    found = notes(collection)
    for kind in DECKS:
        order = [found[card.id].cards()[0].due for card in cards(small.book, small.articles) if card.kind == kind]
        assert order == sorted(order)


def test_pictures_arrive_and_every_one_is_used(collection: Collection, first: Path) -> None:
    bring_in(collection, first)
    check = collection.media.check()
    assert list(check.missing) == [] and list(check.unused) == []
    shown = re.findall(r'<img src="([^"]+)"', notes(collection)["comment-spam/board"]["Back"])
    assert len(shown) == 2
    for name in shown:
        assert Path(collection.media.dir(), name).read_text(encoding="utf-8").startswith("<svg")


def test_progress_outlives_the_next_edition(collection: Collection, first: Path, second: Path) -> None:
    bring_in(collection, first)
    before, studied = notes(collection), review(collection)
    assert len(studied) >= REVIEWED - 1
    history = collection.db.all("select * from revlog order by id")
    log = bring_in(collection, second).log
    after = notes(collection)
    assert len(log.new) == 1 and after.keys() - before.keys() == {"term/tied-request"}
    # Anki deletes nothing of what a learner has; the edition on the back tells what is no longer in the book.
    assert before.keys() - after.keys() == set()
    assert [name for name, note in after.items() if note["Edition"] != NEXT.name] == ["term/hedged-request"]
    assert {name: schedule(after[name].cards()[0]) for name in studied} == studied
    assert collection.db.all("select * from revlog order by id") == history
    assert {name: note.id for name, note in after.items() if name in before} == {name: note.id for name, note in before.items()}
    assert collection.card_count() == len(after)
    assert "People decide between two thresholds" in after["decision/delete-or-ask"]["Back"]
    clock = next(name for name in after if name.startswith("the-clock/question/"))
    assert "third model" in after[clock]["Back"] and after[clock]["Topic"] == "The clock and the board"
    assert after["comment-spam/board"]["Back"] != before["comment-spam/board"]["Back"]
    assert len([model for model in collection.models.all_names_and_ids() if model.name.startswith("A Small Guide")]) == 1


def test_an_older_edition_changes_nothing(collection: Collection, first: Path, second: Path) -> None:
    bring_in(collection, second)
    bring_in(collection, first)
    assert {note["Edition"] for name, note in notes(collection).items() if name != "term/hedged-request"} == {NEXT.name}


def test_a_new_style_reaches_old_notes(collection: Collection, first: Path, small: Pages, tmp_path: Path) -> None:
    bring_in(collection, first)
    colours = {**small.book.style.colours, "text": small.book.style.colours["accent"]}
    style = small.book.style.model_copy(update={"colours": colours})
    drawings = {key: drawn for article in small.articles.values() for key, drawn in article.drawings.items()}
    media = Media(drawings, style, Pictures(small.book.project.packages), small.kept)
    found = cards(small.book, small.articles)
    write_package(found, small.book.title, NEXT, media, addresses(""), tmp_path / "styled.apkg")
    bring_in(collection, tmp_path / "styled.apkg")
    model = notes(collection)["comment-spam/board"].note_type()
    assert style.colours["text"].light in model["css"]


def test_a_card_renders_with_its_question_and_its_answer(collection: Collection, first: Path) -> None:
    bring_in(collection, first)
    card = notes(collection)["decision/delete-or-ask"].cards()[0]
    assert "Who removes a comment" in card.question() and "Our default" not in card.question()
    assert "A band for people" in card.answer() and 'class="source"' in card.answer()
