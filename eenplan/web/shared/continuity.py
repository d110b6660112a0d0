"""In words: how long the same coach is there, and who comes next (rule 13). For workers, and in first names for families."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.core.clock import today
from eenplan.plans.queries.continuity import Coming, Constant
from eenplan.web.shared import words


def who_comes(one: Coming) -> str:
    """'Van 1 juli tot en met 14 juli is Jan er, in de plaats van Els.'"""
    name, other = one.name, one.instead_of
    if not other:
        return _("Vanaf %(day)s is %(name)s de coach.") % {"day": words.day(one.since), "name": name}
    about = {"day": words.day(one.since), "name": name, "other": other}
    if one.until is None:
        return _("Vanaf %(day)s is %(name)s er, in de plaats van %(other)s.") % about
    about["last"] = words.day(one.until - timedelta(days=1))
    if one.until - one.since == timedelta(days=1):
        return _("Op %(day)s is %(name)s er, in de plaats van %(other)s.") % about
    return _("Van %(day)s tot en met %(last)s is %(name)s er, in de plaats van %(other)s.") % about


def how_long(found: Constant) -> str:
    """'Els is al 7 maanden jullie vaste coach.' Nothing in the first weeks."""
    months = _months(found.numbers.since, today())
    if not months:
        return ""
    return ngettext(
        "%(name)s is al %(number)s maand jullie vaste coach.",
        "%(name)s is al %(number)s maanden jullie vaste coach.",
        months,
    ) % {"name": found.name, "number": words.number(months)}


def constant_words(found: Constant) -> str:
    """For workers: 'Zelfde coach sinds 2 mei 2026. 12 dagen viel iemand in.'"""
    same = _("Zelfde coach sinds %(day)s.") % {"day": words.day(found.numbers.since)}
    days, coaches = found.numbers.days_without, found.numbers.coaches
    parts = [same]
    if days:
        stood_in = ngettext("Eén dag viel iemand in.", "%(number)s dagen viel iemand in.", days)
        parts.append(words.sentence(stood_in % {"number": words.number(days)}))
    if coaches > 1:
        parts.append(
            ngettext(
                "Daarvoor was er een andere coach.",
                "Daarvoor waren er %(number)s andere coaches.",
                coaches - 1,
            )
            % {"number": words.number(coaches - 1)}
        )
    return " ".join(parts)


def _months(since: date, day: date) -> int:
    """Whole months from one day to another."""
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
