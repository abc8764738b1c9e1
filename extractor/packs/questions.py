"""Key questions across frameworks: which question a wording is, whatever report asks it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.packs.expression import Expression
from extractor.packs.faults import Faults
from extractor.packs.read import PatternFile
from extractor.packs.shared_files import Question, QuestionFile


@dataclass(frozen=True, eq=False)
class Questions:
    """Key questions across frameworks, the words that mean the same, and those that tell no question from another."""

    questions: tuple[tuple[str, str, Expression], ...] = ()  # id, standard id, expression
    same: tuple[tuple[Expression, str], ...] = ()
    silent: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)  # id to the first example of its wordings
    prompts: Mapping[str, Expression] = field(default_factory=dict)  # id to what is found in prompts under it

    def fold(self, text: str) -> str:
        """A question in lower case with words of like meaning made one."""
        folded = " ".join(text.lower().replace("’", "'").split())
        for expression, word in self.same:
            folded = expression.sub(word, folded)
        return folded

    def find(self, text: str) -> tuple[str, str] | None:
        """(question id, standard id) of a wording, or None where no key question is worded so."""
        return _find_question(self, self.fold(text))

    def under(self, prompt: str, standard: str) -> set[str]:
        """Ids of the key questions of a standard that the words of a prompt belong under; none where they tell none."""
        words, own = self.fold(prompt), {id_ for id_, of, _ in self.questions if of == standard}
        return {id_ for id_, found in self.prompts.items() if id_ in own and found.search(words)}


@lru_cache(maxsize=4096)  # reports of one framework ask the same questions
def _find_question(questions: Questions, folded: str) -> tuple[str, str] | None:
    for id_, standard, expression in questions.questions:
        if expression.search(folded):
            return id_, standard
    return None


def compile_questions(files: Iterable[PatternFile], faults: Faults) -> Questions:
    """The key questions of `questions.yaml`, each proved by its examples and near misses."""
    for file in files:
        if not isinstance(file.model, QuestionFile):
            continue
        same = tuple((faults.compile(rf"\b(?:{k})\b", file.at("same", k)), v) for k, v in file.model.same.items())
        listed: list[tuple[Question, int]] = [(q, n) for n, q in enumerate(file.model.questions)]
        compiled = Questions(
            tuple((q.id, q.standard, faults.compile(q.pattern, file.at("questions", n))) for q, n in listed),
            same,
            frozenset(word.lower() for word in file.model.silent),
            {question.id: question.examples[0] for question, _ in listed},
            {q.id: faults.compile(q.prompts, file.at("questions", n)) for q, n in listed if q.prompts},
        )
        for question, number in listed if faults.proves(file.name) else ():
            where = f"{file.at('questions', number)} {question.id}"
            for example in question.examples:
                found = compiled.find(example)
                if found is None or found[0] != question.id:
                    faults.append(f"{where}: example {example!r} is read as {found and found[0]}, not {question.id}")
            for miss in question.near_misses:
                if (found := compiled.find(miss)) and found[0] == question.id:
                    faults.append(f"{where}: near miss {miss!r} is read as {question.id} and must not be")
        return compiled
    return Questions()
