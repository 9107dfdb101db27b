"""`guide new`: a chapter with all its headings, and its diagrams folder, and a hint wherever something has to be written."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from guide.framework import KIND_OF_FOLDER, REPLACED, SECTIONS, STEPS
from guide.project import Project
from guide.sources.chapters import split_front_matter

_FOLDERS = {kind: folder for folder, kind in KIND_OF_FOLDER.items()}

HINTS = {
    "The design in five minutes": "The whole design for somebody with five minutes, then ten numbers to remember.",
    "How others built it": "Published systems side by side: what they chose, why, and what differs from ours.",
    "The prompt": "What the interviewer says, and what they keep back until asked. Then the card at a glance.",
    "Clarify the requirements": "Eight to twelve questions, each with the answer we assume and how the design changes if the answer differs. Then the estimate.",
    "Frame it as an ML task": "The objective and why not the two obvious others; inputs and outputs with types and shapes; what is not learned; the baseline without a model.",
    "Data and features": "Sources, event schema, the label exactly, sampling, leakage traps, the split, features with freshness.",
    "Develop the model": "Baseline, first launch, where it ends up: each step bought by a measured weakness of the one before.",
    "Evaluate": "Offline metrics with an example computed by hand, slices, the gap to online, the experiment with its sample size.",
    "Deploy and serve": "The request path with a budget a stage, degraded modes, cost, the release story.",
    "Monitor and maintain": "Signal, threshold, who is woken, first action; feedback loops; an incident; retirement.",
    "Trade-offs": "At least five decisions of docs/decisions.yaml, with what is particular to this case.",
    "What each level adds": "Senior, Staff and Principal side by side.",
    "Talking points": "Questions with outlines of strong answers, tagged with step and level.",
    "Constraint flips": "At least four changed constraints: what changes in the design, and what doesn't.",
    "Interviewer's kit": "Timed probes, hidden constraints, a scoring sheet from 1 to 4, red flags.",
    "Two transcripts": "A weak and a strong exchange on the hardest two minutes, annotated.",
    "Whiteboard sheet": "The one-page summary: four frames that build the final picture.",
    "The step in five minutes": "What the step decides, told on the running example; the minutes that it gets.",
    "Questions to ask": "The questions, by what they change.",
    "What to leave on the board": "The artefact of this step.",
    "Methods": "Each method with when it wins, when it loses, and the number that decides.",
    "The running example": "What the step adds to the running example, with computed numbers.",
    "Failure modes": "What goes wrong, how it shows, how to recover.",
    "Drill": "A timed exercise with a model answer.",
    "description": "What this chapter designs, in one sentence for search engines and link previews.",
    "prompt": "What the interviewer says, in one line.",
    "topics": "a topic to be named",
    "spine": "The eight sentences that a reader should be able to retell.",
    "task": "What is predicted, from what",
    "caption": "What to see in the drawing, not what it is.",
    "accDescr": "Say here what the drawing shows, from the request to the answer.",
    "card": "Requests and items, quoted from the estimate",
    "frames": "The four drawings, each with its caption.",
}
"""What belongs where: a sentence a section, and one for each other thing that has to be written. A check names those that are left."""

_DIAGRAM = """flowchart TB
  accTitle: {title}, the system
  accDescr: {description}
  request([Request]):::external --> model[[Model]]:::model --> answer(Answer):::online
"""


_CASE_PARTS = {
    "The prompt": ['!!! glance "At a glance"', "", "    | | |", "    |---|---|", f"    | Scale | {HINTS['card']} |", ""],
    "Whiteboard sheet": ['<div class="frames" markdown>', "", HINTS["frames"], "", "</div>", ""],
}
"""What a case's sections are made of beyond sentences."""


def new_chapter(project: Project, kind: str, name: str) -> list[Path]:
    """Writes the files of a new chapter and adds it to the navigation; returns what was written or changed.

    Raises ValueError when the id is malformed or taken.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"{name!r} is no id: use small letters, digits and single hyphens, as in visual-search")
    if kind == "step" and name not in STEPS:
        raise ValueError(f"the framework has seven steps, {', '.join(STEPS)}, and no others; a method belongs to one of them")
    page = f"{_FOLDERS[kind]}/{name}.md"
    chapter, diagram = project.docs / page, project.diagrams / name / "system.mmd"
    for path in (chapter, diagram.parent):
        if path.exists():
            raise ValueError(f"{project.relative(path)} is already there")
    if taken := next((path for path in sorted(project.docs.rglob("*.md")) if _id_of(path) == name), None):
        raise ValueError(f"{name!r} is the id of {project.relative(taken)} already; choose another")
    title = name.replace("-", " ").capitalize()
    navigation = _with_page(project.config.read_text(encoding="utf-8"), page)
    for path, text in ((diagram, _DIAGRAM.format(title=title, description=HINTS["accDescr"])), (chapter, _chapter(kind, name, title))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project.config.write_text(navigation, encoding="utf-8")
    return [chapter, diagram, project.config]


def _id_of(path: Path) -> str:
    """The id in a chapter's front matter; "" when it can't be found."""
    front, _, _ = split_front_matter(path.read_text(encoding="utf-8", errors="replace"))
    found = re.search(r"""^id:[ \t]*["']?([\w-]+)""", front or "", re.M)
    return found[1] if found else ""


def _chapter(kind: str, name: str, title: str) -> str:
    facts = [f"id: {name}", f"title: {title}", f"kind: {kind}"]
    facts.append(f"description: {HINTS['description']}")
    if kind == "case":
        facts += [f"prompt: {HINTS['prompt']}", f"topics: [{HINTS['topics']}]"]
    facts += ["spine:", f"  - {HINTS['spine']}"]
    facts += [f"task: {HINTS['task']}", "levels: [senior, staff, principal]", "prerequisites: []"]
    facts.append(f"reviewed: {datetime.date.today().isoformat()}")
    parts = ["---", *facts, "---", ""]
    for section in (name for name in SECTIONS[kind] if name not in REPLACED):
        parts += [f"## {section}", ""]
        if section == "Sources":
            parts += ["```sources", "```", ""]
        else:
            parts += [HINTS[section], ""]
        parts += _CASE_PARTS.get(section, []) if kind == "case" else []
        if section in ("Deploy and serve", "What to leave on the board"):
            parts += ["```mermaid", f'--8<-- "{name}/system.mmd"', "```", "/// figure-caption"]
            parts += [HINTS["caption"], "///", ""]
    return "\n".join(parts)


def _with_page(config: str, page: str) -> str:
    """`mkdocs.yml` with `page` after the last page of its folder. Its comments and order stay."""
    folder = page.partition("/")[0]
    lines = config.split("\n")
    places = [i for i, line in enumerate(lines) if re.match(rf"\s+-\s.*\b{re.escape(folder)}/[\w-]+\.md\s*$", line)]
    if not places:
        raise ValueError(f"mkdocs.yml has no page of {folder}/ in nav to put {page} after; add it by hand")
    indent = re.match(r"\s*", lines[places[-1]])[0]
    lines.insert(places[-1] + 1, f"{indent}- {page}")
    return "\n".join(lines)
