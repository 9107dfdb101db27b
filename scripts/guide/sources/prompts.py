"""The practice room's data: prompts by family, synonyms, and the words that bring out what cases keep back."""

from __future__ import annotations

from pathlib import Path

from guide.framework import STEPS
from guide.model import AskedWords, Prompt, Synonyms
from guide.sources.data import entries
from guide.sources.text import Reader

CODE = "prompt-data"
_NOTHING = "—"
_PROMPT = {
    "id": "unknown", "title": _NOTHING, "twist": "product", "differs": _NOTHING, "prompt": _NOTHING, "numbers": _NOTHING,
    "levels": {}, "kept": [], "probes": [], "flip": {"minute": 1, "say": _NOTHING, "moves": _NOTHING, "stays": _NOTHING},
    "points": {step: [_NOTHING] for step in STEPS}, "rubric": {},
}  # fmt: skip


def read_prompts(reader: Reader) -> tuple[Prompt, ...]:
    """Every family's prompts, in the order of the files' names."""
    return tuple(
        prompt.model_copy(update={"family": path.stem})
        for path in prompt_files(reader)
        for prompt in entries(reader, path, Prompt, "id", CODE, _PROMPT)
    )


def prompt_files(reader: Reader) -> list[Path]:
    others = (reader.project.synonyms, reader.project.asked_words)
    return [path for path in reader.files(reader.project.prompts, "*.yaml") if path not in others]


def read_synonyms(reader: Reader) -> tuple[Synonyms, ...]:
    return entries(reader, reader.project.synonyms, Synonyms, "word", CODE, {"word": _NOTHING, "also": [_NOTHING]})


def read_asked_words(reader: Reader) -> tuple[AskedWords, ...]:
    stand_ins = {"fact": _NOTHING, "case": "unknown", "words": [_NOTHING]}
    return entries(reader, reader.project.asked_words, AskedWords, "fact", CODE, stand_ins)
