"""What the guide is made of: steps, levels, areas, the sections of each kind of chapter, what is said of an option."""

from __future__ import annotations

STEPS = {
    "clarify-the-requirements": "Clarify the requirements",
    "frame-it-as-an-ml-task": "Frame it as an ML task",
    "data-and-features": "Data and features",
    "develop-the-model": "Develop the model",
    "evaluate": "Evaluate",
    "deploy-and-serve": "Deploy and serve",
    "monitor-and-maintain": "Monitor and maintain",
}
"""The seven steps of the framework: a case's section anchors and the ids of the step chapters."""

SIGNALS = {
    "requirements": "Requirements",
    "data-and-label": "Data and label",
    "modelling": "Modelling",
    "evaluation": "Evaluation",
    "system": "System",
    "conversation": "Conversation",
}
"""What a round is scored by: the rows of the rubric. All but the last depend on the prompt."""

LEVELS = ("senior", "staff", "principal")
AREAS = ("retrieval", "ranking", "perception", "language", "platform")

SECTIONS = {
    "case": (
        "The prompt", "The design in five minutes", *STEPS.values(), "How others built it", "Trade-offs",
        "What each level adds", "Talking points", "Constraint flips", "Interviewer's kit", "Two transcripts",
        "Whiteboard sheet", "Sources",
    ),
    "step": (
        "What the step is for", "The minutes it gets", "The step in five minutes", "Questions to ask",
        "What to leave on the board", "Methods", "Worked examples", "The running example", "Failure modes",
        "What each level adds", "Talking points", "Drill", "Sources",
    ),
}  # fmt: skip
"""The `##` headings that a chapter of a kind has, in order."""

ADDED = frozenset(("The design in five minutes", "How others built it", "The step in five minutes", "The running example"))
"""Sections that only a chapter in layers has: one whose front matter has a spine."""

REPLACED = frozenset(("What the step is for", "The minutes it gets", "Worked examples"))
"""Sections that a chapter in layers no longer has."""

LAYERS = {
    "carry": ("Carry", "prompt, design, numbers, decisions, board"),
    "study": ("Study", "the whole chapter, worksheets closed"),
    "work": ("Work", "with every worksheet and derivation"),
}
"""The ways to read a chapter in layers, each holding those before it: name, and what is on it."""

FIVE_MINUTES, SHEET = "the-design-in-five-minutes", "whiteboard-sheet"
"""Anchors of two sections that sum a case up; the second is printed on a sheet of its own, too, to be pinned up."""

STEP_IN_FIVE_MINUTES, BOARD = "the-step-in-five-minutes", "what-to-leave-on-the-board"
"""Anchors of two sections that sum a step up."""

CARRIED = ("the-prompt", FIVE_MINUTES, "commonly-answered-wrong", "trade-offs", SHEET)
"""Anchors of the sections of the carry layer."""

CARRIED_OF_STEP = (STEP_IN_FIVE_MINUTES, "questions-to-ask", BOARD, "failure-modes", "what-each-level-adds")
"""The same of a step."""

ON_CARRY_OF_STEP = "five minutes, questions, board, failures, levels"
"""What is on a step's carry layer."""

COLUMNS = {
    "quality": ("Quality", "how good the answers are"),
    "latency": ("Latency", "what a request waits for"),
    "money": ("Money", "what it costs to build and run"),
    "freshness": ("Freshness", "how soon a change counts"),
    "complexity": ("Complexity", "what must be built and kept in step"),
    "risk": ("Risk", "how it fails"),
    "choose": ("Choose when", "the condition that favours it"),
    "avoid": ("Avoid when", "the condition that rules it out"),
}
"""What is said of every option of a decision: field of the model → its name, and what it means."""

FLIP = ("Flip when", "the threshold at which to leave the default")
SAY = ("Say", "the answer aloud, with its number")
DEFAULT = "our default"

KIND_OF_FOLDER = {"cases": "case", "framework": "step", "reference": "reference"}
"""What every page below a folder of docs/ is; pages elsewhere are guides."""
