"""A whole dataset of fictional reports with known truth, rows and all, without documents: for what works on tables.

Services follow one another: an area, then an NPS division and a CRC, then a PDU that is inspected twice. Later reports
follow up what earlier ones recommended, and some ask again. Everything agrees with everything, but for what is planted
and listed: `links`, `absent` follow-ups, `faults`, lineages.

    corpus = make_corpus(1000, seed=1)
    write(corpus.content, folder)
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from extractor import records
from extractor.dataset.schema import key
from extractor.document import Report
from extractor.records import TABLES
from tests.made_datasets import Content

LABELS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
SIX = ("Poor", "Not met", "Partly met", "Satisfactorily met", "Well met", "Very well met")
ORGANISED = ("leadership", "staff", "services", "information-facilities")
CASES = ("assessment", "planning", "implementation", "reviewing")
TOPICS = ("engagement", "desistance", "safety")
NAMES = {
    "leadership": "Leadership", "staff": "Staff", "services": "Services", "court-work": "Court work",
    "information-facilities": "Information and facilities", "assessment": "Assessment", "planning": "Planning",
    "implementation": "Implementation and delivery", "reviewing": "Reviewing", "victim-work": "Statutory victim work",
}  # fmt: skip
# Standards by framework, in print order; the score's maximum is three for each.
STANDARDS = {
    "hmip-probation-2018": (*ORGANISED, *CASES, "court-work", "victim-work"),
    "hmip-pdu-2021": (*ORGANISED, *CASES, "court-work"),
    "hmip-pdu-2023": ("leadership", "staff", "services", *CASES),
}
BANDS = {
    "hmip-probation-2018": (6, 16, 26),
    "hmip-pdu-2021": (5, 14, 23),
    "hmip-pdu-2023": (4, 11, 18),
}
FIRST = ("ald|bram|cor|dun|elm|fen|gar|hart|ing|kel|lang|mar|nor|oak|pen|rav|sel|thorn|ul|wex").split("|")
LAST = (
    "bury|by|combe|dale|field|ford|ham|hurst|leigh|mere|moor|ness|port|stead|stow|thorpe|ton|wick|wold|worth"
).split("|")
VERBS = (
    "review|improve|strengthen|speed "
    "up|monitor|resource|simplify|publish|evaluate|extend|coordinate|record|standardise|supervise|widen|commission"
).split("|")
OBJECTS = (
    "home visits|the induction of new staff|enquiries to the police|sentence plans|the unpaid work scheme|contact "
    "recording|supervision sessions|referrals to housing services|the training of managers|arrangements for "
    "interpreters|the review of risk|liaison with prisons|case notes|reports for the courts|approved "
    "premises|checks with children's services|group programmes|feedback from victims|the caseload tool|work with "
    "employers|the duty rota|drug testing|mentoring by volunteers|breach letters|the complaints procedure|waiting "
    "rooms|benefits advice|electronic monitoring|the safeguarding register|joint home inspections|debt "
    "counselling|literacy classes|peer support|clinical assessments|transfer protocols|the enforcement "
    "panel|release addresses|gang exit projects|parenting courses|alcohol treatment|the attendance policy|mobile "
    "working|translation budgets|building repairs|induction leaflets|the escalation route|disability "
    "adjustments|cultural mediation"
).split("|")
AIMS = (
    "so that no case waits longer than a week|to protect children|in every office|before release from custody|for "
    "women|among young adults|within three months|alongside health partners|to lower caseloads|as national policy "
    "requires|where domestic abuse is known|to support desistance|across rural districts|for people without a "
    "home|at each quarterly meeting|to keep colleagues well|by the end of spring|under one named lead|using "
    "published criteria|without extra cost|after every serious incident|on the intranet|through weekly "
    "sampling|beyond office hours|by telephone as well|with written consent|in Welsh and English|ahead of "
    "sentencing|following a missed appointment|per the funding agreement|once vacancies are filled|against a local "
    "baseline|when transport is poor|near the county border|subject to audit|via the regional board|despite recent "
    "turnover|until demand falls|for veterans|if language is a barrier|outside city centres|upon first "
    "contact|during probation appointments|between agencies|since thresholds differ|over two years|within secure "
    "estates|towards better attendance"
).split("|")


@dataclass(frozen=True)
class Corpus:
    """A dataset and its truth.

    `follows_up` and `repeats`: (later report, its table, its item, earlier report, its item). `absent`: progress items
    whose source report is not there. `faults`: (report, kind, item) of what was planted. `lineages`: reports of one
    service and its predecessors, earliest first.
    """

    content: Content
    follows_up: frozenset[tuple[str, str, str, str, str]]
    repeats: frozenset[tuple[str, str, str, str, str]]
    absent: frozenset[tuple[str, str]]
    faults: frozenset[tuple[str, str, str]]
    lineages: tuple[tuple[str, ...], ...]
    providers: tuple[records.Provider, ...]


@dataclass
class _Made:
    """A report in the making: its text grows with the words that rows quote."""

    report_id: str
    framework: str
    provider: str
    kind: str
    region: str
    fieldwork: str
    published: str
    text: str = ""
    places: list[tuple[records.Grounded, int, int]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)  # item and text of its recommendations
    threads: dict[tuple[str, str], str] = field(default_factory=dict)  # first wording, by report and item

    def add(self, kind: type[records.Grounded], words: str, /, **values: object) -> None:
        start = len(self.text)
        self.text += words + "\n"
        self.places.append(((kind, values), start, start + len(words)))  # type: ignore[arg-type]


def make_corpus(reports: int, seed: int = 1, padding: int = 0) -> Corpus:
    """A dataset of so many reports, in lineages of up to five. `padding` adds findings and table cells to each."""
    rng = random.Random(f"corpus/{seed}")
    tables: dict[str, list[records.Record]] = {table: [] for table in TABLES}
    texts: dict[str, str] = {}
    truth: dict[str, set[tuple[str, ...]]] = {name: set() for name in ("follows_up", "repeats", "absent", "faults")}
    lineages = []
    providers: list[records.Provider] = []
    count = 0
    for number in range(reports):
        if count >= reports:
            break
        line: list[_Made] = []
        for made in _lineage(number, rng):
            if count == reports:
                break
            count += 1
            _fill(made, line, rng, truth, padding)
            line.append(made)
            _write(made, tables, texts)
        providers += _providers(line)
        lineages.append(tuple(made.report_id for made in line))
    frozen = {name: frozenset(found) for name, found in truth.items()}
    tables["providers"] += sorted(providers, key=lambda provider: provider.provider_id)
    content = Content({table: _unique(table, rows) for table, rows in tables.items()}, texts, "0")
    return Corpus(content, **frozen, lineages=tuple(lineages), providers=tuple(providers))  # type: ignore[arg-type]


def _unique(table: str, rows: list[records.Record]) -> tuple[records.Record, ...]:
    names = key(table)
    return tuple({tuple(getattr(row, name) for name in names): row for row in rows}.values())


def _lineage(number: int, rng: random.Random) -> Iterator[_Made]:
    """The inspections of a place over the years."""
    place = f"{FIRST[number % 20]}{LAST[number // 20 % 20]}".title()
    place += f" {FIRST[number // 400 % 20]}{LAST[number // 8000 % 20]}".title() if number >= 400 else ""
    region = f"{LAST[number % 12].title()} Region"
    slug = place.lower().replace(" ", "-")
    day = rng.randint(10, 28)
    yield _Made(
        f"{slug}-area-2005", "hmip-esi-2003", f"{place} Probation Area", "probation area", region, "", "2005-03"
    )
    yield _Made(
        f"nps-{slug}-2018", "hmip-probation-2018", f"NPS {place}", "NPS division", region, f"2018-11-{day}", "2019-02"
    )
    yield _Made(f"{slug}-crc-2019", "hmip-probation-2018", f"{place} CRC", "CRC", region, f"2019-02-{day}", "2019-05")
    yield _Made(f"{slug}-pdu-2022", "hmip-pdu-2021", f"{place} PDU", "PDU", region, f"2022-01-{day}", "2022-05")
    yield _Made(f"{slug}-pdu-2024", "hmip-pdu-2023", f"{place} PDU", "PDU", region, f"2024-02-{day}", "2024-06")


def _providers(line: list[_Made]) -> Iterator[records.Provider]:
    """The register of a lineage: who took over from whom."""
    ids = {made.provider: made.provider.lower().replace(" ", "-") for made in line}
    for made in {made.provider: made for made in line}.values():
        before = {"CRC": "probation area", "NPS division": "probation area", "PDU": "NPS division CRC"}.get(
            made.kind, ""
        )
        older = [ids[other.provider] for other in line if other.kind in before and other.provider != made.provider]
        yield records.Provider(
            provider_id=ids[made.provider], name=made.provider, provider_type=made.kind, region=made.region,
            successor_of="\n".join(dict.fromkeys(older)),
        )  # fmt: skip


def _fill(
    made: _Made, before: list[_Made], rng: random.Random, truth: dict[str, set[tuple[str, ...]]], padding: int
) -> None:
    made.text = f"An inspection of {made.provider}\n"
    if made.framework == "hmip-esi-2003":
        for ref, name in enumerate(("Leadership and planning", "Resource allocation"), start=1):
            label = rng.choice(SIX)
            made.add(
                records.Rating, label, item=f"main/A{ref}", provider=made.provider, level="criterion", ref=f"A{ref}",
                standard=name, standard_id=name.lower().replace(" ", "-").replace("-and", ""), rating=label,
                as_printed=label, scale="hmip-six-label", provider_type=made.kind,
            )  # fmt: skip
    else:
        _judge(made, rng, truth)
        _staff(made, truth)
    _recommend(made, before, rng, truth)
    for number in range(padding):
        words = f"Observation {number} of {made.provider}: {rng.choice(OBJECTS)} {rng.choice(AIMS)}."
        kind = rng.choice(("strength", "area_for_improvement"))
        if number % 3:
            made.add(records.TableCell, words, item=f"t/{number}", table_id="t", row=number, column=1, text=words)
        else:
            made.add(records.Finding, words, item=f"1.1/{number}", section_ref="1.1", kind=kind, number=1, text=words)


def _judge(made: _Made, rng: random.Random, truth: dict[str, set[tuple[str, ...]]]) -> None:
    """Ratings, score and key questions that agree, unless a fault is planted."""
    kinds = ("sum", "band", "question") if made.framework == "hmip-probation-2018" else ("sum", "question")
    fault = rng.choice(kinds) if rng.random() < 0.05 else ""  # the bands of later scores are printed nowhere
    total = 0
    standards = STANDARDS[made.framework]
    drawn = {standard: rng.randint(0, 3) for standard in standards}
    if all(drawn[standard] <= 1 for standard in CASES):  # leadership is then limited
        drawn["leadership"] = min(drawn["leadership"], 1)
    for place, standard in enumerate(standards):
        ref = f"{1 if standard in ORGANISED else 2}.{place + 1}"
        points = drawn[standard]
        if standard in CASES:
            points = _ask(made, standard, ref, points, rng, fault == "question" and standard == "planning")
            if fault == "question" and standard == "planning":
                truth["faults"].add((made.report_id, "question", f"main/{ref}"))
        total += points
        _rate(made, f"main/{ref}", LABELS[points], level="standard", ref=ref, standard_id=standard)
    printed = total + 2 if fault == "sum" else total
    band = sum(printed >= least for least in BANDS[made.framework])
    label = LABELS[(band + 2) % 4] if fault == "band" else LABELS[band]
    if fault in ("sum", "band"):
        truth["faults"].add((made.report_id, fault, "main/overall"))
    _rate(made, "main/overall", label, level="overall", score=printed, score_max=3 * len(standards))


def _staff(made: _Made, truth: dict[str, set[tuple[str, ...]]]) -> None:
    """Caseloads, in prose and in a table; one report in twenty prints another figure in the one than in the other."""
    rng = random.Random(f"corpus/staff/{made.report_id}")
    officers, others = rng.randint(300, 900) / 10, rng.randint(300, 900) / 10
    for grade, value in (("PO", officers), ("PSO", others)):
        made.add(
            records.Statistic, f"Average caseload per {grade} (FTE) {value:g}", item=f"caseload/{grade.lower()}",
            section_ref="annex", label=f"Average caseload per {grade} (FTE)", value=value, unit="count",
            as_printed=f"{value:g}",
        )  # fmt: skip
    if rng.random() < 0.05:
        officers += 2
        truth["faults"].add((made.report_id, "fact", "caseload/po"))
    made.text += f"The average caseload for a PO is {officers:.0f}, and for a PSO it is {others:.0f}. "
    made.text += f"Nationally, the average caseload for a PO is {officers + 9:.0f}.\n"


def _rate(made: _Made, item: str, label: str, **about: Any) -> None:
    made.add(
        records.Rating, label, item=item, provider=made.provider, standard=NAMES.get(about.get("standard_id", ""), ""),
        rating=label, points=LABELS.index(label), points_max=3, as_printed=label, scale="hmip-four-point",
        provider_type=made.kind, **about,
    )  # fmt: skip


def _ask(made: _Made, standard: str, ref: str, points: int, rng: random.Random, fault: bool) -> int:
    """Key questions whose lowest is in the band of the rating; with a fault far below. Back come the points."""
    low, high = ((20, 40), (51, 62), (67, 77), (83, 95))[points]
    if fault:
        points, (low, high) = 3, (20, 40)
    for topic in TOPICS:
        community = rng.randint(low, high)
        release = rng.randint(low, high)
        everyone = round((40 * community + 22 * release) / 62)
        question = f"Does {NAMES[standard].lower()} focus sufficiently on {topic}?"
        for group, percent in (("all", everyone), ("community", community), ("post_release", release)):
            made.add(
                records.KeyQuestion, f"{question} {percent}%", item=f"{ref}/{standard}.{topic}/{group}",
                provider=made.provider, standard_ref=ref, standard_id=standard, level="key_question",
                question=question, question_id=f"{standard}.{topic}", group=group, percent=percent, table=ref,
            )  # fmt: skip
    return points


def _recommend(made: _Made, before: list[_Made], rng: random.Random, truth: dict[str, set[tuple[str, ...]]]) -> None:
    """Recommendations, some of which were made before; and in a PDU's first report what became of earlier ones."""
    threads = {place: thread for other in before for place, thread in other.threads.items()}
    used = set(threads.values())
    own = made.threads
    earlier = [(other, item, text) for other in before for item, text in other.asked]
    if made.framework == "hmip-pdu-2021":
        followed = [one for one in earlier if one[0].kind in ("CRC", "NPS division")]
        _follow_up(made, rng.sample(followed, min(6, len(followed))), rng, truth, used)
    again = rng.sample(earlier, min(len(earlier), rng.randint(0, 2))) if made.kind == "PDU" else []
    again = list({threads[other.report_id, item]: (other, item, text) for other, item, text in again}.values())
    for number in range(1, rng.randint(5, 9) + 1):
        item = f"main/{number}"
        if again:
            other, old, text = again.pop()
            text = _reworded(text, rng)
            thread = threads[other.report_id, old]
            for report_id, same in [place for place, told in threads.items() if told == thread]:
                truth["repeats"].add((made.report_id, "recommendations", item, report_id, same))
        else:
            text = thread = _recommendation(rng, used)
            used.add(text)
        own[made.report_id, item] = thread
        made.asked.append((item, text))
        made.add(records.Recommendation, text, item=item, number=str(number), addressee=made.provider, text=text)


def _follow_up(
    made: _Made,
    followed: list[tuple[_Made, str, str]],
    rng: random.Random,
    truth: dict[str, set[tuple[str, ...]]],
    used: set[str],
) -> None:
    absent = []
    for _ in range(rng.randint(0, 2)):
        text = _recommendation(rng, used)
        used.add(text)
        absent.append(("PDU", "2020-06", text))
    told = [(other.kind.split()[0], other.fieldwork[:7], _reworded(text, rng)) for other, _, text in followed]
    for number, (programme, date, text) in enumerate(told + absent, start=1):
        made.add(
            records.Progress, text, item=str(number), number=number, prior_programme=programme, prior_date=date,
            text=text, category=rng.choice(("No progress", "Some progress", "Sufficient progress")),
            improvement_required=rng.random() < 0.5,
        )  # fmt: skip
        if number <= len(followed):
            other, item, _ = followed[number - 1]
            truth["follows_up"].add((made.report_id, "progress", str(number), other.report_id, item))
        else:
            truth["absent"].add((made.report_id, str(number)))


def _recommendation(rng: random.Random, used: set[str]) -> str:
    """A recommendation that shares neither object nor aim with those used before."""
    before = "\n".join(used)
    thing = rng.choice([thing for thing in OBJECTS if thing not in before])
    aim = rng.choice([aim for aim in AIMS if aim not in before])
    return f"{rng.choice(VERBS)} {thing} {aim}"


def _reworded(text: str, rng: random.Random) -> str:
    """The same, as another report prints it: a capital, a full stop, curly apostrophes, a word more."""
    text = text[0].upper() + text[1:] + rng.choice((".", "", ";"))
    text = text.replace("'", "’")
    return text.replace(" ", " the local ", 1).replace("local the", "local") if rng.random() < 0.2 else text


def _write(made: _Made, tables: dict[str, list[records.Record]], texts: dict[str, str]) -> None:
    """Rows with their evidence, which the finished text makes possible."""
    text = made.text
    document = Report(f"{made.report_id}.txt", "0" * 64, "txt", text, ())
    ratings = []
    for (kind, values), start, end in made.places:  # type: ignore[misc]
        row = kind(report_id=made.report_id, evidence=document.cite(start, end, "corpus/row"), **values)
        tables[kind.TABLE].append(row)
        ratings += [row] if isinstance(row, records.Rating) and row.level == "overall" else []
    texts[made.report_id] = text
    about = records.Report(
        report_id=made.report_id, source=f"{made.report_id}.txt", sha256="0" * 64, format="txt",
        title=f"An inspection of {made.provider}", framework=made.framework, report_type="inspection",
        inspectorate="HM Inspectorate of Probation", provider=made.provider, provider_type=made.kind,
        region=made.region, fieldwork_start=made.fieldwork, published=made.published,
        cases_inspected=None if made.framework == "hmip-esi-2003" else 62,
    )  # fmt: skip
    if ratings:
        about = replace(
            about, overall_rating=ratings[0].rating, overall_score=ratings[0].points,
            overall_score_max=ratings[0].points_max,
        )  # fmt: skip
    tables["reports"].append(about)
    tables["files"].append(
        records.File(report_id=made.report_id, source=about.source, sha256=made.report_id, status="ok")
    )
