"""Pattern packs: those that come with the program load and prove themselves; faulty ones say where and what to do."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor.document import Report
from extractor.errors import InputError, PackError
from extractor.find import find_records
from extractor.load import Source, load_text
from extractor.load.html import load as load_html
from extractor.packs import Label, Packs, Scale, choose, load_packs, shipped
from extractor.packs.model import PackFile
from extractor.packs.read import read_folder
from extractor.packs.vocabulary import vocabulary_of
from extractor.pipeline import extract_report
from extractor.split import split

FRAMEWORKS = ("hmip-esi-2003", "hmip-pdu-2021", "hmip-pdu-2023", "hmip-probation-2018", "hmip-summary-2019")
GOOD = """\
id: lamp-2020
title: Visits to lighthouses
extends: base
fingerprint:
  front: ['visit to the lighthouse']
rules:
  - id: metadata.provider
    pattern: 'lighthouse of (?P<value>\\w+)'
    examples: [{text: a visit to the lighthouse of Tarn, fields: {value: Tarn}}]
    near_misses: ['lighthouses of the coast']
"""

LAMP_SCALES = """\
scales:
  - {id: lamp-two, title: Lamps, labels: [{label: Bright, also: [BR, Very bright]}, {label: Dim}]}
  - {id: lamp-done, title: What was done, labels: [{label: Done}, {label: Left}]}
"""

Load = Callable[..., Packs]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load a folder that holds the given files: `load(lamp=..., moor=...)`."""

    def packs(**files: str | bytes) -> Packs:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.yaml").write_bytes(data)
        return load_packs(tmp_path)

    return packs


def faults(load: Load, **files: str | bytes) -> list[str]:
    with pytest.raises(PackError) as caught:
        load(**files)
    assert str(caught.value) == "\n".join(caught.value.faults)
    assert len(set(caught.value.faults)) == len(caught.value.faults)
    return caught.value.faults


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


def report(text: str) -> Report:
    return load_text(text, "report.txt")


# --- packs that come with the program


def test_shipped_packs_are_proved() -> None:
    proved = load_packs(prove=True)
    assert set(proved.packs) == set(load_packs().packs)
    tried = {path.name for path in shipped().glob("*.yaml")} - {"spans.yaml"}
    assert set(proved.proved) == tried and not load_packs().proved
    rules, examples = map(sum, zip(*proved.proved.values(), strict=True))
    assert rules > 100 and examples > 2 * rules


def test_shipped_packs_load() -> None:
    packs = load_packs()
    ofsted = {"ofsted-ilacs", "ofsted-sif", "ofsted-focused-visit", "ofsted-send", "jtai"}
    probation = {"hmip-youth-2018", "hmip-youth-2025", "hmip-region-2023", "hmip-approved-premises"}
    others = {"hmi-prisons", "hmi-prisons-progress", "cji-follow-up"}
    assert {pack.id for pack in packs if pack.framework} == {*FRAMEWORKS, *probation, *ofsted, *others}
    assert set(packs.hashes) == {path.name for path in shipped().glob("*.yaml")}
    assert load_packs() is packs


def test_every_shipped_rule_has_examples_and_near_misses() -> None:
    for file in read_folder(shipped()):
        if not isinstance(file.model, PackFile):
            continue
        for rule in file.model.rules:
            assert rule.examples, f"{file.name} {rule.id}"
            assert rule.near_misses, f"{file.name} {rule.id} has no near miss"


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_framework_can_tell_rate_and_place(framework: str) -> None:
    pack = load_packs()[framework]
    assert pack.scale is not None and pack.inspectorate == "HM Inspectorate of Probation"
    assert pack.front or pack.all
    for standard in pack.standards:
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", standard.id)
    refs = [standard.ref for standard in pack.standards if standard.ref]
    assert len(refs) == len(set(refs)) or pack.model.extends == "hmip-pdu-2021"
    for name in ("metadata.provider", "metadata.published", "recommendations.addressee", "labels"):
        assert pack[name] or pack.report_type == "summary"


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_rules_of_a_pack_go_before_those_it_extends(framework: str) -> None:
    pack = load_packs()[framework]
    own = [number for number, rule in enumerate(pack.rules) if rule.id.startswith(f"{framework}/")]
    assert own == list(range(len(own)))
    short = [rule.id.split("/")[1] for rule in pack.rules]
    assert len(short) == len(set(short)), "a rule that is overridden stands once"


def test_labels_of_the_scales_are_closed() -> None:
    packs = load_packs()
    four = packs["hmip-pdu-2021"].scale
    six = packs["hmip-esi-2003"].scale
    assert four and [(label.label, label.points) for label in four.labels] == [
        ("Outstanding", 3),
        ("Good", 2),
        ("Requires improvement", 1),
        ("Inadequate", 0),
    ]
    assert six and [label.label for label in six.labels] == [
        "Very well met",
        "Well met",
        "Satisfactorily met",
        "Partly met",
        "Not met",
        "Poor",
    ]


# --- packs of one's own


def test_a_pack_of_ones_own_joins_those_that_come_with_the_program(load: Load) -> None:
    packs = load(lamp=GOOD)
    assert set(FRAMEWORKS) < set(packs.packs)
    chosen = choose(report("A visit to the lighthouse of Tarn\n\nAll was lit.\n"), packs.packs)
    assert chosen.id == "lamp-2020"
    assert chosen.match("metadata.provider", "lighthouse of Wold")
    assert chosen["labels.strength"], "it extends base"


def test_a_pack_of_ones_own_takes_the_place_of_one_with_its_id(load: Load) -> None:
    packs = load(mine=GOOD.replace("lamp-2020", "hmip-pdu-2023"))
    assert packs["hmip-pdu-2023"].title == "Visits to lighthouses"


def test_scales_of_ones_own_join_those_that_come_with_the_program(load: Load) -> None:
    own = "scales:\n  - {id: lamps, title: Lamps, labels: [{label: Lit}, {label: Out}]}\n"
    changed = "  - {id: hmip-four-point, title: Four, labels: [{label: Fine}, {label: Foul}]}\n"
    packs = load(lamp=GOOD.replace("rules:", "scale: lamps\nrules:", 1), scales=own + changed)
    lamps, four, six = (packs[id_].scale for id_ in ("lamp-2020", "hmip-pdu-2021", "hmip-esi-2003"))
    assert lamps and [label.label for label in lamps.labels] == ["Lit", "Out"]
    assert four and [label.label for label in four.labels] == ["Fine", "Foul"]
    assert six and six.labels[-1].label == "Poor"


COUNTED = """In our watch at night 3 of the 9 lamps were lit, and 5 of the 6 old lamps were dry. We met 4 staff there.

Later 2 of the 4 lamps shone.

Report 3 of 12

Of 53 boxes, 41 were dry, and in 2 of the 8 drawers was oil.
"""
OWN_SCALE = "scales:\n  - {id: lamp-two, title: Lamps, labels: [{label: Lit}, {label: Dark}]}\n"


def test_shared_files_extend_those_that_ship_by_id(load: Load) -> None:
    services = load_packs().register.services
    older = {id_ for service in services.values() for id_ in service.successor_of}
    gone = next(id_ for id_ in services if id_ not in older)
    providers = f"disable: [{gone}]\nproviders:\n  - {{id: tarn-light, name: Tarn Light, type: PDU}}\n"
    packs = load(lamp=GOOD, scales=OWN_SCALE, providers=providers)
    assert set(packs.scales) == {*load_packs().scales, "lamp-two"}
    assert set(packs.register.services) == {*services, "tarn-light"} - {gone}
    assert packs.proved["lamp.yaml"] == (1, 2) and set(packs.proved) == {"lamp.yaml", "providers.yaml", "scales.yaml"}


def test_packs_that_extend_one_of_ones_own_are_proved_with_it(load: Load) -> None:
    base = (shipped() / "cji-follow-up.yaml").read_text("utf-8")
    assert set(load(**{"cji-follow-up": base}).proved) == {"cji-follow-up.yaml"}
    base = (shipped() / "ofsted-base.yaml").read_text("utf-8")
    assert {"ofsted-base.yaml", "ofsted-sif.yaml"} <= set(load(**{"ofsted-base": base}).proved)


def test_a_pack_names_what_figures_are_of_and_a_shared_file_needs_no_more_than_it_adds(load: Load) -> None:
    own = """subjects:
  - {id: lamps, pattern: 'lamps?', examples: [4 lamps], near_misses: [lampshades]}
bases:
  - {id: watch, begins: [watch], pattern: watch at night, of: [lamps], examples: [our watch at night]}
disable: [staff, labels]
"""
    text = GOOD.replace("extends: base\n", "extends: base\n" + own)
    packs = load(lamp=text, spans="disable: [body]\n")
    told = extract_report(report("A visit to the lighthouse of Tarn\n\n" + COUNTED), packs).records
    rows = [row.as_row() for row in told["quantities"]]
    read = [(row["numerator"], row["subject"], row["basis"]) for row in rows]
    assert read == [(3, "lamps", "watch"), (5, "lamps", "watch"), (2, "lamps", "watch")]
    lost = [row.as_row() for row in told["unread"]]
    assert [row["quote"] for row in lost if row["kind"] == "fractions"] == ["53 boxes, 41 were", "2 of the 8"]
    (fault,) = faults(load, lamp=text.replace("near_misses: [lampshades]", "near_misses: [old lamps]"))
    assert fault.startswith("lamp.yaml:") and "lamps: 'old lamps' matches and must not" in fault
    (fault,) = faults(load, lamp=text.replace("disable: [staff", "disable: [stuff"))
    assert "disable: no rule 'stuff' is inherited" in fault


def test_a_shared_file_can_stand_alone(load: Load) -> None:
    packs = load(lamp=GOOD, providers="extends: false\nproviders:\n  - {id: tarn-light, name: Tarn Light, type: PDU}\n")
    assert set(packs.register.services) == {"tarn-light"}


def test_a_shared_file_disables_what_ships(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD, scales="disable: [hmip-six-labels]\n" + OWN_SCALE)
    assert "'hmip-six-labels' is nothing that ships in such a file. Is it hmip-six-label?" in fault


def test_words_before_a_number_are_no_part_of_it_and_an_id_brings_no_questions_along(load: Load) -> None:
    judged = r"""
scales: [{id: lit, title: Light, labels: [{label: Good}, {label: Dim}]}]
scale: lit
ref: '(?:Rule )?(?P<ref>\d)'
standards: [{id: assessment, ref: '1', names: [lamps]}]
"""
    pack = load(lamp=GOOD.replace("extends: base\n", f"extends: base{judged}"))["lamp-2020"]
    read = report("A visit to the lighthouse of Tarn\n\nRule 1: Lamps\n\nGood\n\nThey shone.\n")
    found: Any = find_records(split(read, pack), pack)
    assert [(row.item, row.ref, row.standard) for row in found["ratings"]] == [("main/1", "1", "Lamps")]
    assert [row.expected for row in found["coverage"] if row.kind == "key_questions"] == [None]


def test_a_standard_is_rated_by_a_scale_of_its_own(load: Load) -> None:
    judged = """
scales:
  - {id: lit, title: Light, labels: [{label: Good, points: 3}, {label: Fair, points: 2}, {label: Dim, points: 1}]}
  - {id: kept, title: Rules, labels: [{label: Kept, points: 1}, {label: Good, points: 0}]}
scale: lit
standards: [{id: lamp, names: [lamp]}, {id: stairs, names: [rule of stairs], scale: kept}, {id: door, names: [door]}]
"""
    text = "A visit to the lighthouse of Tarn\n\nLamp: Good\n\nRule of stairs: Good\n\nDoor: Kept\n"
    packs = load(lamp=GOOD.replace("extends: base\n", f"extends: base{judged}"))
    rows: Any = extract_report(report(text), packs).records["ratings"]
    assert [(row.standard_id, row.rating, row.points, row.points_max, row.scale) for row in rows] == [
        ("lamp", "Good", 3, 3, "lit"),
        ("stairs", "Good", 0, 1, "kept"),
        ("door", "Kept", 1, 1, "kept"),
    ]
    assert {"lit", "kept"} <= {scale.id for scale in vocabulary_of(packs, ["lamp-2020"]).scales}
    (fault,) = faults(
        load, lamp=GOOD.replace("extends: base\n", f"extends: base{judged.replace('scale: kept', 'scale: kep')}")
    )
    assert "scale: there is no scale 'kep' in scales.yaml. Is it kept?" in fault


def test_an_id_that_another_pack_alone_has_is_to_be_deleted(load: Load) -> None:
    told = "It is of hmip-base alone and does not hold here: delete it."
    assert faults(load, lamp=GOOD, quantities="disable: [staff, PQiP learners]\n") == [
        f"quantities.yaml:1 disable: 'PQiP learners' is nothing that ships in such a file. {told}"
    ]
    own = GOOD.replace("rules:", "disable: [PQiP learners]\nrules:")
    (fault,) = faults(load, lamp=own, quantities="subjects: []\n")
    assert fault.endswith(f"disable: no rule 'PQiP learners' is inherited. {told}")


def test_a_pack_that_has_changed_is_read_again(load: Load) -> None:
    first = load(lamp=GOOD)
    assert load(lamp=GOOD.replace("Visits to lighthouses", "Visits"))["lamp-2020"].title == "Visits"
    assert first["lamp-2020"].title == "Visits to lighthouses"
    assert load() is load()


def test_macros_stand_for_expressions(load: Load) -> None:
    text = GOOD.replace("rules:", "macros: {lamp: '(?:lamp|light)house'}\nrules:").replace(
        "'lighthouse of (", "'{{lamp}} of ("
    )
    assert load(lamp=text)["lamp-2020"].match("metadata.provider", "lamphouse of Wold")


def test_macros_of_a_base_are_known_below_it(load: Load) -> None:
    rule = "  - {id: furniture, pattern: '^seen in {{month}}', examples: ['Seen in May 2004'], near_misses: [seen]}\n"
    assert load(lamp=GOOD + rule)["lamp-2020"].match("furniture", "seen in June 2020")


def test_labels_of_the_scale_stand_in_a_macro(load: Load) -> None:
    text = GOOD.replace("rules:", "scale: lamp-two\nprogress: lamp-done\n" + LAMP_SCALES + "rules:")
    pack = load(
        lamp=text + "  - {id: ratings.overall-line, pattern: '^in all (?P<label>{{label}})$', examples: [in all BR]}\n"
    )["lamp-2020"]
    assert pack.match("ratings.overall-line", "In all very  bright")[1]["label"] == "very  bright"
    assert pack.match("ratings.overall-line", "In all done") is None
    (fault,) = faults(load, lamp=text.replace("progress: lamp-done\n", ""))
    assert "lamp-done: no pack rates by this scale. Name it under scale" in fault
    rule = "  - {id: progress.category, pattern: '^so far: (?P<label>{{verdict}})$', examples: ['so far: done']}\n"
    assert load(lamp=text + rule)["lamp-2020"].match("progress.category", "so far: bright") is None


def test_a_rule_of_a_base_reads_the_labels_of_the_pack_that_extends_it(load: Load) -> None:
    base = GOOD.replace("lamp-2020", "lamp-base").replace(
        "fingerprint:", "framework: false\nscale: lamp-two\nfingerprint:"
    )
    base = base.replace("rules:", LAMP_SCALES + "rules:")
    base += "  - {id: ratings.overall-line, pattern: '^in all (?P<label>{{label}})$', examples: [in all bright]}\n"
    packs = load(
        base=base,
        **{
            n: f"{{id: {n}, title: {n}, extends: lamp-base, scale: {scale}, fingerprint: {{front: [{n}]}}}}"
            for n, scale in (("moor", "lamp-two"), ("tarn", "lamp-done"))
        },
    )
    assert [bool(packs[n].match("ratings.overall-line", "in all done")) for n in ("moor", "tarn")] == [False, True]


# --- faults


def test_unknown_key(load: Load) -> None:
    text = GOOD.replace("    pattern:", "    patern: x\n    pattern:")
    (fault,) = faults(load, lamp=text)
    assert fault.startswith(f"lamp.yaml:{line_of(text, 'patern:')} rules.0.patern: there is no such key here.")
    assert "Is it pattern?" in fault


def test_key_that_stands_twice(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD + "title: Another\n")
    assert fault == f"lamp.yaml:{GOOD.count(chr(10)) + 1} title: this key stands twice here. Keep one."


def test_names_that_nothing_has(load: Load) -> None:
    text = GOOD.replace(
        "rules:",
        """scale: hmip-four-point
disable: [labels.strenght, ratings.tick]
bands:
  overall: {max: 9, lowest: {Outstanding: 6, Goood: 0}}
limits:
  - {standard: lamp, most: Inadequat, standards: [lamp]}
rules:""",
    ).replace("fingerprint:\n  front: ['visit to the lighthouse']", "fingerprint: {}")
    told = "\n".join(faults(load, lamp=text))
    for said in (
        "fingerprint: is missing, so no report is of this framework",
        "disable: no rule 'labels.strenght' is inherited. Is it labels.strength?",
        "bands.overall: 'Goood' is no label of the scale. Is it Good?",
        "limits: 'Inadequat' is no label of the scale. Is it Inadequate?",
    ):
        assert said in told
    assert "ratings.tick" not in told


def test_what_a_pack_disables_does_not_hold_in_it(load: Load) -> None:
    text = GOOD.replace("rules:", "disable: [labels.strength, recommendations]\nrules:")
    packs = load(lamp=text)
    assert not packs["lamp-2020"]["recommendations"] and packs["lamp-2020"]["labels.area-for-improvement"]
    assert "labels.strength" not in {rule.id.split("/")[1] for rule in packs["lamp-2020"].rules}
    assert packs["generic"]["recommendations"]


ATTRIBUTES = """attributes:
  - {name: beds, description: how many can sleep there, type: number}
  - {name: lit, description: since when it is lit, type: date}
  - {name: keeper, description: who keeps it}
rules:
  - {id: attributes.beds, pattern: '(?P<value>[\\d,]+) beds', examples: [24 beds]}
  - {id: attributes.lit, pattern: 'lit since (?P<value>{{date}})', examples: [lit since 4 May 2001]}
  - {id: attributes.keeper.line, pattern: 'kept by (?P<value>\\w+)', examples: [kept by Ada]}
"""


def test_a_pack_reads_values_of_its_own(load: Load) -> None:
    pack = load(lamp=GOOD.replace("rules:\n", ATTRIBUTES))["lamp-2020"]
    read = report("A visit to the lighthouse of Tarn: kept by Ada, lit since 4 May 2001, 1,200 beds, or 90 beds.")
    found = find_records(read, pack)["attributes"]
    assert [(row.name, row.value, row.type, row.as_printed) for row in found] == [
        ("beds", "1200", "number", "1,200"),
        ("lit", "2001-05-04", "date", "4 May 2001"),
        ("keeper", "Ada", "text", "Ada"),
    ]


def test_values_of_its_own_are_named_and_read(load: Load) -> None:
    text = GOOD.replace("rules:\n", ATTRIBUTES.replace("name: beds", "name: bed"))
    told = "\n".join(faults(load, lamp=text))
    assert "attributes.beds: there is no attribute 'beds' under attributes. Is it bed?" in told
    assert "bed: no rule attributes.bed reads it." in told


ANSWERS = """attributes:
  - name: view
    of: recommendations
    description: what they say of it
    labels: [{label: 'Yes', also: [We shall]}, {label: Perhaps}]
  - {name: crew, of: recommendations, description: how many will do it, type: number}
rules:
  - {id: attributes.view, pattern: '^they say:?(?: (?P<value>.+))?$', examples: ['They say: perhaps', They say]}
  - {id: attributes.view.would, pattern: '^they (?P<value>would) if', value: Perhaps, examples: [They would if]}
  - {id: recommendations.column.crew, pattern: '^crew$', value: crew, examples: [Crew]}
  - {id: recommendations.column.view, pattern: '^view$', value: view, examples: [View]}
"""


def test_a_pack_reads_values_of_each_recommendation(load: Load, tmp_path: Path) -> None:
    load(lamp=GOOD.replace("rules:\n", ANSWERS))
    lines = [
        "1. oil it.",
        "They say: perhaps, in May",
        "2. wind it.",
        "They would if they could.",
        "3. dust it.",
        "They say",
        "No",
    ]
    table = "Recommendation\tView\tCrew\nPaint it\tWe shall.\t1,200\nSell it\tnever\tall"
    text = "\n\n".join(["A visit to the lighthouse of Tarn", "Recommendations", "The keeper should:", *lines, table])
    found = extract_report(report(text), load_packs(tmp_path)).records["attributes"]
    assert [(row.of_item, row.name, row.value, row.evidence.derived) for row in found] == [
        ("main/1", "view", "Perhaps", False),
        ("main/2", "view", "Perhaps", True),
        ("main/4", "view", "Yes", False),
        ("main/4", "crew", "1200", False),
    ]
    assert found[2].as_printed == "We shall"


def test_an_attribute_of_a_base_is_read_by_the_packs_that_extend_it(load: Load) -> None:
    coast = "id: coast\ntitle: Coast\nextends: base\nframework: false\n"
    coast += "attributes: [{name: crew, description: who is there}]\n"
    rule = "  - {id: attributes.crew, pattern: 'kept by (?P<value>\\w+)', examples: [kept by Ann]}\n"
    pack = load(coast=coast, lamp=GOOD.replace("extends: base", "extends: coast") + rule)["lamp-2020"]
    (row,) = find_records(report("A visit to the lighthouse of Tarn, kept by Mia."), pack)["attributes"]
    assert (row.name, row.value) == ("crew", "Mia")


KINDS = """\
kinds: [urgent, later]
rules:
  - {id: recommendations.section.urgent, pattern: '^first things$', value: urgent, examples: [First things]}
  - {id: recommendations.section.later, pattern: '^what can wait$', value: later, examples: [What can wait]}
  - id: recommendations.own.bracket
    pattern: '^(?P<text>.+?)\\s+\\((?P<addressee>the [^,()]+), by (?P<deadline>[^()]+)\\)$'
    examples: [{text: 'Oil it. (the keeper, by May 2020)', fields: {text: Oil it., addressee: the keeper}}]
"""


def test_the_innermost_title_says_of_which_kind_items_are_and_a_rule_which_words_of_theirs(load: Load) -> None:
    pack = load(lamp=GOOD.replace("rules:\n", KINDS))["lamp-2020"]
    parts = [
        "A visit to the lighthouse of Tarn",
        *("Recommendations", "First things"),
        "1. Oil the lamp. (the keeper, by May 2020)\n2. Wind it daily. (the keeper, by June 2020)",
        *("What can wait", "3. Paint the door. (the harbour board, by 1 June 2021)\n4. Clean the panes."),
    ]
    rows = find_records(split(report("\n\n".join(parts)), pack), pack)["recommendations"]
    assert [(row.kind, row.text, row.addressee, row.deadline) for row in rows] == [
        ("urgent", "Oil the lamp.", "the keeper", "May 2020"),
        ("urgent", "Wind it daily.", "the keeper", "June 2020"),
        ("later", "Paint the door.", "the harbour board", "1 June 2021"),
        ("later", "Clean the panes.", "", ""),
    ]


TOKENS = """  - id: attributes.state
    tokens:
      - [{LOWER: rated}, {LOWER: very, OP: '?', as: value}, {LOWER: {IN: [good, poor]}, as: value}]
      - [{LOWER: in}, {LOWER: {IN: [good, poor]}, as: value}, {LOWER: {IN: [shape, state]}}]
    examples:
      - {text: The lamp is rated very good here., fields: {value: very good}}
      - {text: The lamp is in poor shape, fields: {value: poor}}
    near_misses: [The lamp is very good]
"""


def test_token_patterns_are_rules_that_give_rows(load: Load) -> None:
    own = "attributes:\n  - {name: state, description: how the lamp is}\nrules:\n"
    pack = load(lamp=GOOD.replace("rules:\n", own) + TOKENS)["lamp-2020"]
    read = report("A visit to the lighthouse of Tarn.\n\nThe lamp, they said, was Rated Very Poor by all.")
    (row,) = find_records(read, pack)["attributes"]
    assert (row.value, row.evidence.quote, row.evidence.rule) == ("Very Poor",) * 2 + ("lamp-2020/attributes.state",)


def test_token_patterns_that_are_none(load: Load) -> None:
    own = "attributes:\n  - {name: state, description: how the lamp is}\nrules:\n"
    text = GOOD.replace("rules:\n", own) + TOKENS.replace("OP: '?'", "OP: often")
    assert any("attributes.state: no token pattern" in fault for fault in faults(load, lamp=text))
    both = GOOD.replace("rules:\n", own) + TOKENS + "    pattern: x\n"
    (fault,) = faults(load, lamp=both)
    assert "a rule has either a pattern or tokens" in fault


def test_rules_of_tokens_can_be_sent_to_other_processes(load: Load) -> None:
    own = "attributes:\n  - {name: state, description: how the lamp is}\nrules:\n"
    pack = pickle.loads(pickle.dumps(load(lamp=GOOD.replace("rules:\n", own) + TOKENS)["lamp-2020"]))
    assert pack["attributes.state"][0].search("it is in good state")["value"] == "good"


def test_packs_of_installed_packages_join_those_that_ship(tmp_path: Path) -> None:
    """A package with an entry point of the group brings packs along; nothing of it is run."""
    (tmp_path / "lamp_packs").mkdir()
    (tmp_path / "lamp_packs" / "__init__.py").write_text("raise SystemExit('run')", encoding="utf-8")
    (tmp_path / "lamp_packs" / "lamp.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "lamp_packs-1.dist-info").mkdir()
    (tmp_path / "lamp_packs-1.dist-info" / "METADATA").write_text("Name: lamp-packs\nVersion: 1\n", encoding="utf-8")
    points = "[findings.packs]\nlamps = lamp_packs\n"
    (tmp_path / "lamp_packs-1.dist-info" / "entry_points.txt").write_text(points, encoding="utf-8")
    told = (
        "from extractor.packs import load_packs; from extractor.pattern_files import hashes_of; "
        "print('lamp-2020' in load_packs().packs, 'lamps/lamp.yaml' in hashes_of(None))"
    )
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[1])])
    ran = subprocess.run([sys.executable, "-c", told], env={**os.environ, "PYTHONPATH": paths}, capture_output=True)
    assert ran.stdout.decode().split() == ["True", "True"], ran.stderr.decode()


def test_missing_key(load: Load) -> None:
    text = GOOD.replace("title: Visits to lighthouses\n", "")
    (fault,) = faults(load, lamp=text)
    assert fault == "lamp.yaml:1 title: is missing. Add it"


def test_example_that_does_not_match(load: Load) -> None:
    text = GOOD.replace("text: a visit to the lighthouse of Tarn", "text: a visit to the house of Tarn")
    (fault,) = faults(load, lamp=text)
    assert fault.startswith(f"lamp.yaml:{line_of(text, '- id: metadata.provider')} metadata.provider: example ")
    assert "'a visit to the house of Tarn' does not match. Change the pattern or the example." in fault


def test_example_that_gives_another_field(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD.replace("fields: {value: Tarn}", "fields: {value: Wold}"))
    assert "gives value = 'Tarn', not 'Wold'" in fault


def test_example_that_has_none_of_its_words(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD.replace("    near_misses", "    words: [Coast]\n    near_misses"))
    assert "'a visit to the lighthouse of Tarn' has none of its words: coast. Add one." in fault


def test_rule_that_names_nothing(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD.replace("metadata.provider", "fact.prose.lamps"))
    assert "stands for nothing. Give it a value" in fault


def test_near_miss_that_matches(load: Load) -> None:
    text = GOOD.replace("'lighthouses of the coast'", "'the lighthouse of coasts'")
    (fault,) = faults(load, lamp=text)
    assert "near miss 'the lighthouse of coasts' matches 'lighthouse of coasts' and must not" in fault
    assert fault.startswith(f"lamp.yaml:{line_of(text, '- id: metadata.provider')} ")


@pytest.mark.parametrize("pattern", ["lighthouse of (?P<value>", "light[house", "*light"])
def test_pattern_that_is_no_expression(load: Load, pattern: str) -> None:
    text = GOOD.replace(r"lighthouse of (?P<value>\w+)", pattern)
    told = faults(load, lamp=text)
    where = f"lamp.yaml:{line_of(text, '- id: metadata.provider')} metadata.provider: "
    assert told[0].startswith(where) and all(fault.startswith(where) for fault in told)
    assert any("not a regular expression" in fault and "brackets" in fault for fault in told)


def test_fingerprint_that_is_no_expression(load: Load) -> None:
    text = GOOD.replace("['visit to the lighthouse']", "['visit (to']")
    (fault,) = faults(load, lamp=text)
    assert fault.startswith(f"lamp.yaml:{line_of(text, 'front:')}: not a regular expression")


def test_unknown_scale(load: Load) -> None:
    text = GOOD.replace("extends: base", "extends: base\nscale: five-stars")
    (fault,) = faults(load, lamp=text)
    assert fault.startswith(f"lamp.yaml:{line_of(text, 'scale:')} scale: there is no scale 'five-stars'")
    assert "hmip-four-point" in fault


def test_an_entry_that_ships_and_fails_beside_one_of_ones_own_is_told_where_it_stands(load: Load) -> None:
    own = "subjects:\n  - {id: lamps, pattern: people|staff, examples: [12 people]}\n"
    where = (shipped() / "quantities.yaml").read_text(encoding="utf-8")
    told = faults(load, quantities=own)
    assert all(fault.startswith("shipped quantities.yaml:") and " is read as " in fault for fault in told)
    for fault in told:
        line, _, rest = fault.removeprefix("shipped quantities.yaml:").partition(" ")
        assert f"id: {rest.partition(':')[0]}" in where.splitlines()[int(line) - 1]


def test_unknown_base(load: Load) -> None:
    text = GOOD.replace("extends: base", "extends: basis")
    (fault,) = faults(load, lamp=text)
    assert fault == f"lamp.yaml:{line_of(text, 'extends:')} extends: there is no pack 'basis'. Is it base?"


def test_bases_in_a_circle(load: Load) -> None:
    one = GOOD.replace("extends: base", "extends: moor-2020")
    two = GOOD.replace("id: lamp-2020", "id: moor-2020").replace("extends: base", "extends: lamp-2020")
    told = faults(load, lamp=one, moor=two)
    assert len(told) == 2 and all("extends this pack in turn" in fault for fault in told)


def test_two_rules_of_one_id(load: Load) -> None:
    text = GOOD + "  - {id: metadata.provider, pattern: light, examples: [light], near_misses: [dark]}\n"
    (fault,) = faults(load, lamp=text)
    assert fault.startswith(f"lamp.yaml:{len(text.splitlines())} metadata.provider: stands twice in this file.")


UNMEANT = "Where that is not meant, give it another name."


def test_a_rule_in_the_place_of_an_inherited_one_is_noted_unless_that_is_said(load: Load) -> None:
    base = GOOD.replace("id: lamp-2020", "id: lamp-base").replace(
        "extends: base\n", "framework: false\nextends: base\n"
    )
    text = GOOD.replace("extends: base", "extends: lamp-base")
    (note,) = load(lamp=text, **{"lamp-base": base}).notes
    line = line_of(text, "- id: metadata.provider")
    assert note.startswith(f"lamp.yaml:{line} metadata.provider: takes the place of lamp-base/metadata.provider.")
    (also, _) = load(lamp=text.replace("rules:", "macros: {month: May}\nrules:"), **{"lamp-base": base}).notes
    assert also.endswith("month: takes the place of the macro of base, whose rules name it as well. " + UNMEANT)
    said = text.replace("rules:", "disable: [metadata.provider]\nrules:")
    packs = load(lamp=said, **{"lamp-base": base})
    assert packs.notes == ()
    assert next(rule.id for rule in packs["lamp-2020"].rules if rule.id.endswith("provider")).startswith("lamp-2020/")


def test_two_packs_of_one_id(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD, moor=GOOD)
    assert fault.startswith("moor.yaml:1 id: 'lamp-2020' is also the id of lamp.yaml")


def test_unknown_macro(load: Load) -> None:
    text = GOOD.replace("lighthouse of (", "{{tower}} of (")
    told = faults(load, lamp=text)
    where = f"lamp.yaml:{line_of(text, '- id: metadata.provider')} metadata.provider: "
    assert any(fault.startswith(where + "there is no macro {{tower}}. Known: ") and "month" in fault for fault in told)


def test_rule_without_the_groups_that_are_read(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD.replace("?P<value>", "?:").replace("fields: {value: Tarn}", "fields: {}"))
    assert "metadata.provider: its pattern needs named groups: value or a, b." in fault


def test_rule_that_stands_for_nothing_known(load: Load) -> None:
    rule = "  - {id: labels.weakness, pattern: '^weak$', value: weakness, examples: [weak], near_misses: [weaker]}\n"
    (fault,) = faults(load, lamp=GOOD + rule)
    assert "labels.weakness: stands for 'weakness', which is not among the kinds of its pack. Name it there." in fault
    assert "Known: area_for_improvement, key_concern" in fault
    rule = "  - {id: questions.group.day, pattern: '^day$', value: al, examples: [day], near_misses: [days]}\n"
    (fault,) = faults(load, lamp=GOOD + rule)
    assert "stands for 'al', which is not among the groups of its pack. Name it there. Is it all? Known: all." in fault


def test_groups_of_cases_are_a_list_of_the_pack(load: Load) -> None:
    groups = "groups: [{id: day, title: By day, part_of: all, by: hour}, {id: night, part_of: all, by: hour}]\n"
    rule = "  - {id: questions.group.day, pattern: '^day$', value: day, examples: [day], near_misses: [days]}\n"
    pack = load(lamp=groups + GOOD + rule)["lamp-2020"]
    assert [(group.id, group.part_of, group.by) for group in pack.groups] == [
        ("all", None, ""), ("day", "all", "hour"), ("night", "all", "hour"),
    ]  # fmt: skip
    (fault,) = faults(load, lamp=groups.replace("part_of: all, by: hour}]", "part_of: dat}]") + GOOD)
    assert "lamp.yaml:1 night: there is no group 'dat'. Is it day? Known: all, day, night." in fault


def test_a_pack_that_extends_nothing_has_the_lists_of_the_base(load: Load) -> None:
    pack = load(lamp=GOOD.replace("extends: base\n", ""))["lamp-2020"]
    assert pack.lists["example_kinds"] == ("good_practice", "poor_practice") and "hours" in pack.lists["units"]


def test_rule_that_nothing_asks_for(load: Load) -> None:
    rule = "  - {id: rating.overall, pattern: '^all in all$', examples: [all in all], near_misses: [all]}\n"
    (fault,) = faults(load, lamp=GOOD + rule)
    assert "rating.overall: nothing asks for rules of this name. Is it ratings.overall?" in fault


def test_kinds_of_items_are_a_list_of_the_pack(load: Load) -> None:
    rule = "  - {id: labels.weakness, pattern: '^weak$', value: weakness, examples: [weak], near_misses: [weaker]}\n"
    packs = load(lamp=GOOD.replace("rules:", "kinds: [weakness]\nrules:", 1) + rule)
    assert next(rule.value for rule in packs["lamp-2020"]["labels"] if rule.id.endswith(".weakness")) == "weakness"


def test_no_yaml(load: Load) -> None:
    told = {
        GOOD.replace("  front: [", "  front: [["): "Put words with commas, colons or quotes in single quotes",
        GOOD.replace("\nrules:", "\n bad\nrules:"): "Check indentation and quotes on this line",
        f"title: a: b\n{GOOD}": "Put words with a colon and a blank, as most patterns, in single quotes",
    }
    for text, advice in told.items():
        (fault,) = faults(load, lamp=text)
        assert re.match(rf"lamp\.yaml:\d+ .*{advice}", fault)


def test_words_that_yaml_takes_for_keys_are_told_as_words(load: Load) -> None:
    own = "attributes:\n  - {name: rooms, description: how many, and where}\nrules:\n"
    text = GOOD.replace("rules:\n", own, 1).replace("    near_misses: [", "    near_misses: [Places: 12, ", 1)
    (colon, comma) = faults(load, lamp=text)
    assert comma.endswith("and where: a comma between braces ends a value. Put words with a comma in quotes")
    assert colon.endswith("a colon and a blank make a key of words. Put them in quotes: 'Places: 12'")


def test_values_have_the_types_that_yaml_gives_them(load: Load) -> None:
    text = GOOD.replace("{value: Tarn}", "{value: 2019}")
    told = faults(load, lamp=text)
    assert all(fault.startswith(f"lamp.yaml:{line_of(text, 'examples:')} ") for fault in told)
    assert any("should be a valid string" in fault for fault in told)
    tokens = [token for rule in load_packs().spans for pattern in rule.tokens for token in pattern]
    assert {"LIKE_NUM": True} in tokens


def test_not_a_mapping(load: Load) -> None:
    assert faults(load, lamp="- one\n- two\n") == ["lamp.yaml:1 is not a mapping of keys to values."]
    assert faults(load, lamp="") == ["lamp.yaml:1 is not a mapping of keys to values."]


def test_not_utf8(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD.replace("Visits", "Visités").encode("latin-1"))
    assert fault == "lamp.yaml:1 is not UTF-8. Save it as UTF-8."


def test_too_large(load: Load) -> None:
    (fault,) = faults(load, lamp=GOOD + "# " + "x" * 1_000_001)
    assert fault.startswith("lamp.yaml:1 is larger than")


def test_too_deep(load: Load) -> None:
    told = faults(load, lamp="id: " + "[" * 3000 + "]" * 3000)
    assert len(told) == 1 and told[0].startswith("lamp.yaml:1")


def test_no_packs(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no pattern packs here"):
        load_packs(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such folder"):
        load_packs(tmp_path / "nowhere")


@pytest.mark.parametrize("pattern", ["^(l|ll)+$", "^(?:l|ll){2,90}$"])
def test_pattern_that_takes_for_ever(load: Load, monkeypatch: pytest.MonkeyPatch, pattern: str) -> None:
    monkeypatch.setattr("extractor.packs.expression.TIME_LIMIT", 0.05)
    slow = f"  - {{id: furniture.slow, pattern: '{pattern}', examples: ['{'l' * 60}x'], near_misses: [x]}}\n"
    (fault,) = faults(load, lamp=GOOD + slow)
    where = f"lamp.yaml:{len((GOOD + slow).splitlines())} furniture.slow: "
    assert fault == where + "takes over 0.05 s on a text of 61 characters. Simplify the pattern."


SLOW = (
    ("front: ['visit to the lighthouse']", "front: ['visit to the lighthouse', '^(l|ll)+$']", "front:"),
    ("rules:", "sections: [{title: '(l|ll)+', level: 1}]\nrules:", "sections:"),
    ("rules:", "standards: [{id: oil, names: ['(l|ll)+$']}]\nscale: hmip-four-point\nrules:", "standards:"),
    (r"(?P<value>\w+)", r"(?P<value>\w+)|^(l|ll)+$", "- id: metadata.provider"),
)


@pytest.mark.parametrize(("old", "new", "where"), SLOW, ids=["fingerprint", "section", "standard", "rule"])
def test_pattern_that_takes_for_ever_on_a_report(
    load: Load, monkeypatch: pytest.MonkeyPatch, old: str, new: str, where: str
) -> None:
    monkeypatch.setattr("extractor.packs.expression.TIME_LIMIT", 0.05)
    text = GOOD.replace(old, new)
    words = "L" * 60
    with pytest.raises(PackError) as caught:
        extract_report(report(f"A visit to the lighthouse\n\n{words}x\n"), load(lamp=text))
    (fault,) = caught.value.faults
    assert fault.startswith(f"lamp.yaml:{line_of(text, where)}")
    assert "takes over 0.05 s on a text of" in fault and "Simplify the pattern" in fault


def test_all_faults_are_told_at_once(load: Load) -> None:
    broken = GOOD.replace("lamp-2020", "moor-2020").replace("fields: {value: Tarn}", "fields: {value: Wold}")
    broken = broken.replace("'lighthouses of the coast'", "'the lighthouse of coasts'").replace(
        "extends: base", "extends: base\nscale: five-stars"
    )
    told = faults(load, lamp=GOOD.replace("extends: base", "extends: basis"), moor=broken)
    assert len(told) == 4
    assert [fault.split(":")[0] for fault in told] == ["lamp.yaml", "moor.yaml", "moor.yaml", "moor.yaml"]
    unreadable = faults(load, lamp=GOOD + "colour: red\n", moor=b"\xff\xfe\x00")
    assert [fault.split(":")[0] for fault in unreadable] == ["lamp.yaml", "moor.yaml"]


def test_every_fault_has_file_and_line(load: Load) -> None:
    told = faults(load, lamp=GOOD.replace("extends: base", "extends: basis\nscale: none\nref: '('"))
    assert told and all(re.match(r"lamp\.yaml:\d+\b", fault) for fault in told)


# --- choosing


def test_two_packs_that_claim_a_report(load: Load) -> None:
    packs = load(lamp=GOOD, moor=GOOD.replace("lamp-2020", "moor-2020"))
    with pytest.raises(PackError) as caught:
        extract_report(report("A visit to the lighthouse of Tarn\n"), packs)
    assert "report.txt: is claimed by the packs lamp-2020 and moor-2020" in str(caught.value)
    assert "fingerprints" in str(caught.value)


def test_fingerprints_look_where_they_say(load: Load) -> None:
    packs = load(
        lamp=GOOD.replace("['visit to the lighthouse']", "['visit to the lighthouse']\n  none: ['all was dark']")
    )
    assert choose(report("A visit to the lighthouse of Tarn\n"), packs.packs).id == "lamp-2020"
    assert choose(report("A visit to the lighthouse of Tarn\n\nAll was dark.\n"), packs.packs).id == "generic"
    page = Source(
        "a.html", b"<html><title>Visit to the lighthouse of Tarn</title><body><p>" + b"All was lit. " * 40, ""
    )
    assert choose(load_html(page), packs.packs).id == "lamp-2020"
    late = "The sea.\n\n" * 1000 + "A visit to the lighthouse of Tarn\n"
    assert choose(report(late), packs.packs).id == "generic"


def test_a_report_of_no_framework_is_generic() -> None:
    assert choose(report("Minutes of a meeting\n\nWe met.\n"), load_packs().packs).id == "generic"


def test_an_expression_matches_what_it_matches_without_memory() -> None:
    expressions = [rule.expression for pack in load_packs() for rule in pack.rules]
    expressions += [standard.name for pack in load_packs() for standard in pack.standards]
    texts = [
        "The service is led well.",
        "2.1 Leadership",
        "P 1.1. Leadership",
        "Good",
        "45%",
        "1. We recommend",
        "",
        "a",
    ]
    texts += [text[:k] for text in texts for k in (1, 2, 3)]
    for expression in expressions:
        for text in texts * 2:
            assert bool(expression.match(text)) == bool(expression.compiled.match(text)), (expression.where, text)


def test_expressions_are_compiled_when_they_are_first_asked() -> None:
    told = "from extractor.packs import load_packs, expression_cache as c; p = load_packs()"
    told += "; n = c.compiled.cache_info().currsize"
    told += "; [r.search('x') for r in p['generic'].rules]; print(n, c.compiled.cache_info().currsize > 5)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "0 True\n"


def test_the_place_of_a_label_is_told_by_those_that_are_ranked() -> None:
    labels = [Label(label="Bright", points=2), Label(label="Dim", points=1), Label(label="Not lit")]
    assert Scale(id="lamps", title="Lamps", labels=labels).places == {"Bright": 0.0, "Dim": 1.0}
    bare = [Label(label=label) for label in ("Bright", "Dim", "Dark")]
    assert Scale(id="lamps", title="Lamps", labels=bare).places == {"Bright": 0.0, "Dim": 0.5, "Dark": 1.0}


def test_aliases_that_stand_for_more_than_any_memory_holds(tmp_path: Path) -> None:
    lines = ["id: x", "l0: &l0 [a, a, a, a, a, a, a, a, a, a]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 12)]
    (tmp_path / "x.yaml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(PackError, match=r"x\.yaml:1 stands for more than 200,000 values"):
        load_packs(tmp_path)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("title: 2020-13-45", ""),
        (f"title: {'9' * 5000}", ""),
        ("? [a, b]\n: c", "(a list or mapping): there is no such"),
    ],
)
def test_a_date_or_number_that_is_none_and_a_key_of_several_values_are_told(
    tmp_path: Path, line: str, key: str
) -> None:
    (tmp_path / "x.yaml").write_text(f"id: x\n{line}\n", encoding="utf-8")
    with pytest.raises(PackError) as told:
        load_packs(tmp_path)
    assert all(fault.startswith("x.yaml:") for fault in told.value.faults)
    assert any(key in fault for fault in told.value.faults)


def test_packs_can_be_sent_to_other_processes_when_they_have_read_a_report() -> None:
    pack = load_packs()["hmip-pdu-2021"]
    assert pack.match("ratings.tail", "(") is pack.match("ratings.tail", "(")
    assert (
        pack.match("summary.column", "Provider") is not None or pack.match("ratings.lead", "Rating: Good") is not None
    )
    sent = pickle.loads(pickle.dumps(pack))
    assert sent.id == pack.id and len(sent.rules) == len(pack.rules)


def test_faults_of_one_pack_are_told_each_once_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "boats.yaml").write_text(
        "id: boats\ntitle: Boats\nextends: base\nscale: hmip-four-pont\ndisable: [labels.strenght]\n"
        "fingerprint: {front: [x]}\nrules:\n  - {id: metadata.publised, pattern: x, examples: [x]}\n",
        encoding="utf-8",
    )
    (tmp_path / "ships.yaml").write_text(
        "id: ships\ntitle: Ships\nextends: bsae\ndisable: [labels]\n", encoding="utf-8"
    )
    with pytest.raises(PackError) as error:
        load_packs(tmp_path)
    told = {fault.partition(" ")[0]: fault for fault in error.value.faults}
    assert len(told) == len(error.value.faults)
    nearest = {
        "boats.yaml:4": "hmip-four-point",
        "boats.yaml:5": "labels.strength",
        "boats.yaml:8": "metadata.published",
    }
    for where, name in (nearest | {"ships.yaml:3": "base"}).items():
        assert f"Is it {name}?" in told[where]
