"""What a page shows, and which of it is the document: scripts, hidden parts and the furniture of the site are taken out."""

from __future__ import annotations

from typing import Any

import regex

from extractor.load.html import looks
from extractor.load.html.tree import HEADINGS, any_above, drop, fragment, link_share, replace, targets, tokens, words_in

_UNPRINTED = (
    "script", "style", "noscript", "template", "head", "title", "button", "input", "select", "textarea", "label", "datalist",
    "progress", "meter", "iframe", "object", "embed", "audio", "video", "canvas", "map", "applet", "frameset", "del",
)  # fmt: skip
_SAID_ONLY = regex.compile(r".*(?:sr-only|visually-?hidden|screen-?reader|element-invisible|nonvisual|assistive)(?:-text)?")
_TOP = regex.compile(r"\W*(?:(?:(?:back|return|go|jump) to |to the )?(?:the )?top(?: of (?:the |this )?page)?|skip to .*)\W*", regex.I)
_BACK = regex.compile(r"\W*(?:back to (?:the )?(?:contents?(?: page| list)?|start)|print(?: this)?(?: page| document)?|"
                      r"share this(?: page)?|tweet this|e?mail this(?: page)?|download this page|copy link)\W*", regex.I)  # fmt: skip
_ANCHOR = regex.compile(r"[#¶§🔗⚓\s]*")
_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar"}
_MARKED = regex.compile(
    r"(?:[a-z0-9]+[-_]+)*(?:cookies?|gdpr|breadcrumbs?|crumbs|skip-?link|skip|skip-to-content|back-?to-?top|share|sharing|social|"
    r"share-?links|print-?link|print-?page|pagination|pager|subscribe|newsletter|related(?:-(?:content|links|posts|navigation))?|"
    r"feedback|site-?(?:header|footer|nav)|global-?(?:header|footer|nav|bar)|navbar|navigation|menu|sidebar|phase-?banner)"
    r"(?:[-_]+(?:banner|bar|notice|message|consent|popup|overlay|links?|list|wrapper|container|buttons?|icons?|nav|navigation|component))*"
)
_LED = regex.compile(r"(?:share this.*|related (?:content|links|pages|documents|publications|topics)|(?:we use |about )?cookies(?: on .*)?|"
                     r"is this page useful\W*|was this page helpful\W*|follow us.*|explore the topic|site map)", regex.I)  # fmt: skip
_CONTENTS = regex.compile(r"(?:table of )?contents(?: list)?\W*|(?:on|in) this (?:page|report|document|publication)\W*", regex.I)
_MOST_WORDS = 150  # of furniture that is told by its name alone
_SAFE = ("html", "body", "main", "article", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "ol", *HEADINGS)


def strip(root: Any) -> None:
    """Take out what is not shown; pictures become `img` with their words and colour, words that are only said too."""
    for element in [e for e in root.iter() if not isinstance(e.tag, str)]:
        drop(element)
    for element in list(root.iter("svg")):
        _picture(element)
    for element in list(root.iter()):
        if element.tag in _UNPRINTED or (element.tag != "img" and looks.is_hidden(element)):
            drop(element)
        elif element.tag == "img":
            if looks.is_hidden(element):
                element.set("alt", "")
        elif any(_SAID_ONLY.fullmatch(token) for token in tokens(element)) and element.find(".//h1") is None:
            replace(element, "img", alt="", said=words_in(element))


def _picture(element: Any) -> None:
    title = element.find(".//title")
    said = element.get("aria-label") or (words_in(title) if title is not None else "")
    silent = looks.is_hidden(element)
    shown = element.get("hidden") is None and "none" not in element.get("style", "").replace("display: none", "display:none")
    replace(element, "img", alt="" if silent else said, icon=looks.drawn(element) if shown else "")


def unlink(root: Any) -> None:
    """Take out links to the top of the page, for skipping and for sharing, with the brackets around them."""
    for link in list(root.iter("a")):
        words = words_in(link)
        sign = link.get("href") is not None and not words and link.find(".//img") is None
        permanent = words and _ANCHOR.fullmatch(words) and any_above(link, HEADINGS)
        if sign or permanent or (words and len(words) < 60 and (_TOP.fullmatch(words) or _BACK.fullmatch(words))):
            if not link.get("href") and words:
                continue
            if sign and (link.get("id") or link.get("name")):
                continue  # where other links lead
            _unbracket(link)
            drop(link)
        elif words and fragment(link) == "top" and len(words) < 60:
            _unbracket(link)
            drop(link)


def _unbracket(link: Any) -> None:
    """Take the brackets around a link away."""
    before, parent = link.getprevious(), link.getparent()
    front = (before.tail if before is not None else parent.text) or ""
    if front.rstrip().endswith(("(", "[")) and (link.tail or "").lstrip().startswith((")", "]")):
        front = front.rstrip()[:-1]
        link.tail = (link.tail or "").lstrip()[1:]
        if before is not None:
            before.tail = front
        else:
            parent.text = front


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
    """The elements that the document stands in: those marked as its main part if they hold most words, else the body."""
    total = len(words_in(body))
    for kinds in (("main",), ("article",)):
        found = [e for e in body.iter() if e.tag in kinds or (kinds == ("main",) and e.get("role") == "main")]
        found = [e for e in found if not any(up in found for up in e.iterancestors())]
        if found and sum(len(words_in(e)) for e in found) >= total / 2:
            return found
    return [body]
