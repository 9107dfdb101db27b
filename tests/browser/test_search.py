"""Search, on the site and in the offline copy."""

from __future__ import annotations

import re
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from guide.model import Book
from guide.terms import finder
from tests.browser.test_pages import typical
from tests.conftest import BASE, NewPage, wait_until_ready


def rare_heading(book: Book) -> tuple[str, str, str]:
    """(page, anchor, text) of the section whose title holds the rarest word of the book.

    None with a one-letter word, as Material looks for everything that begins with it; none that names a term, which
    is found at the sentence that explains it.
    """
    terms = finder(book.terms)
    words = Counter(word for c in book.chapters for word in re.findall(r"[a-z]{5,}", c.body.lower()))
    heads = [(c.page, h.anchor, h.text) for c in book.chapters for h in c.headings if h.level == 3 and h.text.isascii()]
    heads = [head for head in heads if not re.search(r"\b\w\b", head[2]) and not any(terms.find(head[2]))]

    def rarity(head: tuple[str, str, str]) -> tuple[int, str]:
        return min((words[w] for w in re.findall(r"[a-z]{5,}", head[2].lower())), default=10**6), head[2]

    return min(heads, key=rarity)


def search(page: Page, text: str) -> Locator:
    """Types into the search, opened by its key; returns the results."""
    page.keyboard.press("/")
    page.wait_for_selector(".md-search__input:focus")
    page.keyboard.type(text, delay=10)
    page.wait_for_selector(".md-search-result__item")
    return page.locator(".md-search-result__item")


def ask(page: Page, text: str) -> None:
    """Replaces what is in the search, which is open: one question, and not one a letter."""
    page.locator(".md-search__input").fill(text)
    page.locator(".md-search__input").press("End")


def test_search_finds_the_section(page: Page, site_url: str, published: Book) -> None:
    where, anchor, text = rare_heading(published)
    page.goto(site_url)
    first = search(page, text).first
    links = first.locator(".md-search-result__link:visible").evaluate_all("links => links.map((a) => a.href)")
    wanted = f"{site_url}{where.removesuffix('.md')}/"
    assert {link.partition("?")[0].partition("#")[0] for link in links} == {wanted}
    assert next(link for link in links if "#" in link).endswith(f"#{anchor}"), f"{text}: {links}"


def test_a_result_leads_to_its_place_with_the_words_marked(page: Page, site_url: str, published: Book) -> None:
    where, anchor, text = rare_heading(published)
    page.goto(site_url)
    search(page, text)
    page.locator(f".md-search-result__link[href*='#{anchor}']").first.click()
    page.wait_for_url(f"**/{where.removesuffix('.md')}/**")
    assert page.url.endswith(f"#{anchor}") and "?h=" in page.url
    page.wait_for_selector("mark[data-md-highlight]")


def test_a_chapter_is_found_by_its_title(page: Page, site_url: str, published: Book) -> None:
    case = next(c for c in published.chapters if c.front.kind == "case")
    page.goto(site_url + typical()[2])
    first = search(page, case.title).first.locator(".md-search-result__link").first
    assert case.page.removesuffix(".md") in (first.get_attribute("href") or "")


def test_words_are_completed(page: Page, site_url: str) -> None:
    page.goto(site_url)
    search(page, "retriev")
    suggestion = page.locator("[data-md-component=search-suggest]")
    page.wait_for_function("document.querySelector('[data-md-component=search-suggest]').textContent.length > 7")
    assert suggestion.inner_text().startswith("retriev")
    page.keyboard.press("ArrowRight")
    assert page.locator(".md-search__input").input_value().startswith("retriev")
    assert len(page.locator(".md-search__input").input_value()) > len("retriev")


def test_a_keyboard_goes_through_the_results(page: Page, site_url: str) -> None:
    page.goto(site_url)
    search(page, "index")
    page.wait_for_function("/\\d/.test(document.querySelector('.md-search-result__meta').textContent)")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("document.activeElement.classList.contains('md-search-result__link')")
    page.keyboard.press("Enter")
    page.wait_for_function("location.pathname.split('/').length > 3")


def test_words_are_found_as_typed(page: Page, site_url: str) -> None:
    """A hyphen at the end asks for no more than the word before it; one letter may be wrong, missing or swapped, two may not."""
    page.goto(site_url)
    search(page, "index")
    nothing = "document.querySelector('.md-search-result__meta').textContent.includes('No matching')"
    ask(page, "clibratoin")
    page.wait_for_function(nothing)
    for typed, found in {
        "two-": "two", "multi-": "multi", "point-in-time": "point-in-time", "recomendation": "recommendation",
        "calibratoin": "calibration",
    }.items():  # fmt: skip
        ask(page, "xyzzyplugh")
        page.wait_for_function(nothing)
        ask(page, typed)
        page.wait_for_function("word => document.querySelector('.md-search-result__item')?.textContent.toLowerCase().includes(word)", arg=found)


def test_what_the_index_is_asked(page: Page, site_url: str) -> None:
    """Nothing that begins with a letter or a sign alone is asked for: on the whole guide that takes long."""
    page.add_init_script("""
        const Given = window.Worker; window.queries = [];
        window.Worker = new Proxy(Given, { construct(target, given) {
          const worker = new target(...given), post = worker.postMessage.bind(worker);
          worker.postMessage = (message, ...rest) => { if (message.type === 2) queries.push(message.data); return post(message, ...rest) };
          return worker;
        } });""")
    page.goto(site_url)
    search(page, "index")
    for typed, asked in {
        "two-": "two^20 two*^3",
        "on a GPU": "on^20 on*^3 a^1 GPU^20 GPU*^3",
        "towers": "towers^20 towers*^3 towers~1",
        "(p99.9": "p99.9^20 p99.9*^3",
        '"two towers" -': '"two towers"',
    }.items():
        ask(page, typed)
        page.wait_for_function("asked => queries.at(-1) === asked", arg=asked)


def test_a_field_that_the_browser_fills_in_is_no_key(page: Page, site_url: str) -> None:
    """Its event has no key; the page's fixture looks at errors."""
    page.goto(site_url)
    page.evaluate("document.body.dispatchEvent(new Event('keydown', {bubbles: true}))")


def test_nothing_is_found_where_nothing_is(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.keyboard.press("/")
    page.keyboard.type("xyzzyplugh")
    page.wait_for_function("document.querySelector('.md-search-result__meta').textContent.includes('No matching')")
    assert page.locator(".md-search-result__item").count() == 0


def test_the_index_is_fetched_when_the_search_is_opened(page: Page, site_url: str) -> None:
    page.goto(site_url + typical()[1])
    wait_until_ready(page)
    assert not [url for url in page.watched.requests if "search_index" in url]
    search(page, "index")
    assert len([url for url in page.watched.requests if url.endswith("search/search_index.json")]) == 1


_LISTEN = """
  const Given = window.Worker;
  window.Worker = new Proxy(Given, { construct(target, given) {
    const worker = window.searcher = new target(...given);
    // Heard before the page hears it: what was asked below is no business of its list of results.
    worker.addEventListener('message', event => {
      if (event.data.type === 3 && window.answered) { event.stopImmediatePropagation(); window.answered(event.data.data.items) }
    });
    return worker;
  } });"""

_FIRST_RESULTS = """async names => {
  const found = {}
  for (const name of names) {
    const answer = new Promise(done => { window.answered = done })
    window.searcher.postMessage({type: 2, data: name})
    const [first] = await answer
    const section = first && (first.find(place => place.location.includes('#')) ?? first[0])
    found[name] = section ? location.pathname + section.location : ''
  }
  window.answered = null
  return found
}"""
"""The section that the first result leads to, for each name; a result's first line may be its page.

The names are asked by the page's own query and of the index that its worker has made; how results are shown is the
business of the names that are typed.
"""

_TYPED_EVERY = 60
"""One name of so many is typed, too, to see that the page shows first what its worker has answered."""

_SHOWN_FIRST = """place => {
  const links = [...(document.querySelector('.md-search-result__item')?.querySelectorAll('a') ?? [])].map(a => new URL(a.href))
  const first = links.find(url => url.hash) ?? links[0]
  return first && first.pathname + first.hash === place
}"""


def words_of(name: str) -> str:
    """What the search sees of a name: pass@k and pass^k are the same to it."""
    return re.sub(r"\W+", " ", name)


_TOO_COMMON = {"All-to-all"}
"""Names of nothing but words that are not searched for, such as "all" and "to"."""


def test_the_name_of_a_term_or_a_metric_finds_what_explains_it(page: Page, site_url: str, published: Book) -> None:
    page.add_init_script(_LISTEN)
    page.goto(site_url)
    search(page, "index")
    names = [name for term in published.terms for name in term.names if name not in _TOO_COMMON]
    metrics = BASE + published.by_id["metrics"].page.replace(".md", "/")
    headings = {h.text: h.anchor for h in published.by_id["metrics"].headings if h.level == 3}
    found = page.evaluate(_FIRST_RESULTS, [*names, *headings])
    alike: dict[str, set[str]] = defaultdict(set)
    for name, anchor in headings.items():
        alike[words_of(name)].add(anchor)
    wrong = {}
    for term in published.terms:
        address = BASE + (term.see or "").replace(".md", "/")
        wanted = {address, *(f"{address.partition('#')[0]}#{anchor}" for anchor in term.anchors)}
        wanted |= {f"{metrics}#{a}" for name in term.names for a in alike[words_of(name)]}
        wrong |= {name: found[name] for name in term.names if name in found and found[name] not in wanted}
    for name in headings:
        if found[name] not in {f"{metrics}#{a}" for a in (*alike[words_of(name)], *(a for t in published.terms for a in t.anchors))}:
            wrong[name] = found[name]
    assert not wrong
    for name in [*names, *headings][::_TYPED_EVERY]:
        ask(page, name)
        page.wait_for_function(_SHOWN_FIRST, arg=found[name])


# ---------- the offline copy ----------


@pytest.fixture(scope="module")
def offline(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the unpacked copy's folder."""
    target = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(dist / "guide-offline.zip") as archive:
        archive.extractall(target)
    (folder,) = target.iterdir()
    return folder.as_uri()


def test_the_offline_copy_searches(page: Page, offline: str, published: Book) -> None:
    where, anchor, text = rare_heading(published)
    page.goto(f"{offline}/index.html")
    search(page, text)
    page.locator(f".md-search-result__link[href*='#{anchor}']").first.click()
    page.wait_for_url(f"**/{where.replace('.md', '.html')}*")
    assert page.locator(f"[id='{anchor}']").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_offline_copy_shows_everything(new_page: NewPage, offline: str, published: Book, scheme: str) -> None:
    case = next(c for c in published.chapters if c.front.kind == "case")
    page = new_page(scheme)
    page.goto(f"{offline}/index.html")
    assert page.evaluate("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
    page.locator(f"article a[href*='{case.id}.html']").first.click()
    page.wait_for_url(f"**/{case.page.replace('.md', '.html')}*")
    drawings = page.locator(".diagram > svg")
    assert drawings.count() == len(case.parsed.figures)
    assert all((drawings.nth(n).bounding_box() or {"width": 0})["width"] > 100 for n in range(drawings.count()))
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].some((f) => f.status === 'loaded'))")
    assert all(url.startswith(("file:", "data:", "blob:")) for url in page.watched.requests)
