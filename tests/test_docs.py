"""The documents are true: commands, options, tables, rows, code, links; and `--help` imports little."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer import main as typer_main
from typer.testing import CliRunner

import extractor
from extractor.batch.cache import default_folder
from extractor.cli import app
from extractor.dataset.codebook import codebook
from extractor.load import SUFFIXES, load_text
from extractor.packs import load_packs
from extractor.packs.compile import Pack
from extractor.packs.needs import ASKED
from extractor.pipeline import extract_file, extract_report
from extractor.records import EVIDENCE_COLUMNS, TABLES, iter_columns
from tests import demo
from tests.bench import __main__ as bench
from tests.bench import reports
from tests.bench.result import Figure
from tests.generator import FRAMEWORKS, make_report

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "patterns/README.md",
    "corpus/README.md",
    "outputs/README.md",
)
README = (ROOT / "README.md").read_text(encoding="utf-8")
PATTERNS = (ROOT / "patterns/README.md").read_text(encoding="utf-8")
# Reports of real services, which lie beside a checkout or not; nothing in the code may name one of them.
REAL_REPORTS = ROOT.parent / "shared" / "corpus" / "reports"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what README's commands name: the corpus, patterns, and the dataset of `make demo`."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    shutil.copytree(ROOT / "patterns", folder / "patterns")
    shutil.copytree(ROOT / "corpus" / "samples", folder / "reports")
    cache = default_folder()  # the same reports lie in `reports` and need not be read again
    result = extractor.run(folder / "corpus" / "samples", folder / "outputs" / "demo", cache=cache)
    assert result.exit_code == 0, [file.message for file in result.files]
    return folder


def findings(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(args))
    return done.exit_code, done.output


# --- commands and options -------------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, set[str]]]:
    """Every command, as `packs list`, with its options; `` is the program itself."""

    def walk(command: object, name: str) -> Iterator[tuple[str, set[str]]]:
        flags = {flag for p in command.params for flag in (*p.opts, *p.secondary_opts) if flag.startswith("-")}  # type: ignore[attr-defined]
        if not hasattr(command, "commands") or not name:
            yield name, flags - {"--help"}
        for child, below in getattr(command, "commands", {}).items():
            yield from walk(below, f"{name} {child}".strip())

    yield from walk(typer_main.get_command(app), "")


COMMANDS = dict(commands())


def test_commands_are_found() -> None:
    assert {"", "extract", "show", "evaluate", "fetch", "packs list", "packs check"} <= set(COMMANDS)
    assert COMMANDS[""] == {"--version"} and "-j" in COMMANDS["extract"]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name])
def test_every_option_is_in_readme_and_no_other(name: str) -> None:
    sections = dict(re.findall(r"^### `findings ([a-z ]*[a-z])\b(.*?)(?=^##)", README, re.M | re.S))
    assert name in sections, f"README has no heading ### `findings {name} ...`"
    table = "\n".join(line.split(" | ")[0] for line in sections[name].splitlines())
    named = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", table))
    assert named == COMMANDS[name]


def test_readme_names_no_command_that_there_is_not() -> None:
    known = {name.split()[0] for name in COMMANDS if name}
    for document in DOCUMENTS:
        named = re.findall(r"`findings ([a-z]+)", (ROOT / document).read_text(encoding="utf-8"))
        assert set(named) <= known, document


def test_version_and_test_command_are_named() -> None:
    assert "`findings --version`" in README and "`make test`" in README


def test_make_targets_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        code = "\n".join([*re.findall(r"`(make [a-z ]+)`", text), *blocks(text, "sh")])
        for call in re.findall(r"^make ([a-z ]+)$", code, re.M):
            assert set(call.split()) <= targets, f"{document}: make {call}"
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


# --- tables, columns, rows --------------------------------------------------------------------------------------------


def test_list_of_tables_is_that_of_the_records() -> None:
    assert demo.block(README, "tables") == demo.tables_block(), "run `make readme`"


def test_every_column_is_in_the_codebook() -> None:
    parts = dict(re.findall(r"^## `(\w+)`$(.*?)(?=^## |\Z)", codebook(), re.M | re.S))
    assert list(parts) == list(TABLES)
    for table, column in iter_columns():
        assert f"| `{column.name}` |" in parts[table] and column.doc, f"{table}.{column.name}"


def test_every_table_is_in_the_readme_of_outputs() -> None:
    text = (ROOT / "outputs/README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.M) == list(TABLES)


def test_evidence_columns_are_in_readme() -> None:
    section = README.split("## Evidence")[1].split("\n## ")[0]
    named = [name for cell in re.findall(r"^\| (`.*?) \|", section, re.M) for name in re.findall(r"`(\w+)`", cell)]
    assert tuple(named) == EVIDENCE_COLUMNS


def test_suffixes_are_in_readme() -> None:
    assert "Folders are searched for " + " and ".join(
        filter(None, (", ".join(f"`{suffix}`" for suffix in SUFFIXES[:-1]), f"`{SUFFIXES[-1]}`"))
    ) in " ".join(README.split())


def test_rows_in_readme_are_real(desk: Path) -> None:
    data = extractor.open_dataset(desk / "outputs" / "demo")
    printed = demo.block(README, "rows")
    assert printed == demo.rows_block(data), "run `make readme`"
    assert len(printed.splitlines()) == 2 + 6


def test_demo_shows_ten_rows(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = desk / "outputs" / "demo"
    data = extractor.open_dataset(folder)
    assert len(list(demo.rows(data))) == 10
    demo.show(folder, data)
    shown = capsys.readouterr().out
    assert "codebook.md" in shown and "“" in shown and max(map(len, shown.splitlines())) <= 120


# --- code in the documents --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(blocks(README, "python"))))
def test_python_in_readme_runs(number: int, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    names: dict[str, object] = {}
    exec(compile(blocks(README, "python")[number], "README.md", "exec"), names)
    assert len(names["data"].ratings) > 0  # type: ignore[attr-defined]


def shell_lines() -> list[str]:
    """Every line of shell in README and CONTRIBUTING, once."""
    texts = [(ROOT / document).read_text(encoding="utf-8") for document in ("README.md", "CONTRIBUTING.md")]
    return list(dict.fromkeys(line for text in texts for block in blocks(text, "sh") for line in block.splitlines()))


@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("findings ")])
def test_commands_in_documents_run(line: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    code, output = findings(*shlex.split(line)[1:])
    assert code == 0, output


def test_other_commands_are_known() -> None:
    ours = ("findings ", "make ", "pip install ", ".venv/bin/python -m pytest tests/")
    assert all(line.startswith(ours) for line in shell_lines())


# --- patterns/README ------------------------------------------------------------------------------------------------


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that patterns/README describes, with its report beside it."""
    folder = tmp_path / "mine"
    folder.mkdir()
    pack = next(block for block in blocks(PATTERNS, "yaml") if block.startswith("id: lantern"))
    scale = next(block for block in blocks(PATTERNS, "yaml") if block.startswith("scales:"))
    assert len(pack.splitlines()) <= 20
    (folder / "lantern-2024.yaml").write_text(pack, encoding="utf-8")
    (folder / "scales.yaml").write_text(scale, encoding="utf-8")
    (tmp_path / "visit.txt").write_text(blocks(PATTERNS, "text")[0], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_new_framework_reads_its_report(mine: Path) -> None:
    packs = load_packs(mine)
    assert len(packs) == len(load_packs()) + 1
    found = extract_file(mine.parent / "visit.txt", packs)
    assert (found.framework, found.status) == ("lantern-2024", "ok")
    ratings = [(row["ref"], row["rating"], row["points_max"]) for row in map(_row, found.records["ratings"])]
    assert ratings == [("", "Secure", 2), ("A1", "Weak", 2), ("A2", "Secure", 2)]
    assert [_row(row)["published"] for row in found.records["reports"]] == ["2024-03-04"]
    assert [_row(row)["addressee"] for row in found.records["recommendations"]] == ["Tarn Day Centre"]
    assert [_row(row)["kind"] for row in found.records["findings"]] == ["strength"]


def _row(record: object) -> dict[str, object]:
    row: dict[str, object] = record.as_row()  # type: ignore[attr-defined]
    return row


def test_commands_of_the_new_framework_run_and_print_what_is_shown(mine: Path) -> None:
    commands_, shown = blocks(PATTERNS, "sh")[0].splitlines(), blocks(PATTERNS, "text")[1]
    outputs = [findings(*shlex.split(line)[1:]) for line in commands_]
    assert [code for code, _ in outputs] == [0, 0]
    printed = [line.rstrip() for line in outputs[1][1].splitlines()]
    assert all(line in printed for line in shown.splitlines())


def test_a_dataset_of_ones_own_packs_is_compared_without_them(mine: Path) -> None:
    assert findings("extract", "visit.txt", "--packs", "mine", "--out", "lamps")[0] == 0
    shutil.rmtree(mine)
    code, output = findings("compare", "lamps", "--by", "standard")
    assert code == 0 and "does not come with the program" not in output
    assert "Inspections by standard: Lantern Inspectorate, three labels" in output
    assert "| `rating` | text | canonical label" in (text := Path("lamps/codebook.md").read_text("utf-8"))
    assert "`Secure`, `Developing`, `Weak` |" in text and "Lantern Inspectorate, day centres, from 2024" in text


def test_fault_that_is_shown_is_told(mine: Path) -> None:
    pack = mine / "lantern-2024.yaml"
    pack.write_text(pack.read_text("utf-8").replace("^published (", "^issued ("), encoding="utf-8")
    code, output = findings("packs", "check", "mine")
    assert code == 1 and output.splitlines()[0] == blocks(PATTERNS, "text")[2].strip()


def test_rule_that_is_shown_is_one_of_ours() -> None:
    rule = next(block for block in blocks(PATTERNS, "yaml") if block.startswith("  - id: metadata"))
    assert rule in (ROOT / "patterns/hmip-base.yaml").read_text(encoding="utf-8")


def test_keys_that_are_explained_are_those_there_are() -> None:
    from extractor.packs.model import PackFile, Rule

    pack = next(block for block in blocks(PATTERNS, "yaml") if block.startswith("id: hmip"))
    assert set(re.findall(r"^([a-z_]+):", pack, re.M)) == set(PackFile.model_fields)
    table = PATTERNS.split("## A rule")[1].split("## A pack")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == list(Rule.model_fields)


def test_every_rule_that_is_asked_for_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are noted while reports of every framework are read: each is in the list, and each of the list in code."""
    section = PATTERNS.split("## What rules are asked for")[1]
    cells = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    listed = {name for cell in cells for name in re.findall(r"`([\w.-]+)`", cell)}
    asked: set[str] = set()
    look_up = Pack.__getitem__

    def noted(pack: Pack, name: str) -> object:
        asked.add(name)
        return look_up(pack, name)

    monkeypatch.setattr(Pack, "__getitem__", noted)
    for framework in FRAMEWORKS:
        extract_report(load_text(make_report(framework, 7).text, "report.txt"))
    assert all(name in ASKED or name == "summary.column.score" or name.startswith("attributes.") for name in asked)
    assert listed == ASKED
    assert not {name for name in ASKED if not name.startswith("metadata.")} - _named_in_code()


def _named_in_code() -> set[str]:
    """Every text that stands in the code of the program, but for the list itself."""
    return {
        node.value
        for path in (ROOT / "extractor").rglob("*.py")
        if path.name != "needs.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


# --- links, names, imports --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    path = ROOT / document
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.exists() and linked.is_relative_to(ROOT), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), re.M)
            assert anchor in {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in headings}, target


def project_files() -> Iterator[tuple[Path, str]]:
    """The text files of the project by their place in it, without hidden and written folders and the corpus."""
    for path in sorted(ROOT.rglob("*")):
        place = path.relative_to(ROOT)
        hidden = any(part.startswith(".") and part != ".ci" for part in place.parts)
        if hidden or place.parts[0] in ("outputs", "build", "dist", "corpus") or not path.is_file():
            continue
        if path.suffix in (".py", ".md", ".yaml", ".toml", ""):
            yield place, path.read_text(encoding="utf-8")


def test_no_path_of_one_machine_and_no_registry() -> None:
    places = re.compile(r"(?<![\w.:)\]}>*+\"'\\/])/(?:home|root|tmp|work|Users|opt|var)/\w|\b[A-Z]:\\Users\\")
    hosts = re.compile(r"(?:py" + r"pi\.org|python" + r"hosted\.org|conda\." + r"anaconda\.org|registry\." + r"npmjs)")
    for place, text in project_files():
        found = places.search(text) or hosts.search(text)
        assert not found, f"{place}: {found and found[0]}"


@pytest.mark.skipif(not REAL_REPORTS.is_dir(), reason="no real reports beside this checkout")
def test_no_real_service_is_named_in_code_or_patterns() -> None:
    """Names of services and persons, and the words that a service's name has for itself."""
    names: set[str] = set()
    for report in sorted(REAL_REPORTS.glob("*.txt")):
        row = _row(extract_file(report).records["reports"][0])
        names |= {str(row[field]) for field in ("provider", "lead_inspector", "chief_inspector") if row[field]}
        names |= set(re.findall(r"\b[A-Z]\w{3,}", str(row["provider"])))
    names -= {"Area", "Probation", "Division", "Service", "Services", "National", "England", "Wales"}
    assert len(names) >= 5
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names))) + r")\b", re.I)
    named = [
        f"{place}: {found[0]}"
        for place, text in project_files()
        if place.parts[0] in ("extractor", "patterns")
        and not place.name.startswith("providers")  # the register names them all
        for found in pattern.finditer(text)
    ]
    assert not named, "\n".join(named)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, extractor.cli as c; c.app(['--help'], standalone_mode=False); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "extract" in done.stdout and "evaluate" in done.stdout
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    heavy = {"pandas", "numpy", "spacy", "pydantic", "pypdfium2", "pdfplumber", "yaml", "sqlite3", "rapidfuzz", "regex"}
    assert "typer" in loaded and not loaded & (heavy | {"httpx2", "protego", "tenacity"})


def test_bench_measures_and_prints(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(reports, "CHARACTERS", 3_000)
    monkeypatch.setattr(reports, "SHARED", Path("nowhere"))
    monkeypatch.setattr(bench, "SEEDS", 1)
    monkeypatch.setattr(sys, "argv", ["bench", "text", "pdf", "--rounds", "1"])
    reports.published.cache_clear()
    bench.main()
    reports.published.cache_clear()
    shown = capsys.readouterr().out
    assert "spaCy's tokenizer" in shown and "choose and split" in shown and "target" in shown
    assert "5 fictional reports" in shown and ("met" in shown or "missed" in shown)


def test_bench_tells_what_misses_its_target() -> None:
    assert Figure("a", 8.0, 8.0).met and not Figure("a", 8.1, 8.0).met
    assert Figure("a", 6.0, 6.0, least=True).met and not Figure("a", 5.9, 6.0, least=True).met
