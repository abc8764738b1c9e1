"""A table for Stata 14 or later (`.dta` 118, UTF-8), within what Stata allows of names and labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.records import Column

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["stata_names", "write_stata"]

_LONGEST_STRING = 2045  # bytes of a string of fixed width; a column with a longer one is a strL, of any length
_LONGEST_NAME = 32  # characters of a variable's name
_LONGEST_LABEL = 80  # characters of a label
_RESERVED = frozenset(  # words that Stata, or its language Mata, keeps for itself
    "aggregate array boolean break byte case catch class colvector complex const continue default delegate delete do "
    "double else eltypedef end enum explicit export external float for friend function global goto if in inline int "
    "local long NULL pragma protected quad rowvector short strL typedef typename using virtual with".split()
)
_NO_TIME = datetime(1960, 1, 1)  # written into the file, which is to be the same at every run


def stata_names(columns: Sequence[Column]) -> dict[str, str]:
    """The variable that each column is called, by its name: `breaks` for `break`, which Stata keeps for itself."""
    names: dict[str, str] = {}
    for column in columns:
        name = re.sub(r"^(?=[0-9])|[^A-Za-z0-9_]", "_", column.name)
        name = f"{name}s" if name in _RESERVED else name
        stem, number = name[:_LONGEST_NAME], 1
        while name[:_LONGEST_NAME] in names.values():
            number += 1
            name = f"{stem[: _LONGEST_NAME - len(str(number)) - 1]}_{number}"
        names[column.name] = name[:_LONGEST_NAME]
    return names


def write_stata(columns: Sequence[Column], frame: pd.DataFrame, label: str, path: Path) -> list[str]:
    """Write a table: numbers and truths that are not known are missing, and no text is cut short.

    Args:
        columns: what the frame has, in its order.
        frame: the rows; an empty text is ''.
        label: of the file.
        path: where to write.

    Returns:
        what is otherwise in the file than in `columns`, a sentence each: names that are others, and labels cut.
    """
    import numpy as np
    import pandas as pd

    names = stata_names(columns)
    told = [f"column {name} is the variable {names[name]}" for name in names if names[name] != name]
    made, labels, free = {}, {}, []
    for column in columns:
        values, name = frame[column.name], names[column.name]
        labels[name] = _cut(column.doc)
        if labels[name] != column.doc:
            told.append(f"the label of {column.name} is cut; in full: {column.doc}")
        if column.type is not str:
            made[name] = values.astype("float64")
            continue
        places, texts = pd.factorize(values)  # rows of one text share it
        made[name] = pd.Series(np.asarray(texts, dtype=object)[places], dtype=object)
        if any(len(text.encode()) > _LONGEST_STRING for text in texts):
            free.append(name)
    pd.DataFrame(made).to_stata(
        path,
        write_index=False,
        version=118,
        time_stamp=_NO_TIME,
        data_label=_cut(label),
        variable_labels=labels,
        convert_strl=free,
    )
    return told


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"
