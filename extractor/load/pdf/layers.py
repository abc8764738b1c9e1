"""What a file keeps in layers that are off is taken out before it is read: no viewer shows it.

In go the bytes of a PDF, out come those bytes, or where something is hidden, those of the file without it: marked
content, forms, pictures and annotations whose optional-content group is off in the file's default view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf

_DEEPEST = 8  # forms within forms
_SHOW_TEXT = frozenset(("Tj", "TJ"))
_SHOW_NEXT_LINE = frozenset(("'", '"'))
_PAINT = frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*"))
_PLACE = frozenset(("Do", "sh", "INLINE IMAGE"))

_Group = tuple[int, int]  # object and generation number


def without_hidden_layers(data: bytes, password: str = "") -> bytes:
    """The bytes of a PDF without what its layers hide; as they are where nothing is hidden or the file is damaged."""
    try:
        with pikepdf.open(BytesIO(data), password=password) as pdf:
            layers = _Layers(pdf)
            if not layers.off:
                return data
            for page in pdf.pages:
                layers.clear_page(page)
            shown = BytesIO()
            pdf.save(shown)
            return shown.getvalue()
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return data


class _Layers:
    """The groups of a file that are off, and what hangs on them."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.off = frozenset(_groups_off(pdf.Root.get("/OCProperties")))
        self.cleared: set[_Group] = set()

    def clear_page(self, page: pikepdf.Page) -> None:
        """Take what is hidden out of a page."""
        resources = page.obj.get("/Resources")
        kept = self._shown(page, resources, 0)
        if kept is not None:
            page.obj.Contents = self.pdf.make_stream(kept)
        notes = page.obj.get("/Annots")
        if notes is not None and any(self.hides(note.get("/OC")) for note in notes):
            page.obj.Annots = pikepdf.Array([note for note in notes if not self.hides(note.get("/OC"))])

    def hides(self, layer: Any) -> bool:
        """Whether a group, or a membership in groups, is not shown."""
        if not isinstance(layer, pikepdf.Dictionary):
            return False
        if layer.get("/Type") != pikepdf.Name.OCMD:
            return layer.objgen in self.off
        groups: Any = layer.get("/OCGs", [])
        members = [groups] if isinstance(groups, pikepdf.Dictionary) else [g for g in groups if g is not None]
        shown = [member.objgen not in self.off for member in members]
        policy = str(layer.get("/P", "/AnyOn"))
        rules = {"/AllOn": all(shown), "/AnyOff": not all(shown), "/AllOff": not any(shown)}
        return bool(shown) and not rules.get(policy, any(shown))

    def _shown(self, content: Any, resources: Any, depth: int) -> bytes | None:
        """A content stream without what is hidden; None where all of it is shown."""
        layers = resources.get("/Properties", {}) if resources is not None else {}
        forms = resources.get("/XObject", {}) if resources is not None else {}
        kept: list[Any] = []
        marks: list[bool] = []  # whether each marked content that is open hides what it holds
        changed = False
        for instruction in pikepdf.parse_content_stream(content):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in ("BMC", "BDC"):
                marks.append(operator == "BDC" and self._is_hidden(operands, layers))
            elif operator == "EMC" and marks:
                marks.pop()
            hidden = any(marks)
            if operator == "Do" and not hidden:
                form = forms.get(str(operands[0]))
                hidden = form is not None and self.hides(form.get("/OC"))
                if form is not None and not hidden and depth < _DEEPEST:
                    self._clear_form(form, resources, depth + 1)
            if hidden and operator in _SHOW_TEXT | _PLACE:
                changed = True
                continue
            if hidden and operator in _SHOW_NEXT_LINE | _PAINT:
                changed = True
                name = "T*" if operator in _SHOW_NEXT_LINE else "n"
                instruction = pikepdf.ContentStreamInstruction([], pikepdf.Operator(name))
            kept.append(instruction)
        return pikepdf.unparse_content_stream(kept) if changed else None

    def _is_hidden(self, operands: Iterable[Any], layers: Any) -> bool:
        tag, about = [*operands, None, None][:2]
        if tag != pikepdf.Name.OC:
            return False
        return self.hides(layers.get(str(about)) if isinstance(about, pikepdf.Name) else about)

    def _clear_form(self, form: Any, resources: Any, depth: int) -> None:
        if form.get("/Subtype") != pikepdf.Name.Form or form.objgen in self.cleared:
            return
        self.cleared.add(form.objgen)
        kept = self._shown(form, form.get("/Resources", resources), depth)
        if kept is not None:
            form.write(kept)


def _groups_off(layers: Any) -> Iterator[_Group]:
    """The groups that are off when the file is opened to be viewed."""
    if layers is None:
        return
    view = layers.get("/D", pikepdf.Dictionary())
    groups = list(layers.get("/OCGs", []))
    off = {group.objgen for group in view.get("/OFF", [])}
    if view.get("/BaseState") == pikepdf.Name.OFF:
        off |= {group.objgen for group in groups} - {group.objgen for group in view.get("/ON", [])}
    for usage in view.get("/AS", []):
        if usage.get("/Event") == pikepdf.Name.View:
            for group in usage.get("/OCGs", []):
                state = group.get("/Usage", {}).get("/View", {}).get("/ViewState")
                if state == pikepdf.Name.OFF:
                    off.add(group.objgen)
                elif state == pikepdf.Name.ON:
                    off.discard(group.objgen)
    yield from off
