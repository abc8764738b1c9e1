"""The site around a page: banners, navigation, trails, links for sharing and scripts, in a few fashions."""

from __future__ import annotations

import html
import random

from tests.generator.truth import Plan

COOKIES = (
    '<div class="cookie-banner" role="region" aria-label="Cookies"><h2>Cookies on this website</h2><p>We use cookies '
    "to learn how you use this website.</p><button>Accept</button> <a href='/cookies'>View cookies</a></div>"
)
TOP = (
    '<header class="site-header"><p><a href="/">The Inspectorate</a></p><nav><ul><li><a href="/">Home</a></li><li>'
    '<a href="/reports">Good practice</a></li><li><a href="/news">News</a></li></ul></nav><form role="search">'
    "<label>Search</label><input type=search><button>Go</button></form></header>"
)
TRAIL = '<ol class="breadcrumbs"><li><a href="/">Home</a></li><li><a href="/reports">Reports</a></li></ol>'
FOOT = (
    '<footer><ul><li><a href="/terms">Terms</a></li><li><a href="/privacy">Privacy</a></li></ul><p>All content is '
    "available under an open licence, except where otherwise stated</p></footer>"
)
SHARE = (
    '<aside><h2>Share this page</h2><ul><li><a href="#share">Share by mail</a></li><li><a href="#print">Print this page'
    '</a></li></ul><h2>Related content</h2><ul><li><a href="/r1">Outstanding reports</a></li></ul></aside>'
)
HIDDEN = (
    '<div hidden><p>1.1 Leadership</p><p>Outstanding</p></div><p style="display: none">Overall rating: Inadequate</p>'
    '<noscript><p>Inadequate</p></noscript><template><p>Good</p></template><script>var rating = "</p>Good";</script>'
)
LICENCE = (
    "<p>This publication is licensed under the terms of an open licence except where otherwise stated. Where we have "
    "named third parties you will need to obtain permission from the copyright holders concerned.</p>"
)


def around(plan: Plan, body: str, rng: random.Random) -> str:
    """A whole page with the words of a plan in its middle."""
    title = html.escape(plan.report["title"])
    fashion = rng.choice(("main", "article", "body", "bare", "two"))
    hidden = HIDDEN if rng.random() < 0.7 else ""
    licence = LICENCE if rng.random() < 0.3 else ""
    share = SHARE if rng.random() < 0.6 else ""
    inner = {
        "main": f'<main id="main"><article>{licence}{body}{hidden}</article>{share}</main>',
        "article": f"<div id=wrapper><article>{licence}{body}{hidden}</article></div>",
        "body": f'<div class="content">{licence}{body}{hidden}{share}</div>',
        "bare": f"{licence}{body}{hidden}",
        "two": f'<div role="main">{body}{hidden}</div><main hidden><p>Another page</p></main>',
    }[fashion]
    skip = '<a class="skip-link" href="#main">Skip to main content</a>'
    page = f'<body id="top">{skip}{COOKIES}{TOP}{TRAIL}{inner}{FOOT}</body>'
    if fashion == "bare":
        return f"<title>{title}</title>\n<meta charset=utf-8>{COOKIES}{TOP}\n{inner}{FOOT}"
    head = (
        f'<head><meta charset="utf-8"><title>{title} – The Inspectorate</title><style>p {{ margin: 0 }}</style></head>'
    )
    return f'<!DOCTYPE html>\n<html lang="en-GB">\n{head}\n{page}\n</html>\n'
