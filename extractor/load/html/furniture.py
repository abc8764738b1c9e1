"""The furniture of the site around a document: navigation, banners, breadcrumbs, links for sharing."""

from __future__ import annotations

from typing import Any

import regex

from extractor.load.html.tree import HEADINGS, any_above, drop, fragment, link_share, targets, tokens, words_in

_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
_PARTS = (
    r"(?:[-_]+(?:banner|bar|notice|message|consent|popup|overlay|links?|list|wrapper|container|buttons?|icons?|nav|"
    r"navigation|component))*"
)
_ASKS = regex.compile(rf"(?:[a-z0-9]+[-_]+)*(?:cookies?|gdpr){_PARTS}")
# Parts of a site that no document has, and those whose names a document could give to parts of its own.
_SITE = regex.compile(
    r"(?:[a-z0-9]+[-_]+)*(?:cookies?|gdpr|breadcrumbs?|crumbs|skip-?link|skip-to-content|back-?to-?top|share-?links|"
    r"print-?link|print-?page|pagination|pager|subscribe|newsletter|navbar|site-?(?:header|footer|nav)|"
    rf"global-?(?:header|footer|nav|bar)|phase-?banner){_PARTS}"
)
_EITHER = regex.compile(
    r"(?:[a-z0-9]+[-_]+)*(?:skip|share|sharing|social|feedback|navigation|menu|sidebar|"
    rf"related(?:-(?:content|links|posts|navigation))?){_PARTS}"
)
_SENTENCE = regex.compile(r"(?:\w\S*\s+){4,}\w\S*[.!?](?:\s|$)")
_LED = regex.compile(
    r"(?:share this.*|related (?:content|links|pages|documents|publications|topics)|"
    r"(?:we use |about )?cookies(?: on .*)?|is this page useful\W*|"
    r"was this page helpful\W*|follow us.*|explore the topic|site map)",
    regex.I,
)
_CONTENTS = regex.compile(
    r"(?:table of )?contents(?: list)?\W*|(?:on|in) this (?:page|report|document|publication)\W*", regex.I
)
_PAGE_MARK = regex.compile(r"page|page-?(?:num(?:ber)?|no|break|mark(?:er)?)|pagenum|folio|pg-?num", regex.I)
_PAGE_NUMBER = regex.compile(r"(?:\[?(?:page|pg|p\.)?\s?\d{1,4}\]?)?", regex.I)
_MOST_LETTERS = 20_000
_MOST_WORDS, _MOST_ASKED = 150, 1500  # of furniture that is told by its name alone, and of a question about cookies
_MOST_OF_NAMES = 20  # words of a banner or foot that names whose site it is
_SAFE = ("html", "body", "main", "article", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "ol", *HEADINGS)


def clear(root: Any) -> tuple[list[str], list[str]]:
    """Take out navigation, banners, breadcrumbs, links for sharing, and other furniture of the site.

    A list of contents stays, marked `data-contents`.

    Returns:
        the words of what was taken for furniture by the name of its class alone and holds sentences; and the few words
        of banners and of the foot of the page, which may name whose site it is.
    """
    _mark_contents(root)
    told: list[str] = []
    site: list[str] = []
    first = next(iter(root.iter("h1")), None)
    headed = False
    for element in list(root.iter()):
        if element is first:
            headed = True
        if element.getparent() is None or element.tag in ("html", "body", "main"):
            continue
        if _holds_document(element):
            continue
        named = _is_named_so(element)
        above = not headed and first is not None and element.tag in ("ol", "ul", "p", "div")
        is_trail = above and link_share(element) >= 0.75  # of where the page stands
        if named or _is_furniture(element) or is_trail:
            words = words_in(element) if named and not any(map(_ASKS.fullmatch, tokens(element))) else ""
            told += [words] if _SENTENCE.search(words) else []
            site += [] if element.tag == "nav" else _names(element)
            drop(element)
        elif element.tag in HEADINGS and _LED.fullmatch(words_in(element)):
            following = element.getnext()
            if following is not None and (link_share(following) > 0.5 or not words_in(following)):
                drop(following)
                drop(element)
    return told, site


def _names(element: Any) -> list[str]:
    """The words of furniture that are too few for more than names."""
    words = words_in(element)
    return [words] if words and len(words.split()) <= _MOST_OF_NAMES else []


def drop_page_numbers(root: Any) -> None:
    """Take out the numbers of printed pages that stand among the words, told by the role or class of their element."""
    for element in list(root.iter("span", "a", "div", "b", "i", "small", "sup")):
        if element.getparent() is None or element.get("href"):
            continue
        named = element.get("role", "").lower() == "doc-pagebreak" or any(map(_PAGE_MARK.fullmatch, tokens(element)))
        if named and _PAGE_NUMBER.fullmatch(words_in(element)):
            drop(element)


def _holds_document(element: Any) -> bool:
    """Whether the document or its contents list is in an element."""
    return (
        element.get("data-contents") is not None
        or next(element.iter("main", "article", "h1"), None) is not None
        or any(each.get("data-contents") is not None for each in element.iter("ul", "ol", "div", "nav", "p"))
    )


def _is_furniture(element: Any) -> bool:
    role = element.get("role", "").lower()
    if element.tag in ("nav", "dialog") or role in _ROLES:
        return True
    if element.tag in ("header", "footer") and not any_above(element, ("article", "main", "section")):
        return True
    if element.tag == "footer":
        return link_share(element) > 0.3
    return element.tag == "aside" and link_share(element) > 0.5


def _is_named_so(element: Any) -> bool:
    """Whether an element is furniture by its class: it is small, and what it says is no part of a document."""
    if element.tag in _SAFE or not (element.get("class") or element.get("id")):
        return False
    names = list(tokens(element))
    if len(element.get("id") or "") < 30:
        names += [(element.get("id") or "").lower()] if "cookie" in (element.get("id") or "").lower() else []
    site, either = any(map(_SITE.fullmatch, names)), any(map(_EITHER.fullmatch, names))
    if not (site or either):
        return False
    words = words_in(element)
    if len(words) > _MOST_LETTERS:
        return False
    if any(map(_ASKS.fullmatch, names)):
        return len(words.split()) <= _MOST_ASKED
    if len(words.split()) > _MOST_WORDS:
        return False
    figures = any(char.isdigit() for char in words)
    told = bool(_SENTENCE.search(words)) if either else figures and next(element.iter("table"), None) is not None
    return link_share(element) > 0.5 or not (told or (either and figures))


def _mark_contents(root: Any) -> None:
    """Mark the lists of links to headings that stand under a heading such as "Contents"."""
    leads = targets(root)
    for label in list(root.iter(*HEADINGS, "p", "div", "span", "strong", "summary")):
        if len(label) > 3 or not _CONTENTS.fullmatch(words_in(label)[:60]):
            continue
        holder = label
        for _ in range(3):
            following = holder.getnext()
            if following is not None or holder.getparent() is None:
                break
            holder = holder.getparent()
        if following is None:
            continue
        links = [link for link in following.iter("a") if link.get("href")]
        inside = [link for link in links if fragment(link) in leads]
        if len(inside) >= 2 and len(inside) >= 0.8 * len(links) and link_share(following) > 0.7:
            following.set("data-contents", "")
            if label.tag not in HEADINGS:
                label.tag = "h2"


def roots(body: Any) -> list[Any]:
    """The elements that the document stands in: its main parts if they hold most words, else the body."""
    total = len(words_in(body))
    for kinds in (("main",), ("article",)):
        found = [e for e in body.iter() if e.tag in kinds or (kinds == ("main",) and e.get("role") == "main")]
        known = set(found)
        found = [e for e in found if not any(up in known for up in e.iterancestors())]
        if found and sum(len(words_in(e)) for e in found) >= total / 2:
            return found
    return [body]


def beside(roots: list[Any]) -> list[str]:
    """The few words of elements beside those that the document stands in, which may name whose site it is."""
    above = list(dict.fromkeys(up for each in roots for up in each.iterancestors()))
    inside = {*roots, *above}
    return [words for up in above for each in up.iterchildren("*") if each not in inside for words in _names(each)]
