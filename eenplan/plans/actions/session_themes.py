"""Other words for the themes of talks, from a day on (rule 47)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.dated import must_change, replace_from, withdraw
from eenplan.plans.models import SessionTheme

LABELS = ("label_nl", "label_fr", "label_en")
LONGEST = 60


@action
def change_theme_words(
    acting: Acting, *, partnership_id: UUID | None, code: str, words: Mapping[str, Any], since: date
) -> SessionTheme:
    """Let a theme be called so from a day on, for one partnership or (None) for all.

    Refuses with `network:words-who`, `words-past`, `words-planned`, `words-empty` and `words-long`. Raises NotFound for
    a theme that is not on the list.
    """
    must_change(acting, partnership_id)
    said = {name: str(words.get(name) or "").strip() for name in LABELS}
    if not said["label_nl"]:
        raise RuleBroken(
            "network:words-empty", _("Vul dit nog in, minstens in het Nederlands."), field="label_nl"
        )
    for name, text in said.items():
        if len(text) > LONGEST or not text.isprintable():
            raise RuleBroken(
                "network:words-long",
                _("Dit is te lang, of er staat een vreemd teken in: hoogstens %(most)s tekens op één regel.")
                % {"most": LONGEST},
                field=name,
            )
    place = SessionTheme.objects.filter(code=code).order_by("-period").values_list("position", flat=True)
    if not place:
        raise NotFound("theme")
    key = {"partnership_id": partnership_id, "code": code}
    row: SessionTheme = replace_from(SessionTheme, key, {**said, "position": place[0]}, since=since)
    record(acting, "plans:session-theme:changed", subject=partnership_id)
    return row


@action
def end_theme_words(acting: Acting, *, partnership_id: UUID | None, code: str, since: date) -> None:
    """Have no word of one's own any more from a day on. Refuses with `network:words-default-stays` what is of all."""
    must_change(acting, partnership_id)
    if partnership_id is None:
        raise RuleBroken(
            "network:words-default-stays",
            _("Dit geldt voor iedereen en blijft staan. Kies er andere woorden voor."),
        )
    replace_from(SessionTheme, {"partnership_id": partnership_id, "code": code}, None, since=since)
    record(acting, "plans:session-theme:ended", subject=partnership_id)


@action
def take_back_theme(acting: Acting, *, partnership_id: UUID | None, code: str, since: date) -> None:
    """Take back a change that has not begun. Raises NotFound when there is none on that day."""
    must_change(acting, partnership_id)
    withdraw(SessionTheme, {"partnership_id": partnership_id, "code": code}, since=since)
    record(acting, "plans:session-theme:taken-back", subject=partnership_id)
