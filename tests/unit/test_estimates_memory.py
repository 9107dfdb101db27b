"""What is remembered, when it is made anew, and that nothing outlives its owner."""

from __future__ import annotations

import pickle

import pytest

from guide.estimates import Evaluation, Memory, Value, evaluate, parse
from guide.estimates.calculator import calculator
from guide.estimates.sensitivity import sensitivity

HOME = "title: A server\nram = 256 GB [64 .. 512] # assumed: x"
USER = "title: T\nhalf = numbers.ram / 2 -> GB # Half\nwatch half"


def ask(memory: Memory, home: str = HOME, user: str = USER, used: tuple[str, ...] = ()) -> Evaluation:
    def resolve(chapter: str, name: str) -> Value:
        if chapter != "numbers":
            raise LookupError(chapter)
        return memory.evaluate("numbers", [home], None, ["ram"]).values[name]

    return memory.evaluate("case", [user], resolve, used)


def test_the_same_sources_give_the_same_object() -> None:
    memory = Memory()
    first = ask(memory)
    assert first.values["half"].magnitude == 128
    assert ask(memory) is first
    assert memory.block(USER) is memory.block(USER)
    assert Memory().block(USER) is not memory.block(USER)


@pytest.mark.parametrize("changed", [
    {"home": HOME.replace("256", "128")}, {"user": USER.replace("/ 2", "/ 4")}, {"used": ("half",)}])
def test_a_change_of_what_it_says_is_seen(changed: dict) -> None:
    memory = Memory()
    first = ask(memory)
    second = ask(memory, **changed)
    assert second is not first
    if "used" not in changed:
        assert second.values["half"].magnitude == 64


def test_a_chapter_is_not_another_one_that_says_the_same() -> None:
    memory = Memory()
    assert memory.evaluate("a", [HOME]).chapter == "a"
    assert memory.evaluate("b", [HOME]).chapter == "b"


@pytest.mark.parametrize("resolve", [None, lambda chapter, name: {}[name]])
def test_what_nobody_has_is_a_mistake_as_without_memory(resolve) -> None:
    error, = Memory().evaluate("case", [USER], resolve).errors
    assert (error.code, error.line) == ("unknown-name", 1)


def test_the_oldest_are_forgotten() -> None:
    memory = Memory(most=2)
    first = memory.evaluate("a", [HOME])
    memory.evaluate("b", [HOME])
    assert memory.evaluate("a", [HOME]) is first
    memory.evaluate("c", [HOME])
    assert memory.evaluate("a", [HOME]) is first, "asked for after b"
    memory.evaluate("d", [HOME])
    memory.evaluate("e", [HOME])
    assert memory.evaluate("a", [HOME]) is not first


def test_what_follows_from_an_evaluation_is_found_once_and_stays_at_home() -> None:
    found = ask(Memory())
    assert sensitivity(found, "half") is sensitivity(found, "half")
    assert calculator(found) is calculator(found)
    again = evaluate("case", [parse(USER)], lambda chapter, name: found.others[f"{chapter}.{name}"])
    assert calculator(again) is not calculator(found)
    travelled = pickle.loads(pickle.dumps(found))
    assert travelled.values == found.values and travelled.kept == {}
    assert sensitivity(travelled, "half") == sensitivity(found, "half")


def test_mistakes_travel_whole() -> None:
    found = evaluate("case", [parse("title: T"), parse("title: U\na = 1 +")])
    error, = pickle.loads(pickle.dumps(found)).errors
    assert vars(error) == vars(found.errors[0])
    assert (error.code, error.line, error.block) == ("formula-syntax", 1, 1) and str(error) == error.message
