"""The documents are true: commands, options, tables, rows, code, links; and `--help` imports little."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import extractor
from docs import pages
from extractor.cli import app
from extractor.dataset.caveats import CAVEATS
from extractor.dataset.codebook import codebook
from extractor.load import SUFFIXES, load_text
from extractor.packs import load_packs
from extractor.packs.needs import ASKED
from extractor.packs.pack import Pack
from extractor.pipeline import extract_file, extract_report
from extractor.records import EVIDENCE_COLUMNS, TABLES, iter_columns
from extractor.runs.cache import default_folder
from tests import accuracy, demo
from tests.bench import __main__ as bench
from tests.bench import reports
from tests.bench.result import Figure
from tests.cached_readings import reading
from tests.generator import FRAMEWORKS, make_report

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "patterns/README.md",
    "corpus/README.md",
    "outputs/README.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))),
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


COMMANDS = pages.commands()


def test_commands_are_found() -> None:
    assert {"extract", "show", "evaluate", "fetch", "packs list", "packs check"} <= set(COMMANDS)
    page = pages.commands_page()
    assert "| `--jobs N`, `-j N` | Number of processes; 0 for one a processor. Default: `0`. |" in page
    assert "findings evaluate DIR --gold PATH [OPTIONS]" in page and "| `--strict`, `--lenient` |" in page


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_what_it_is_for(name: str) -> None:
    assert COMMANDS[name].help, f"findings {name} has no docstring"
    unsaid = [pages.flags(one) for one in COMMANDS[name].params if not one.help]
    assert not unsaid, f"findings {name}: {unsaid} have no help"


def test_every_command_has_a_part_of_the_reference_with_its_options() -> None:
    page = pages.written((ROOT / "docs/reference/commands.md").read_text("utf-8"), "docs/reference/commands.md")
    parts = dict(re.findall(r"^## `findings ([a-z ]+)`$(.*?)(?=^## )", page, re.M | re.S))
    assert list(parts) == list(COMMANDS)
    for name, command in COMMANDS.items():
        for flag in (flag for one in command.params for flag in (*one.opts, *one.secondary_opts) if flag[0] == "-"):
            assert re.search(rf"^\| .*`{flag}[ `]", parts[name], re.M), f"{name} {flag}"


def test_every_mark_of_a_page_is_filled_and_a_link_out_of_the_pages_is_text() -> None:
    filled = {
        document: pages.written(_read(document), document) for document in DOCUMENTS if document.startswith("docs/")
    }
    assert not [document for document, text in filled.items() if "<!-- from:" in text]
    assert "## The catalogue" in filled["docs/reference/samples.md"]
    text = pages.relinked("[a](../extractor/errors.py) [b](../README.md) [c](x.md#d)", "docs/page.md", "docs/page.md")
    assert text == "a [b](index.md) [c](x.md#d)"


@pytest.mark.parametrize("path", sorted((ROOT / "docs/commands").glob("*.md")), ids=lambda path: path.stem)
def test_what_is_added_to_a_command_names_its_options_and_no_other(path: Path) -> None:
    name = next((name for name in COMMANDS if name.replace(" ", "-") == path.stem), None)
    assert name, f"{path.name}: there is no such command"
    text = re.sub(r"^```.*?^```$|`findings [^`]*`", "", path.read_text("utf-8"), flags=re.M | re.S)
    there = {flag for one in COMMANDS[name].params for flag in (*one.opts, *one.secondary_opts)}
    assert set(re.findall(r"`(--[a-z][a-z-]*)", text)) <= there


def test_readme_names_no_command_that_there_is_not() -> None:
    known = {name.split()[0] for name in COMMANDS if name}
    for document in DOCUMENTS:
        named = re.findall(r"`findings ([a-z]+)\b(?!-)", (ROOT / document).read_text(encoding="utf-8"))
        assert set(named) <= known, document


def test_version_and_test_command_are_named() -> None:
    reference = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    assert "`findings --version`" in reference and "`make test`" in README


def test_make_targets_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        code = "\n".join([*re.findall(r"`(make [a-z -]+)`", text), *blocks(text, "sh")])
        for call in re.findall(r"^make ([a-z -]+)$", code, re.M):
            assert set(call.split()) <= targets, f"{document}: make {call}"
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


# --- tables, columns, rows --------------------------------------------------------------------------------------------


def test_every_column_is_in_the_codebook() -> None:
    parts = dict(re.findall(r"^## `(\w+)`$(.*?)(?=^## |\Z)", codebook(), re.M | re.S))
    assert list(parts) == list(TABLES)
    for table, column in iter_columns():
        assert f"| `{column.name}` |" in parts[table] and column.doc, f"{table}.{column.name}"


def test_caveats_are_of_columns_that_there_are_and_every_table_has_some() -> None:
    assert set(CAVEATS) == set(TABLES)
    for table, caveats in CAVEATS.items():
        assert set(caveats) <= {column.name for name, column in iter_columns() if name == table}, table
    assert "- `same_as`: set where a summary" in pages.codebook_page()


def test_every_table_is_in_the_readme_of_outputs() -> None:
    text = (ROOT / "outputs/README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.M) == list(TABLES)


def test_evidence_columns_are_explained() -> None:
    page = (ROOT / "docs/howto/check-a-value.md").read_text(encoding="utf-8")
    named = [name for cell in re.findall(r"^\| (`.*?) \|", page, re.M) for name in re.findall(r"`(\w+)`", cell)]
    assert tuple(named) == EVIDENCE_COLUMNS


def test_suffixes_are_told() -> None:
    page = (ROOT / "docs/formats.md").read_text(encoding="utf-8")
    assert "Folders are searched for " + " and ".join(
        filter(None, (", ".join(f"`{suffix}`" for suffix in SUFFIXES[:-1]), f"`{SUFFIXES[-1]}`"))
    ) in " ".join(page.split())


def test_rows_in_readme_are_real(desk: Path) -> None:
    data = extractor.open_dataset(desk / "outputs" / "demo")
    printed = demo.block(README)
    assert printed == demo.rows_block(data), "run `make readme`"
    assert len(printed.splitlines()) == 2 + 6


def test_accuracy_of_the_samples_is_what_is_measured(desk: Path) -> None:
    page = _read("docs/accuracy.md")
    assert accuracy.block(page, "samples") == accuracy.samples(desk / "outputs/demo", ROOT / "corpus/gold"), (
        "run `make accuracy`"
    )
    empty = [name for name in re.findall(r"^<!-- (.*?): written", page, re.M) if "|" not in accuracy.block(page, name)]
    assert not empty
    by_hand = re.sub(r"^<!-- .*?^<!-- end -->$", "", page, flags=re.M | re.S)
    assert re.findall(r"\d\.\d{2,}", by_hand) == ["1.000"], "a figure that no command has written"


def test_demo_shows_ten_rows(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = desk / "outputs" / "demo"
    data = extractor.open_dataset(folder)
    assert len(list(demo.rows(data))) == 10
    demo.show(folder, data)
    shown, _, command = capsys.readouterr().out.partition("\nTo see every value")
    assert "codebook.md" in shown and "“" in shown and max(map(len, shown.splitlines())) <= 120
    assert f"findings review {folder} --reports corpus/samples --serve\n" in command


# --- code in the documents --------------------------------------------------------------------------------------------


# Pages whose code goes on from block to block; of what is added to a command, every line stands alone.
PAGES = [document for document in DOCUMENTS if document.startswith("docs/") and "/commands/" not in document]


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The language and words of every block of a page that is run; `console` is for what is only shown."""
    for language, code in re.findall(r"^```(\{code-cell\}|python|sql|sh)\n(.*?)^```$", text, re.M | re.S):
        if ":tags: [remove-cell]" not in code:
            yield language.strip("{}"), code


def is_run(document: str) -> bool:
    return any(language != "sh" or "findings " in code for language, code in steps(_read(document)))


def _read(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", [page for page in PAGES if is_run(page)])
def test_code_of_a_page_runs(document: str, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its commands, Python and SQL, one after the other, on a dataset of its own."""
    shutil.copytree(desk / "outputs" / "demo", tmp_path / "outputs" / "demo")
    for name in ("corpus", "patterns", "reports"):
        (tmp_path / name).symlink_to(desk / name, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    names: dict[str, object] = {}
    for language, code in steps(_read(document)):
        if language == "sql":
            with closing(sqlite3.connect("outputs/demo/findings.sqlite")) as database:
                assert database.execute(code).fetchall(), code
        elif language == "sh":
            for line in (line for line in code.splitlines() if line.startswith("findings ")):
                status, output = findings(*shlex.split(line)[1:])
                assert status == 0, f"{line}\n{output}"
        else:
            exec(compile(code, document, "exec"), names)


def test_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat

    monkeypatch.chdir(ROOT / "docs")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    notebook = nbformat.read(ROOT / "docs/notebook.ipynb", as_version=4)
    nbformat.validate(notebook)
    names: dict[str, Any] = {}
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        assert not cell.outputs, "outputs are made when the pages are built"
        exec(compile(cell.source, "notebook.ipynb", "exec"), names)
    assert len(names["wide"]) > 10 and sum(map(len, names["doc"].spans.values())) > 100


def shell_lines() -> list[str]:
    """Every line of shell in README, CONTRIBUTING and what is added to commands, once."""
    texts = [_read(document) for document in DOCUMENTS if document not in PAGES and document.count("/") != 1]
    return list(dict.fromkeys(line for text in texts for block in blocks(text, "sh") for line in block.splitlines()))


@pytest.mark.parametrize("line", [line for line in shell_lines() if line.startswith("findings ")])
def test_commands_in_documents_run(line: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    code, output = findings(*shlex.split(line)[1:])
    assert code == 0, output


def test_other_commands_are_known() -> None:
    ours = ("findings ", "make ", "pip install ", ".venv/bin/python -m pytest tests/")
    assert all(line.startswith(ours) for line in shell_lines())


@pytest.mark.skipif(not os.environ.get("FINDINGS_LONG"), reason="takes long")
def test_pages_are_built_without_a_warning(tmp_path: Path) -> None:
    call = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "docs", str(tmp_path)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert "findings packs try" in (tmp_path / "reference/commands.html").read_text("utf-8")


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
            name = linked.relative_to(ROOT).as_posix()
            headings = re.findall(r"^#+ (.*)$", pages.written(_read(name), name), re.M)
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
        row = _row(reading(report).records["reports"][0])
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
    monkeypatch.setattr(reports, "FRAMEWORKS", FRAMEWORKS[-2:])
    monkeypatch.setattr(sys, "argv", ["bench", "text", "pdf", "--rounds", "1"])
    reports.published.cache_clear()
    bench.main()
    reports.published.cache_clear()
    shown = capsys.readouterr().out
    assert "spaCy's tokenizer" in shown and "choose and split" in shown and "target" in shown
    assert "2 fictional reports" in shown and ("met" in shown or "missed" in shown)


def test_bench_tells_what_misses_its_target() -> None:
    assert Figure("a", 8.0, 8.0).met and not Figure("a", 8.1, 8.0).met
    assert Figure("a", 6.0, 6.0, least=True).met and not Figure("a", 5.9, 6.0, least=True).met


def test_the_version_is_the_same_in_the_program_the_citation_and_the_log_of_changes() -> None:
    cited = re.search(r"^version: (\S+)\ndate-released: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    logged = re.findall(r"^## \[([\d.]+)\] - (\S+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert cited and cited.groups() == logged[0] == (extractor.__version__, logged[0][1])
