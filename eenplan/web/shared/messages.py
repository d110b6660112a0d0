"""Messages between somebody of a family and its coach, in words: for both of them, and the two forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.clock import day_of
from eenplan.plans.queries.messages import MessageOn
from eenplan.plans.rules.messages import LONGEST
from eenplan.web.shared import words
from eenplan.web.shared.forms import ChoiceField, Form, TextField
from eenplan.web.shared.said import Saying

COACH, FAMILY = "coach", "family"


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as it is read. `state` and `tone`: whether there is an answer; `href`: where it is answered."""

    item_id: UUID
    by: str
    sent: str
    said: Saying | None
    answer: Saying | None
    answered: str
    who_reads: str
    state: str
    tone: str
    is_new: bool
    href: str = ""


def message_view(one: MessageOn, *, mine: bool, href: str = "") -> MessageView:
    """A message in words; `mine` for whoever wrote it."""
    by = one.person or _("Iemand van het gezin")
    return MessageView(
        item_id=one.item_id,
        by=_("Jij") if mine else by,
        sent=words.moment(one.sent_at),
        said=Saying(one.text.text, _("Jij") if mine else by, one.text.language) if one.text else None,
        answer=Saying(one.answer.text, "", one.answer.language) if one.answer else None,
        answered=_answered(one),
        who_reads=_("Je coach en iedereen van je gezin") if one.for_family else _("Alleen je coach"),
        state=_("beantwoord") if one.answer else _("gelezen") if one.done_at else _("wacht op een antwoord"),
        tone="ontime" if one.done_at else "soon",
        is_new=mine and one.is_new,
        href=href,
    )


def message_views(found: Iterable[MessageOn], person_id: UUID) -> list[MessageView]:
    """The messages that somebody of a family may read, their own and those meant for all."""
    return [message_view(one, mine=one.person_id == person_id) for one in found]


def _answered(one: MessageOn) -> str:
    if one.done_at is None:
        return ""
    who, on = one.answered_by or _("De coach"), words.day(day_of(one.done_at))
    if one.answer:
        return _("%(who)s, op %(day)s") % {"who": who, "day": on}
    return _("%(who)s las dit op %(day)s. Jullie praten er samen over.") % {"who": who, "day": on}


class WriteForm(Form):
    """A message to the coach. Who reads it is chosen beforehand: the coach alone."""

    words = TextField(
        label=gettext_lazy("Wat wil je zeggen of vragen?"),
        help_text=gettext_lazy("In je eigen woorden, in de taal die jij wil."),
        max_length=LONGEST,
        rows=5,
        error_messages={"required": gettext_lazy("Schrijf eerst wat je wil zeggen.")},
    )
    for_whom = ChoiceField(
        label=gettext_lazy("Wie mag dit lezen?"),
        choices=[
            (COACH, gettext_lazy("Alleen mijn coach")),
            (FAMILY, gettext_lazy("Mijn gezin mag dit ook lezen")),
        ],
        initial=COACH,
    )


class AnswerForm(Form):
    """What the coach answers; or that it was talked about."""

    words = TextField(
        label=gettext_lazy("Je antwoord"),
        help_text=gettext_lazy("In gewone woorden. Wie het schreef, leest dit met je naam erbij."),
        required=False,
        max_length=LONGEST,
        rows=5,
    )
    none = forms.BooleanField(
        label=gettext_lazy("We spraken erover: een antwoord is niet nodig"), required=False
    )
