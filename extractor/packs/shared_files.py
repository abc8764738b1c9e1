"""What the files under `patterns/` may say that are no framework's own.

Rating scales, key questions, services, spans, figures in prose, and the codebook of themes.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints, model_validator

from extractor.packs.model import Id, Model, Rule, Scale, Term

# The code of an area in official statistics: country, kind of area, number.
OwnCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{0,8}$")]
AreaCode = Annotated[str, StringConstraints(pattern=r"^(?:[EW]\d{8})?$")]


class SharedFile(Model):
    """A file that is no framework's own. One in a folder of one's own extends that which ships, by the ids of entries.

    `disable` lists ids of the shipped file that do not hold; with `extends: false` nothing of it does.
    """

    entries: ClassVar[tuple[str, ...]]  # the keys under which entries with ids are listed

    extends: bool = True
    disable: list[str] = []


class ScaleFile(SharedFile):
    """`scales.yaml`."""

    entries = ("scales",)

    scales: list[Scale] = []


class Question(Model):
    """A key question across frameworks: any wording that `pattern` matches is this question, and those in which
    `prompts` is found stand under it."""

    id: Id
    standard: Id
    pattern: str
    examples: list[str] = Field(min_length=1)
    near_misses: list[str] = []
    prompts: str = ""


class QuestionFile(SharedFile):
    """`questions.yaml`. `same` lists words that frameworks use for the same thing, `silent` words that tell nothing."""

    entries = ("questions",)

    same: dict[str, str] = {}
    silent: list[str] = []
    questions: list[Question] = []


class Service(Model):
    """An inspected service: its name, other names that are printed for it, its kind, and who it took over from.

    Names under `whole` are its own only word for word: what is left of them without the words of the kind may be
    another's. `ons_code` is the code of the area that it serves in official statistics, `former_codes` are those that
    the same area had before; `code` is its own in the official list of its kind. `since` and `until` are months or
    years, ISO 8601; one without `until` still exists.
    """

    id: Id
    name: str
    type: str
    region: str = ""
    ons_code: AreaCode = ""
    former_codes: list[AreaCode] = []
    code: OwnCode = ""
    aliases: list[str] = []
    whole: list[str] = []
    successor_of: list[Id] = []
    since: str = ""
    until: str = ""


class ServiceKind(Model):
    """A kind of service: an expression for the `words` that say it in a name.

    A service of the kind that the register lacks took over from those that its region, a service of the kind `follows`,
    took over from; it serves the area of the service of the kind `area` that bears its name.
    """

    words: str
    follows: str = ""
    area: str = ""


class ProviderFile(SharedFile):
    """`providers.yaml`, and `providers-*.yaml` beside it: together the register of services.

    `kinds` has the kinds of services, each with its words or as a `ServiceKind`; those of the file that comes with the
    program count where it is left out. `type` is that of every service of the file that names none.
    """

    entries = ("providers",)

    type: str = ""
    kinds: dict[str, str | ServiceKind] = {}
    providers: list[Service] = []

    @model_validator(mode="before")
    @classmethod
    def _typed(cls, data: Any) -> Any:
        kind = data.get("type") if isinstance(data, dict) else None
        entries = data.get("providers") if kind else None
        if not isinstance(entries, list):
            return data
        return {
            **data,
            "providers": [{"type": kind, **entry} if isinstance(entry, dict) else entry for entry in entries],
        }


class SpanRule(Model):
    """A span that the spaCy component marks: `phrases` for a PhraseMatcher, or `tokens` for a Matcher."""

    id: Id
    label: str
    phrases: list[str] = []
    tokens: list[list[dict[str, Any]]] = []
    examples: list[str] = Field(min_length=1)
    near_misses: list[str] = []


class SpanFile(SharedFile):
    """`spans.yaml`."""

    entries = ("spans",)

    spans: list[SpanRule] = []


class QuantityFile(SharedFile):
    """`quantities.yaml`: how prose tells figures, of what, and on which basis. A figure's `value` is its kind."""

    entries = ("figures", "subjects", "bases")

    numbers: dict[str, float] = {}
    begins: list[str] = []
    before: str = ""
    lead: str = ""
    macros: dict[str, str] = {}
    figures: list[Rule] = []
    subjects: list[Term] = []
    bases: list[Term] = []


# Words in a row, each perhaps with `*` at its end.
Words = Annotated[str, StringConstraints(pattern=r"^[^\s*]+\*?(?: [^\s*]+\*?)*$")]


class Theme(Model):
    """A theme of the codebook. A term is words in a row; `*` stands for any ending of a word.

    A term of `include` that lies within one of `exclude` tells nothing.
    """

    id: Id
    title: str
    definition: str
    include: list[Words] = Field(min_length=1)
    exclude: list[Words] = []
    examples: list[str] = Field(min_length=1)
    near_misses: list[str] = []


class ThemeFile(SharedFile):
    """`themes.yaml`, the codebook of themes."""

    entries = ("themes",)
    extends: bool = False  # a codebook is a whole

    themes: list[Theme]
