"""What the site's engine is given: a file a page that only names it, the pages beside, its settings."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from mkdocs.theme import Theme

from guide.addresses import file_address, folder_address
from guide.engine import mark
from guide.model import Book
from guide.project import Project
from guide.site import BEGIN, END, Run, _complaints, _remove_unused, _write_sources, build_sites
from guide.site.page import contents, page_html
from guide.sources.chapters import split_front_matter
from tests.conftest import EDITION, ROOT, MakePages, Pages


def written(pages: Pages, run: Run, book: Book | None = None) -> tuple[dict, Path]:
    """(the engine's settings, the folder of its sources)."""
    config = _write_sources(book or pages.book, pages.articles, EDITION, run)
    return yaml.safe_load(config.read_text(encoding="utf-8")), config.parent


def test_a_page_is_its_mark_and_the_front_matter_that_the_theme_needs(small: Pages, tmp_path: Path) -> None:
    _, folder = written(small, Run(tmp_path / "site"))
    for chapter in small.book.chapters:
        head, body, _ = split_front_matter((folder / "docs" / chapter.page).read_text(encoding="utf-8"))
        expected = {"title": chapter.title, "description": chapter.front.description, "search": {"exclude": True}}
        expected |= {"hide": ["toc"]} if chapter.id in ("trade-off-matrix", "glossary", "sources", "practise") else {}
        expected |= {"traced_as": chapter.id} if chapter.front.print else {}
        templates = {"home": "home.html", "practise": "practise.html"}
        expected |= {"template": templates[chapter.id]} if chapter.id in templates else {}
        assert yaml.safe_load(head) == expected and body == mark(chapter.page)
    assert (folder / "docs" / "bibliography.json").read_bytes() == small.book.project.bibliography.read_bytes()


@pytest.mark.parametrize(("run", "address"), [(Run(Path("site")), folder_address), (Run(Path("pages"), offline=True), file_address), (Run(Path("x"), live=True), folder_address)])
def test_pages_have_the_addresses_of_their_run(small: Pages, tmp_path: Path, run: Run, address: object) -> None:
    run = replace(run, target=tmp_path / run.target)
    assert run.address is address
    settings, folder = written(small, run)
    for page, article in small.articles.items():
        made = json.loads((folder / "pages" / f"{page}.json").read_text(encoding="utf-8"))
        assert made == {"html": page_html(article, address, run.live), "contents": contents(article)}
    assert (folder / "docs" / "assets" / "built" / "mermaid.min.js").is_file() == run.live
    assert ("mermaid2" in settings["plugins"]) == run.live and "search" in settings["plugins"]


def test_a_preview_marks_where_the_article_stands(small: Pages, tmp_path: Path) -> None:
    _, folder = written(small, Run(tmp_path / "site", preview=True))
    made = json.loads((folder / "pages" / "index.md.json").read_text(encoding="utf-8"))["html"]
    assert made.startswith(f"{BEGIN}<h1") and made.endswith(END)


def test_an_engine_at_work_ends_when_something_else_fails(small: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    def start(*_: object) -> subprocess.Popen[str]:
        started.append(subprocess.Popen(["sleep", "60"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return started[-1]

    def fail(*_: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("guide.site._start", start)
    monkeypatch.setattr("guide.site.room_scripts", fail)
    with pytest.raises(RuntimeError, match="no room"):
        build_sites(small.book, small.articles, EDITION, [Run(tmp_path / "site"), Run(tmp_path / "pages", offline=True)])
    assert [process.poll() is None for process in started] == [False, False]


def test_settings_with_a_mistake_do_not_end_a_preview(good_book: Project, make_pages: MakePages, tmp_path: Path) -> None:
    config = good_book.config.read_text(encoding="utf-8")
    for name, wrong in (("theme", "material"), ("plugins", "[search]"), ("extra", "")):
        config = config.replace(f"\n{name}:\n", f"\n{name}: {wrong}\nother-{name}:\n")
    good_book.config.write_text(config, encoding="utf-8")
    settings, _ = written(make_pages(good_book), Run(tmp_path / "site"))
    assert settings["plugins"] == {} and list(settings["theme"]) == ["custom_dir"] and set(settings["extra"]) == {"edition", "room"}


def test_settings_name_the_edition_and_the_folders(small: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUIDE_SITE_URL", "https://guide.example/")
    online, folder = written(small, Run(tmp_path / "site"))
    assert (folder / online["docs_dir"]).is_dir() and folder == tmp_path / "engine-site"
    assert online["extra"]["edition"] == EDITION.name and "offline" not in online["extra"]
    assert (folder / online["theme"]["custom_dir"]).resolve() == small.book.project.overrides.resolve() and online["theme"]["name"] == "material"
    assert online["site_url"] == "https://guide.example/" and online["markdown_extensions"] == [{"guide.engine": {"pages": str(folder / "pages")}}]
    offline, _ = written(small, Run(tmp_path / "offline", offline=True))
    assert offline["site_url"] == "" and offline["use_directory_urls"] is False
    assert offline["extra"]["offline"] is True and offline["extra"]["edition"] == EDITION.name
    assert online["extra"]["room"] == "practise/" and offline["extra"]["room"] == "practise.html"
    assert offline["site_name"] == online["site_name"] == small.book.title


def test_the_engine_has_no_hooks(small: Pages, tmp_path: Path) -> None:
    settings, _ = written(small, Run(tmp_path / "site"))
    assert "hooks" not in settings and set(settings["plugins"]) <= {"search", "meta", "tags", "social"}


@pytest.mark.parametrize(("said", "lines"), [
    ("INFO a\n  WARNING -  b is wrong\nWARNING -  c\nd\n", ["WARNING -  b is wrong", "WARNING -  c"]),
    ("Traceback\n  x\n\nValueError: y\n\n", ["ValueError: y"]), ("", []),
])  # fmt: skip
def test_warnings_name_what_is_wrong_or_the_last_line_does(said: str, lines: list[str]) -> None:
    assert [(p.path, p.line, p.code, p.message) for p in _complaints(said)] == [("mkdocs.yml", 0, "engine", line) for line in lines]


@pytest.mark.parametrize("published", [True, False])
def test_what_no_page_asks_for_is_left_out(tmp_path: Path, published: bool) -> None:
    used = {"index.html", "assets/built/site.css", "assets/javascripts/bundle.0.min.js"}
    of_an_address = {"robots.txt", "sitemap.xml", "sitemap.xml.gz"}
    unused = {"print/text.css", "assets/stylesheets/main.0.min.css", "assets/javascripts/bundle.0.min.js.map", "assets/javascripts/lunr/wordcut.js"}
    for name in used | of_an_address | unused:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    _remove_unused(tmp_path, published)
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == used | (of_an_address if published else set())


@pytest.mark.parametrize(("template", "block"), [
    ("main.html", "extrahead"), ("home.html", "content"), ("what-to-print.html", "content"), ("404.html", "content"), ("partials/copyright.html", ""),
])  # fmt: skip
def test_names_and_titles_are_text_in_the_themes_templates(template: str, block: str) -> None:
    """The engine's templates escape nothing by themselves, and a tag of git may be called anything."""
    page = SimpleNamespace(
        title="<i>", url="a/", file=SimpleNamespace(src_uri="interview/what-to-print.md"), is_page=True, is_homepage=True,
        canonical_url="<i>", meta={"title": "<i>", "description": "<i>"}, content="",
    )  # fmt: skip
    download = {"file": "guide.pdf", "label": "<i>", "text": "<i>", "everywhere": True}
    config = {"site_name": "<i>", "site_description": "<i>", "repo_url": "<i>", "extra": {"edition": "<i>", "downloads": [download]}}
    found = Theme(name="material", custom_dir=str(ROOT / "overrides")).get_env().get_template(template)
    nav = [page, {"title": "<i>", "children": [page]}]
    context = found.new_context({"config": config, "page": page, "nav": nav if template == "404.html" else {"pages": [page]}, "base_url": "."})
    for blocks in context.blocks.values():
        blocks.append(lambda _: ())  # what Material has there
    said = "".join(found.blocks[block](context) if block else found.root_render_func(context))
    assert "&lt;i&gt;" in said and "<i>" not in said
