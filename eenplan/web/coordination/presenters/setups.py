"""The steps towards a partnership that works, each with the way there."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eenplan.network.queries.setups import NEEDED_ROLES, Setup
from eenplan.web.shared import words
from eenplan.web.shared.components import Row, Step

# The name, and the four steps that `Setup.ready` counts.
STEPS = 5


def lines(found: Sequence[Setup]) -> list[Row]:
    """Each partnership with its first day and how far it is."""
    return [
        Row(
            one.name,
            _("vanaf %(day)s · %(done)d van %(all)d stappen klaar")
            % {"day": words.day(one.since), "done": one.ready + 1, "all": STEPS},
            reverse("coordination:read-setup", args=[one.code]),
            _("Verder"),
        )
        for one in found
    ]


def steps(one: Setup) -> list[Step]:
    """Name, area, partners, people, contact point: what is done, and where to do what is not."""
    here = f"?voor={one.code}"
    missing = [str(role.label) for role in NEEDED_ROLES if role not in one.roles]
    return [
        Step(
            _("Naam en eerste dag"),
            done=True,
            detail=_("%(name)s, code %(code)s, vanaf %(day)s")
            % {"name": one.name, "code": one.code, "day": words.day(one.since)},
        ),
        Step(
            _("Gebied: welke zones horen erbij?"),
            done=one.has_area,
            detail=ngettext("%(n)d zone", "%(n)d zones", one.zones) % {"n": one.zones}
            if one.has_area
            else _(
                "Minstens twee zones die aan elkaar grenzen. Je kiest ze op de kaart, in een hertekening."
            ),
            href=reverse("coordination:read-areas"),
        ),
        Step(
            _("Partners: welke organisaties doen mee?"),
            done=one.has_core_partner,
            detail=_partners(one),
            href=reverse("coordination:list-partners") + here,
        ),
        Step(
            _("Mensen: wie werkt er?"),
            done=one.has_people,
            detail=_("Er is een netwerkcoördinator, iemand van het aanmeldteam en een coach.")
            if one.has_people
            else _("Nog niemand voor: %(roles)s") % {"roles": ", ".join(missing)},
            href=reverse("coordination:list-team") + here,
        ),
        Step(
            _("Woorden: wie belt men, en hoe heet alles hier?"),
            done=one.has_contact_point,
            detail=_("Er is een contactpunt.")
            if one.has_contact_point
            else _(
                "Minstens een contactpunt met telefoon en uren. Zonder eigen woorden gelden die van allen."
            ),
            href=reverse("words:list-kinds") + here,
        ),
    ]


def _partners(one: Setup) -> str:
    count = ngettext("%(n)d partner", "%(n)d partners", one.partners) % {"n": one.partners}
    if one.has_core_partner:
        return count
    if one.partners:
        return _("%(count)s, nog geen kernpartner") % {"count": count}
    return _("Minstens een kernpartner. Je voegt er een toe, of brengt een lijst in.")
