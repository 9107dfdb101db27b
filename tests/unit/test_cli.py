"""The one command: what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guide.build import NoSuchChapter
from guide.cli import main
from guide.framework import REPLACED, SECTIONS
from guide.markdown import parse
from guide.new import new_chapter
from guide.project import Project
from guide.sources import read_book
from tests.conftest import ROOT, run_guide


def test_help_explains_every_verb() -> None:
    run = run_guide(ROOT, "--help")
    assert run.returncode == 0
    for verb in ("build", "serve", "check", "new", "clean", "doctor", "bench"):
        (line,) = [line for line in run.stdout.splitlines() if line.strip().startswith(f"{verb} ")]
        assert len(line.split()) >= 4
        assert run_guide(ROOT, verb, "--help").returncode == 0


def test_a_good_book_ends_with_nought(good_book: Project) -> None:
    run = run_guide(good_book.root, "check")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "No problems in 10 chapters, 16 diagrams, 10 sources.\n"


def test_an_aged_price_is_noted_and_stops_nothing(good_book: Project) -> None:
    price = "- id: {}\n  value: 2 dollar/gpu/h\n  what: an hour of one accelerator\n  date: {}\n  source: dean2013tail\n"
    good_book.prices.write_text(price.format("old_hour", "2025-10") + price.format("new_hour", "2025-11"), encoding="utf-8")
    run = run_guide(good_book.root, "check", SOURCE_DATE_EPOCH="1795262400")  # 21 November 2026
    note, last = run.stdout.splitlines()
    assert run.returncode == 0 and note.startswith("docs/prices.yaml:4: note: 'old_hour' is of 2025-10,")
    assert last.startswith("No problems")


def test_the_command_works_from_any_folder_of_the_project(good_book: Project) -> None:
    assert run_guide(good_book.docs / "cases", "check").returncode == 0


def test_wrong_use_ends_with_two(tmp_path: Path, good_book: Project) -> None:
    outside = run_guide(tmp_path, "check")
    assert outside.returncode == 2
    assert "no mkdocs.yml" in outside.stderr and "Traceback" not in outside.stderr
    assert run_guide(good_book.root, "bulid").returncode == 2
    assert run_guide(good_book.root, "new", "poem", "an-ode").returncode == 2
    taken = run_guide(good_book.root, "new", "case", "comment-spam")
    assert taken.returncode == 2 and "already there" in taken.stderr
    elsewhere = run_guide(good_book.root, "new", "case", "glossary")
    assert elsewhere.returncode == 2 and "is the id of docs/reference/glossary.md already" in elsewhere.stderr
    unknown = run_guide(good_book.root, "new", "step", "rehearse")
    assert unknown.returncode == 2 and "seven steps" in unknown.stderr
    malformed = run_guide(good_book.root, "new", "case", "Comment Spam")
    assert malformed.returncode == 2 and "is no id" in malformed.stderr


@pytest.mark.parametrize("address", ["foo", "127.0.0.1:99999", "127.0.0.1:", "127.0.0.1:-1"])
def test_an_address_that_is_none_is_refused_before_anything_is_made(good_book: Project, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.chdir(good_book.root)
    monkeypatch.setattr("guide.preview.Preview", None)
    result = CliRunner().invoke(main, ["serve", "--address", address])
    assert result.exit_code == 2 and "is no address" in result.output


def test_only_an_unknown_id_is_no_chapter(good_book: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(good_book.root)

    def build(error: Exception) -> Result:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr("guide.build.build_only", fail)
        return CliRunner().invoke(main, ["build", "--only", "the-clock"])

    unknown, other = build(NoSuchChapter("the-clock")), build(KeyError("style"))
    assert unknown.exit_code == 2 and "there is no chapter 'the-clock'" in unknown.output
    assert isinstance(other.exception, KeyError) and "no chapter" not in other.output


def test_a_file_of_the_project_that_is_gone_is_no_wrong_use(good_book: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(good_book.root)
    monkeypatch.setattr("guide.cli.tidy", lambda project: (project.print_styles / "gone.css").read_text())
    run = CliRunner().invoke(main, ["check"])
    assert run.exit_code == 1
    assert "gone.css: [setup] the file isn't there." in run.output


def test_every_mistake_is_one_line_and_they_are_counted(good_book: Project) -> None:
    path = good_book.docs / "index.md"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n[a](a.md) and [b](b.md)\n\n[@nobody2000x]\n", encoding="utf-8"
    )
    run = run_guide(good_book.root, "check")
    lines = run.stderr.splitlines()
    assert run.returncode == 1
    assert [line.partition(" ")[0] for line in lines] == [
        "docs/index.md:15:",
        "docs/index.md:15:",
        "docs/index.md:17:",
        "3",
    ]
    assert lines[-1].startswith("3 problems.")


@pytest.mark.parametrize(("kind", "name"), [("case", "ad-click-prediction"), ("step", "evaluate")])
def test_a_scaffold_has_every_section_and_lists_what_is_missing(good_book: Project, kind: str, name: str) -> None:
    run = run_guide(good_book.root, "new", kind, name)
    assert run.returncode == 0
    assert all(line.startswith("wrote ") for line in run.stdout.splitlines())
    book = read_book(good_book)
    chapter = book.by_id[name]
    assert chapter.part == {"case": "Cases", "step": "Framework"}[kind]
    assert tuple(h.text.replace("’", "'") for h in parse(chapter.body).headings if h.level == 2) == tuple(s for s in SECTIONS[kind] if s not in REPLACED)
    assert [d for d in book.diagrams if d.startswith(f"{name}/")]
    check = run_guide(good_book.root, "check")
    assert check.returncode == 1 and "[scaffold]" in check.stderr
    assert "Traceback" not in check.stderr


def test_a_scaffold_changes_one_line_of_the_settings(good_book: Project) -> None:
    before = good_book.config.read_text(encoding="utf-8").split("\n")
    new_chapter(good_book, "case", "ad-click-prediction")
    after = good_book.config.read_text(encoding="utf-8").split("\n")
    place = after.index("      - cases/ad-click-prediction.md")
    assert after[:place] + after[place + 1 :] == before


def test_clean_deletes_what_a_build_makes_and_nothing_else(good_book: Project) -> None:
    sources = {p for p in good_book.root.rglob("*") if p.is_file() and "node_modules" not in p.parts}
    for folder in (good_book.site, good_book.dist, good_book.built_assets, good_book.work / "stage-1-x"):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text("made", encoding="utf-8")
    assert run_guide(good_book.root, "clean").returncode == 0
    left = {p for p in good_book.root.rglob("*") if p.is_file() and "node_modules" not in p.parts}
    assert left - {good_book.work / "lock"} == sources
    assert (good_book.packages / "pele").is_dir()
    assert run_guide(good_book.root, "clean").returncode == 0


def test_the_doctor_finds_this_machine_complete() -> None:
    run = run_guide(ROOT, "doctor")
    assert run.returncode == 0, run.stdout
    assert all(line.startswith("ok ") for line in run.stdout.splitlines())


def test_the_doctor_names_what_is_missing_and_how_to_get_it(good_book: Project) -> None:
    good_book.packages.unlink()
    run = run_guide(good_book.root, "doctor", PATH="/nowhere")
    missing = {line.split("missing:")[0][3:].strip(): line for line in run.stdout.splitlines() if "missing:" in line}
    assert run.returncode == 2
    assert {"front-end packages", "Node", "Chromium", "poppler"} <= missing.keys() and "git" not in missing
    assert "make setup" in missing["front-end packages"]
    assert "install" in missing["Node"] and "(for " in missing["Node"]


def test_functions_of_estimates_are_listed() -> None:
    run = run_guide(ROOT, "check", "--list-functions")
    assert run.returncode == 0
    assert "littles_law(" in run.stdout and "bayes_precision(" in run.stdout


@pytest.mark.parametrize(
    ("listed", "lines"),
    [("units", ["min, ", "counted: "]), ("metrics", ["roc_auc: labels, scores", "    Recall"]), ("areas", ["areas: retrieval", "steps: clarify-"])],
)
def test_what_data_may_name_is_listed(listed: str, lines: list[str]) -> None:
    run = run_guide(ROOT, "check", f"--list-{listed}")
    assert run.returncode == 0
    assert all(any(said.startswith(line) for said in run.stdout.splitlines()) for line in lines), run.stdout
