"""A quiet hint beside what a worker writes for the family: which words and sentences make it hard to read.

Never about what somebody of the family said, and never in the way of saving.
"""

from collections.abc import Iterable, Mapping

from django.forms import BaseForm
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from eenplan.core.enums import Role
from eenplan.web.coach.forms.parts import WORKER
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.readability import Hard, hard

WHO_SAID = ("speaker", "expressed_by")


def hint_of(form: BaseForm) -> Hard | None:
    """What makes hard what stands in a form, in the fields that a worker writes for the family to read."""
    if not (names := getattr(form, "for_family", ())):
        return None
    said = {name: str(form[name].value() or "") for name in (*names, *WHO_SAID) if name in form.fields}
    if "seen_by" in form.fields and getattr(form, "hint_when_for_all", False):
        said["seen_by"] = str(form["seen_by"].value() or "")
    return judge(said, names, when_for_all=getattr(form, "hint_when_for_all", False))


def judge(said: Mapping[str, str], names: Iterable[str], *, when_for_all: bool = False) -> Hard | None:
    """What makes these texts hard together; None where the family itself said them, or does not read them."""
    if any(said.get(name, WORKER) not in (WORKER, "") for name in WHO_SAID):
        return None
    if when_for_all and said.get("seen_by") != "all":
        return None
    found = [one for name in names if (one := hard(said.get(name, "")))]
    if not found:
        return None
    words = tuple(dict.fromkeys(word for one in found for word in one.words))
    return Hard(words, tuple(sentence for one in found for sentence in one.sentences))


@require_POST
@roles(Role.COACH)
def check_readability(request: SignedRequest) -> HttpResponse:
    """The hint for what is typed so far. Nothing of it is kept, and nothing is looked up."""
    names = request.GET.getlist("veld")[:5]
    said = {key: str(value) for key, value in request.POST.items()}
    found = judge(said, names, when_for_all="allen" in request.GET)
    return HttpResponse(render_to_string("coach/_readable.html", {"hard": found}, request).strip())
