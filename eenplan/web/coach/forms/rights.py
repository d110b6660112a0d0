"""What the coach writes down of what somebody asks about their own data, and of what was decided."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from eenplan.rights.enums import Outcome, RequestKind
from eenplan.rights.queries.requests import RequestOn
from eenplan.rights.rules.requests import outcomes_of
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, Form, TextField
from eenplan.web.shared.refusing import RefuseForm
from eenplan.web.shared.rights import AskForm, AskPieceForm, Noted

_WORDS: dict[Outcome, Words] = {
    Outcome.GIVEN: _("Gegeven: ze lezen het nu"),
    Outcome.CORRECTED: _("Verbeterd"),
    Outcome.BESIDE: _("Hun uitleg komt erbij te staan"),
    Outcome.ACCEPTED: _("Ja, zo doen we het"),
    Outcome.REFUSED: _("Nee"),
}
_HINTS: dict[str, Words] = {
    Outcome.CORRECTED: _("Verander eerst wat niet klopt. Wat er stond, blijft bewaard."),
    Outcome.BESIDE: _("Wie het stuk mag lezen, leest dan ook deze woorden."),
    Outcome.REFUSED: _("Wie het vroeg, leest waarom, en waar je een klacht kan indienen."),
}


class NoteRequestForm(AskForm, Noted):
    """Something about somebody's data as a whole, asked at the table or on paper."""

    person = ChoiceField(label=_("Wie vraagt het?"))
    field_order = ("person", "kind", "words", "how", "asked_on")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a field with choices
        self.fields["kind"].label = _("Wat wordt er gevraagd?")
        self.fields["words"].label = _("In hun eigen woorden")


class NotePieceForm(AskPieceForm, Noted):
    """Something about one piece of the file, asked at the table or on paper."""

    person = ChoiceField(label=_("Wie vraagt het?"))
    field_order = ("person", "kind", "words", "how", "asked_on")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a field with choices


class NoteRefusalForm(RefuseForm, Noted):
    """Whom somebody would rather not have as a helper, said at the table or on paper."""

    person = ChoiceField(label=_("Wie zegt het?"))
    field_order = ("person", "helper", "other", "reason", "seen_by", "how", "asked_on")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]  # a field with choices


class DecideForm(Form):
    """What is decided about a request, and why not."""

    outcome = ChoiceField(label=_("Wat is er beslist?"))
    reason = TextField(label=_("Waarom? Wie het vroeg, leest dit."), required=False)

    def __init__(self, *args: Any, asked: RequestOn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fits = outcomes_of(RequestKind(asked.kind), about_piece=asked.item_id is not None)
        outcome = self.fields["outcome"]
        outcome.choices = [(one, _WORDS[one]) for one in fits]  # type: ignore[attr-defined]
        outcome.option_hints = {one: _HINTS[one] for one in fits if one in _HINTS}  # type: ignore[attr-defined]
