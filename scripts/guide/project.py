"""Where things are. Every path of the project is named here once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Project:
    """The folders of one book, given its root (the folder that holds `mkdocs.yml`)."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "mkdocs.yml"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def diagrams(self) -> Path:
        return self.root / "diagrams"

    @property
    def style(self) -> Path:
        return self.diagrams / "style.yaml"

    @property
    def overrides(self) -> Path:
        return self.root / "overrides"

    @property
    def print_styles(self) -> Path:
        return self.overrides / "print"

    @property
    def epub_templates(self) -> Path:
        return self.overrides / "epub"

    @property
    def built_assets(self) -> Path:
        """Theme assets made from packages (fonts, palette, scripts); never committed."""
        return self.overrides / "assets" / "built"

    @property
    def packages(self) -> Path:
        return self.root / "node_modules"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def dist(self) -> Path:
        return self.root / "dist"

    @property
    def work(self) -> Path:
        """Unfinished outputs and caches; safe to delete at any time."""
        return self.root / ".build"

    @property
    def bibliography(self) -> Path:
        return self.docs / "bibliography.json"

    @property
    def decisions(self) -> Path:
        return self.docs / "decisions.yaml"

    @property
    def glossary(self) -> Path:
        return self.docs / "glossary.yaml"

    @property
    def prices(self) -> Path:
        return self.docs / "prices.yaml"

    @property
    def prompts(self) -> Path:
        """Prompts of the practice room: a file for each family, and what questions about them may say."""
        return self.docs / "prompts"

    @property
    def synonyms(self) -> Path:
        return self.prompts / "synonyms.yaml"

    @property
    def asked_words(self) -> Path:
        """Words that bring out the facts that cases' own prompts keep back."""
        return self.prompts / "of-cases.yaml"

    @property
    def listings(self) -> Path:
        """Code that pages show, each file with what it prints beside it."""
        return self.docs / "listings"

    def relative(self, path: Path) -> str:
        """`path` as it is named in messages."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)


def find_project(start: Path | None = None) -> Project:
    """The project that `start` (by default the working folder) lies in.

    Raises FileNotFoundError when no folder upwards holds a `mkdocs.yml`.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file():
            return Project(folder)
    raise FileNotFoundError(f"no mkdocs.yml in {here} or above it; run guide inside a clone of the project")
