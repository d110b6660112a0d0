"""Two texts side by side, and what else a form carries while somebody chooses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from eenplan.plans.queries.drafts import EarlierWords
from eenplan.plans.rules import Clash, compared
from eenplan.plans.rules.merging import Value
from eenplan.web.coach.calm import CHOICE, texts_of
from eenplan.web.coach.forms.parts import CalmForm
from eenplan.web.shared import words
from eenplan.web.shared.forms import DatePartsInput

# In which slot of a piece the words of a field stand, when it is called otherwise.
SLOTS: Mapping[str, str] = {"what": "text", "changes": "text"}

Stretches = list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One field in which two people wrote something else. Stretches are words with whether they differ."""

    field: BoundField
    name: str
    label: str
    by: str
    theirs: Stretches
    mine: Stretches
    has_both: bool
    picked: str
    errors: list[str]

    @property
    def is_anew(self) -> bool:
        """Whether they want to write it anew."""
        return self.picked == "anew"


def choice_rows(
    form: CalmForm, clashes: Mapping[str, Clash], others: Iterable[EarlierWords], me: UUID
) -> list[ChoiceRow]:
    """What there is to choose, in the order of the form. Of a text 'both' is proposed: then nothing goes away.

    `others` are the words of the piece, newest first; `me` is the actor who chooses.
    """
    newest: dict[str, EarlierWords] = {}
    for one in others:
        newest.setdefault(one.slot, one)
    rows = []
    for name, field in form.fields.items():
        clash = clashes.get(name)
        if clash is None:
            continue
        said = newest.get(SLOTS.get(name, name)) if name in texts_of(form) else None
        theirs, mine = _shown(field, clash.theirs), _shown(field, clash.mine)
        rows.append(
            ChoiceRow(
                form[name],
                CHOICE + name,
                str(field.label),
                _by(said, me),
                compared(mine, theirs),
                compared(theirs, mine),
                clash.both is not None,
                str(form.data.get(CHOICE + name) or ("both" if clash.both is not None else "")),
                [str(error) for error in form.errors.get(name, [])],
            )
        )
    return rows


def _by(said: EarlierWords | None, me: UUID) -> str:
    if said is None or not said.author:
        return _("Intussen staat er")
    if said.author_id == me:
        return _("Jij schreef in een ander venster, %(moment)s") % {"moment": words.moment(said.said_at)}
    return _("%(name)s schreef intussen, %(moment)s") % {
        "name": said.author,
        "moment": words.moment(said.said_at),
    }


def _shown(field: forms.Field, value: Value) -> str:
    """A value as people read it."""
    if isinstance(value, tuple):
        return ", ".join(_shown(field, one) for one in value) or _("niets")
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in cast(Iterable[tuple[object, object]], field.choices)}
        return labels.get(value, value) or _("niets")
    if isinstance(field, forms.BooleanField):
        return _("ja") if value else _("nee")
    if isinstance(field.widget, DatePartsInput):
        return words.day(date.fromisoformat(value)) if value else _("geen datum")
    return value or _("niets")


def carried(form: CalmForm, clashes: Mapping[str, Clash]) -> list[tuple[str, str]]:
    """What the form carries along unseen: everything but what is chosen now."""
    seen = set(clashes) | {CHOICE + name for name in clashes} | {"csrfmiddlewaretoken"}
    seen |= {f"{name}_{part}" for name in clashes for part in DatePartsInput.PARTS}
    data = form.data
    lists = data.lists() if hasattr(data, "lists") else [(name, [value]) for name, value in data.items()]
    return [(name, str(value)) for name, values in lists if name not in seen for value in values]
