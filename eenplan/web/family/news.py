"""'Er is iets nieuws': what came since the reader was last here, and what waits for them. It never says what it is about."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.acting import Acting
from eenplan.core.clock import BRUSSELS, day_of, now
from eenplan.families.queries import PaperRow
from eenplan.plans.queries.messages import Mine
from eenplan.plans.queries.news import News, TableNews
from eenplan.plans.queries.news import news as news_of
from eenplan.web.family.pages import Page
from eenplan.web.shared.components import Tile
from eenplan.web.shared.plan_view import day
from eenplan.web.shared.words import written

# What is new stays so for some days: who came in and was called away finds it again.
LEAST = timedelta(days=3)


def tiles(
    acting: Acting,
    person_id: UUID,
    before: datetime,
    *,
    page: Page | None,
    messages: Mine,
    coach_name: str,
    papers: list[PaperRow],
    sharing: Tile,
) -> list[Tile]:
    """The lines of 'Er is iets nieuws', one of each kind, what is asked first; none when nothing is. Two queries."""
    if acting.family_id is None:
        return []
    since = min(before, now() - LEAST)
    found = news_of(acting, acting.family_id, person_id, since=since)
    return [
        *([replace(sharing, title=sharing.detail, detail=sharing.title)] if sharing.tone else []),
        *_answer_plan(page),
        *(_table(one) for one in sorted(found.tables, key=lambda one: not one.asks)[:1]),
        *(_message(coach_name) if messages.has_new else ()),
        *_answered(found),
        *_version(page, since),
        *_papers(papers, since),
    ]


def _answer_plan(page: Page | None) -> list[Tile]:
    """Whether the plan is right for the reader, as long as they did not say so."""
    if not (page and page.plan.is_active and page.mine and page.mine.asked and page.mine.answer is None):
        return []
    href = reverse("family:answer-plan")
    return [Tile("circle-help", _("Gaat dit plan voor jou?"), href, _("Je zei er nog niets over."))]


def _message(coach_name: str) -> list[Tile]:
    title = (
        _("%(coach)s antwoordde op je bericht") % {"coach": coach_name}
        if coach_name
        else _("Je kreeg een antwoord.")
    )
    return [Tile("message-circle", title, reverse("family:write-message"))]


def _answered(found: News) -> list[Tile]:
    if not found.answered:
        return []
    title = ngettext(
        "Een antwoord op wat je voorstelde", "%(count)d antwoorden op wat je voorstelde", found.answered
    ) % {"count": found.answered}
    return [Tile("pencil", title, reverse("family:list-contributions"))]


def _version(page: Page | None, since: datetime) -> list[Tile]:
    if page is None or not page.plan.is_active or page.version.head.activated_at < since:
        return []
    if page.plan.number == 1:
        return [Tile("house", _("Jullie plan is klaar"), reverse("family:read-plan"))]
    title = _("Er veranderde iets in ons plan")
    return [Tile("house", title, reverse("family:list-versions"), _("Bekijk wat er anders is."))]


def _papers(papers: list[PaperRow], since: datetime) -> list[Tile]:
    new = sum(one.added_at >= since for one in papers)
    if not new:
        return []
    title = ngettext("Een nieuw papier", "%(count)d nieuwe papieren", new) % {"count": new}
    return [Tile("file-text", title, reverse("family:list-attachments"))]


def _table(one: TableNews) -> Tile:
    when = {
        "day": day(day_of(one.starts_at)),
        "weekday": written(one.starts_at.astimezone(BRUSSELS), "l"),
    }
    if one.is_off:
        title, detail = _("Het overleg van %(weekday)s %(day)s gaat niet door"), ""
    else:
        title = _("Op %(weekday)s %(day)s zitten we samen rond de tafel")
        detail = _("Kom jij? Zeg het hier.") if one.asks else ""
    return Tile("users", title % when, reverse("family:read-round-table", args=[one.id]), detail)
