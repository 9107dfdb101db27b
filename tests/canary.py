"""`make canary`: whether the pages survive a change of engine.

Builds the real book with the engine that succeeds Material for MkDocs, from the very files that MkDocs gets, and
compares what the pages say. Zensical moves fast and is no dependency of the project: this may fail, and says how.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from lxml import html

from guide.assets import write_assets
from guide.kept import Kept
from guide.pages import make_pages
from guide.project import find_project
from guide.site import Run, build_sites
from guide.workers import workers


def said(page: Path) -> str | None:
    """What an article says; None when the page has none."""
    article = html.fromstring(page.read_bytes().decode()).find(".//article")
    return None if article is None else " ".join("".join(article.itertext()).split())


def main() -> int:
    project = find_project()
    environment = project.work / "canary"
    python = environment / "bin" / "python"
    if not python.exists():
        venv.create(environment, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "zensical"], check=True)
    with tempfile.TemporaryDirectory(dir=project.work) as name:
        run = Run(Path(name) / "site")
        with workers() as pool:
            made, _ = make_pages(project, Kept(project), pool)
        write_assets(made.book)
        build_sites(made.book, made.articles, made.edition, [run])
        engine = Path(name) / "engine-site"
        (engine / "mkdocs.yml").write_text(
            re.sub(r"^site_url: .*$", "", (engine / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.M), encoding="utf-8"
        )
        command = [python, "-m", "zensical", "build", "--config-file", "mkdocs.yml"]
        done = subprocess.run(command, cwd=engine, env={**os.environ, "PYTHONPATH": str(project.root / "scripts")},
                              capture_output=True, text=True, check=False)  # fmt: skip
        if done.returncode:
            print(f"Zensical refuses:\n{(done.stdout + done.stderr)[-2000:]}")
            return 1
        pages = sorted(run.target.rglob("index.html"))
        others = [engine / "site" / page.relative_to(run.target) for page in pages]
        different = [p for p, other in zip(pages, others, strict=True) if not other.is_file() or said(p) != said(other)]
        for page in different:
            print(f"differs: {page.relative_to(run.target)}")
        print(f"{len(pages) - len(different)} of {len(pages)} pages say the same under Zensical")
        return bool(different)


if __name__ == "__main__":
    sys.exit(main())
