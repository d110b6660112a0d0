"""Whom somebody would rather not have as a helper: the same questions with a card and at the table (rule 38)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.consent.enums import RecipientKind
from eenplan.consent.queries import shares
from eenplan.core.acting import Acting
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.rules import FOR_FEW, FOR_TEAM, RELEASED, Labels, SeenBy
from eenplan.plans.enums import TeamKind
from eenplan.plans.queries import coaches_of, version
from eenplan.rights.actions import Refused
from eenplan.rights.queries.refusals import RefusalOn, refusals
from eenplan.web.shared import words
from eenplan.web.shared.copies import Entry
from eenplan.web.shared.forms import ChoiceField, Form, TextField, choose
from eenplan.web.shared.said import Saying

OTHER = "other"
LABELS = {SeenBy.FEW: FOR_FEW, SeenBy.TEAM: FOR_TEAM, SeenBy.ALL: RELEASED}
# With whom something is shared that is a helper with a name.
_NAMED = (RecipientKind.ORGANISATION, RecipientKind.WORKER, RecipientKind.OUTSIDE)


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who helps now: how the page calls them, and who it is."""

    label: str
    who: Refused


def helpers_of(acting: Acting, family_id: UUID, refused: Iterable[RefusalOn] = ()) -> list[Helper]:
    """The coach, who stands in the agreed plan as a professional, and with whom something is shared; each once.

    Without those whom whoever asks refuses already (`refused`).
    """
    found: dict[str, Helper] = {}
    coach = coaches_of(acting, [family_id]).get(family_id)
    if coach:
        label = _("%(name)s, onze coach") % {"name": coach.name}
        found[coach.name.lower()] = Helper(label, Refused(coach.name, coach.staff_member_id))
    try:
        team = version(acting, family_id).pieces.team
    except NotFound:
        team = ()
    for one in team:
        if one.team_kind == TeamKind.PROFESSIONAL and one.released:
            label = f"{one.name}, {one.role}" if one.role else one.name
            found.setdefault(one.name.lower(), Helper(label, Refused(one.name, one.staff_member_id)))
    for share in shares(acting, family_id):
        if share.kind in _NAMED and share.is_open and share.recipient:
            found.setdefault(share.recipient.lower(), Helper(share.recipient, Refused(share.recipient)))
    already = {one.helper.lower() for one in refused if one.stands}
    return [one for name, one in found.items() if name not in already]


class RefuseForm(Form):
    """Whom, perhaps why, and who may read why."""

    helper = ChoiceField(label=gettext_lazy("Wie heb je liever niet?"))
    other = forms.CharField(
        label=gettext_lazy("Iemand anders: hoe heet die persoon of organisatie?"),
        max_length=200,
        required=False,
    )
    reason = TextField(label=gettext_lazy("Waarom? In je eigen woorden"), required=False)
    seen_by = ChoiceField(
        label=gettext_lazy("Wie mag lezen waarom?"),
        choices=[
            (SeenBy.FEW, gettext_lazy("Enkel de coach")),
            (SeenBy.TEAM, gettext_lazy("Wie ons helpt vanuit het aanmeldteam en de coördinatie")),
            (SeenBy.ALL, gettext_lazy("Iedereen van het plan")),
        ],
        initial=SeenBy.FEW,
    )

    def __init__(self, *args: Any, helpers: list[Helper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helpers = helpers
        listed = [(str(place), one.label) for place, one in enumerate(helpers)]
        choose(self, "helper", [*listed, (OTHER, _("Iemand anders"))])

    @property
    def who(self) -> Refused:
        """Who was chosen. Raises RuleBroken for nobody."""
        chosen = self.cleaned_data["helper"]
        if chosen != OTHER:
            return self.helpers[int(chosen)].who
        name = self.cleaned_data["other"].strip()
        if not name:
            raise RuleBroken(
                "rights:helper-missing", _("Schrijf hoe die persoon of organisatie heet."), field="other"
            )
        known = next((one.who for one in self.helpers if one.who.name.lower() == name.lower()), None)
        return replace(known, name=name) if known else Refused(name)

    @property
    def labels(self) -> Labels:
        """Who may read the reason."""
        return LABELS[SeenBy(self.cleaned_data["seen_by"])]


def refusal_entry(one: RefusalOn) -> Entry:
    """A refusal in words."""
    about = _("sinds %(day)s") % {"day": words.day(one.on)}
    if one.withdrawn_on:
        about = _("%(since)s, mag weer sinds %(day)s") % {"since": about, "day": words.day(one.withdrawn_on)}
    return Entry(
        one.helper, (Saying(one.reason, one.person, one.language),) if one.reason else (), about=about
    )


def refused_words(acting: Acting, family_id: UUID) -> str:
    """'Iemand van het gezin heeft liever niet: Juf Noor.' beside where a helper is asked in; '' when there is none."""
    names = list(dict.fromkeys(one.helper for one in refusals(acting, family_id) if one.stands))
    if not names:
        return ""
    return _("Iemand van het gezin heeft liever niet: %(names)s. Zoek samen iemand anders.") % {
        "names": words.listed(names)
    }
