"""'Niet veilig om te bellen of te schrijven': said or lifted in one form, by who helps the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.clock import day_of
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import say_not_safe, say_safe_again
from eenplan.families.queries.safety import Said, SaidNotSafe, not_safe
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import Form, TextField


@dataclass(frozen=True, slots=True)
class Warned:
    """That it is not safe, in words: each reason with who said it and when, and where that is changed ('' for who may not)."""

    each: tuple[tuple[str, str], ...]
    href: str


def warning(said: SaidNotSafe | None, href: str = "") -> Warned | None:
    """What stands wherever somebody would call or write; None while nothing of the kind holds."""
    if said is None:
        return None
    return Warned(tuple((_why(one), _who(one)) for one in said.each), href)


def _why(one: Said) -> str:
    return one.reason or _("Dat staat in de aanmelding.")


def _who(one: Said) -> str:
    day = words.day(day_of(one.at))
    if one.by is None:
        return _("Gezegd door wie het gezin aanmeldde, op %(day)s.") % {"day": day}
    return _("Gezegd door %(name)s, op %(day)s.") % {"name": one.by or _("iemand van het team"), "day": day}


class NotSafeForm(Form):
    """Why it is not safe."""

    reason = TextField(
        label=gettext_lazy("Waarom is het niet veilig?"),
        help_text=gettext_lazy(
            "Bijvoorbeeld: op haar gsm leest iemand mee. Schrijf niet meer dan nodig: wie dit gezin helpt, leest het."
        ),
        max_length=500,
        error_messages={
            "required": gettext_lazy(
                "Schrijf kort waarom het niet veilig is. Wie na jou komt, moet het begrijpen."
            )
        },
    )


class SafeAgainForm(Form):
    """Why it is safe now."""

    reason = TextField(
        label=gettext_lazy("Waarom is het nu wel veilig, en wie zei dat?"),
        max_length=500,
        error_messages={
            "required": gettext_lazy("Schrijf kort waarom het nu wel veilig is, en wie dat zei.")
        },
    )


def say_or_lift(
    request: SignedRequest, family_id: UUID, *, name: str, crumbs: Sequence[Crumb], back: str
) -> HttpResponse:
    """The one form: says it while nothing of the kind holds, lifts it while it does. The page records the reading."""
    said = not_safe(request.acting, family_id)
    # A page that stood open while somebody else said or lifted it does not do the opposite of what it asked.
    lifts = request.POST.get("does") == "lift" if request.method == "POST" else said is not None
    form = (SafeAgainForm if lifts else NotSafeForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        keep = say_safe_again if lifts else say_not_safe
        try:
            keep(request.acting, family_id=family_id, reason=form.cleaned_data["reason"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(
                request,
                _("Dat is genoteerd. Wat intussen niet vertrok, vertrekt ook nu niet: zeg dat zelf.")
                if lifts
                else _("Dat is genoteerd. Vanaf nu vertrekt er niets meer, ook niet wat al klaarstond."),
            )
            return redirect(back)
    context = {
        "form": form,
        "name": name,
        "crumbs": crumbs,
        "back": back,
        "lifts": lifts,
        "not_safe": warning(said),
    }
    return render(request, "shared/not-safe.html", context, status=422 if form.errors else 200)
