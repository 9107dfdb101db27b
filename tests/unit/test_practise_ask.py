"""The practice room's pure scripts, in QuickJS: real questions bring out the real book's facts, and the clock says what is due."""

from __future__ import annotations

import json

import pytest
import quickjs

from guide.model import Book
from tests.conftest import ROOT

SCRIPTS = ROOT / "overrides" / "assets" / "javascripts" / "practise"
CLOCK = {"length": 60, "opening": 3, "steps": [8, 5, 9, 11, 6, 8, 5], "closing": 5, "marks": [16, 36, 50]}


class Script:
    """The room's scripts that know no page; `call("name", …)` calls `practise.name(…)`."""

    def __init__(self) -> None:
        self._context = quickjs.Context()
        self._context.eval("var window = globalThis;")
        for name in ("ask", "clock"):
            self._context.eval((SCRIPTS / f"{name}.js").read_text(encoding="utf-8"))

    def define(self, name: str, text: str) -> None:
        """Keeps what `text` gives, for later evaluations."""
        self._context.eval(f"globalThis.{name} = {text};")

    def eval(self, text: str) -> object:
        found = self._context.eval(f"JSON.stringify({text})")
        return None if found is None else json.loads(found)

    def call(self, name: str, *given: object) -> object:
        return self.eval(f"practise.{name}({', '.join(json.dumps(value) for value in given)})")


@pytest.fixture(scope="module")
def script() -> Script:
    return Script()


@pytest.fixture(scope="module")
def facts(book: Book) -> dict[str, list[tuple[str, list[str]]]]:
    """For each case and each prompt, its facts with their words."""
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for entry in book.asked_words:
        found.setdefault(entry.case, []).append((entry.fact, list(entry.words)))
    return found | {prompt.id: [(kept.fact, list(kept.words)) for kept in prompt.kept] for prompt in book.prompts}


@pytest.fixture(scope="module")
def answer(script: Script, book: Book, facts: dict[str, list[tuple[str, list[str]]]]):
    groups = [[entry.word, *entry.also] for entry in book.synonyms]
    script.define("asker", f"practise.asker({json.dumps(groups)})")

    def ask(prompt: str, question: str, told: tuple[int, ...] = ()) -> str:
        """The fact that a question brings out; "" for none."""
        known = [{"words": words} for _, words in facts[prompt]]
        given = ", ".join(json.dumps(value) for value in (question, known, told))
        number = script.eval(f"asker({given})")
        return facts[prompt][number][0] if number >= 0 else ""

    return ask


@pytest.mark.parametrize(
    ("prompt", "question", "fact"),
    [
        ("visual-search", "Where do the query pictures come from?", "taps on the product"),
        ("visual-search", "Are we allowed to store the photos?", "Photos only with consent"),
        ("visual-search", "What happens when an item is sold out?", "legal complaint"),
        ("visual-search", "Will the encoder change?", "replaced several times"),
        ("harmful-content", "How do we measure success?", "Views of violating posts"),
        ("harmful-content", "How many moderators do we have?", "Few reviewers"),
        ("harmful-content", "How often do policies change?", "a label belongs to the rules"),
        ("harmful-content", "Which countries and languages?", "Most have nearly none"),
        ("harmful-content", "Can an author appeal?", "a reason and an appeal"),
        ("video-recommendation", "How long are the videos?", "fifteen seconds to three hours"),
        ("video-recommendation", "What is the business objective?", "come next month"),
        ("video-recommendation", "What about new creators?", "Creators leave"),
        ("video-recommendation", "Is popularity skewed? What does the tail look like?", "hardly watched"),
        ("video-recommendation", "Any regulation, e.g. GDPR?", "switch profiling off"),
        ("ad-click-prediction", "How are advertisers charged?", "a purchase or an installation"),
        ("ad-click-prediction", "How late do the labels arrive?", "reported up to a month late"),
        ("ad-click-prediction", "Do campaigns have a budget?", "run out of budget"),
        ("has-somebody-this-logo", "What does a miss cost?", "A missed conflict costs"),
        ("ad-click-prediction", "What is in the training log?", "only ads that won"),
        ("ad-click-prediction", "What went wrong the last time?", "noticed the last time"),
        ("rag-assistant", "Can I call a hosted API?", "No other company"),
        ("rag-assistant", "How fast do access rights change?", "one withdrawn in the morning"),
        ("rag-assistant", "Do all sources send events on a change?", "report such changes"),
        ("rag-assistant", "Who can write documents?", "Outsiders write"),
        ("rag-assistant", "How quickly must deleted documents be gone?", "gone within a day"),
        ("rag-assistant", "How bad is a wrong answer?", "costs more than none"),
        ("street-view-blurring", "Does one person appear in overlapping views?", "several panoramas"),
        ("street-view-blurring", "May we keep the originals?", "originals must be destroyed"),
        ("street-view-blurring", "What recall does the law ask for?", "complete anonymity"),
        ("street-view-blurring", "Do we have labels for every country?", "next to no labels"),
        ("street-view-blurring", "What about the existing archive?", "blurred with a weaker model"),
        ("video-search", "Are queries repeated or is there a long tail?", "hardly anybody else types"),
        ("video-search", "How good are titles and descriptions?", "poor titles"),
        ("video-search", "Do people look for a moment in a video?", "one moment of a long one"),
        ("video-search", "What are people looking for?", "has a name"),
        ("video-search", "What may a search cost?", "a small share of what the viewing"),
        ("event-recommendation", "Are tickets free or paid?", "book a free one"),
        ("event-recommendation", "Do events sell out? Is capacity limited?", "Rooms have few seats"),
        ("event-recommendation", "What do organisers want?", "stop listing"),
        ("event-recommendation", "Do people go alone?", "go with friends"),
        ("event-recommendation", "How do we know who came?", "nobody scans"),
        ("similar-listings", "Do visitors give dates?", "free for them"),
        ("similar-listings", "Is there more than one of each home in stock?", "sells once for a night"),
        ("similar-listings", "Are calendars synced with other sites?", "on other sites too"),
        ("similar-listings", "What do new hosts expect?", "decide within weeks"),
        ("similar-listings", "May I show the exact location?", "address is secret"),
        ("news-feed", "What is the goal?", "time was well spent"),
        ("news-feed", "Why do friends post?", "keep posting when somebody answers"),
        ("news-feed", "Can people game the weights?", "weights of the feed will leak"),
        ("news-feed", "What about borderline content?", "just inside the rules"),
        ("news-feed", "Any legal constraints?", "not based on profiling"),
        ("spare-part-from-a-photo", "What does a mistake cost?", "A wrong part comes back"),
        ("spare-part-from-a-photo", "Do we have pictures of all parts?", "technical drawing"),
        ("spare-part-from-a-photo", "Do we know which appliance it belongs to?", "type plate"),
        ("spare-part-from-a-photo", "Can I tell the size of the part?", "millimetre"),
        ("spare-part-from-a-photo", "Where would labels come from?", "Mechanics"),
        ("feed-of-one-company", "Are there posts that everybody must read?", "must be read by law"),
        ("feed-of-one-company", "May we train across companies?", "own tenant"),
        ("feed-of-one-company", "How often do people open it, and on which device?", "no desk"),
        ("feed-of-one-company", "Who pays for it?", "communications department"),
        ("feed-of-one-company", "Can I use likes?", "seen by one's manager"),
        ("blurring-in-the-van", "Can I store the original video for a second look?", "Nothing readable"),
        ("blurring-in-the-van", "What does the map need?", "sign and its place"),
        ("blurring-in-the-van", "How much compute is in the van?", "chip slows down"),
        ("blurring-in-the-van", "How are the vans updated?", "depot"),
        ("blurring-in-the-van", "Does the camera see the driver?", "Drivers are employees"),
        ("news-feed", "Which programming language do you prefer?", ""),
        ("visual-search", "What is your name?", ""),
        ("spare-part-from-a-photo", "Shall I draw the board first?", ""),
        ("has-somebody-this-logo", "What is the latency budget?", ""),
        ("street-view-blurring", "", ""),
    ],
)  # fmt: skip
def test_a_real_question_brings_out_its_fact(answer, prompt: str, question: str, fact: str) -> None:
    found = answer(prompt, question)
    assert fact in found if fact else not found


def test_each_entry_brings_out_its_own_fact(answer, facts) -> None:
    """Each entry's words alone ask for its fact, or for another of the same prompt that has that entry, too."""
    wrong = {}
    for prompt, known in facts.items():
        for fact, words in known:
            for entry in words:
                if (found := answer(prompt, entry)) != fact and not any(entry in other for name, other in known if name == found):
                    wrong[f"{prompt}: {entry}"] = found
    assert wrong == {}


def test_of_two_facts_the_one_that_was_not_told_comes_first(script: Script) -> None:
    known = [{"words": ["price"]}, {"words": ["price"]}, {"words": ["price ticket"]}]
    ask = "practise.asker([])"
    assert script.eval(f"{ask}('What is the price?', {json.dumps(known)}, [])") == 0
    assert script.eval(f"{ask}('What is the price?', {json.dumps(known)}, [0])") == 1
    assert script.eval(f"{ask}('The prices of tickets?', {json.dumps(known)}, [])") == 2


def test_words_count_in_any_form(script: Script) -> None:
    for forms in (("price", "prices", "priced", "pricing"), ("policy", "policies"), ("plan", "planned", "planning"), ("Café’s", "cafe")):
        assert len({script.call("words", form)[0] for form in forms}) == 1, forms
    assert script.call("words", "class") != script.call("words", "clay")


def test_synonyms_are_of_one_group(book: Book, script: Script) -> None:
    """However they are written: a stem that stood in two groups would mean the later one."""
    meant: dict[str, set[str]] = {}
    for entry in book.synonyms:
        for word in (entry.word, *entry.also):
            meant.setdefault(" ".join(script.call("words", word)), set()).add(entry.word)
    assert {stem: words for stem, words in meant.items() if len(words) > 1} == {}


def test_two_words_in_a_row_have_a_meaning_of_their_own(script: Script) -> None:
    known = [{"words": ["cost"]}, {"words": ["latency"]}]
    ask = 'practise.asker([["cost", "budget"], ["latency", "latency budgets"]])'
    asked = {"The latency budget?": 1, "Latency budgets, then?": 1, "The budget?": 0, "Budget and latency?": 0, "latency": 1}
    assert {text: script.eval(f"{ask}({json.dumps(text)}, {json.dumps(known)}, [])") for text in asked} == asked


def test_the_script_of_a_round_is_in_order_and_scaled(script: Script) -> None:
    data = {"probes": [{"minute": 40, "ask": "Late?"}, {"minute": 4, "ask": "First?"}], "flips": [{"minute": 28, "say": "It changed."}, {"say": "No survey."}]}
    said = script.call("script", CLOCK, data, 0)
    assert [(entry["minute"], entry["kind"]) for entry in said] == [
        (5, "probe"), (16, "mark"), (36, "mark"), (37, "flip"), (50, "mark"), (53, "probe"), (60, "mark"),
    ]  # fmt: skip
    assert next(e for e in script.call("script", CLOCK, data, 1) if e["kind"] == "flip") == {
        "minute": 37, "kind": "flip", "text": "One thing has changed: No survey. What changes, and what stays?",
    }  # fmt: skip
    assert not [e for e in script.call("script", CLOCK, {}, -1) if e["kind"] != "mark"]


def test_the_phases_fill_the_round(script: Script) -> None:
    phases = script.call("phases", CLOCK, [f"Step {n}" for n in range(1, 8)])
    assert [phase["end"] for phase in phases] == [3, 11, 16, 25, 36, 42, 50, 55, 60]
    for minute, name, left in ((0, "Opening", 3), (2.5, "Opening", 1), (3, "Step 1", 8), (59.9, "Your questions", 1), (70, "Your questions", 0)):
        found = script.call("phaseAt", phases, minute)
        assert (found["phase"]["name"], found["left"]) == (name, left)


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [((1, 4, 4, 4, 4, 4), 2), ((3, 3, 3, 3, 3, 3), 3), ((4, 4, 4, 4, 4, 1), 2), ((4, 4, 4, 4, 4, 2), 3), ((2, 3, 4, 4, 4, 4), 2)],
)
def test_the_verdict_is_the_guides_rule(script: Script, scores: tuple[int, ...], verdict: int) -> None:
    names = ("requirements", "data-and-label", "modelling", "evaluation", "system", "conversation")
    assert script.call("verdict", dict(zip(names, scores, strict=True))) == verdict
