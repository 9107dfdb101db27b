"""What a preview remembers between two saves: files, finished work, and what it has said is wrong."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import socket
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from guide.checking import Checking
from guide.kept import Kept, Remembered
from guide.mistakes import Mistakes
from guide.pages import Made
from guide.preview import Preview, serve
from guide.problems import Problem
from guide.project import Project
from guide.sources import Shelf, read_book
from tests.conftest import EDITION, Pages

A = Problem("docs/a.md", 3, "filler", "a word too many.", "delete it.")
MOVED = Problem("docs/a.md", 9, "filler", "a word too many.", "delete it.")
B = Problem("docs/b.md", 1, "citation", "nobody knows it.", "correct it.")


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def mistakes(said: list[str]) -> Mistakes:
    return Mistakes(said.append)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("fails", ["update", "serve"])
def test_the_checks_end_when_a_preview_fails(fails: str, good_book: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []

    class Failing:
        def __init__(self, project: Project, folder: Path, live: bool, say: object) -> None:
            self.root, self.ended = str(folder), folder / "checks" / "ended"
            self.ended.parent.mkdir()
            self.checks = SimpleNamespace(end=lambda: ended.append(True))

        def update(self) -> None:
            if fails == "update":
                raise OSError("no pages")

    monkeypatch.setattr("guide.preview.Preview", Failing)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="no pages" if fails == "update" else "in use"):
            serve(good_book, taken.getsockname(), False, lambda _: None)
    assert ended == [True]


def test_another_edition_has_another_frame(small: Pages, tmp_path: Path) -> None:
    preview = Preview(small.book.project, tmp_path, False, lambda _: None)
    made = Made(small.book, small.articles, EDITION)
    assert preview._frame_of(made) == preview._frame_of(replace(made))
    assert preview._frame_of(made) != preview._frame_of(replace(made, edition=replace(EDITION, name="another")))


@pytest.mark.parametrize(("exit_code", "says"), [(-9, "was killed"), (1, "ended with an error")])
def test_checks_that_end_without_a_word_were_killed_or_failed(exit_code: int, says: str, tmp_path: Path) -> None:
    found: list[Problem] = []
    checking = Checking(Project(tmp_path), found.extend)
    checking._process = SimpleNamespace(join=lambda: None, exitcode=exit_code)
    receiver, sender = multiprocessing.Pipe(duplex=False)
    sender.close()
    checking._wait(checking._process, receiver)
    assert [says in problem.message for problem in found] == [True]


# ---------- mistakes ----------


def test_a_mistake_is_told_once_and_how_many_remain(mistakes: Mistakes, said: list[str]) -> None:
    mistakes.making_found([], checking=True)
    assert mistakes.checks_found([A]) and said == [str(A), "1 mistake in all"]
    mistakes.making_found([B], checking=True)
    mistakes.checks_found([MOVED, B])
    assert said[2:] == [str(B), "2 mistakes in all"], "a line that moved is no news"
    mistakes.making_found([], checking=True)
    assert len(said) == 4, "what the checks will say isn't known yet"
    mistakes.checks_found([])
    assert said[4:] == ["all mistakes are mended"]
    mistakes.making_found([], checking=True)
    mistakes.checks_found([A])
    assert said[5:] == [str(A), "1 mistake in all"], "made again, told again"


def test_a_banner_says_what_is_known_and_that_it_may_be_old(mistakes: Mistakes) -> None:
    mistakes.making_found([B], checking=True)
    assert "1 mistake<" in mistakes.banner() and "nobody knows it." in mistakes.banner()
    assert not mistakes.checks_found([B]), "the pages say so already"
    assert mistakes.checks_found([A, B]) and "2 mistakes<" in mistakes.banner()
    mistakes.making_found([], checking=True)
    assert "1 mistake; the checks are running again<" in mistakes.banner() and "a word too many." in mistakes.banner()
    assert mistakes.checks_found([]) and mistakes.banner() == ""


def test_a_book_that_cannot_be_read_is_not_checked(mistakes: Mistakes, said: list[str]) -> None:
    mistakes.making_found([], checking=True)
    mistakes.checks_found([A])
    mistakes.making_found([B], checking=False)
    assert said[2:] == [str(B), "1 mistake in all"] and "a word too many." not in mistakes.banner()


# ---------- the shelf ----------


def test_only_a_chapter_that_changed_is_read_again(good_book: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(good_book)
    first = shelf.read()
    assert shelf.read() is first
    monkeypatch.setattr("guide.sources.shelf.read_book", None)
    edit(good_book.docs / "interview" / "the-clock.md", "slot  = 45 min", "slot  = 50 min")
    second = shelf.read()
    changed = [new.page for old, new in zip(first.chapters, second.chapters, strict=True) if old.body != new.body]
    assert changed == ["interview/the-clock.md"] and second.terms is first.terms
    monkeypatch.undo()
    assert repr(second) == repr(read_book(good_book)) and second.texts == read_book(good_book).texts


@pytest.mark.parametrize("change", [
    lambda book: edit(book.glossary, "The share of positives", "The part of positives"),
    lambda book: edit(book.diagrams / "comment-spam" / "frame.mmd", "comment(Comment)", "comment(Remark)"),
    lambda book: edit(book.docs / "interview" / "the-clock.md", "---\n", "----\n"),
    lambda book: (book.docs / "interview" / "the-clock.md").unlink(),
    lambda book: (book.docs / "interview" / "new.md").write_text("Text.\n", encoding="utf-8"),
], ids=["data", "a diagram", "front matter", "a chapter deleted", "a file more"])  # fmt: skip
def test_whatever_changes_the_book_is_the_one_on_disk(good_book: Project, change: object) -> None:
    shelf = Shelf(good_book)
    shelf.read()
    change(good_book)
    assert repr(shelf.read()) == repr(read_book(good_book))
    os.utime(good_book.docs / "index.md", (1, 1))
    assert repr(shelf.read()) == repr(read_book(good_book))


def test_numbers_follow_a_chapter_that_leaves_the_printed_book(good_book: Project) -> None:
    shelf = Shelf(good_book)
    before = shelf.read()
    page = next(chapter for chapter in before.chapters if chapter.number == 1)
    edit(page.path, "kind: ", "print: false\nkind: ")
    after = shelf.read()
    assert [c.number for c in after.chapters] == [c.number for c in read_book(good_book).chapters]
    assert [c.number for c in after.chapters] != [c.number for c in before.chapters]


# ---------- finished work ----------


def test_what_was_used_lately_stays_in_memory(tmp_path: Path) -> None:
    kept = Remembered(Project(tmp_path))
    key = kept.key("kind", "a")
    assert kept.get(key) is None
    kept.put(key, value := ["a"])
    assert kept.get(key) is value
    kept.forget()
    assert kept.get(key) is value, "asked for since the last time"
    kept.forget()
    kept.forget()
    assert kept.get(key) == value and kept.get(key) is not value, "now from the disk"
    other = pickle.loads(pickle.dumps(kept))
    assert type(other) is Kept and other.get(key) == value
