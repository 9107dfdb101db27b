"""What tests share: the small book and the real one, read, parsed and rendered once; the real book's outputs; a browser.

Unit tests never build a site: they ask for `small` or `real`, whose pages are made with `guide.pages`. All that is made
of the small book is kept in one folder for the whole session, which all its workers and the commands that they run
share; what is made of the real one is kept where builds of the project keep it, below `.build/`, by a hash of all that
it was made of. So a second run makes only what has changed. Without `.build/` everything is made anew.

The real book is built once a session, in a clone, so that neither a stale build nor an unsaved output of the working
copy decides a test. The build starts when the tests are collected, in a process of its own, and only tests that ask for
outputs wait for it. `GUIDE_TEST_OUTPUTS=<folder that holds site/ and dist/>` uses outputs that are already there.
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache, cached_property
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

import pytest
from lxml import html

from guide.article import Article
from guide.assets import write_assets
from guide.bibliography import formatted
from guide.doctor import browser_source, find_browser
from guide.edition import Edition, edition_of
from guide.fonts import coverage
from guide.kept import Kept
from guide.model import Book
from guide.pages import parse_chapters, render_chapters
from guide.project import Project
from guide.publish import Publication
from guide.render import Shared
from guide.sources import read_book
from guide.workers import Here, workers

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = Path(__file__).resolve().parent / "fixtures" / "book"
WHOLE = FIXTURE.parent / "whole"
"""What makes the small book whole: a step and a case in layers, numbers, metrics, and what else the real one has. A build
of it meets nearly everything that outputs are made by; most tests need less."""
BASE = "/ml-system-design-guide/"
"""The path below which the site is served, as on a host of project pages."""
ADDRESS = f"https://example.org{BASE}"
"""The address for which the real book is built; outputs given by `GUIDE_TEST_OUTPUTS` must be built for it, too."""

VIEWPORTS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
SCHEMES = ("light", "dark")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
JAVA = ("-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For a checker that runs once on a machine with few cores: half of the work would go into the virtual machine's own."""

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


# ---------- the order of the tests ----------

_SLOW = frozenset(("real", "outputs", "built_book", "built_whole"))
"""Fixtures that take long to make; a run over mutations leaves their tests out, as `pytest -m "not slow"`."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-held", action="store_true", help="write anew what tests hold word for word in tests/fixtures/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with tests that need the real outputs come last: whoever asks for these waits until they are built.

    Of these, those in a browser come first, as they take longest: at the end no worker is left alone with a long one.
    """
    for item in items:
        if not _SLOW.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.slow)
    late = {item.path for item in items if "outputs" in item.fixturenames}
    items.sort(key=lambda item: (item.path in late, item.path in late and "browser" not in item.path.parts))


def _shared_folder(config: pytest.Config) -> Path:
    """A folder of this session that all its workers see."""
    own = Path(config._tmp_path_factory.getbasetemp())
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


def pytest_collection_finish(session: pytest.Session) -> None:
    """Starts the real build, if a test waits for it: the first worker that comes here does."""
    wanted = any("outputs" in item.fixturenames for item in session.items)
    if wanted and not session.config.option.collectonly and not os.environ.get("GUIDE_TEST_OUTPUTS"):
        with contextlib.suppress(FileExistsError):
            BackgroundBuild(_shared_folder(session.config)).start()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Ends what is still being built: nobody waits for it any more."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        BackgroundBuild(_shared_folder(session.config)).end()


# ---------- books ----------


EDITION = Edition("0123456789", 1_795_219_200, datetime.date(2026, 11, 22))
"""An edition for tests, of 21 November 2026."""

PUBLISHED = {"GUIDE_SITE_URL": ADDRESS, "GUIDE_EDITION": EDITION.name}
"""The variables with which the small book is built: its outputs say the same whatever is in the files beside it."""


class Ready(Shared):
    """What takes long to make, and doesn't depend on the book's text, is made once for all tests of a process."""

    made: ClassVar[dict[str, object]] = {}

    def _once(self, name: str, *key: object) -> object:
        place = f"{name} {key}"
        if place not in self.made:
            self.made[place] = getattr(Shared, name).func(self)
        return self.made[place]

    @cached_property
    def templates(self) -> object:
        return self._once("templates")

    @cached_property
    def drawer(self) -> object:
        return self._once("drawer", self.book.project.packages.resolve(), self.book.style)


@cache
def _drawn(path: Path) -> frozenset[str]:
    return frozenset(coverage([path]))


@pytest.fixture(scope="session", autouse=True)
def ready() -> Iterator[None]:
    """Templates, the diagram renderer and what the packages' fonts draw are the same for every book of this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("guide.pages.Shared", Ready)
        patch.setattr("guide.checks.glyph.coverage", lambda paths: frozenset().union(*map(_drawn, paths)))
        yield


@dataclass(frozen=True)
class Pages:
    """A book whose chapters are parsed, and its articles by page."""

    book: Book
    articles: Mapping[str, Article]
    kept: Kept
    pool: Executor = field(default_factory=Here)

    def article(self, name: str) -> Article:
        """The article of the chapter with an id."""
        return self.articles[self.book.by_id[name].page]

    def tree(self, name: str) -> html.HtmlElement:
        """A fresh tree of the article of the chapter with an id."""
        return html.fragment_fromstring(self.article(name).html, create_parent="article")

    @property
    def publication(self) -> Publication:
        """What publishers take."""
        return Publication(self.book, self.articles, EDITION, self.kept, self.pool)

    @property
    def shared(self) -> Shared:
        return Ready(self.book, formatted(self.book.works.values()), self.kept)


MakePages = Callable[[Project], Pages]


def said(element: html.HtmlElement) -> str:
    """An element's text with single spaces."""
    return " ".join(element.text_content().split())


@pytest.fixture(scope="session")
def shared_folder(pytestconfig: pytest.Config) -> Path:
    return _shared_folder(pytestconfig)


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """`folder`, which is made by the first worker that asks for it: `make` gets a path that isn't there."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            unfinished = folder.with_suffix(".new")
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def kept(shared_folder: Path) -> Kept:
    """What was made of small books in this session, by all workers and by the commands that they run."""
    return Kept(Project(ROOT), work_of(shared_folder) / "cache")


def work_of(shared: Path) -> Path:
    """What small books of a session share of their folders for work."""
    for name in ("cache", "fonts"):
        (shared / "work" / name).mkdir(parents=True, exist_ok=True)
    return shared / "work"


def share_work(project: Project, work: Path) -> Project:
    """Lets the commands in a project keep their work in the folder `work`: what is there they don't make again.

    The unpacked fonts are there, too: their addresses are part of what a PDF is made of, and of the hash of that.
    """
    project.work.mkdir(exist_ok=True)
    for name in ("cache", "fonts"):
        (project.work / name).symlink_to(work / name)
    return project


@pytest.fixture(scope="session")
def make_pages(kept: Kept) -> MakePages:
    """Makes the pages of a small book as it stands on disk: `make_pages(project)`."""

    def make(project: Project) -> Pages:
        pool = Here()
        book = parse_chapters(read_book(project), kept, pool)
        return Pages(book, render_chapters(book, kept, pool), kept, pool)

    return make


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path, make_pages: MakePages) -> Pages:
    """The small book with its pages. Nobody may change its files; `good_book` is a copy for that."""
    return make_pages(share_work(copy_fixture(tmp_path_factory.mktemp("small") / "book"), work_of(shared_folder)))


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(ROOT)


@pytest.fixture(scope="session")
def book(project: Project) -> Book:
    """The real book, read from its sources; its chapters aren't parsed."""
    return read_book(project)


@pytest.fixture(scope="session")
def real(project: Project, book: Book, shared_folder: Path) -> Pages:
    """The real book with its pages: those of the build in the background if there is one, else made here, once."""
    kept = Kept(project)
    BackgroundBuild(shared_folder).wait_for_pages()
    with (shared_folder / "real.lock").open("w") as lock, workers() as pool:
        fcntl.flock(lock, fcntl.LOCK_EX)
        parsed = parse_chapters(book, kept, pool)
        return Pages(parsed, render_chapters(parsed, kept, pool), kept)


# ---------- the real book's outputs ----------


@dataclass(frozen=True)
class BackgroundBuild:
    """The build of the real book that a session's tests share, in a process of its own, below the session's folder."""

    shared: Path

    @property
    def _folder(self) -> Path:
        return self.shared / "real-build"

    @property
    def root(self) -> Path:
        """The clone that is built."""
        return self._folder / "guide"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    @property
    def _code(self) -> Path:
        """Holds the exit code once the build has ended."""
        return self._folder / "code"

    @property
    def _number(self) -> Path:
        """Holds the number of the process, which leads a group of its own."""
        return self._folder / "process"

    def start(self) -> None:
        """Clones the project and starts `guide build` there. Raises FileExistsError when that was done already."""
        self._folder.mkdir()
        try:
            self._start()
        except BaseException as error:
            # Other workers wait for an end, and read there why.
            self._log.write_text(f"it wasn't started: {error!r}", encoding="utf-8")
            self._code.write_text("1", encoding="utf-8")
            raise

    def _start(self) -> None:
        _clone(self.root)
        # What it makes is of the same edition as what `guide build` makes here, and kept with it: the pages are those that
        # unit tests look at, and after a build nearly all of the PDFs is there.
        edition = edition_of(Project(ROOT), os.environ, time.time())
        own = Project(ROOT).work
        for name in ("cache", "fonts"):
            (own / name).mkdir(parents=True, exist_ok=True)
        share_work(Project(self.root), own)
        script = '"$@" > "$LOG" 2>&1; echo $? > "$CODE.new"; mv "$CODE.new" "$CODE"'
        command = ["sh", "-c", script, "build", sys.executable, "-m", "guide", "build"]
        environment = {**os.environ, "LOG": str(self._log), "CODE": str(self._code), "GUIDE_SITE_URL": ADDRESS,
                       "GUIDE_EDITION": edition.name, "SOURCE_DATE_EPOCH": str(edition.epoch)}  # fmt: skip
        process = subprocess.Popen(command, cwd=self.root, env=environment, start_new_session=True)
        self._number.write_text(str(process.pid), encoding="utf-8")

    def end(self) -> None:
        """Ends the build if it is still going on."""
        if self._number.is_file() and not self._code.is_file():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(self._number.read_text(encoding="utf-8")), signal.SIGKILL)

    def wait_for_pages(self) -> None:
        """Returns when the articles are made, or when there is no build that makes them."""
        while self._folder.exists() and not self._code.exists() and "building the site" not in self.log:
            time.sleep(0.2)

    def wait(self) -> None:
        """Returns when the build has ended well."""
        while not self._code.exists():
            assert self._folder.exists(), "no build was started"
            time.sleep(0.2)
        assert self._code.read_text(encoding="utf-8").strip() == "0", f"guide build failed:\n{self.log}"

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8") if self._log.is_file() else ""


def _clone(target: Path) -> None:
    """The files that git knows of, as they are now, in a repository of their own."""
    listing = ["git", "ls-files", "-z", "--cached"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    (target / "node_modules").symlink_to(ROOT / "node_modules")
    commit(target)


@pytest.fixture(scope="session")
def outputs(shared_folder: Path) -> Path:
    """The folder that holds the real book's `site/` and `dist/`, freshly built."""
    if given := os.environ.get("GUIDE_TEST_OUTPUTS"):
        return Path(given).resolve()
    build = BackgroundBuild(shared_folder)
    build.wait()
    return build.root


@pytest.fixture(scope="session")
def site(outputs: Path) -> Path:
    return outputs / "site"


@pytest.fixture(scope="session")
def dist(outputs: Path) -> Path:
    return outputs / "dist"


@pytest.fixture(scope="session")
def published(outputs: Path, real: Pages) -> Book:
    """The book that the outputs were built from, its chapters parsed."""
    if not (outputs / "mkdocs.yml").is_file():
        return real.book
    return parse_chapters(read_book(Project(outputs)), real.kept, Here())


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

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "may ask as fast as it can")
        super().end_headers()

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
    from playwright.sync_api import sync_playwright  # slow to import, and most tests need no browser

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


NewPage = Callable[..., "Page"]


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


_READY = """async () => {
  await document.fonts.ready
  while (document.querySelector('script[src*="layout.js"]') && !('whole' in document.documentElement.dataset))
    await new Promise(done => setTimeout(done, 20))
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})))
  const ending = document.getAnimations().filter(a => a.effect.getComputedTiming().endTime !== Infinity)
  await Promise.allSettled(ending.map(animation => animation.finished))
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
}"""


def wait_until_ready(page: Page) -> None:
    """Returns when a page has loaded all it asked for, has run its scripts and stands still."""
    page.wait_for_load_state("load")
    page.evaluate(_READY)


VIEWS = pytest.mark.parametrize(
    "page", [(s, v) for s in SCHEMES for v in VIEWPORTS], ids=lambda pair: "-".join(pair), indirect=True
)
"""Runs a test of `page` in light and dark, on a phone and a desktop."""


# ---------- the small book ----------


def copy_fixture(root: Path, whole: bool = False) -> Project:
    """The small book at `root`, or the whole one, with the project's theme, style and settings; it passes every check."""
    project = Project(root)
    for source in (FIXTURE, WHOLE) if whole else (FIXTURE,):
        shutil.copytree(source, root, dirs_exist_ok=True)
    shutil.copytree(ROOT / "overrides", project.overrides, ignore=shutil.ignore_patterns("built"))
    shutil.copy(ROOT / "diagrams" / "style.yaml", project.style)
    project.packages.symlink_to(ROOT / "node_modules")
    for name in ("requirements.lock", "package-lock.json"):
        shutil.copy(ROOT / name, root / name)
    own = project.config.read_text(encoding="utf-8")
    rest = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    rest = re.sub(r"^site_name:.*\n|^nav:\n(?:[ ].*\n)+", "", rest, flags=re.M)
    project.config.write_text(own + rest, encoding="utf-8")
    return project


def repository_of_fixture(root: Path, whole: bool = False) -> Project:
    """The small book at `root`, or the whole one, as a repository with one commit."""
    project = copy_fixture(root, whole)
    (project.root / ".gitignore").write_text("/node_modules\n/site/\n/dist/\n/.build/\n/overrides/assets/built/\n")
    commit(project.root)
    return project


@pytest.fixture(scope="session")
def assets(shared_folder: Path) -> Path:
    """The theme's assets for the small book, which take long to make. A copy of them spares a test's own build that."""

    def make(root: Path) -> None:
        write_assets(read_book(copy_fixture(root)))

    return Project(made_once(shared_folder / "assets", make)).built_assets


@pytest.fixture(scope="session")
def built_book(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory, assets: Path) -> Project:
    """The small book as a repository with outputs of a good build; a test that changes it puts it right again."""

    def make(root: Path) -> None:
        project = share_work(repository_of_fixture(root), work_of(shared_folder))
        shutil.copytree(assets, project.built_assets)
        run = run_guide(root, "build", **PUBLISHED)
        assert run.returncode == 0, run.stdout + run.stderr

    built = made_once(shared_folder / "built", make)
    return Project(Path(shutil.copytree(built, tmp_path_factory.mktemp("built") / "book", symlinks=True)))


@pytest.fixture(scope="session")
def built_whole(shared_folder: Path, assets: Path) -> Project:
    """The whole small book, built as `PUBLISHED`. Nobody may change it.

    `GUIDE_TEST_WHOLE_BOOK=<folder>` is one that is built already.
    """

    def make(root: Path) -> None:
        project = share_work(repository_of_fixture(root, whole=True), work_of(shared_folder))
        shutil.copytree(assets, project.built_assets)
        run = run_guide(root, "build", **PUBLISHED)
        assert run.returncode == 0, run.stdout + run.stderr

    if given := os.environ.get("GUIDE_TEST_WHOLE_BOOK"):
        return Project(Path(given))
    return Project(made_once(shared_folder / "whole", make))


def snapshot(project: Project) -> dict[str, tuple[int, bytes]]:
    """Every file of `site/` and `dist/` with its time and bytes."""
    files = (p for folder in (project.site, project.dist) for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(project.root)): (p.stat().st_mtime_ns, p.read_bytes()) for p in files}


@pytest.fixture
def good_book(tmp_path: Path, shared_folder: Path) -> Project:
    """A copy of the small book that a test may change."""
    return share_work(copy_fixture(tmp_path / "book"), work_of(shared_folder))
