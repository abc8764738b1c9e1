"""What an element looks like where its attributes say so: hidden, struck out, raised, framed, bold, coloured."""

from __future__ import annotations

from typing import Any

import regex
from PIL import ImageColor

from extractor.document import Style
from extractor.load.html.tree import style, tokens

_HIDDEN = regex.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:font-size|opacity)\s*:\s*0(?:[a-z%]*\s*(?:;|$))"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)"
    r"|(?:left|top|margin-left)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|r?em))",
    regex.I,
)
_BACKGROUND = regex.compile(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;]{1,60})", regex.I)
_FILL = regex.compile(r"(?:^|[;\s])fill\s*:\s*([^;]{1,60})", regex.I)
_BORDER = regex.compile(r"(?:^|[;\s])(?:border(?:-left|-width|-style)?|outline)\s*:\s*(?!\s*(?:0|none))\S", regex.I)
_COLOUR = regex.compile(r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([^()]{3,40}\)|\b[a-z]{3,20}\b", regex.I)
_WEIGHT = regex.compile(r"(?:^|[;\s])font-weight\s*:\s*(bold|[6-9]00)", regex.I)
_LIGHT = regex.compile(r"(?:^|[;\s])font-weight\s*:\s*(?:normal|[1-5]00)", regex.I)
_ITALIC = regex.compile(r"(?:^|[;\s])font-style\s*:\s*(?:italic|oblique)", regex.I)
_SHOWN = regex.compile(r"(?:^|[;\s])display\s*:\s*(?!none)\w", regex.I)
_STRUCK = regex.compile(r"(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]{0,60}line-through", regex.I)
_SHIFTED = regex.compile(
    r"(?:^|[;\s])(?:vertical-align\s*:\s*(?:super|text-top|top|\+?(?!0(?:\D|$))[\d.]+(?:[a-z]+|%))"
    r"|top\s*:\s*-[\d.]*[1-9]|bottom\s*:\s*\+?[\d.]*[1-9])",
    regex.I,
)
# Classes of the usual style sheets, which a saved page need not bring along: what they hide and show on a wide screen.
_HIDES = regex.compile(
    r"(?:d|display)-(?:(?:sm|md|lg|xl|xxl)-)?none|(?:(?:sm|md|lg|xl|2xl):)?hidden|(?:js|is|u)-hidden|hide|"
    r"hidden-(?:md|lg|desktop)|hide-for-(?:medium|large)|visible-(?:xs|sm|phone)(?:-[a-z-]+)?|show-for-small-only"
)
_SHOWS = regex.compile(
    r"(?:d|display)-(?:sm|md|lg|xl|xxl)-(?!none)[a-z-]+|(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline|table|contents)[a-z-]*"
)
_SETTING = ("b", "strong", "th", "i", "em", "cite")  # elements that set their words apart
_PALE, _GREY = 232, 24


def is_hidden(element: Any) -> bool:
    """Whether the words of an element are not for reading: it is not shown, or `aria-hidden`."""
    return element.get("aria-hidden", "").lower() == "true" or is_removed(element)


def is_removed(element: Any) -> bool:
    """Whether an element is not shown: `hidden`, or so by its style."""
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return True
    said = style(element)
    if _HIDDEN.search(said):
        return True
    if not element.get("class") or _SHOWN.search(said):
        return False
    names = list(tokens(element))
    return any(map(_HIDES.fullmatch, names)) and not any(map(_SHOWS.fullmatch, names))


def is_struck(element: Any) -> bool:
    """Whether the words of an element are struck out."""
    return element.tag in ("del", "s", "strike") or bool(_STRUCK.search(style(element)))


def is_raised(element: Any) -> bool:
    """Whether the words of an inline element stand above the line."""
    return element.tag == "sup" or bool(_SHIFTED.search(style(element)))


def is_framed(element: Any) -> bool:
    """Whether the style of an element draws a border or a ground of its own."""
    said = style(element)
    return bool(said) and bool(_BORDER.search(said) or ground(element))


def is_bold(element: Any, inherited: bool) -> bool:
    """Whether the words of an element are bold."""
    said = style(element)
    if said and (_WEIGHT.search(said) or _LIGHT.search(said)):
        return bool(_WEIGHT.search(said))
    return inherited or element.tag in _SETTING[:3]


def styled(element: Any, inherited: Style) -> Style:
    """How the words of an element are set, within others that are set so.

    Size and colour are those of attributes of these names, which files that are no pages are given; in the names of a
    page's own attributes there are no capitals.
    """
    if not element.attrib and element.tag not in _SETTING:
        return inherited
    size, shade = float(element.get("Size", inherited.size)), element.get("Colour", inherited.colour)
    italic = inherited.italic or element.tag in _SETTING[3:] or bool(_ITALIC.search(style(element)))
    return Style(size, is_bold(element, inherited.bold), italic, shade)


def colour(text: str) -> str:
    """A colour of CSS as `#rrggbb`; empty for none, for what is transparent, and for what is no colour."""
    for found in _COLOUR.findall(text):
        try:
            shades = ImageColor.getrgb(found.lower())
        except ValueError:
            continue
        if len(shades) < 4 or shades[3]:
            return "#{:02x}{:02x}{:02x}".format(*(min(shade, 255) for shade in shades[:3]))
    return ""


def ground(element: Any) -> str:
    """The colour that an element is filled with; empty for none and for white."""
    if found := _BACKGROUND.search(style(element)):
        filled = colour(found[1])
        return "" if _is_paper(filled) else filled
    filled = colour(element.get("bgcolor", "")[:60])
    return "" if filled == "#ffffff" else filled


def drawn(picture: Any) -> str:
    """The colour of a drawing: the first of its shapes that is neither grey nor paper, else the first filled."""
    found = []
    for shape in picture.iter():
        said = _FILL.search(style(shape))
        filled = colour(said[1] if said else shape.get("fill", "")[:60])
        if filled and not _is_paper(filled):
            found.append(filled)
    return next((each for each in found if _is_coloured(each)), found[0] if found else "")


def _is_paper(text: str) -> bool:
    return bool(text) and min(bytes.fromhex(text[1:])) >= _PALE


def _is_coloured(text: str) -> bool:
    shades = bytes.fromhex(text[1:])
    return max(shades) - min(shades) > _GREY
