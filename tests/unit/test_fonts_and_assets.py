"""Type and theme assets made from packages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from guide import fonts
from guide.assets import _FIRST_FACES, write_assets
from guide.fonts import FACES, advances, coverage, stamp, write_subset
from guide.project import Project
from guide.sources import read_book, style_of
from tests.conftest import ROOT

PACKAGES = ROOT / "node_modules"


def test_every_face_is_in_the_packages() -> None:
    assert all((PACKAGES / face.file).is_file() for face in FACES)
    assert {face.family for face in FACES} == {"IBM Plex Serif", "IBM Plex Sans", "IBM Plex Mono"}


def test_widths_are_the_fonts() -> None:
    sans = PACKAGES / next(f.file for f in FACES if f.family == "IBM Plex Sans" and f.weight == 400 and not f.italic)
    font, table = TTFont(sans), advances(sans)
    assert table["m"] == font["hmtx"][font.getBestCmap()[ord("m")]][0] / font["head"].unitsPerEm
    assert table["m"] > 2 * table["i"]
    assert "☂" not in table
    assert {"m", "≤", "×"} <= coverage([sans])


def test_a_subset_is_small_complete_and_the_same_every_time(tmp_path) -> None:
    source = PACKAGES / FACES[0].file
    for name in ("a", "b"):
        write_subset(source, tmp_path / name, "≤ Ω")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").stat().st_size < source.stat().st_size * 0.6
    font = TTFont(tmp_path / "a")
    # Dated by itself: by the clock, two builds would give other bytes.
    assert font["head"].modified == font["head"].created == TTFont(source)["head"].created
    assert font.flavor == "woff2" and not {"fpgm", "prep", "cvt "} & set(font.keys())
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"liga", "sups"} <= features and not {"smcp", "ss01", "zero"} & features
    drawn = set(font.getBestCmap())
    assert {ord(c) for c in " ~\u00a0ÿĀž–“≤Ω"} <= drawn and ord("Ж") not in drawn


def test_a_subset_that_is_interrupted_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def save_half(font: TTFont, target: Path, options: object) -> None:
        target.write_bytes(b"wOF2")
        raise KeyboardInterrupt

    monkeypatch.setattr("fontTools.subset.save_font", save_half)
    with pytest.raises(KeyboardInterrupt):
        write_subset(PACKAGES / FACES[0].file, tmp_path / "a.woff2", "a")
    assert not (tmp_path / "a.woff2").exists()


def test_a_subset_is_made_anew_for_another_text_and_in_another_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = PACKAGES / FACES[0].file
    first = stamp(source, "a")
    assert stamp(source, "a") == first != stamp(source, "b")
    code = Path(fonts.__file__).read_text(encoding="utf-8")
    other = tmp_path / "fonts.py"
    other.write_text(code.replace('"sups"', '"sups", "zero"'), encoding="utf-8")
    monkeypatch.setattr(fonts, "__file__", str(other))
    assert stamp(source, "a") != first


def test_assets_follow_the_book_and_stay_when_nothing_changes(good_book: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the faces that are asked for first: the others go the same way, and each takes seconds."""
    monkeypatch.setattr("guide.assets.FACES", faces := tuple(face for face in FACES if Path(face.file).stem in _FIRST_FACES))
    write_assets(read_book(good_book))
    built = good_book.built_assets
    first = {p.name: p.stat().st_mtime_ns for p in built.iterdir()}
    assert {"site.css", "iframe-worker.js"} <= first.keys()
    css = (built / "site.css").read_text(encoding="utf-8")
    assert sorted(re.findall(r"url\(([^)\"]+\.woff2)\)", css)) == sorted(n for n in first if n.endswith(".woff2"))
    assert css.count("font-display:swap") == len(faces) == len(_FIRST_FACES)
    rules = [".md-typeset__scrollwrap{", "@font-face{", "--d-text:", ".md-content__inner >", ".estimate,", ".matrix-bar"]
    places = [css.index(rule) for rule in rules]
    assert places == sorted(places), "the theme's styles come first: ours overrule them"
    assert "sourceMappingURL" not in css and "/*" not in css
    write_assets(read_book(good_book))
    assert {p.name: p.stat().st_mtime_ns for p in built.iterdir()} == first

    glossary = good_book.glossary
    glossary.write_text(glossary.read_text(encoding="utf-8").replace("The share", "Ω: the share"), encoding="utf-8")
    write_assets(read_book(good_book))
    anew = {p.name for p in built.glob("*.woff2")}
    assert len(anew) == len(faces) and not anew & first.keys()


def test_the_site_has_every_face(assets: Path) -> None:
    css = (assets / "site.css").read_text(encoding="utf-8")
    assert {path.name.partition(".")[0] for path in assets.glob("*.woff2")} == {Path(face.file).stem for face in FACES}
    assert css.count("font-display:swap") == len(FACES)


def test_the_themes_rules_reach_the_forms_of_tables_and_code_that_pages_have(good_book: Project) -> None:
    write_assets(read_book(good_book))
    css = (good_book.built_assets / "site.css").read_text(encoding="utf-8")
    assert ".md-typeset table:is(:not([class]),.plain) th" in css and "table:not([class])" not in css
    assert ".md-typeset pre code{" in css and "pre>code" not in css


def test_the_palette_reaches_the_site(good_book: Project) -> None:
    style = style_of(good_book)
    css = style.css()
    light, dark = css.split('[data-md-color-scheme="slate"]')
    for name, role in style.roles.items():
        assert f"--d-{name}-fill:{role.fill.light};" in light and f"--d-{name}-stroke:{role.stroke.light};" in light
        assert f"--d-{name}-fill:{role.fill.dark};" in dark and f"--d-{name}-stroke:{role.stroke.dark};" in dark
