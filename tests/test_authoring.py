"""Writing packs: drafts from samples, trials of rules, pages, schemas, and what a change of packs does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from extractor import extract
from extractor.authoring.compare import differences
from extractor.authoring.describe import describe
from extractor.authoring.draft import draft
from extractor.authoring.schema import schema_of
from extractor.authoring.trial import Trial, try_rules
from extractor.cli import app
from extractor.domain.dates import iso_date
from extractor.find import find_records
from extractor.load import load, load_text
from extractor.packs import load_packs
from extractor.pipeline import extract_file
from extractor.split import split

SAMPLE = """\
Quayside Commission

Visit to {name} Boat Yard

Visited on {first} to {last} March 2024

Lead inspector: {who}

Published 4 May 2024

Overall judgement

{overall}

| Area | Judgement |
| --- | --- |
| Care of the boats | {boats} |
| Safety on the slip | {slip} |
| Food and rest | Sound |

What works well:

- Crews at {name} were greeted by name.
- Ropes were dry.

Recommendations

{name} Boat Yard should:

1. write down who may open the store.
"""
YARDS = (
    ("Tarn", 4, 6, "Ada Marsh", "Sound", "Leaky", "Mending"),
    ("Outer Moor", 11, 15, "Bo Fell", "Mending", "Sound", "Leaky"),
    ("Fell", 18, 19, "Cy Lund", "Sound", "Mending", "Sound"),
)


@pytest.fixture
def samples(tmp_path: Path) -> list[Path]:
    paths = []
    for number, yard in enumerate(YARDS):
        path = tmp_path / f"yard-{number}.txt"
        fields = dict(zip(("name", "first", "last", "who", "overall", "boats", "slip"), yard, strict=True))
        path.write_text(SAMPLE.format(**fields), encoding="utf-8")
        paths.append(path)
    return paths


@pytest.fixture
def packs_folder(tmp_path: Path, samples: list[Path]) -> Path:
    folder = tmp_path / "packs"
    result = CliRunner().invoke(app, ["packs", "new", "quay-2024", *map(str, samples), "--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def trials(packs_folder: Path, path: Path, rule: str) -> dict[str, Trial]:
    pack = load_packs(packs_folder)["quay-2024"]
    return {trial.rule.id: trial for trial in try_rules(split(load(path), pack), pack, rule)}


def test_a_draft_reads_its_samples_as_it_is(samples: list[Path], packs_folder: Path) -> None:
    packs = load_packs(packs_folder)
    for path, (name, first, last, who, overall, boats, slip) in zip(samples, YARDS, strict=True):
        records = extract_file(path, packs).records
        (about,) = records["reports"]
        assert (about.framework, about.provider, about.lead_inspector) == ("quay-2024", f"{name} Boat Yard", who)
        assert (about.fieldwork_start, about.fieldwork_end) == (f"2024-03-{first:02}", f"2024-03-{last:02}")
        assert (about.published, about.overall_rating) == ("2024-05-04", overall)
        rated = {row.standard: row.rating for row in records["ratings"] if row.standard}
        assert rated == {"Care of the boats": boats, "Safety on the slip": slip, "Food and rest": "Sound"}


def test_a_draft_leaves_to_a_person_what_only_a_person_knows(packs_folder: Path) -> None:
    text = (packs_folder / "quay-2024.yaml").read_text(encoding="utf-8")
    assert "# 'What works well:' is over a list in 3 of 3:\n  # - id: labels.what-works-well\n" in text
    assert "labels" not in {rule["id"].partition(".")[0] for rule in yaml.safe_load(text)["rules"]}


PIER = """\
Quayside Commission

{title}

{when}

Each service was judged in two domains.

| Service | Care of the boats | Safety on the slip |
| --- | --- | --- |
| Hire | {one} | Sound |
| Repair | Sound | {two} |

What holds it back

We saw that:

- ropes were wet.

| Ref | Matter | Whom |
| --- | --- | --- |
| M1 | Dry the ropes of {title} before they are coiled. | Crew |
"""


def test_a_draft_knows_grids_tables_of_sentences_and_fronts_of_several_layouts(tmp_path: Path) -> None:
    fronts = (
        ("Visit to: Tarn Pier", "On site: 3 to 5 March 2024", "SOUND", "Leaky"),
        ("Visit to: Outer Pier", "Region: North\n\nOn site: 4 March 2024", "Leaky", "Mending"),
        ("Moor Pier", "Region: South\n\nOn site on 6 March 2024", "Mending", "Sound"),
        ("Fell Pier", "Berths: 12\n\nOn site on 7 March 2024", "Leaky", "Leaky"),
        ("Isle Pier", "Berths: 40\n\nOn site on 8 March 2024", "Sound", "Leaky"),
    )
    packs = load_packs()
    reports = []
    for title, when, one, two in fronts:
        text = PIER.format(title=title, when=when, one=one, two=two)
        reports.append(split(load_text(text, "pier.txt"), packs["generic"]))
    text = draft("pier-2024", reports, packs["generic"])
    drafted = yaml.safe_load(text)
    assert [s["names"] for s in drafted["standards"]] == [["Care of the boats"], ["Safety on the slip"]]
    assert {one["label"] for one in drafted["scales"][0]["labels"]} == {"Sound", "Leaky", "Mending"}
    ids = [rule["id"] for rule in drafted["rules"]]
    fields = ["fieldwork_start", "fieldwork_start.on-site-on", "provider", "region"]
    assert sorted(ids) == [f"metadata.{field}" for field in fields]
    assert "# 'Berths' is in front of '12', '40': an attribute, perhaps" in text
    assert "# 'What holds it back' is over a list in 5 of 5:\n  # - id: labels.what-holds-it-back\n" in text
    assert "# - id: recommendations.table.matter" in text and "# - id: recommendations.column.whom" in text
    (tmp_path / "pier-2024.yaml").write_text(text, "utf-8")
    assert "pier-2024" in load_packs(tmp_path).packs


LOCK = """\
Quayside Commission

{title}

{printed}

| Run by | {body} |
| --- | --- |
| Boats | {berths} |
| Looked at | On site: 4 March 2024 |

Contents

About the lock  2

Safety  {page}

About the lock

It has two gates.

| Service | Care of the boats | Safety |
| --- | --- | --- |
| Hire | SO | {one} |
| Repair | {one} | SO |

Key: SO = sound, LE = leaky, ME = mending.

Care of the boats: Sound

Boats were dry.

Safety: {two}

Who must act: {owner}

Answered by: {other}

Oars were wet.

Who must act: {other}

Answered by: {owner}
"""


def test_a_draft_tells_labels_from_names_and_entries_from_attributes() -> None:
    fronts = (
        ("Tarn Lock", "Issued: 4 May 2024", "Tarn Council", "LE", "Leaky", "Clerk", "Mate", 3),
        ("Moor Lock", "Published: 6 May 2024", "Moor Trust", "ME", "Mending", "Mate", "Clerk", 4),
        ("Fell Lock", "Published: 7 May 2024", "Fell Board", "SO", "Leaky", "Keeper", "Mate", 5),
        ("Isle Lock", "Issued: 9 May 2024", "Isle Council", "LE", "Sound", "Clerk", "Keeper", 6),
    )
    packs = load_packs()
    reports = []
    for title, printed, body, one, two, owner, other, page in fronts:
        words = {"title": title, "printed": printed, "body": body, "one": one, "two": two, "owner": owner}
        text = LOCK.format(**words, other=other, page=page, berths=page * 7)
        reports.append(split(load_text(text, "lock.txt"), packs["generic"]))
    text = draft("lock-2024", reports, packs["generic"])
    drafted = yaml.safe_load(text)
    labels = {one["label"]: one.get("also") for one in drafted["scales"][0]["labels"]}
    assert labels == {"Sound": ["SO"], "Leaky": ["LE"], "Mending": ["ME"]}
    assert [s["names"] for s in drafted["standards"]] == [["Care of the boats"], ["Safety"]]
    ids = {rule["id"] for rule in drafted["rules"]}
    assert {"metadata.published", "metadata.published.published"} <= ids
    assert not any(one.startswith("ratings.lead") for one in ids) and "'About the lock' is in front of" not in text
    assert "'Boats' is in front of" in text and "'Safety' is in front of" not in text


BOATS = """\
Bureau of Boats

Visit to {name} Pier

| Service | Care of boats | Safety on deck |
| --- | --- | --- |
| Hire | Sound | Leaky |
| Repair | Not visited | Sound |
| Sale | Leaky | Sound |

| Ref | Matter of concern |
| --- | --- |
| C1 | The ropes of {name} lie wet on the deck. |

| Ref | Pier’s response | What will be done |
| --- | --- | --- |
| C1 | Accepted | It will be seen to in the spring. |
"""


def test_a_draft_says_which_table_has_answers_and_which_label_is_none() -> None:
    generic = load_packs()["generic"]
    reports = [split(load_text(BOATS.format(name=name), f"{name}.txt"), generic) for name in ("Tarn", "Moor")]
    text = draft("piers", reports, generic)
    assert "\ninspectorate: 'Bureau of Boats'" in text and "# provider_types:" in text
    assert "{label: 'Not visited'}  # in the place of a label: none" in text
    assert "'Pier’s response', 'What will be done' are in 2 of 2, and base reads them" in text
    assert "# - id: recommendations.table.matter-of-concern" in text


WEIRS = (
    """Regulatory report: Tarn Weir

by the Inspectorate of Weirs

Weir: Tarn Weir

Days on site: 3 to 5 May 2024

# Gates

Partly sound

# Care of the banks

Largely sound

# Walls

Sound

Ropes registers are kept at Tarn Weir.
""",
    """Regulatory report: Moor Weir

by the Inspectorate of Weirs

Weir: Moor Weir

Visit dates: 6 May 2024

Gates: Sound

Care of the banks: Largely sound

Section 3. Walls: Not sound

Ropes registers are kept at Moor Weir.
""",
    """Weir report on a visit

by the Inspectorate of Weirs

Weir: Fell Weir

Last visit: 4 May 2019

Date of issue: 9 June 2024

| Matter | Grade | Grade in 2019 |
| --- | --- | --- |
| Gates | Largely sound | Sound |
| Care of the banks | Partly sound | Not sound |
| Walls | Sound | Sound |

| Matter | Head Weir | Foot Weir |
| --- | --- | --- |
| Ropes | Sound | Sound |
| Nets | Sound | Partly sound |

Ropes registers are kept at Fell Weir.
""",
)
MEANT = "\n\n".join(f"- {label} – as it should be" for label in ("Sound", "Largely sound", "Partly sound", "Not sound"))


FRONT, NAMES = "^by the Inspectorate of Weirs$", ("Care of the banks", "Gates", "Walls")


def test_a_draft_tells_names_from_labels_in_any_layout_and_takes_no_place_or_earlier_grade_for_one() -> None:
    generic = load_packs()["generic"]
    reports = [split(load_text(f"{text}\n{MEANT}\n", "weir.txt"), generic) for text in WEIRS]
    text = draft("weirs", reports, generic)
    drafted = yaml.safe_load(text)
    assert [one["names"] for one in drafted["standards"]] == [["Gates"], ["Care of the banks"], ["Walls"]]
    labels = [one["label"] for one in drafted["scales"][0]["labels"]]
    assert (
        labels == ["Sound", "Largely sound", "Partly sound", "Not sound"]
        and drafted["inspectorate"] == "Inspectorate of Weirs"
    )
    assert drafted["fingerprint"] == {"front": [FRONT], "all": [rf"^{name}\b" for name in NAMES]}
    rules = {rule["id"]: rule["pattern"] for rule in drafted["rules"]}
    assert rules["metadata.provider"].startswith("^Weir") and rules["metadata.published"].startswith("^Date of issue")
    days = [pattern for id_, pattern in rules.items() if id_.startswith("metadata.fieldwork_start")]
    assert [pattern.partition("\\s*")[0] for pattern in days] == ["^Days on site", "^Visit dates"]


SLIPS = """\
Bureau of Slips

Made under section 9 of the Slips Act 2004

{name} Slip

| Type of service | {kind} |
| --- | --- |
| Led by | {lead} |

| What was judged | This visit | Last visit |
| --- | --- | --- |
| Care of boats | {one} | Leaky |
| Safety on deck | {two} | Sound |

# First matters

- The ropes of {name} lie wet on the deck.

| What we counted there | Share |
| --- | --- |
| Boats that lay dry on the day of the visit | 40% |
| Boats that were covered on the day of the visit | 60% |

| No. | What is to be done in {name} | By |
| --- | --- | --- |
| 1 | Dry the ropes before they are coiled and put away. | 4 May 2024 |

| No. | What is to be done in {name} | Now |
| --- | --- | --- |
| 1 | Wash the deck before the boats are brought down. | Done |
"""


def test_a_draft_takes_what_is_judged_now_and_comments_what_does_not_hold(tmp_path: Path) -> None:
    generic = load_packs()["generic"]
    told = (("Tarn", "Public", "Ann", "Sound", "Leaky"), ("Moor", "Private", "Mia", "Leaky", "Mending"))
    texts = [
        SLIPS.format(name=name, kind=kind, lead=lead, one=one, two=two)
        .replace("in Tarn", "here")
        .replace("in Moor", "here")
        for name, kind, lead, one, two in told
    ]
    text = draft("slips", [split(load_text(text, "s.txt"), generic) for text in texts], generic)
    drafted = yaml.safe_load(text)
    assert [one["names"] for one in drafted["standards"]] == [["Care of boats"], ["Safety on deck"]]
    assert {one["label"] for one in drafted["scales"][0]["labels"]} == {"Sound", "Leaky", "Mending"}
    assert "metadata.published" not in {rule["id"] for rule in drafted["rules"]}  # the year of an act is no date
    assert "what-we-counted" not in text and text.count("# - id: recommendations.table.") == 1
    assert "# - id: recommendations.section.first-matters" not in text
    (tmp_path / "slips.yaml").write_text(text, "utf-8")
    assert "slips" in load_packs(tmp_path).packs


def test_a_word_before_several_labels_of_one_report_leads_them_in(tmp_path: Path) -> None:
    generic = load_packs()["generic"]
    body = "Boats\n\nState of it: Sound\n\nRopes\n\nState of it: Leaky\n\nOars: {}\n\nSails: {}\n"
    texts = [f"Slip inspectors\n\n{body.format(*labels)}" for labels in (("Sound", "Leaky"), ("Leaky", "Sound"))]
    text = draft("slips", [split(load_text(text, "s.txt"), generic) for text in texts], generic)
    drafted = yaml.safe_load(text)
    assert [one["names"] for one in drafted["standards"]] == [["Oars"], ["Sails"]]
    assert [rule["examples"] for rule in drafted["rules"] if rule["id"].startswith("ratings.lead")] == [
        ["State of it: Sound"]
    ]
    (tmp_path / "slips.yaml").write_text(text, "utf-8")
    pack = load_packs(tmp_path)["slips"]
    report = split(load_text("Slip inspectors\n\nOars\n\nState of it: Leaky\n", "s.txt"), pack)
    assert [(row.standard, row.rating) for row in find_records(report, pack)["ratings"]] == [("Oars", "Leaky")]


def test_numbers_in_cells_of_their_own_values_of_two_kinds_and_names_in_capitals_are_told() -> None:
    generic = load_packs()["generic"]
    rows = [("1.1", "Ropes", "Sound", "High"), ("1.2", "Oars", "Leaky", "Low"), ("1.3", "Sails", "Sound", "Low")]
    rows.append(("1.4", "Masts", "Leaky", "High"))
    for width, places in ((4, ("State", "Risk")), (3, ("State",))):
        cells = "\n".join("| " + " | ".join(row[:width]) + " |" for row in rows)
        table = f"| No. | What | {' | '.join(places)} |\n{'|---' * width}|\n{cells}\n"
        texts = [f"{body}\n\nWe saw all of the slip.\n\n{table}" for body in ("Office for Slips", "OFFICE FOR SLIPS")]
        drafted = yaml.safe_load(draft("slips", [split(load_text(t, "s.md"), generic) for t in texts], generic))
        named = [(one["ref"], *one["names"]) for one in drafted["standards"]]
        assert named == [("1.1", "Ropes"), ("1.2", "Oars"), ("1.3", "Sails"), ("1.4", "Masts")]
        assert {one["label"] for one in drafted["scales"][0]["labels"]} == {"Sound", "Leaky"}
        assert drafted["inspectorate"] == "Office for Slips"


def test_a_draft_of_one_sample_and_of_words_alone_loads(tmp_path: Path) -> None:
    packs = load_packs()
    for number, text in enumerate(
        (
            "Boats\n\nThe boats lie in the yard: 'all' of them.",
            SAMPLE.format(name="Tarn", first=1, last=2, who="Ada Marsh", overall="Sound", boats="Sound", slip="Leaky"),
        )
    ):
        report = split(load_text(text, "one.txt"), packs["generic"])
        (tmp_path / f"one-{number}.yaml").write_text(draft(f"one-{number}", [report], packs["generic"]), "utf-8")
    assert {"one-0", "one-1"} <= set(load_packs(tmp_path).packs)


def test_a_pack_that_is_there_is_never_drafted_over(packs_folder: Path, samples: list[Path]) -> None:
    path = packs_folder / "quay-2024.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["packs", "new", "quay-2024", str(samples[0]), "--out", str(packs_folder)])
    assert result.exit_code == 2 and "is left as it is" in result.output
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_an_id_that_is_none_is_refused(samples: list[Path], tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["packs", "new", "../Quay", str(samples[0]), "--out", str(tmp_path / "packs")])
    assert result.exit_code == 2 and not (tmp_path / "packs").exists()


def test_a_trial_says_what_a_rule_reads_and_how_many_rows_it_gave(packs_folder: Path, samples: list[Path]) -> None:
    found = trials(packs_folder, samples[1], "metadata.provider")
    (place,) = found["quay-2024/metadata.provider"].reads
    assert place.fields == {"value": "Outer Moor Boat Yard"} and place.words == "Visit to Outer Moor Boat Yard"
    lists = trials(packs_folder, samples[1], "recommendations.addressee")["base/recommendations.addressee"]
    assert [place.words for place in lists.reads] == ["Outer Moor Boat Yard should:"]


def test_a_trial_and_an_explanation_say_which_columns_of_the_report_a_rule_filled(
    packs_folder: Path, samples: list[Path]
) -> None:
    trial = trials(packs_folder, samples[0], "metadata.provider")["quay-2024/metadata.provider"]
    assert trial.rows == {"reports.provider": 1}
    told = CliRunner().invoke(app, ["explain", str(samples[0]), "--table", "reports", "--packs", str(packs_folder)])
    lines = [line.strip() for line in told.output.splitlines()]
    at = lines.index(f"reports provider: {trial.reads[0].fields['value']}")
    assert lines[at + 1].startswith("by quay-2024/metadata.provider, line ")


def test_an_attribute_is_tried_in_the_text_as_a_whole(packs_folder: Path, samples: list[Path]) -> None:
    path = packs_folder / "quay-2024.yaml"
    example = '"Lies at\\n\\nTarn"'
    rule = (
        f"  - {{id: attributes.berths, pattern: '^Lies at\\n+(?P<value>[^\\n]+)$', examples: [{{text: {example}}}]}}\n"
    )
    own = "attributes:\n  - {name: berths, description: where it lies}\nrules:\n"
    path.write_text(path.read_text(encoding="utf-8").replace("rules:\n", own + rule, 1), encoding="utf-8")
    samples[0].write_text(samples[0].read_text(encoding="utf-8") + "\n\nLies at\n\nTarn\n", encoding="utf-8")
    trial = trials(packs_folder, samples[0], "attributes.berths")["quay-2024/attributes.berths"]
    assert [place.fields for place in trial.reads] == [{"value": "Tarn"}]
    assert trial.rows == {"attributes": 1} and not trial.nearly


def test_a_trial_says_which_rows_a_rule_helps_that_gives_none(packs_folder: Path, samples: list[Path]) -> None:
    path = packs_folder / "quay-2024.yaml"
    idle = "rules:\n  - {id: sections.ignore.boats, pattern: '^Boats are', examples: [Boats are wet]}\n"
    lead = "  - {id: recommendations.closing-mark.rope, pattern: '\\s*rope$', examples: [a rope]}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("rules:\n", idle + lead, 1), encoding="utf-8")
    more = "\n\nRecommendations\n\nThe crew should:\n\n- coil every wet rope\n- wash the deck\n\nBoats are blue.\n"
    samples[0].write_text(samples[0].read_text(encoding="utf-8") + more, encoding="utf-8")
    rope = trials(packs_folder, samples[0], "recommendations.closing-mark.rope")
    assert rope["quay-2024/recommendations.closing-mark.rope"].helps == {"recommendations": 1}
    boats = trials(packs_folder, samples[0], "sections.ignore.boats")["quay-2024/sections.ignore.boats"]
    assert boats.reads and not boats.rows and not boats.helps


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("Overall judgement", "Overal judgement", "is like the example 'Overall judgement'"),
        ("Overall judgement", "Overall judgement of all", "has more behind it: 'of all'"),
    ],
)
def test_a_trial_says_what_nearly_matched_and_why_not(
    packs_folder: Path, samples: list[Path], old: str, new: str, why: str
) -> None:
    samples[0].write_text(samples[0].read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    trial = trials(packs_folder, samples[0], "ratings.overall")["quay-2024/ratings.overall"]
    assert not trial.reads and len(trial.nearly) == 1 and trial.nearly[0].why.startswith(why)


def test_a_value_behind_the_front_is_nearly_read(packs_folder: Path, samples: list[Path]) -> None:
    text = samples[0].read_text(encoding="utf-8").replace("Published 4 May 2024\n\n", "")
    samples[0].write_text(text + "\n\nBoats lie here.\n" * 700 + "\nPublished 4 May 2024\n", encoding="utf-8")
    trial = trials(packs_folder, samples[0], "metadata.published")["quay-2024/metadata.published"]
    assert not trial.reads and "scope: front" in trial.nearly[0].why


def test_a_page_of_every_pack_has_its_rules_examples_and_labels() -> None:
    for pack in load_packs():
        page = describe(pack)
        assert all(f"`{rule.id.partition('/')[2]}`" in page for rule in pack.rules)
        assert page.startswith(f"# {pack.title}\n")
        assert all(f"### {rule.id.partition('/')[2]}\n" in page for rule in pack.rules)
        assert all(f"| {label.label} |" in page for label in (pack.scale.labels if pack.scale else ()))


def test_the_page_of_what_packs_cover_is_as_the_packs_are() -> None:
    page = (Path(__file__).parents[1] / "docs" / "packs.md").read_text(encoding="utf-8")
    result = CliRunner().invoke(app, ["packs", "explain"])
    assert result.output == page, "the packs have changed: findings packs explain > docs/packs.md"
    parts = dict(re.findall(r"^## (\S+)\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    assert set(parts) == {pack.id for pack in load_packs() if pack.framework}
    assert "rated: nothing" in parts["jtai"] and "24 published PDFs" in parts["ofsted-ilacs"]
    assert not [id_ for id_, part in parts.items() if "does not say" in part]


def test_a_pack_of_ones_own_stands_on_the_page_too(tmp_path: Path) -> None:
    (tmp_path / "lamp.yaml").write_text(
        "# Visits to lamps. Tested on two of them.\nid: lamp\ntitle: Lamps, from 2031\nextends: base\n"
        "inspectorate: Lantern Inspectorate\nfingerprint: {front: ['\\blamps? visited\\b']}\n",
        encoding="utf-8",
    )
    page = CliRunner().invoke(app, ["packs", "explain", "--packs", str(tmp_path)]).output
    assert "| Lantern Inspectorate | Lamps | from 2031 | [`lamp`](#lamp) |" in page
    assert "\nVisits to lamps.\n" in page and "- tested on: two of them\n" in page


def test_schemas_know_every_key() -> None:
    rule = schema_of("pack")["$defs"]["Rule"]
    assert {"id", "pattern", "examples", "near_misses"} <= set(rule["properties"]) and not rule["additionalProperties"]
    assert json.dumps(schema_of("scales"))
    assert CliRunner().invoke(app, ["packs", "schema", "scale"]).exit_code == 2


def test_a_change_of_packs_is_told_row_by_row(packs_folder: Path, samples: list[Path], tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    changed.mkdir()
    text = (packs_folder / "quay-2024.yaml").read_text(encoding="utf-8")
    text = text.replace("names: ['Food and rest']", "names: ['Food']").replace("'^Visit to", "'^Visit to(?: Outer)?")
    (changed / "quay-2024.yaml").write_text(text, encoding="utf-8")
    found = list(differences(samples, load_packs(packs_folder), load_packs(changed)))
    told = {(one.source, one.table, one.item, one.change) for one in found}
    assert {("yard-0.txt", "ratings", "main/food-and-rest", "lost")} < told
    (about,) = (one for one in found if one.table == "reports" and one.source == "yard-1.txt")
    assert about.change == "changed" and "provider: 'Outer Moor Boat Yard' -> 'Moor Boat Yard'" in about.told
    assert list(differences(samples, load_packs(packs_folder), load_packs(packs_folder))) == []
    (failed,) = differences([tmp_path / "none.txt"], load_packs(packs_folder), load_packs(changed))
    assert failed.change == "failed"


def test_rows_are_explained_by_rule_and_words(packs_folder: Path, samples: list[Path]) -> None:
    call = ["explain", str(samples[0]), "--table", "ratings", "--packs", str(packs_folder)]
    shown = CliRunner().invoke(app, call).output
    assert "by quay-2024/ratings.table-row, line 17" in shown and "main/overall" in shown
    one = CliRunner().invoke(app, [*call, "--row", "2"]).output
    assert "rating: Leaky" in one and "main/overall" not in one
    text = samples[0].read_text(encoding="utf-8")
    samples[0].write_text(f"{text}\n\n{text[text.index('|') : text.rindex('|') + 1]}\n", encoding="utf-8")
    again = CliRunner().invoke(app, [*call, "--row", "2"]).output
    assert "    printed again, line " in again and '"quote"' not in again
    assert CliRunner().invoke(app, [*call, "--row", "9"]).exit_code == 2
    result = CliRunner().invoke(app, ["explain", str(samples[0]), "--table", "rating"])
    assert result.exit_code == 2 and "Is it ratings?" in result.output


def test_what_is_unread_is_told_with_the_table_that_lacks_it(packs_folder: Path, samples: list[Path]) -> None:
    apart = (
        "\n\nWhat we advise\n\nWe recommend that the yard:\n\n- mends the slip before the spring\n- counts its boats\n"
    )
    samples[0].write_text(samples[0].read_text(encoding="utf-8") + apart, encoding="utf-8")
    told = {}
    for table in ("recommendations", "key_questions"):
        call = ["explain", str(samples[0]), "--table", table, "--packs", str(packs_folder)]
        told[table] = CliRunner().invoke(app, call).output
    assert "in no row" in told["recommendations"] and "mends the slip" in told["recommendations"]
    assert "mends the slip" not in told["key_questions"] and "2 more are in no row" in told["key_questions"]


def test_a_drafted_pack_makes_a_checked_dataset(packs_folder: Path, samples: list[Path]) -> None:
    data = extract(samples, packs=packs_folder)
    assert len(data.ratings) == 4 * len(samples) and not (data.checks["status"] == "fail").any()


CHECK_BACK = """\
Quayside Commission

Return to {name} Boat Yard

Came back on {first} June 2024

What we asked for

The yard was asked to mend its slip.

What had been done

{name} had begun on the slip.
"""


def test_samples_of_two_kinds_are_told_apart(tmp_path: Path, samples: list[Path]) -> None:
    back = []
    for number, (name, first, *_) in enumerate(YARDS[:2]):
        back.append(tmp_path / f"back-{number}.txt")
        back[-1].write_text(CHECK_BACK.format(name=name, first=first), encoding="utf-8")
    out = tmp_path / "packs"
    result = CliRunner().invoke(app, ["packs", "new", "both", *map(str, [*samples, *back]), "--out", str(out)])
    assert result.exit_code == 0, result.output
    drafted = (out / "both.yaml").read_text(encoding="utf-8")
    yards, again = "yard-0.txt, yard-1.txt, yard-2.txt", "back-0.txt, back-1.txt"
    for said in (result.stderr, drafted.replace("# ", "")):
        assert "look like 2 kinds of reports" in said
        assert [line for line in said.splitlines() if line.endswith((yards, again))] == [
            f"  3 with 'Overall judgement' and 'Recommendations': {yards}",
            f"  2 with 'What we asked for' and 'What had been done': {again}",
        ]


def test_nothing_is_said_of_kinds_where_the_samples_are_of_one(tmp_path: Path, samples: list[Path]) -> None:
    result = CliRunner().invoke(app, ["packs", "new", "one", *map(str, samples), "--out", str(tmp_path / "packs")])
    assert "kinds" not in result.stderr
    assert "kinds of reports" not in (tmp_path / "packs" / "one.yaml").read_text(encoding="utf-8")


MILL = """\
Millrace Watch

Ida Holt, Chief Inspector of Mills

{name} – {town} Mill

2 Weir Lane, {town}

Telephone: 01632 96000{number}

Type of inspection: Unannounced

Stones: {number}

Run by: {town} Grain

Completed on: {done}

Lead inspector: {lead}

Inspectors: {team}

# About the mill

{name} grinds for {town}, and {name} has done so for a hundred years or more.

# What we found

{graded}

# Safety of the race {safety}

Gates were checked each day, and those who worked there knew how to shut them.

## Area for improvement

- Lamps were dim at {name}.

# What was asked for last time

## Area for improvement 1

Mend the sluice.

This was asked for on 4 May 2022.

## Done since then

The sluice was mended.

This has been met.
"""
MILLS = (
    ("Upper Tarn", "Stowick", 2, "14 March 2024", "Nan Ferris", "Ewan Pryce", "4 - Good", "3 - Adequate"),
    ("Nether Fell", "Harrow", 3, "19 April 2024", "Bo Ashdown", "Nan Ferris", "3 - Adequate", "2 - Weak"),
    ("Long Brae", "Lynford", 4, "3 May 2024", "Nan Ferris", "Ewan Pryce and Jo Birk", "2 - Weak", "4 - Good"),
)


def _mills(tmp_path: Path, table: str) -> list[Path]:
    paths = []
    for name, town, number, done, lead, team, safety, dust in MILLS:
        graded = table.format(safety=safety, dust=dust)
        fields = {"name": name, "town": town, "number": number, "done": done, "lead": lead, "team": team}
        paths.append(tmp_path / f"mill-{number}.txt")
        paths[-1].write_text(MILL.format(**fields, safety=safety, graded=graded), encoding="utf-8")
    return paths


MILL_TABLE = "| Matter | Grade |\n| --- | --- |\n| 1.1 Safety of the race | {safety} |\n| 1.2 Dust | {dust} |"


def _drafted(tmp_path: Path, paths: list[Path]) -> tuple[str, dict[str, Any]]:
    generic = load_packs()["generic"]
    text = draft("mill-2024", [split(load(path), generic) for path in paths], generic)
    (tmp_path / "packs").mkdir(exist_ok=True)
    (tmp_path / "packs" / "mill-2024.yaml").write_text(text, "utf-8")
    return text, yaml.safe_load(text)


def test_a_draft_takes_no_person_for_the_body_and_no_label_of_a_list_for_a_rating(tmp_path: Path) -> None:
    text, drafted = _drafted(tmp_path, _mills(tmp_path, MILL_TABLE))
    assert drafted["inspectorate"] == "Millrace Watch"
    assert drafted["fingerprint"]["front"] == ["^Millrace Watch$", "^Type of inspection:", "^Lead inspector:"]
    labels = [(one["label"], one["points"], one["also"]) for one in drafted["scales"][0]["labels"]]
    assert labels == [("Good", 4, ["4 - Good"]), ("Adequate", 3, ["3 - Adequate"]), ("Weak", 2, ["2 - Weak"])]
    assert [(one["ref"], one["names"]) for one in drafted["standards"]] == [
        ("1.1", ["Safety of the race"]),
        ("1.2", ["Dust"]),
    ]
    assert drafted["expected"] == ["provider", "list_items"]
    assert {rule["id"] for rule in drafted["rules"]} == {
        *("metadata.provider", "metadata.fieldwork_end", "metadata.lead_inspector", "metadata.chief_inspector")
    }
    assert "'Run by' is in front of" in text and "'Inspectors' is in front of" in text


def test_a_draft_with_numbers_of_grades_reads_its_samples_as_it_is(tmp_path: Path) -> None:
    paths = _mills(tmp_path, MILL_TABLE)
    _drafted(tmp_path, paths)
    packs = load_packs(tmp_path / "packs")
    for path, (name, _, _, done, lead, _, safety, dust) in zip(paths, MILLS, strict=True):
        records = extract_file(path, packs).records
        (about,) = records["reports"]
        assert (about.framework, about.provider, about.lead_inspector) == ("mill-2024", name, lead)
        assert (about.chief_inspector, about.published) == ("Ida Holt", "")
        assert about.fieldwork_end == iso_date(done)
        rated = {row.ref: (row.points, row.rating) for row in records["ratings"]}
        assert rated == {ref: (int(told[0]), told[4:]) for ref, told in (("1.1", safety), ("1.2", dust))}


def test_numbers_that_a_key_explains_are_drafted_with_its_labels(tmp_path: Path) -> None:
    key = "Key: 4 = good, 3 = adequate, 2 = weak, 1 = poor."
    table = "| Matter | Grade |\n| --- | --- |\n| Safety of the race | {safety[0]} |\n| Dust | {dust[0]} |\n\n" + key
    _, drafted = _drafted(tmp_path, _mills(tmp_path, table))
    labels = [(one["label"], one["points"], one["also"][0]) for one in drafted["scales"][0]["labels"]]
    assert labels == [("Good", 4, "4"), ("Adequate", 3, "3"), ("Weak", 2, "2"), ("Poor", 1, "1")]


def test_cells_lose_the_colon_of_their_label_and_names_behind_numbers_are_found_by_a_fingerprint(
    tmp_path: Path,
) -> None:
    paths = _mills(tmp_path, MILL_TABLE)
    for path, (name, _, _, _, lead, *_) in zip(paths, MILLS, strict=True):
        judged = path.read_text(encoding="utf-8").partition("# What we found")[2].partition("# Safety of")[0]
        form = f"| Lead inspector: | {lead} |\n| Millers: | Nobody |"
        path.write_text(f"{name} Mill\n\n{form}\n\n# Grades\n{judged}", encoding="utf-8")
    _, drafted = _drafted(tmp_path, paths)
    numbered = [rf"^(?:\S*\d\S*\s+)?{name}\b" for name in ("Safety of the race", "Dust")]
    assert drafted["fingerprint"]["all"] == numbered
    (about,) = extract_file(paths[0], load_packs(tmp_path / "packs")).records["reports"]
    assert (about.framework, about.lead_inspector) == ("mill-2024", "Nan Ferris")


def test_a_label_with_its_number_in_brackets_is_drafted_without(tmp_path: Path) -> None:
    paths = _mills(tmp_path, MILL_TABLE)
    for path in paths:
        path.write_text(re.sub(r"([2-4]) - (\w+)", r"\2 (\1)", path.read_text("utf-8")), "utf-8")
    _, drafted = _drafted(tmp_path, paths)
    labels = [(one["label"], one["points"], one["also"]) for one in drafted["scales"][0]["labels"]]
    assert labels == [("Good", 4, ["Good (4)"]), ("Adequate", 3, ["Adequate (3)"]), ("Weak", 2, ["Weak (2)"])]


def test_what_a_draft_reads_is_told_sample_by_sample(tmp_path: Path) -> None:
    paths = [*map(str, _mills(tmp_path, MILL_TABLE))]
    result = CliRunner().invoke(app, ["packs", "new", "mill-2024", *paths, "--out", str(tmp_path / "packs")])
    lines = result.output.splitlines()
    assert result.exit_code == 0 and sum(line.startswith("mill-") and "ratings 2" in line for line in lines) == 3


def test_a_date_of_each_earlier_recommendation_is_no_part_of_its_words(tmp_path: Path) -> None:
    paths = _mills(tmp_path, MILL_TABLE)
    text, _ = _drafted(tmp_path, paths)
    rules = r"""
  - {id: progress.section, pattern: '^What was asked for last time$', examples: [What was asked for last time]}
  - {id: progress.start, pattern: '^Area for improvement \d+(?P<text>)$', examples: [Area for improvement 1]}
  - {id: progress.findings, pattern: '^Done since then$', examples: [Done since then]}
  - {id: progress.category, pattern: '^This (?P<label>{{verdict}})\.$', examples: [This has been met.]}
  - id: progress.earlier
    pattern: '^This was asked for on (?P<date>{{date}})'
    examples: [This was asked for on 4 May 2022.]
"""
    own = "  - {id: done, title: done, labels: [{label: Met, also: [has been met]}, {label: Not met}]}\nfingerprint:"
    changed = text.replace("fingerprint:", own, 1).replace("extends: base", "extends: base\nprogress: done") + rules
    (tmp_path / "packs" / "mill-2024.yaml").write_text(changed, "utf-8")
    packs = load_packs(tmp_path / "packs")
    for path in paths:
        (row,) = extract_file(path, packs).records["progress"]
        assert (row.text, row.findings, row.category) == ("Mend the sluice.", "The sluice was mended.", "Met")
        assert row.prior_date == "2022-05-04"
