"""The furniture of the site around a document: navigation, banners, breadcrumbs, links for sharing."""

from __future__ import annotations

from typing import Any

import regex

from extractor.load.html.tree import HEADINGS, any_above, drop, fragment, link_share, targets, tokens, words_in

_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
_MARKED = regex.compile(
    r"(?:[a-z0-9]+[-_]+)*(?:cookies?|gdpr|breadcrumbs?|crumbs|skip|skip-?link|skip-to-content|back-?to-?top|share|sharing|"
    r"social|share-?links|print-?link|print-?page|pagination|pager|subscribe|newsletter|feedback|navbar|navigation|menu|"
    r"related(?:-(?:content|links|posts|navigation))?|site-?(?:header|footer|nav)|global-?(?:header|footer|nav|bar)|"
    r"sidebar|phase-?banner)(?:[-_]+(?:banner|bar|notice|message|consent|popup|overlay|links?|list|wrapper|container|"
    r"buttons?|icons?|nav|navigation|component))*"
)
_LED = regex.compile(
    r"(?:share this.*|related (?:content|links|pages|documents|publications|topics)|"
    r"(?:we use |about )?cookies(?: on .*)?|is this page useful\W*|"
    r"was this page helpful\W*|follow us.*|explore the topic|site map)",
    regex.I,
)
_CONTENTS = regex.compile(
    r"(?:table of )?contents(?: list)?\W*|(?:on|in) this (?:page|report|document|publication)\W*", regex.I
)
_MOST_WORDS = 150  # of furniture that is told by its name alone
_SAFE = ("html", "body", "main", "article", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "ol", *HEADINGS)


def clear(root: Any) -> None:
    """Take out navigation, banners, breadcrumbs, links for sharing, and other furniture of the site.

    A list of contents stays, marked `data-contents`.
    """
    _mark_contents(root)
    first = next(iter(root.iter("h1")), None)
    headed = False
    for element in list(root.iter()):
        if element is first:
            headed = True
        if element.getparent() is None or element.tag in ("html", "body", "main"):
            continue
        if _holds_document(element):
            continue
        if _is_furniture(element) or (not headed and first is not None and _is_trail(element)):
            drop(element)
        elif element.tag in HEADINGS and _LED.fullmatch(words_in(element)):
            following = element.getnext()
            if following is not None and (link_share(following) > 0.5 or not words_in(following)):
                drop(following)
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
    if element.tag == "aside" and link_share(element) > 0.5:
        return True
    if element.tag in _SAFE:
        return False
    names = list(tokens(element))
    if len(element.get("id") or "") < 30:
        names += [(element.get("id") or "").lower()] if "cookie" in (element.get("id") or "").lower() else []
    marked = [name for name in names if name and _MARKED.fullmatch(name)]
    if not marked:
        return False
    most = 1500 if any("cookie" in name or "gdpr" in name for name in marked) else _MOST_WORDS
    return len(words_in(element).split()) <= most


def _is_trail(element: Any) -> bool:
    """Whether an element above the title is nothing but links: a trail of where the page stands."""
    return element.tag in ("ol", "ul", "p", "div") and link_share(element) >= 0.75


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
