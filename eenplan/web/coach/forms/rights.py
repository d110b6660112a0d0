"""What the coach writes down of what somebody asks about their own data, and of what was decided."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from eenplan.rights.queries.requests import RequestOn
from eenplan.rights.rules.requests import outcomes_of
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, ChoicesField, DateField, Form, TextField, choose
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
        choose(self, "person", people)
        self.fields["kind"].label = _("Wat wordt er gevraagd?")
        self.fields["words"].label = _("In hun eigen woorden")


class NotePieceForm(AskPieceForm, Noted):
    """Something about one piece of the file, asked at the table or on paper."""

    person = ChoiceField(label=_("Wie vraagt het?"))
    field_order = ("person", "kind", "words", "how", "asked_on")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", people)


class NoteRefusalForm(RefuseForm, Noted):
    """Whom somebody would rather not have as a helper, said at the table or on paper."""

    person = ChoiceField(label=_("Wie zegt het?"))
    field_order = ("person", "helper", "other", "reason", "seen_by", "how", "asked_on")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "person", people)


class DecideForm(Form):
    """What is decided about a request, and why not; of an objection about no piece, which sharing it ends (`shares`)."""

    outcome = ChoiceField(label=_("Wat is er beslist?"))
    ends = ChoicesField(
        label=_("Welk delen stopt?"),
        help_text=_("Enkel als je ja zegt. Wat hier aangeduid staat, stopt meteen."),
        required=False,
    )
    reason = TextField(label=_("Waarom? Wie het vroeg, leest dit."), required=False)

    def __init__(
        self, *args: Any, asked: RequestOn, shares: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if shares:
            choose(self, "ends", shares)
        else:
            del self.fields["ends"]
        fits = outcomes_of(RequestKind(asked.kind), about_piece=asked.item_id is not None)
        hints = _HINTS | _accepted(asked)
        fitting = {one.value: hints[one] for one in fits if one in hints}
        choose(self, "outcome", [(one, _WORDS[one]) for one in fits], fitting)


def _accepted(asked: RequestOn) -> dict[str, Words]:
    """What happens when this request is accepted."""
    if asked.item_id is not None:
        return {
            Outcome.ACCEPTED: _("Enkel jij en wie het aangaat lezen het dan nog. Je heft het later zelf op.")
        }
    if asked.kind == RequestKind.RESTRICTION:
        return {
            Outcome.ACCEPTED: _(
                "Alles wat deze persoon vertelde, wat over hen gaat en wat over het hele gezin gaat, wordt dan met niemand meer gedeeld. Gaat het over één stuk? Noteer de vraag dan bij dat stuk."
            )
        }
    return {Outcome.ACCEPTED: _("Wat je hieronder aanduidt, stopt.")}


class LiftForm(Form):
    """That something may be used again: why, from when, and how whoever asked it was told before."""

    by_wish = ChoiceField(
        label=_("Wie wil dat het weer gebruikt wordt?"),
        choices=[
            ("no", _("Wij: de reden is voorbij")),
            ("yes", _("Wie het vroeg, vraagt het nu zelf")),
        ],
    )
    reason = TextField(label=_("Waarom? Wie het vroeg, leest dit."), required=False)
    told_how = ChoiceField(
        label=_("Hoe vertelde je het, of hoe vroegen ze het?"),
        choices=[(AskedHow.TABLE, _("Hardop")), (AskedHow.PAPER, _("Op papier"))],
    )
    told_on = DateField(label=_("Welke dag was dat?"), latest=clock.today)
    lifts_on = DateField(
        label=_("Vanaf welke dag mag het weer gebruikt worden?"),
        help_text=_("Een dag nadat je het vertelde, of later. Vragen ze het zelf, dan mag het dezelfde dag."),
    )
