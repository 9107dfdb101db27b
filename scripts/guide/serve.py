"""The live preview: MkDocs' own server, watching everything that makes a page, with the checks run at every save."""

from __future__ import annotations

import logging
import os
from typing import Any

from guide.assets import write_assets
from guide.checks import check_book
from guide.diagrams import LIVE_VARIABLE
from guide.project import Project, find_project
from guide.site import derived_config
from guide.sources import current_book, read_book


def on_pre_build(config: Any) -> None:
    """MkDocs calls this before every build of the preview: names the mistakes, but lets the pages be made."""
    project = find_project()
    book = current_book(project)
    write_assets(book)
    log = logging.getLogger("mkdocs.guide")
    for problem in check_book(book):
        log.warning(str(problem))


def serve(project: Project, address: str, live_diagrams: bool) -> None:
    """Serves the site at `address` ("host:port") until interrupted."""
    from mkdocs.commands.serve import serve as mkdocs_serve

    os.chdir(project.root)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    if live_diagrams:
        os.environ[LIVE_VARIABLE] = "live"
    book = read_book(project)
    write_assets(book)
    # The checks run as a hook of the preview alone: what a page shows never depends on it.
    config = derived_config(book, project.work / "mkdocs-serve.yml", strict=False, site_url="", hooks=[__file__])
    watched = [str(folder) for folder in (project.docs, project.diagrams, project.overrides, project.config)]
    mkdocs_serve(config_file=str(config), livereload=True, dev_addr=address, watch=watched)
