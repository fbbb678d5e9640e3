"""Recognise lines that a site puts around its articles, by their words: menus, buttons, calls to subscribe, credits.

Used for web pages (html_lines.py) and for texts pasted from them (pasted.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.late import compile_late

__all__ = [
    "count_site_words",
    "is_credit",
    "is_exact_label",
    "is_label",
    "leads_away",
    "names_reporters",
    "starts_another_part",
]

# A short line that begins like this leads somewhere else.
LEADS_AWAY = compile_late(
    r"\W*(?:"
    r"(?:read|see|watch|listen|learn|find out)\s+(?:more|also|next|now)\b"
    r"(?:\s*(?:[:|»>–—-]|about|on|at|here|from|in)|\W*\Z)"
    r"|(?:more|also)\s+(?:from|on|in)\s+[^.]{2,60}\Z"
    r"|(?:also\s+read|must\s+read|related|recommended|trending|don[’']t\s+miss)\b"
    r"(?:\s+(?:articles?|posts?|stor(?:y|ies)|content|videos?|links?|topics?|reading|news))?\s*(?:[:|»–—-]|\W*\Z)"
    r"|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be interested)|most\s+(?:read|popular|viewed)\b"
    r"|(?:click|tap)\s+here\b|(?:sign|log)\s+(?:up|in)\b|subscribe\b|join\s+our\b"
    r"|follow\s+(?:us|\S+(?:\s+\S+){0,5}\s+on)\b"
    r"|get\s+(?:the\s+latest\b|our\b|[^.]{0,60}\b(?:newsletter|on the go)\b)|never\s+miss\b"
    r"|(?:share|print|email|save)\s+(?:this\s+(?:story|article|post|page)|on|via)\b"
    r"|like\s+this\s+(?:story|article|post)\b|download\s+(?:the|our)\b[^.]{0,60}\bapps?\b"
    r"|(?:for|to)\s+(?:the\s+latest|more)\b[^.]{0,120}\b(?:newsletters?|sign up|subscribe|apps?)\b"
    r"|(?:would|do)\s+you\s+(?:like|want)\s+to\s+comment\b"
    r"|please\s+(?:read\s+our\s+comment|log\s*(?:in|out)\b|enable\b)"
    r"|you\s+must\s+(?:be\s+logged|confirm\s+your)\b|(?:leave|write|post)\s+a\s+(?:comment|reply)\b"
    r"|(?:we|this\s+(?:site|website))\s+uses?\s+cookies\b|check\s+out\s+more\b"
    r")",
    re.IGNORECASE,
)
MAX_LEADING_CHARS = 240
LABEL = compile_late(
    r"\W*(?:article\s+content|advertisement(?:\s+\d+)?|story\s+continues\s+below(?:\s+advertisement)?|"
    r"advertisement\W*story\s+continues\s+below|comments?|tags?|share|popular|newsletter|"
    r"our\s+standards:\s*(?:the\s+)?thomson\s+reuters\s+trust\s+principles|the\s+thomson\s+reuters\s+trust\s+principles|"
    r"post\s+comment\W*|skip\s+(?:to\s+(?:main\s+)?content|advertisement|past\s+newsletter\s+promotion)|"
    r"recommended(?:\s+videos?)?|click\s+to\s+tweet|cookie\s+(?:policy|settings)|loading)\W*",
    re.IGNORECASE,
)
# Words of buttons and menus. A short line made of them is one of these; in a sentence they do not count.
BUTTON_WORDS = frozenset(
    """
    accept access accessibility account accounts ad ads advertise advertisement advertisements advertising alert alerts
    allow android app apps archive archives article bluesky bookmark browse byline cancel careers classifieds click
    close code comment comments commenting complaint complaints conditions consent contact contactus content contents
    continue cookie cookies copied copy copyright corrections crossword dark decline dismiss donate download edition
    editions email facebook faq faqs feed feeds feedback flipboard follow footer forgot gift global google guidelines
    help home homepage instagram ios jobs latest learn licensing like link linkedin links listen loading log login
    logout logo mail main manage menu messenger mode more navigation navigate newsletter newsletters next notice
    notifications offers open page password pinterest pocket podcasts policies policy popular popup premium previous
    print privacy profile promo puzzles reddit read recommended register registration related remember reply reprint
    reprints reserved rights rss save sale scroll search section sections sell sent settings share shared shares
    sharesave shop shutterstock sign signin signup sitemap skip skype snapchat sponsored store stories story subscribe
    subscriber subscribers subscription subscriptions support syndication tag tags telegram terms threads tiktok toggle
    top topic topics trending tweet twitter unsubscribe upgrade use username videos view website whatsapp widget xing
    youtube
    """.split()
)
SMALL_WORDS = frozenset(
    "a about add all and another as at back be by do for from go here how i if in it me my new no not now of off on or "
    "our out own s see the this to today top up us via view we what with x you your".split()
)
MAX_LABEL_WORDS = 9
# Words that are rare in articles. With two of them, a sentence is taken as the site speaking about itself.
SITE_WORDS = frozenset(
    """
    adblock advertisers browser clicking cookie cookies copyright disclaimer inbox javascript login logged
    newsletter newsletters opt password preferences privacy reproduced reprinted republished signup spam subscribe
    subscriber subscribers subscribing subscription subscriptions terms trademarks unsubscribe website
    """.split()
)
CREDIT = compile_late(
    r"\((?:[^()\n]{0,60}\b)?(?:photos?|image|picture|getty|reuters|afp|ap|epa|file|handout|courtesy)\b[^()\n]{0,80}\)\W*\Z"
    r"|(?:\A|[\])\w.\s])(?:photo(?:graph|graphy|grapher)?s?|images?|pictures?|credits?|pic|illustration)"
    r"(?:\s+(?:credit|by|courtesy(?:\s+of)?))?\s?[:/]\s?\S.{1,80}\Z"
    r"|\A(?:photo|image|picture|illustration)s?\s+(?:by|courtesy|credit|provided)\b.{2,80}\Z"
    r"|\bgetty(?:\s+images)?\W*\Z|/(?:ap|afp|reuters|epa|pa|getty)\W*\Z"
    r"|\b(?:i?stock|shutterstock|pa wire|file photo)\W*\Z",
    re.IGNORECASE,
)
MAX_CREDIT_CHARS = 600
# What follows such a heading is not the article.
OTHER_PART = compile_late(
    r"\W*(?:(?:\d[\d,.]*\s+)?(?:comments?|replies|responses)(?:\s+\(?\d[\d,.]*\)?)?\W*\Z"
    r"|(?:leave|write|post|add|join)\s+(?:a|your|the)?\s*(?:comment|reply|conversation|discussion)"
    r"|(?:view|show|read|load|see)\s+(?:all\s+|the\s+|\d+\s+)*comments?\b"
    r"|(?:most|top|more|other|also|latest|recent|popular|related|recommended|trending|featured|editor'?s?)\s*"
    r"(?:(?:from|on|in|by|for)\b.{2,50}|read|viewed|popular|commented|shared|stor(?:y|ies)|articles?|posts?|news"
    r"|headlines?|videos?|topics?|links?|content|picks?|reading)?\W*\Z"
    r"|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be interested)"
    r"|(?:what|read|up)\s+(?:to\s+read\s+|more\s+|this\s+)?next\W*\Z|about\s+the\s+authors?\W*\Z|share\s+this\b.{0,20}\Z"
    r"|(?:keep|further|continue)\s+reading\W*\Z|sponsored\b.{0,30}\Z|paid\s+content\W*\Z|promoted\b.{0,20}\Z)",
    re.IGNORECASE,
)
MAX_HEADING_CHARS = 70
# A line after an article that says who reported it or where it appeared first.
REPORTED_BY = compile_late(
    r"\A(?:reporting|editing|additional reporting|edited|written|compiled)\s+by\b"
    r"|\bcontributed to this (?:report|story|article)\b"
    r"|\b(?:appeared|published|posted) first (?:on|in|at|by)\b|\bfirst (?:appeared|published|posted) (?:on|in|at|by)\b"
    r"|\boriginally (?:appeared|published|posted) (?:on|in|at|by)\b",
)
MAX_REPORTED_BY_WORDS = 60


def leads_away(text: str) -> bool:
    """Whether a line is a label or leads somewhere else: "Advertisement", "Read more: …"."""
    return len(text) <= MAX_LEADING_CHARS and (is_exact_label(text) or LEADS_AWAY.match(text) is not None)


def is_label(words: Sequence[str]) -> bool:
    """Whether a line of these words is a button or menu entry: most of them are words of buttons and menus.

    >>> is_label("follow us on facebook".split()), is_label("the minister on facebook".split())
    (True, False)
    """
    if not words or len(words) > MAX_LABEL_WORDS:
        return False
    own = sum(word in BUTTON_WORDS for word in words)
    rest = sum(word not in BUTTON_WORDS and word not in SMALL_WORDS and not word.isdecimal() for word in words)
    return own > 0 and own >= 2 * rest


def count_site_words(words: Sequence[str]) -> int:
    """The number of words that are rare in articles and common where a site speaks about itself."""
    return sum(word in SITE_WORDS for word in words)


def is_credit(text: str) -> bool:
    """Whether a line ends with the credit of a picture, or is one.

    >>> is_credit("The bridge in March. (Photo: Ada Moss)"), is_credit("She took a photo of the bridge.")
    (True, False)
    """
    return len(text) <= MAX_CREDIT_CHARS and CREDIT.search(text) is not None


def starts_another_part(text: str) -> bool:
    """Whether a line is the heading of something outside the article: comments, related stories."""
    return len(text) <= MAX_HEADING_CHARS and OTHER_PART.match(text) is not None


def names_reporters(words: Sequence[str]) -> bool:
    """Whether a line in lower case says who reported the article, or where it appeared first."""
    return REPORTED_BY.search(" ".join(words[:MAX_REPORTED_BY_WORDS])) is not None


def is_exact_label(text: str) -> bool:
    """Whether a line is exactly one of a few labels: "Advertisement", "Article content"."""
    return LABEL.fullmatch(text) is not None
