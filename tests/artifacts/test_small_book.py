"""The whole small book's outputs are as they were: `tests/fixtures/outputs/` holds what their pages say, and where.

Whoever changes what is printed sees here everything that has moved. When it is meant, this writes it anew:

    .venv/bin/python -m pytest tests/artifacts/test_small_book.py --write-held
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from guide.project import Project
from guide.publish.measure import main
from tests.conftest import FIXTURE
from tests.printed import listing

HELD = FIXTURE.parent / "outputs"
LISTED = (
    "guide.pdf", "pocket.pdf", "pocket-booklet-a4.pdf", "trade-off-matrix.pdf", "matrix-poster.pdf", "whiteboard-sheets.pdf",
    "tracing-workbook.pdf", "study-group.pdf", "one-liners.pdf", "guide.epub", "cards.csv", "trade-off-matrix.csv",
)  # fmt: skip
BEGUN = ("guide-letter.pdf", "pocket-booklet-letter.pdf", "trade-off-matrix-letter.pdf", "whiteboard-sheets-letter.pdf",
             "tracing-workbook-letter.pdf", "study-group-letter.pdf", "one-liners-letter.pdf", "chapters/parcel-delay.pdf")  # fmt: skip
"""What another output holds too, elsewhere or by other numbers: of each page the beginning is held."""

_BEGINNING = 4
_SAME_MM = 0.15
"""Other versions of the libraries round otherwise."""

_NUMBER = re.compile(r"-?\d+\.\d(?= )")
_AFTER = re.compile(r"(</(?:p|li|tr|td|th|h\d|ul|ol|dl|dt|dd|div|section|figure|figcaption|table|caption|pre|head|nav|aside|item|itemref|meta)>|(?<=/)>)")


def _epub(path: Path) -> Iterator[str]:
    """The files of an EPUB but drawings and style sheets, an element a line."""
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if not name.endswith((".svg", ".css")):
                yield f"file {name}"
                text = packed.read(name).decode("utf-8")
                yield from (line.rstrip() for line in _AFTER.sub("\\1\n", text).splitlines() if line.strip())


def lines_of(path: Path) -> list[str]:
    """What an output says, and where."""
    if path.suffix == ".pdf":
        return list(listing(path))
    return list(_epub(path)) if path.suffix == ".epub" else path.read_text(encoding="utf-8-sig").splitlines()


def beginnings(lines: list[str]) -> list[str]:
    """The first lines of each page."""
    shown, left = [], 0
    for line in lines:
        left = _BEGINNING if line.startswith("page ") else left - 1
        if left > 0:
            shown.append(line)
    return shown


def same(ours: str, theirs: str) -> bool:
    """Whether two lines say the same at nearly the same place."""
    if ours == theirs:
        return True
    if _NUMBER.sub("", ours) != _NUMBER.sub("", theirs):
        return False
    numbers = zip(_NUMBER.findall(ours), _NUMBER.findall(theirs), strict=True)
    return all(abs(float(one) - float(other)) < _SAME_MM for one, other in numbers)


@pytest.mark.parametrize("name", (*LISTED, *BEGUN))
def test_an_output_says_the_same_in_the_same_places(name: str, built_whole: Project, request: pytest.FixtureRequest) -> None:
    lines = lines_of(built_whole.dist / name)
    if name in BEGUN:
        lines = beginnings(lines)
    held = HELD / f"{name.replace('/', '-')}.txt"
    if request.config.getoption("write_held"):
        held.parent.mkdir(exist_ok=True)
        held.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = held.read_text(encoding="utf-8").splitlines()
    other = [(number, ours, theirs) for number, (ours, theirs) in enumerate(zip(before, lines, strict=False), 1) if not same(ours, theirs)]
    first = "\n".join(f"line {number} was {ours!r}\n   and is {theirs!r}" for number, ours, theirs in other[:5])
    assert not other, f"{name} differs in {len(other)} of {len(lines)} lines; if that is meant, --write-held writes them anew\n{first}"
    assert len(before) == len(lines), f"{name} has {len(lines)} lines instead of {len(before)}; the last one is {lines[-1]!r}"


def test_a_line_is_the_same_a_tenth_of_a_millimetre_beside_its_place() -> None:
    line = "12.3 91.9 9.4 Lbl 1."
    assert same(line, "12.4 91.8 9.4 Lbl 1.")
    assert not same(line, "12.5 91.9 9.4 Lbl 1.") and not same(line, "12.3 91.9 9.4 Lbl 2.") and not same(line, "12.3 91.9 9.4 P 1.")


def test_every_output_is_held(built_whole: Project) -> None:
    made = {path.relative_to(built_whole.dist).as_posix() for path in built_whole.dist.rglob("*") if path.is_file()}
    other = {"cards.apkg", "guide-offline.zip"}
    assert {name for name in made if not name.startswith("chapters/")} - other == {name for name in (*LISTED, *BEGUN) if "/" not in name}


def test_measuring_reports_the_whole_and_the_chapters_named(built_whole: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
    monkeypatch.chdir(built_whole.root)
    main(["dist/guide.pdf", "Parcel delay"])
    said = capsys.readouterr().out.splitlines()
    heads = [line.split(",")[0] for line in said[::5]]
    with pikepdf.open(built_whole.dist / "guide.pdf") as book, pikepdf.open(built_whole.dist / "chapters" / "parcel-delay.pdf") as chapter:
        # The chapter's own PDF ends before the next one's side.
        assert heads[0] == f"the whole: {len(book.pages)} pages" and len(heads) == 2
        assert heads[1] in {f"Parcel delay: {len(chapter.pages) + more} pages" for more in (0, 1)}
    assert all(line.startswith("  ") for number, line in enumerate(said) if number % 5)
    with pytest.raises(SystemExit, match="no chapter is called 'Lost'"):
        main(["dist/guide.pdf", "Lost"])
