"""The house rules, kept by machine: who may import whom, what stays lazy, what every file must say."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("corpus", "index", "assistant", "evals")
HEAVY = {"rjieba", 
    "torch", "transformers", "sentence_transformers", "llama_index", "faiss", "gradio", "tokenizers",
    "pdfplumber", "openpyxl", "lxml", "datasets", "bm25s", "jieba", "haystack", "txtai", "matplotlib",
    "openai",
}  # fmt: skip
ATTICS = {"utils", "helpers", "helper", "common", "misc", "manager", "info", "data", "base", "core"}
SOURCES = {path.relative_to(ROOT): path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}
MODULES = [name for name in SOURCES if name.name != "__init__.py"]


def imported(tree: ast.AST) -> set[str]:
    """Every module that a file imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def dotted(name: Path) -> str:
    return ".".join(name.with_suffix("").parts)


@pytest.mark.parametrize("name", SOURCES, ids=str)
def test_imports_run_downward_through_the_layers(name):
    above = LAYERS[LAYERS.index(name.parts[0]) + 1 :]
    assert {each for each in imported(TREES[name]) if each.split(".")[0] in above} == set()


def test_the_application_is_composed_of_the_layers_below_the_known_questions():
    parts = imported(ast.parse((ROOT / "app.py").read_text(encoding="utf-8")))
    assert {each.split(".")[0] for each in parts} & set(LAYERS) == {"corpus", "assistant"}


def test_no_module_imports_itself_through_others():
    known = {dotted(name) for name in MODULES}
    edges = {dotted(name): imported(TREES[name]) & known - {dotted(name)} for name in MODULES}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join([*trail, module])
        if module not in done:
            for each in sorted(edges[module]):
                visit(each, (*trail, module))
            done.add(module)

    for module in edges:
        visit(module, ())


@pytest.mark.parametrize("name", SOURCES, ids=str)
def test_every_file_says_what_it_is_in_its_first_lines(name):
    assert ast.get_docstring(TREES[name])
    if name.name == "__init__.py":
        assert len(TREES[name].body) == 1, "an __init__ holds its docstring and nothing else"


@pytest.mark.parametrize("name", MODULES, ids=str)
def test_no_file_is_an_attic(name):
    assert name.stem not in ATTICS


@pytest.mark.parametrize("name", MODULES, ids=str)
def test_no_exception_is_caught_blindly(name):
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.ExceptHandler):
            blind = node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException")
            cleans_up = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert not blind or cleans_up or str(name) == "corpus/command.py", f"line {node.lineno}"


def test_the_environment_is_read_in_one_file_only():
    readers = {
        str(name) for name, path in SOURCES.items() if re.search(r"os\.environ|getenv", path.read_text("utf-8"))
    }
    assert readers == {"corpus/settings.py"}


def test_nobody_touches_the_singleton_of_llama_index():
    for name, path in SOURCES.items():
        assert not re.search(
            r"\bimport Settings\b.*llama|llama_index.*import.*\bSettings\b|StorageContext", path.read_text("utf-8")
        ), name


def test_nothing_is_stored_the_way_of_llama_index_but_where_it_is_measured_as_a_peer():
    storing = {str(name) for name, path in SOURCES.items() if ".persist(" in path.read_text("utf-8")}
    assert storing == {"evals/bench/peers.py"}


def test_importing_every_module_pulls_in_nothing_heavy():
    names = [dotted(name) for name in MODULES if name.name != "__main__.py" and "train" not in name.parts]
    code = f"""
import importlib, sys
for name in {names}:
    importlib.import_module(name)
print(sorted({HEAVY} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("layer", LAYERS)
def test_help_comes_at_once_and_loads_nothing_heavy(layer):
    code = f"""
import runpy, sys
sys.argv = ["x", "--help"]
try:
    runpy.run_module({layer!r}, run_name="__main__")
except SystemExit as end:
    assert end.code == 0
heavy = {HEAVY | {"numpy"}} & sys.modules.keys()
assert not heavy, heavy
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_map_names_every_file_with_one_phrase(readme):
    text = (ROOT / readme).read_text(encoding="utf-8")
    for name in [*MODULES, *(path.relative_to(ROOT) for layer in LAYERS for path in (ROOT / layer).glob("*.toml"))]:
        assert re.search(rf"^\| `{re.escape(str(name))}` \| \S.+ \|$", text, re.MULTILINE), (
            f"{name} is not in {readme}"
        )
    for named in re.findall(r"^\| `((?:corpus|index|assistant|evals)/[^`]+\.(?:py|toml))` \|", text, re.MULTILINE):
        assert (ROOT / named).is_file(), f"{readme} names {named}, which is gone"


def test_the_readme_names_every_command_and_setting():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    settings = re.findall(r'"(POLICY_[A-Z_]+)"', (ROOT / "corpus" / "settings.py").read_text(encoding="utf-8"))
    targets = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[0].split()
    assert settings
    for word in [*settings, *(f"make {target}" for target in targets)]:
        assert word in text, word
    for layer in LAYERS:
        source = (ROOT / layer / "__main__.py").read_text(encoding="utf-8")
        for verb in re.findall(r'add_parser\(\s*"(\w+)"', source):
            assert f"python -m {layer} {verb}" in text, f"{layer} {verb}"
