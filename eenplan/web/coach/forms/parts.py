"""What the coach's forms have in common: the revision that was read, who said it, who may see it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, Form
from eenplan.web.shared.labels import LABEL_FIELDS, LabelsForm

# A worker wrote it down, nobody of the family said it.
WORKER = "worker"
WHOLE_FAMILY = "family"
SCORES: list[tuple[str, Words]] = [
    ("", _("geen cijfer")),
    *((str(score), str(score)) for score in range(11)),
]


def score_field(label: Any, **more: Any) -> forms.ChoiceField:
    """A score from 0 to 10, or none."""
    more.setdefault("error_messages", {"invalid_choice": _("Kies een cijfer van 0 tot 10.")})
    return forms.ChoiceField(label=label, choices=SCORES, required=False, **more)


def score_of(typed: str) -> int | None:
    """The score that was chosen; None for none."""
    return int(typed) if typed else None


def id_of(typed: str) -> UUID | None:
    """The id that was chosen; None for the worker, the whole family and nothing."""
    return UUID(typed) if typed and typed not in (WORKER, WHOLE_FAMILY) else None


class CalmForm(Form):
    """A form that two people may have open at once: it remembers what it showed when it was opened."""

    base = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class SectionForm(CalmForm, LabelsForm):
    """A form about a piece of the plan, with who may see it. It remembers the section's revision as it was read."""

    # What a worker writes here for the family to read, if no one of the family said it: the hint of `readable`.
    for_family: tuple[str, ...] = ()
    # Only when everybody of the plan reads it.
    hint_when_for_all = False

    revision = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "about" in self.fields:
            self.fields["about"].help_text = _(
                "Enkel als het niet blijkt uit wat hierboven staat. Duid je niemand aan, dan volgt het daaruit."
            )
        self.order_fields([name for name in self.fields if name not in LABEL_FIELDS])

    @property
    def revision_read(self) -> int:
        """The revision that was read; -1, which never is one, when it was not sent."""
        typed = self.cleaned_data.get("revision", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


def speaker_field(label: Any = None) -> ChoiceField:
    """Who of the family said it, or nobody: then a worker wrote it down."""
    return ChoiceField(
        label=label or _("Wie zegt dit?"),
        error_messages={"required": _("Duid aan wie dit zegt.")},
        option_hints={WORKER: _("Dan staat het niet als hun eigen woorden in het plan.")},
    )


def speaker_of(form: Form) -> UUID | None:
    """Who of the family says what was typed in a valid form, if it asks that."""
    typed = form.cleaned_data
    return id_of(str(typed.get("speaker") or typed.get("expressed_by") or ""))
