"""What a message to the coach must say. No database."""

from django.utils.translation import gettext_lazy as _

from eenplan.core.errors import RuleBroken

LONGEST = 2000


def check_message(text: str, *, has_coach: bool) -> None:
    """Refuse what says nothing or too much, or reaches nobody: `plans:message-…`."""
    if not has_coach:
        raise RuleBroken(
            "plans:message-no-coach",
            _(
                "Er is nu geen coach die je bericht kan lezen. Heb je nu hulp nodig? Bel een van de nummers onderaan."
            ),
        )
    if not text.strip():
        raise RuleBroken("plans:message-empty", _("Schrijf eerst wat je wil zeggen."), field="words")
    if len(text) > LONGEST:
        raise RuleBroken(
            "plans:message-long",
            _("Dit is te lang voor één bericht: hoogstens %(most)d tekens. Verdeel het over twee berichten.")
            % {"most": LONGEST},
            field="words",
        )


def check_answer(text: str, *, needs_none: bool) -> None:
    """Refuse an answer without words, unless it is said that none is needed; and both at once."""
    if needs_none and text.strip():
        raise RuleBroken(
            "plans:answer-or-none",
            _("Je schreef een antwoord en vinkte aan dat er geen nodig is. Kies een van de twee."),
            field="none",
        )
    if not needs_none and not text.strip():
        raise RuleBroken(
            "plans:answer-empty",
            _("Schrijf een antwoord, of vink aan dat er geen nodig is."),
            field="words",
        )
    if len(text) > LONGEST:
        raise RuleBroken(
            "plans:message-long",
            _("Dit is te lang voor één bericht: hoogstens %(most)d tekens. Verdeel het over twee berichten.")
            % {"most": LONGEST},
            field="words",
        )
