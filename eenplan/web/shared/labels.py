"""'Wie mag dit zien?': the labels of a piece (rule 32) as a folded part of any form that writes one, and in words.

A form inherits `LabelsForm` and is given a `LabelsNow`; its page includes `components/labels.html`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.errors import RuleBroken
from eenplan.families.rules import BEGINS, Labels, Place, SeenBy, Whose, begins, check_labels
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, ChoicesField, Form, TextField, choose

LABEL_FIELDS = ("seen_by", "special", "agogic_reason", "about", "from_whom")
SEEN_BY: Mapping[SeenBy, tuple[Promise, Promise]] = {
    SeenBy.ALL: (
        gettext_lazy("Iedereen van het plan"),
        gettext_lazy("Wie een kaart heeft, leest het."),
    ),
    SeenBy.FEW: (
        gettext_lazy("Enkel de coach en wie het vertelde"),
        gettext_lazy("Ook de coördinator en wie aanmeldingen opvolgt, lezen het niet."),
    ),
    SeenBy.TEAM: (
        gettext_lazy("Enkel het team"),
        gettext_lazy("Wie dit gezin begeleidt, en wie het vertelde."),
    ),
}
# Of each special label: what the coach ticks, what follows, and how a chip says it.
SPECIAL: Mapping[str, tuple[Promise, Promise, Promise]] = {
    "health": (
        gettext_lazy("Dit gaat over gezondheid"),
        gettext_lazy("Het staat apart. Enkel de coach leest het, en wie het aangaat."),
        gettext_lazy("gezondheid"),
    ),
    "court": (
        gettext_lazy("Dit komt van de rechtbank"),
        gettext_lazy("Niemand van het gezin leest het in dit plan."),
        gettext_lazy("van de rechtbank"),
    ),
    "third_party_only": (
        gettext_lazy("Dit gaat enkel over iemand anders"),
        gettext_lazy("Niemand van het gezin leest het in dit plan."),
        gettext_lazy("enkel over iemand anders"),
    ),
    "agogic_exception": (
        gettext_lazy("Dit krijgt de jongere nu niet te lezen"),
        gettext_lazy("Een vertrouwenspersoon van de jongere mag het wel lezen."),
        gettext_lazy("nu niet voor de jongere"),
    ),
}


@dataclass(frozen=True, slots=True)
class LabelsNow:
    """The labels that a form begins with: of a piece as it stands, or of a new one (`labels` None) at its place.

    `people` are those whom it may be about; `child` is the name of who decides whether others may read it.
    """

    place: Place
    people: tuple[tuple[str, Words], ...] = ()
    labels: Labels | None = None
    whose: Whose = field(default_factory=Whose)
    child: str = ""

    @property
    def standing(self) -> Labels:
        """What holds when nobody chooses anything."""
        return begins(self.place) if self.labels is None else self.labels


class LabelsForm(Form):
    """A form of which a folded part asks who may see what it writes. Without `labelled` it does not ask."""

    # A form that asks itself who says it leaves this out.
    asks_from_whom = True

    seen_by = ChoiceField(
        label=gettext_lazy("Wie ziet dit?"),
        choices=[(key.value, words) for key, (words, _hint) in SEEN_BY.items()],
        option_hints={key.value: hint for key, (_words, hint) in SEEN_BY.items()},
    )
    special = ChoicesField(
        label=gettext_lazy("Wat moeten we nog weten?"),
        choices=[(name, words) for name, (words, _hint, _chip) in SPECIAL.items()],
        option_hints={name: hint for name, (_words, hint, _chip) in SPECIAL.items()},
        required=False,
    )
    agogic_reason = TextField(
        label=gettext_lazy("Waarom krijgt de jongere dit nu niet te lezen?"),
        help_text=gettext_lazy("Enkel als je dat hierboven aanduidt. De reden blijft bewaard."),
        rows=2,
        required=False,
    )
    about = ChoicesField(
        label=gettext_lazy("Over wie gaat dit?"),
        help_text=gettext_lazy("Duid je niemand aan, dan gaat het over het hele gezin."),
        required=False,
    )
    from_whom = ChoiceField(label=gettext_lazy("Van wie weten we dit?"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, labelled: LabelsNow | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labelled = labelled
        if labelled is None:
            for name in LABEL_FIELDS:
                del self.fields[name]
            return
        if not self.asks_from_whom:
            del self.fields["from_whom"]
        self._offer(labelled)
        standing = labelled.standing
        self.initial = {
            **self.initial,
            "seen_by": standing.seen_by.value,
            "special": [name for name in SPECIAL if getattr(standing, name)],
            "agogic_reason": standing.agogic_reason,
            "about": [str(one) for one in labelled.whose.about],
            "from_whom": str(labelled.whose.from_whom_id or ""),
        }
        # Sent without this part (by a page of yesterday): then the labels stay.
        self.fields["seen_by"].required = not self.is_bound or self.add_prefix("seen_by") in self.data

    def _offer(self, labelled: LabelsNow) -> None:
        hints: dict[str, Words] = {key.value: hint for key, (_words, hint) in SEEN_BY.items()}
        if labelled.child:
            hints[SeenBy.ALL.value] = _("Enkel als %(name)s dat zelf zegt.") % {"name": labelled.child}
        fits = (SeenBy.FEW, SeenBy.TEAM) if labelled.place == Place.SAFETY else SEEN_BY
        choose(self, "seen_by", [(key.value, SEEN_BY[key][0]) for key in fits], hints)
        nobody = ("", gettext_lazy("Niemand van het gezin"))
        for name, choices in (("about", labelled.people), ("from_whom", (nobody, *labelled.people))):
            if name in self.fields:
                choose(self, name, choices)

    def clean(self) -> dict[str, Any]:
        """What contradicts is told beside the field in which it can be mended."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("seen_by") and "agogic_reason" in typed and "special" in typed:
            try:
                check_labels(labels_from(typed))
            except RuleBroken as error:
                self.add_error(error.field, ValidationError(str(error.message), error.code))
        return typed

    def labels_given(self) -> Labels | None:
        """The labels that were chosen; None when they were left as they stand, or as such a piece begins."""
        if self.labelled is None or not self.cleaned_data.get("seen_by"):
            return None
        given = labels_from(self.cleaned_data)
        return None if given == self.labelled.standing else given

    def whose_given(self) -> Whose | None:
        """About whom and from whom, if that was changed here; None leaves it as the rest of the form says."""
        if self.labelled is None or not self.cleaned_data.get("seen_by"):
            return None
        before = self.labelled.whose
        about = {UUID(one) for one in self.cleaned_data.get("about") or ()}
        teller = self.cleaned_data.get("from_whom") if "from_whom" in self.fields else None
        from_whom = before.from_whom_id if teller is None else (UUID(teller) if teller else None)
        if about == set(before.about) and from_whom == before.from_whom_id:
            return None
        return Whose(tuple(sorted(about)), from_whom)

    @property
    def labels_part(self) -> list[BoundField]:
        """The questions of the folded part."""
        return [self[name] for name in LABEL_FIELDS if name in self.fields]

    @property
    def other_fields(self) -> list[BoundField]:
        """All other questions that are seen."""
        return [one for one in self.visible_fields() if one.name not in LABEL_FIELDS]

    @property
    def labels_summary(self) -> str:
        """'Wie mag dit zien? Iedereen van het plan.'"""
        standing = self.labelled.standing if self.labelled else Labels()
        return _("Wie mag dit zien? Nu: %(who)s") % {"who": seen_words(standing)}

    @property
    def labels_open(self) -> bool:
        """Whether something in the folded part must be mended."""
        return self.is_bound and any(name in self.errors for name in LABEL_FIELDS)

    @property
    def labels_why(self) -> str:
        """Why such a piece begins as it does."""
        return str(BEGINS[self.labelled.place].why) if self.labelled else ""


def labels_from(typed: Mapping[str, Any]) -> Labels:
    """The labels as they were chosen in the fields of the part."""
    special = set(typed.get("special") or ())
    return Labels(
        **{name: name in special for name in SPECIAL},
        agogic_reason=str(typed.get("agogic_reason") or "").strip(),
        released_to_all=typed.get("seen_by") == SeenBy.ALL,
        confidential=typed.get("seen_by") == SeenBy.FEW,
    )


def seen_words(labels: Labels) -> str:
    """Who sees it, in a few words: 'enkel het team', 'gezondheid'."""
    special = [str(chip) for name, (_words, _hint, chip) in SPECIAL.items() if getattr(labels, name)]
    if labels.seen_by != SeenBy.TEAM or not special:
        words = str(SEEN_BY[labels.seen_by][0])
        special.insert(0, words[:1].lower() + words[1:])
    return ", ".join(special)


def follows(labels: Labels, teller: str = "") -> str:
    """What these labels mean for who reads it, in a sentence or two. `teller`: the name of who told it."""
    if labels.released_to_all:
        return _("Iedereen van het plan leest dit.")
    is_told = teller and not (labels.court or labels.third_party_only or labels.agogic_exception)
    if labels.confidential or labels.health:
        who = (
            _("Dit is enkel voor de coach, en voor %(name)s, die het vertelde.") % {"name": teller}
            if is_told
            else _("Dit is enkel voor de coach.")
        )
    elif is_told:
        who = _("Dit is enkel voor wie dit gezin begeleidt, en voor %(name)s, die het vertelde.") % {
            "name": teller
        }
    else:
        who = _("Dit is enkel voor wie dit gezin begeleidt.")
    said = [who, _("Het staat niet op papier.")]
    if labels.health:
        said.append(_("Het staat apart, bij gezondheid."))
    if labels.agogic_exception:
        said.append(_("Een vertrouwenspersoon van de jongere mag het wel lezen."))
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class SeenChip:
    """Who sees a piece, quietly beside it, and the way to change that ('' where one may not)."""

    text: str
    href: str = ""
    icon: str = "lock"


def seen_chip(labels: Labels | None, place: Place, href: str, *, among_all: bool = False) -> SeenChip | None:
    """The chip of a piece whose labels are otherwise than such a piece begins.

    `among_all`: it stands among what everybody reads, so that all that is closed there says so.
    """
    if labels is None or (labels == begins(place) and (labels.released_to_all or not among_all)):
        return None
    return SeenChip(seen_words(labels), href, "eye" if labels.released_to_all else "lock")
