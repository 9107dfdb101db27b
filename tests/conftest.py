"""What tests share: the real book, its outputs, a browser to look at them, and a small book to break.

The real book is built once a session, in a clone, so that neither a stale build nor an unsaved output of the working
copy decides a test. `GUIDE_TEST_OUTPUTS=<folder that holds site/ and dist/>` uses outputs that are already there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from guide.doctor import browser_source, find_browser
from guide.model import Book
from guide.project import Project
from guide.sources import read_book

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = Path(__file__).resolve().parent / "fixtures" / "book"
BASE = "/ml-system-design-guide/"
"""The path below which the site is served, as on a host of project pages."""

VIEWPORTS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SCHEMES = ("light", "dark")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
_GIT = ("git", "-c", "user.name=Tests", "-c", "user.email=tests@example.org", "-c", "commit.gpgsign=false")


def run_guide(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command, in the project at `root`."""
    command = [sys.executable, "-m", "guide", *arguments]
    return subprocess.run(
        command, cwd=root, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def run_powerless(*command: str) -> subprocess.CompletedProcess[str]:
    """A command as a user for whom the modes of files count, as they don't for root."""
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root may do everything, and setpriv isn't there")
        command = ("setpriv", "--bounding-set=-all", "--inh-caps=-all", *command)
    return subprocess.run(command, capture_output=True, text=True, check=False)


def commit(root: Path) -> None:
    """Makes `root` a repository with one commit, so that its edition has a name and a date."""
    subprocess.run([*_GIT, "init", "--quiet", "--initial-branch=main"], cwd=root, check=True)
    subprocess.run([*_GIT, "add", "--all"], cwd=root, check=True)
    dated = {**os.environ, "GIT_COMMITTER_DATE": "2026-11-21T12:00:00Z", "GIT_AUTHOR_DATE": "2026-11-21T12:00:00Z"}
    subprocess.run([*_GIT, "commit", "--quiet", "--message=The sources"], cwd=root, env=dated, check=True)


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(ROOT)


@pytest.fixture(scope="session")
def book(project: Project) -> Book:
    """The real book, read from its sources."""
    return read_book(project)


# ---------- the real book's outputs ----------


@pytest.fixture(scope="session")
def clone(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The files that git knows of, as they are now, in a folder of their own."""
    target = tmp_path_factory.mktemp("clone") / "guide"
    listing = ["git", "ls-files", "-z", "--cached"]
    names = subprocess.run(listing, cwd=project.root, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (project.root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project.root / name, target / name)
    (target / "node_modules").symlink_to(project.packages)
    commit(target)
    return Project(target)


@pytest.fixture(scope="session")
def outputs(request: pytest.FixtureRequest) -> Path:
    """The folder that holds the real book's `site/` and `dist/`, freshly built."""
    if given := os.environ.get("GUIDE_TEST_OUTPUTS"):
        return Path(given).resolve()
    clone: Project = request.getfixturevalue("clone")
    run = run_guide(clone.root, "build")
    assert run.returncode == 0, f"guide build failed:\n{run.stdout}{run.stderr}"
    return clone.root


@pytest.fixture(scope="session")
def site(outputs: Path) -> Path:
    return outputs / "site"


@pytest.fixture(scope="session")
def dist(outputs: Path) -> Path:
    return outputs / "dist"


@pytest.fixture(scope="session")
def published(outputs: Path, book: Book) -> Book:
    """The book that the outputs were built from."""
    return read_book(Project(outputs)) if (outputs / "mkdocs.yml").is_file() else book


@dataclass(frozen=True)
class SitePage:
    """A page of the built site: its address from the site's root, and its parsed HTML."""

    address: str
    path: Path
    root: html.HtmlElement

    def said(self) -> str:
        return " ".join(self.root.text_content().split())


@pytest.fixture(scope="session")
def pages(site: Path) -> list[SitePage]:
    """Every page of the built site but the one for what isn't there."""
    found = []
    for path in sorted(site.rglob("index.html")):
        address = path.parent.relative_to(site).as_posix()
        root = html.parse(str(path), parser=html.HTMLParser(encoding="utf-8")).getroot()
        found.append(SitePage("" if address == "." else f"{address}/", path, root))
    return found


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder below `BASE`, with its own page for what isn't there, as static hosts do."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        inside = urlsplit(path).path
        return super().translate_path(inside[len(BASE) - 1 :] if inside.startswith(BASE) else "/nothing-here")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return None

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up when they have seen enough."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def serve(folder: Path) -> tuple[_Server, str]:
    """A server of `folder` on the loopback interface, and the site's address on it."""

    def handler(*arguments: object) -> _Handler:
        return _Handler(*arguments, directory=str(folder))

    server = _Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}{BASE}"


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """Address of the served site, ending in a slash."""
    server, url = serve(site)
    yield url
    server.shutdown()


# ---------- a browser ----------


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = find_browser()
    assert path, f"the browser tests need Chromium: {browser_source()}"
    browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
    yield browser
    browser.close()


@dataclass
class Watched:
    """What a page did: messages of its console that are errors, and what it asked for."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def foreign(self) -> list[str]:
        return [url for url in self.requests if urlsplit(url).hostname not in (None, "", "127.0.0.1")]


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Makes pages: `new_page(scheme="dark", viewport="phone", **options of a Playwright context)`.

    `page.watched` says what the page did. A request to another host, or an error that is left in `watched.errors`,
    fails the test when it ends.
    """
    opened: list[Page] = []

    def make(scheme: str = "light", viewport: str = "desktop", **options: object) -> Page:
        context = browser.new_context(color_scheme=scheme, viewport=VIEWPORTS[viewport], **options)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.watched = watched = Watched()
        page.on("console", lambda message: message.type == "error" and watched.errors.append(message.text))
        page.on("pageerror", lambda error: watched.errors.append(str(error)))
        page.on("request", lambda asked: watched.requests.append(asked.url))
        opened.append(page)
        return page

    yield make
    seen = [page.watched for page in opened]
    for page in opened:
        page.context.close()
    assert not [url for watched in seen for url in watched.foreign()], "a page asked another host"
    assert not [error for watched in seen for error in watched.errors], "the console shows errors"


@pytest.fixture
def page(new_page: NewPage, request: pytest.FixtureRequest) -> Page:
    """A page; parametrise it indirectly with (scheme, viewport), or leave it light on a desktop."""
    return new_page(*getattr(request, "param", ("light", "desktop")))


VIEWS = pytest.mark.parametrize(
    "page", [(s, v) for s in SCHEMES for v in VIEWPORTS], ids=lambda pair: "-".join(pair), indirect=True
)
"""Runs a test of `page` in light and dark, on a phone and a desktop."""


# ---------- the small book ----------


def copy_fixture(root: Path) -> Project:
    """The small book at `root`, with the project's theme, style and settings; it passes every check."""
    project = Project(root)
    shutil.copytree(FIXTURE, root, dirs_exist_ok=True)
    shutil.copytree(ROOT / "overrides", project.overrides, ignore=shutil.ignore_patterns("built"))
    shutil.copy(ROOT / "diagrams" / "style.yaml", project.style)
    project.packages.symlink_to(ROOT / "node_modules")
    own = project.config.read_text(encoding="utf-8")
    rest = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    rest = re.sub(r"^site_name:.*\n|^nav:\n(?:[ ].*\n)+", "", rest, flags=re.M)
    project.config.write_text(own + rest, encoding="utf-8")
    return project


@pytest.fixture(scope="session")
def built_book(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The small book as a repository with outputs of a good build; a test that changes it puts it right again."""
    project = copy_fixture(tmp_path_factory.mktemp("built") / "book")
    (project.root / ".gitignore").write_text("/node_modules\n/site/\n/dist/\n/.build/\n/overrides/assets/built/\n")
    commit(project.root)
    run = run_guide(project.root, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    return project


def snapshot(project: Project) -> dict[str, tuple[int, bytes]]:
    """Every file of `site/` and `dist/` with its time and bytes."""
    files = (p for folder in (project.site, project.dist) for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(project.root)): (p.stat().st_mtime_ns, p.read_bytes()) for p in files}


@pytest.fixture
def good_book(tmp_path: Path) -> Project:
    """A copy of the small book that a test may change."""
    return copy_fixture(tmp_path / "book")
