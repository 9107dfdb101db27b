"""How many mistakes put into the toolchain its tests find: `python -m tests.mutation [--count 150] [--seed 1] [module …]`.

Draws places of `scripts/guide` (of the modules named, as `markdown/lines.py` or a folder such as `render`), makes one
small change at a time in a copy of the tree (a comparison turned, a condition negated, `and` for `or`, another number,
nothing returned, a statement left out), and runs the files of unit tests that reach the line, until one fails. Which do,
and how long they take, is measured first, with coverage.py. What they let pass is tried on outputs: the small book is
built, and the tests of outputs run on it, as far as they hold of so small a book. A change that none of them notices is
alive: it is printed with its place. Tests of the real book, in a browser and of fuzzing are left out, as each would cost
minutes. The same seed draws the same places of the same code.
"""

from __future__ import annotations

import argparse
import ast
import fnmatch
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from coverage import CoverageData

from tests.conftest import PUBLISHED, commit, copy_fixture

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("scripts/guide")
UNITS = Path("tests/unit")
OUTPUTS = Path("tests/artifacts")
_OF_THEIR_OWN = ("test_atomic.py", "test_build_mistakes.py", "test_epub_reader.py", "test_reproducible.py", "test_serve.py")
"""Tests of outputs that build for themselves, or need a browser."""

_PARTS = ("scripts", "tests", "docs", "diagrams", "overrides", "deploy", "pyproject.toml", "mkdocs.yml", "CONTRIBUTING.md", "README.md",
          "requirements.lock", "package.json", "package-lock.json", "Makefile", "CITATION.cff")  # fmt: skip
_PYTEST = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow")
_TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
_SKIPPED = {"bench.py": "measures only", "doctor.py": "asks the machine", "__main__.py": "starts the command"}


@dataclass(frozen=True)
class Mutation:
    """One change: the `number`-th place of a module (from the project's root)."""

    module: Path
    number: int
    line: int
    last: int
    what: str

    def __str__(self) -> str:
        return f"{self.module}:{self.line}: {self.what}"


# ---------- what can be changed ----------


def places(tree: ast.Module) -> list[tuple[ast.AST, str, int]]:
    """Every (node, kind of change, which of its parts), in the order of the source."""
    without = {id(part) for node in ast.walk(tree) for part in _unchanged(node)}
    found = [(node, kind, part) for node in ast.walk(tree) if id(node) not in without for kind, part in _changes(node)]
    return sorted(found, key=lambda place: (place[0].lineno, place[0].col_offset, place[1], place[2]))


def _unchanged(node: ast.AST) -> Iterator[ast.AST]:
    """Annotations, imports for annotations, and what a class says of itself once: no test could tell."""
    for name in ("annotation", "returns"):
        if getattr(node, name, None) is not None:
            yield from ast.walk(getattr(node, name))
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        yield from ast.walk(node)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        for decorator in node.decorator_list:
            yield from ast.walk(decorator)


def _changes(node: ast.AST) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Compare):
        yield from (("comparison", part) for part, operator in enumerate(node.ops) if type(operator) in _TURNED)
    elif isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in _TURNED:
        if not isinstance(node, ast.BinOp) or not any(isinstance(side, ast.Constant | ast.JoinedStr) and _is_text(side) for side in (node.left, node.right)):
            yield "operator", 0
    elif isinstance(node, ast.If | ast.IfExp | ast.While) or isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "condition", 0
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield "number", 0
    elif isinstance(node, ast.Return) and node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield "return", 0
    elif isinstance(node, ast.AugAssign) or isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "statement", 0


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str)


def mutated(source: str, number: int) -> str:
    """The source with the `number`-th of its places changed."""
    tree = ast.parse(source)
    node, kind, part = places(tree)[number]
    if kind == "comparison":
        node.ops[part] = _TURNED[type(node.ops[part])]()
    elif kind == "operator":
        node.op = _TURNED[type(node.op)]()
    elif kind == "condition" and isinstance(node, ast.UnaryOp):
        # `not x` becomes `not not x`.
        node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif kind == "condition":
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif kind == "number":
        node.value += 1
    elif kind == "return":
        node.value = ast.Constant(None)
    else:
        tree = _Without(node).visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


class _Without(ast.NodeTransformer):
    def __init__(self, left_out: ast.AST) -> None:
        self._left_out = left_out

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.Pass() if node is self._left_out else self.generic_visit(node)


def draw(patterns: list[str], count: int, seed: int) -> tuple[list[Mutation], int]:
    """(the mutations drawn, how many there are) of the modules that match any of `patterns`; of all without one."""
    every = []
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        name = path.relative_to(ROOT / PACKAGE).as_posix()
        if name in _SKIPPED or patterns and not any(fnmatch.fnmatch(name, p) or name.startswith(f"{p.rstrip('/')}/") for p in patterns):
            continue
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        for number, (node, kind, _) in enumerate(places(ast.parse(source))):
            every.append(Mutation(PACKAGE / name, number, node.lineno, node.end_lineno, f"{kind} | {lines[node.lineno - 1].strip()[:100]}"))
    return random.Random(seed).sample(every, min(count, len(every))), len(every)


# ---------- which tests reach a line ----------


@dataclass(frozen=True)
class Reach:
    """Which test files run each line of each module (both from the project's root), and how many seconds each file takes."""

    files: Mapping[Path, Mapping[int, frozenset[Path]]]
    seconds: Mapping[Path, float]

    def tests_of(self, mutation: Mutation) -> list[Path]:
        """The test files that run a mutation's lines, those that are over soonest first."""
        lines = self.files.get(mutation.module, {})
        found = {path for line in range(mutation.line, mutation.last + 1) for path in lines.get(line, ())}
        return sorted(found, key=self.seconds.__getitem__)


def reach(trees: SimpleQueue[Path], pool: ThreadPoolExecutor, timeout: float, report: Callable[[str], None]) -> Reach:
    """Runs each file of unit tests once and notes what it reaches, in other processes too."""
    seconds: dict[Path, float] = {}
    files: dict[Path, dict[int, set[Path]]] = {}

    def note(path: Path) -> None:
        tree = trees.get()
        try:
            data = tree / "coverage"
            data.mkdir(exist_ok=True)
            rules = f"[run]\nsource = {tree / PACKAGE}\ndata_file = {data / path.stem}\nparallel = true\nconcurrency = multiprocessing, thread\npatch = subprocess\n"
            (tree / "coveragerc").write_text(rules, encoding="utf-8")
            start = time.monotonic()
            if not tests_pass(tree, [path], timeout, "-m", "coverage", "run", f"--rcfile={tree / 'coveragerc'}"):
                # It would find every mutation.
                report(f"left out, as it fails without any change: {path}")
                return
            seconds[path] = time.monotonic() - start
            for file in data.glob(f"{path.stem}.*"):
                measured = CoverageData(str(file))
                measured.read()
                for module in measured.measured_files():
                    lines = files.setdefault(Path(module).relative_to(tree), {})
                    for line in measured.lines(module) or ():
                        lines.setdefault(line, set()).add(path)
        finally:
            trees.put(tree)

    tests = sorted(p.relative_to(ROOT) for p in (ROOT / UNITS).glob("test_*.py") if "fuzz" not in p.name)
    list(pool.map(note, tests))
    return Reach({module: {line: frozenset(paths) for line, paths in lines.items()} for module, lines in files.items()}, seconds)


# ---------- outputs of the small book ----------


def small_tree(target: Path) -> Path:
    """A copy of the tree whose book is the small one of the tests, whole, with what git knows of it."""
    copy_tree(target)
    for name in ("docs", "diagrams", "overrides"):
        shutil.rmtree(target / name)
    (target / "node_modules").unlink()
    copy_fixture(target, whole=True)
    (target / ".gitignore").write_text("/node_modules\n/site/\n/dist/\n/.build/\n/overrides/assets/built/\n__pycache__/\n", encoding="utf-8")
    commit(target)
    return target


def outputs_fail(tree: Path, timeout: float, *arguments: str) -> list[str] | None:
    """Builds the small book, and runs the tests of its outputs: those that fail; None when nothing was built."""
    environment = {**os.environ, "PYTHONPATH": str(tree / "scripts"), "PYTHONDONTWRITEBYTECODE": "1", **PUBLISHED,
                   "GUIDE_TEST_OUTPUTS": str(tree), "GUIDE_TEST_WHOLE_BOOK": str(tree)}  # fmt: skip
    left_out = [f"--ignore={OUTPUTS / name}" for name in _OF_THEIR_OWN]
    tests = [sys.executable, "-m", "pytest", "-q", "-rfE", "-p", "no:cacheprovider", f"--basetemp={tree}-tmp", str(OUTPUTS), *left_out, *arguments]
    try:
        if subprocess.run([sys.executable, "-m", "guide", "build"], cwd=tree, env=environment, capture_output=True, timeout=timeout).returncode:
            return None
        said = subprocess.run(tests, cwd=tree, env=environment, capture_output=True, text=True, timeout=timeout).stdout
    except subprocess.TimeoutExpired:
        return None
    return [line.split(" ", 1)[1].split(" - ")[0] for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]


# ---------- the run ----------


def copy_tree(target: Path) -> Path:
    for name in _PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__", "built"))
        elif source.is_file():
            shutil.copy(source, target / name)
    (target / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    return target


def tests_pass(tree: Path, tests: list[Path], timeout: float, *runner: str) -> bool:
    """Whether all tests pass in time, run by Python or by what `runner` says; none do."""
    if not tests:
        return True
    environment = {**os.environ, "PYTHONPATH": str(tree / "scripts"), "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_STORAGE_DIRECTORY": str(tree / ".hypothesis")}
    # Beside the tree, as a folder below it is in a project.
    command = [sys.executable, *runner, *_PYTEST, "--basetemp", f"{tree}-tmp", *map(str, tests)]
    try:
        # 5: nothing collected, as in a module of which every test is slow.
        return subprocess.run(command, cwd=tree, env=environment, capture_output=True, timeout=timeout).returncode in (0, 5)
    except subprocess.TimeoutExpired:
        return False


def run(mutations: list[Mutation], jobs: int, timeout: float, report: Callable[[str], None]) -> list[Mutation]:
    """The mutations that all tests let pass, each reported as soon as it is known."""
    alive: list[Mutation] = []
    only_outputs = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:
        trees: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            for name in (str(number), f"{number}-small"):
                (Path(folder) / name).mkdir()
            trees.put(copy_tree(Path(folder) / str(number)))
            small = small_tree(Path(folder) / f"{number}-small")
        failing = outputs_fail(small, 10 * timeout)
        if failing is None:
            raise SystemExit("the small book isn't built without any change")
        report(f"{len(failing)} tests of outputs don't hold of the small book, and are left out")
        skipped = [f"--deselect={test}" for test in failing]
        reached = reach(trees, pool, 10 * timeout, report)
        report(f"{len(reached.seconds)} files of unit tests ran without any change, in {sum(reached.seconds.values()):.0f} s")

        def judge(mutation: Mutation) -> None:
            nonlocal only_outputs
            tree = trees.get()
            copies = [tree / mutation.module, tree.with_name(f"{tree.name}-small") / mutation.module]
            source = copies[0].read_text(encoding="utf-8")
            try:
                for path in copies:
                    path.write_text(mutated(source, mutation.number), encoding="utf-8")
                tests = reached.tests_of(mutation)
                # One file after the other, as a file's own start takes less than what comes after a failure.
                if not all(tests_pass(tree, [test], max(timeout, 5 * reached.seconds[test])) for test in tests):
                    return
                if outputs_fail(tree.with_name(f"{tree.name}-small"), timeout, "-x", *skipped) != []:
                    only_outputs += 1
                    return
                alive.append(mutation)
                report(f"alive  {mutation}  [{len(tests)} files of unit tests reach it]")
            finally:
                for path in copies:
                    path.write_text(source, encoding="utf-8")
                trees.put(tree)

        for done, _ in enumerate(pool.map(judge, mutations), 1):
            if done % 10 == 0:
                report(f"{done} of {len(mutations)} tried, {len(alive)} alive")
        report(f"{only_outputs} were found by tests of outputs alone")
    return alive


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("modules", nargs="*", help="modules or folders below scripts/guide; all without any")
    parser.add_argument("--count", type=int, default=150, help="how many mutations to draw")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=300, help="seconds for the tests of one mutation; what takes longer is found")
    options = parser.parse_args()
    mutations, total = draw(options.modules, options.count, options.seed)
    start = time.monotonic()
    alive = run(mutations, options.jobs, options.timeout, lambda text: print(text, flush=True))
    share = len(alive) / max(1, len(mutations))
    print(f"{len(alive)} of {len(mutations)} are alive, {share:.0%} (of {total} places; seed {options.seed}; {time.monotonic() - start:.0f} s)")


if __name__ == "__main__":
    main()
