"""The components as template tags, available in every template without `load`.

Each one's markup stands in `components/<name>.html`, but that of the smallest, of which a list shows dozens, here.
docs/design-system.md says when to use which.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.defaultfilters import linebreaksbr, stringfilter
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from eenplan.core.enums import ActorKind, Role
from eenplan.core.languages import language_now
from eenplan.web.shared import words
from eenplan.web.shared.components import Chip, Crumb, Pill, Row, Step, Tile
from eenplan.web.shared.direction import is_foreign, reads
from eenplan.web.shared.faces import DRAWN
from eenplan.web.shared.fields import describe_errors, describe_field
from eenplan.web.shared.said import Translated
from eenplan.web.shared.typed import put_back, typed_on

register = template.Library()

TONES = ("ontime", "soon", "late", "done", "people")
_TURNS = ("arrow-", "chevron-left", "chevron-right", "corner-", "log-out", "send", "list")


def _one_of(value: str, allowed: Sequence[str], what: str) -> str:
    if value not in allowed:
        raise ValueError(f"{what} is one of {', '.join(allowed)}; not {value!r}.")
    return value


@lru_cache(maxsize=256)
def _drawing(home: Path, name: str) -> SafeString:
    """One icon as its package has it. Raises FileNotFoundError with the way to mend it."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"An icon's name has small letters, digits and hyphens; not {name!r}.")
    path = home / "assets" / "icons" / f"{name}.svg"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FileNotFoundError(
            f"No icon {name!r}: add it to eenplan/web/shared/icons.txt and get the browser assets again."
        ) from error
    found = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if not found:
        raise ValueError(f"{path.name} holds no drawing.")
    turns = " icon-turns" if name.startswith(_TURNS) else ""
    inside = re.sub(r"\s*\n\s*", "", found.group(1))
    return mark_safe(  # noqa: S308 (the drawing comes from a package, the name was checked)
        f'<svg class="icon{turns}" xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" '
        'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false">{inside}</svg>'
    )


@register.simple_tag
def is_demo() -> bool:
    """Whether the page must say that its data are invented; also known where no request is (a broken page)."""
    return bool(settings.DEMO)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One outline drawing, hidden from screen readers: always put a word beside it."""
    try:
        return _drawing(settings.HOME, name)
    except FileNotFoundError:
        if settings.DEMO or settings.DEBUG:
            raise
        return SafeString("")  # without its drawing a page still says everything in words


def _drawn(name: str) -> SafeString:
    """The icon with this name, or nothing for no name."""
    return icon(name) if name else SafeString("")


@register.simple_tag
def button(
    text: str,
    href: str = "",
    kind: str = "filled",
    icon: str = "",
    name: str = "",
    value: str = "",
    about: str = "",
    form: str = "",
    wide: bool = False,
) -> SafeString:
    """A button, or a link that looks like one when it has `href`. One `filled` per card or page.

    `about` ends the text for screen readers only ('Coach kiezen' + 'voor het gezin in Genk').
    """
    _one_of(kind, ("filled", "quiet", "danger", "plain", "plain danger"), "The kind of a button")
    classes = " ".join(
        part for part in ("button", "" if kind == "filled" else kind, "wide" if wide else "") if part
    )
    said = format_html(
        "<span>{}{}</span>", text, _around('<span class="hidden-visually"> {}</span>', apart(about))
    )
    drawn = _drawn(icon)
    words = (
        said + drawn if icon.startswith(("arrow-right", "chevron-right", "external-link")) else drawn + said
    )
    if href:
        return format_html('<a class="{}" href="{}">{}</a>', classes, href, words)
    more = (
        _around(f' {attribute}="{{}}"', given)
        for attribute, given in (("name", name), ("value", value), ("form", form))
    )
    return format_html('<button type="submit" class="{}"{}{}{}>{}</button>', classes, *more, words)


def _around(markup: str, given: str) -> SafeString:
    """A piece of markup around what was given; nothing when nothing was."""
    return format_html(markup, given) if given else SafeString("")


@register.simple_tag
def clock(tone: str, text: str, detail: str = "") -> SafeString:
    """How long until the promise: words first ('Nog 2 dagen'), then the day ('tegen 23 november')."""
    tone = _one_of(tone, TONES, "The tone of a clock")
    return format_html(
        '<div class="clock {}"><b>{}</b>{}</div>', tone, text, _around("<span>{}</span>", detail)
    )


@register.inclusion_tag("components/pills.html")
def pills(items: Iterable[Pill], label: str) -> dict[str, Any]:
    """Filters above a list, at most six or so; they are links, so that the address holds the choice."""
    return {"items": items, "label": label}


@register.simple_tag
def quote(
    text: str, by: str = "", lang: str = "", small: bool = False, translations: Iterable[Translated] = ()
) -> SafeString:
    """What someone of the family said, in their words: the largest type on the page. Never for notes of helpers.

    `translations` stand beneath, smaller, with who translated: never in place of what was said.
    """
    return format_html(
        '<figure class="quote{}"><blockquote{} dir="{}">“{}”</blockquote>{}{}</figure>',
        " small" if small else "",
        _around(' lang="{}"', lang),
        reads(text),
        linebreaksbr(text),
        translated(translations or ()),
        _around("<figcaption>{}</figcaption>", apart(by)),
    )


@register.simple_tag
def face(code: str, size: int = 48) -> SafeString:
    """One of the five faces, hidden from screen readers: always put its word beside it. `size` in pixels."""
    return format_html(
        '<svg class="face" width="{}" height="{}" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2.5"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<circle cx="24" cy="24" r="21"/>{}</svg>',
        size,
        size,
        mark_safe(DRAWN[code]),  # noqa: S308 (our own drawing)
    )


@register.simple_tag(takes_context=True)
def drawing(context: Context, drawing_id: UUID, family_id: UUID | None = None) -> str:
    """Where whoever reads this page looks at a child's drawing; '' for who has no such page: then its words are read."""
    request = context.get("request")
    acting = getattr(request, "acting", None)
    if acting is None:
        return ""
    if acting.kind == ActorKind.FAMILY_MEMBER and acting.role == Role.FAMILY_MEMBER:
        return reverse("family:open-drawing", args=[drawing_id])
    family = family_id or (
        request.resolver_match.kwargs.get("family_id") if request and request.resolver_match else None
    )
    if acting.role in (Role.COACH, Role.COORDINATOR) and family:
        return reverse("coach:open-drawing", args=[family, drawing_id])
    return ""


@register.simple_tag
def translated(translations: Iterable[Translated]) -> SafeString:
    """Beneath the family's own words: the same in other languages (`Saying.translations`), with who translated."""
    return format_html_join(
        "",
        '<p class="translated" lang="{}" dir="{}">{}</p><p class="soft small">{}</p>',
        ((one.lang, reads(one.text), linebreaksbr(one.text), one.about) for one in translations),
    )


@register.inclusion_tag("components/person.html")
def person(
    name: str, role: str = "", detail: str = "", phone: str = "", initials: str = ""
) -> dict[str, str]:
    """Someone who helps or belongs to the family: initials, name, what they are here, how to reach them.

    `phone` as people write it; it can be tapped.
    """
    letters = [part[0] for part in name.replace("-", " ").split() if part[0].isalpha()]
    return {
        "name": name, "role": role, "detail": detail, "phone": phone,
        "call": "".join(sign for sign in phone if sign.isdigit() or sign == "+"),
        "initials": initials or (letters[0] + letters[-1] if len(letters) > 1 else name[:2]),
    }  # fmt: skip


@register.simple_tag
def status(text: str, tone: str = "done", icon: str = "") -> SafeString:
    """One state in a word or two. The tone only colours what the word already says."""
    tone = _one_of(tone, TONES, "The tone of a status")
    return format_html('<span class="status {}">{}{}</span>', tone, _drawn(icon), text)


@register.simple_tag(takes_context=True)
def brought_beside(context: Context, item_id: UUID, about: str = "", of: str = "") -> SafeString:
    """Under a piece of the plan: what the family says beside it (`brought`), and with `may_say` the way to say more.

    `of` names a piece that is not just above, such as a step of a list.
    """
    said = (context.get("brought") or {}).get(item_id, ())
    say_href = reverse("family:say-beside", args=[item_id]) if context.get("may_say") else ""
    if not (said or say_href):
        return SafeString("")
    return render_to_string(
        "shared/brought-beside.html", {"said": said, "say_href": say_href, "about": about, "of": of}
    )


@register.simple_tag(takes_context=True)
def remarks_on(context: Context, item_id: UUID | None) -> list[Any]:
    """On paper: what the family says beside a piece (`remarks`), each with whose words they are."""
    return list((context.get("remarks") or {}).get(item_id, ()))


@register.inclusion_tag("components/summary.html")
def summary(rows: Iterable[Row]) -> dict[str, Any]:
    """What is known, as pairs; also 'check your answers' (give each row an `href` and an `action`)."""
    return {"rows": rows}


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Step]) -> dict[str, Any]:
    """Who does what by when, under a goal."""
    return {"items": items}


@register.simple_tag
def scale(score: int | None, target: int | None = None, label: str = "") -> SafeString:
    """Where the family puts itself between 0 and 10, and where it wants to be. Their own score, never ours."""
    for number in (score, target):
        if number is not None and not 0 <= number <= 10:
            raise ValueError("A scale goes from 0 to 10.")
    return format_html(
        '<div class="scale">{}<span>{}{}</span></div>',
        _marks(score or 0, target or 0),
        _around('<span class="hidden-visually">{}: </span>', label),
        score_words(score, target),
    )


@lru_cache
def _marks(score: int, target: int) -> SafeString:
    """Ten marks: up to the score, on to the target, and the rest."""
    kinds = (' class="on"' if i <= score else ' class="to"' if i <= target else "" for i in range(1, 11))
    return mark_safe("".join(f'<i aria-hidden="true"{kind}></i>' for kind in kinds))  # noqa: S308 (our own)


@register.simple_tag
def score_words(score: int | None, target: int | None = None) -> str:
    """The family's own score in words, as paper says it: 'nu 3, we willen naar 8'."""
    if score is None:
        return _("nog geen cijfer")
    if target is None:
        return _("%(score)s op 10") % {"score": score}
    return _("nu %(score)s, we willen naar %(target)s") % {"score": score, "target": target}


@register.filter
def full_day(on: date) -> str:
    """A day with its year, in words: '23 november 2026'."""
    return words.written(on, "j F Y")


register.filter("reads", reads)
# Instead of Django's own, which gives Turkish the capital of another letter.
register.filter("capfirst", stringfilter(words.sentence), is_safe=True)


@register.filter
def apart(text: object, lang: str = "") -> SafeString:
    """What somebody typed, in a line of ours: in its own direction, and in `lang` where the page is in another.

    `{{ step.text|apart:step.lang }}`; words that stand in Dutch (`InDutch`) say so themselves. It is plain text where page and words are of one language and direction.
    """
    said = conditional_escape(str(text or ""))
    lang = lang or getattr(text, "lang", "")
    spoken = lang if lang and lang != language_now() else ""
    if not said or not (spoken or is_foreign(str(text))):
        return said
    return format_html("<bdi{}>{}</bdi>", _around(' lang="{}"', spoken), said)


@register.inclusion_tag("components/pager.html")
def pager(
    next_href: str = "", first_href: str = "", shown: str = "", previous_href: str = "", last_href: str = ""
) -> dict[str, str]:
    """Further in a long list: 'volgende', 'vorige', back to the start, to the end. There are no page numbers."""
    return {
        "next_href": next_href,
        "previous_href": previous_href,
        "first_href": first_href,
        "last_href": last_href,
        "shown": shown,
    }


@register.inclusion_tag("components/crumbs.html")
def crumbs(items: Iterable[Crumb]) -> dict[str, Any]:
    """The way back up, above the h1, from the second level of an area on."""
    return {"items": items}


@register.inclusion_tag("components/tiles.html")
def tiles(items: Iterable[Tile]) -> dict[str, Any]:
    """The large doors of the family's own page."""
    return {"items": items}


@register.inclusion_tag("components/doors.html")
def doors(items: Iterable[Tile]) -> dict[str, Any]:
    """Many ways on, quietly: one line each, with an icon and a plain name."""
    return {"items": items}


@register.inclusion_tag("components/chips.html")
def chips(items: Iterable[Chip], label: str) -> dict[str, Any]:
    """All life domains at a glance; the tone also stands in words for screen readers."""
    said = {"soon": _("hier praten we over"), "ontime": _("gaat goed"), "done": ""}
    return {"items": [(item, said[item.tone]) for item in items], "label": label}


@register.inclusion_tag("components/progress.html")
def progress(step: int, of: int, title: str = "") -> dict[str, Any]:
    """Where one is in a form of several pages."""
    return {"step": step, "of": of, "title": title, "marks": [i <= step for i in range(1, of + 1)]}


def _block(name: str, content: str, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", {"content": content, **context})


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, tone: str = "", id: str = "") -> SafeString:
    """A thing that belongs together, with its title. `tone`: empty, 'sun' or 'teal'; rarely."""
    return _block("card", content, title=title, level=level, tone=tone, id=id)


NOTICES = {
    "info": "info",
    "good": "circle-check",
    "mind": "clock",
    "stop": "triangle-alert",
    "secret": "lock",
}


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> SafeString:
    """Something to know before going on. 'good' after an act, 'mind' to look out, 'stop' when it failed,
    'secret' about who sees what."""
    return _block("notice", content, tone=tone, title=title, icon=NOTICES[tone])


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "leaf") -> SafeString:
    """Nothing here yet: say what will come, and the one thing to do now (a button inside)."""
    return _block("empty", content, title=title, icon=icon)


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    """What few people need to read; never for what everyone must know."""
    return _block("details", content, summary=summary, open=open)


@register.simple_block_tag
def table(content: str, caption: str, note: str = "", id: str = "table") -> SafeString:
    """Figures in rows; write thead and tbody inside. It scrolls by itself on a phone, reachable by keyboard.

    `note` says unit, period, area version and extraction date. Give each table on a page its own `id`.
    """
    return _block("table", content, caption=caption, note=note, id=id)


@register.simple_tag
def field(bound: BoundField, **options: Any) -> SafeString:
    """One question of a form: label, hint, error beside it, input.

    Options: `width` (2, 4, 10, 20: about that many characters), `big` (the label is the page's h1),
    `prefix`, `suffix`, `optional` (False: do not say 'hoeft niet'), and any attribute of the input (`autocomplete`, `inputmode`, `rows`, `hx_get`…).
    """
    return render_to_string("components/field.html", describe_field(bound, **options))


@register.simple_tag(takes_context=True)
def errors(context: Context, *forms: BaseForm) -> SafeString:
    """The summary at the top of a page that came back: each error leads to its field. Empty when all is well.

    Who was signed out while typing finds it back in the forms, and reads so here.
    """
    request, again = context.get("request"), ""
    if request and request.method == "GET" and not hasattr(request, "put_back") and forms:
        typed = typed_on(request)
        if typed:
            again = words.moment(typed.at)
            for form in forms:
                put_back(form, typed.fields)
    return render_to_string("components/errors.html", {"items": describe_errors(*forms), "again": again})
