"""A child's own page: what it wants, how it feels, what it drew, and who may read that. With its own card."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now
from eenplan.families.queries import person_of
from eenplan.plans.actions import OwnView, say_own_view
from eenplan.plans.enums import Face
from eenplan.plans.queries.child_voice import has_own_voice, open_drawing, own_view
from eenplan.web.shared.access import SignedRequest, card_holder
from eenplan.web.shared.attachments import PaperField, answer_picture
from eenplan.web.shared.forms import ChoiceField, Form, TextField
from eenplan.web.shared.limits import limit
from eenplan.web.shared.plan_view import day

ALL, COACH = "all", "coach"


class OwnVoiceForm(Form):
    """Few questions, large answers; one of them is enough."""

    face = ChoiceField(label=gettext_lazy("Welk gezicht past bij jou?"), choices=Face.choices, required=False)
    text = TextField(
        label=gettext_lazy("Wat wil je vertellen?"),
        help_text=gettext_lazy("Wat moet er anders? Wat moet zo blijven? Je mag ook niets schrijven."),
        required=False,
        rows=4,
        max_length=2000,
    )
    drawing = PaperField(required=False)
    drawing_words = forms.CharField(
        label=gettext_lazy("Wat staat er op je tekening?"),
        help_text=gettext_lazy("Dan weet ook wie ze niet kan zien wat je tekende."),
        required=False,
        max_length=500,
    )
    who = ChoiceField(
        label=gettext_lazy("Wie mag dit zien?"),
        choices=[
            (COACH, gettext_lazy("Alleen mijn coach")),
            (ALL, gettext_lazy("Iedereen in het plan")),
        ],
        error_messages={"required": gettext_lazy("Kies wie dit mag zien.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        photo = self.fields["drawing"]
        photo.label = _("Een foto van je tekening")
        photo.help_text = _("Vraag gerust hulp om een foto te maken.")
        photo.widget.attrs["accept"] = "image/*"

    def said(self) -> OwnView:
        """What was said, as it was typed and chosen."""
        typed = self.cleaned_data
        return OwnView(
            for_all=typed["who"] == ALL,
            text=typed["text"],
            face=Face(typed["face"]) if typed["face"] else None,
            drawing=typed["drawing"],
            drawing_words=typed["drawing_words"],
            language=language_now(),
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@card_holder
def say(request: SignedRequest) -> HttpResponse:
    """What I said last, and saying something new."""
    if not has_own_voice(request.acting):
        raise Http404
    form = OwnVoiceForm(request.POST if request.method == "POST" else None, request.FILES or None)
    status = 200
    if form.is_bound:
        limit(request, "own-voice", most=30, per=timedelta(days=1))
        status = 422
        if form.is_valid():
            said = form.said()
            try:
                say_own_view(request.acting, view=said)
            except RuleBroken as error:
                form.refuse(error)
            else:
                messages.success(
                    request,
                    _("Dank je. Het staat in je plan.")
                    if said.for_all
                    else _("Dank je. Alleen jij en je coach zien dit."),
                )
                return redirect(request.path)
    standing = own_view(request.acting)
    context = {
        "form": form,
        "name": person_of(request.acting).given_name,
        "standing": standing,
        "on": day(standing.on) if standing and standing.on else "",
        "chosen": str(form["face"].value() or ""),
        "faces": [(face.value, str(face.label)) for face in Face],
    }
    return render(request, "family/own-voice.html", context, status=status)


@never_cache
@require_safe
@card_holder
def open_own_drawing(request: SignedRequest, drawing_id: UUID) -> HttpResponse:
    """A child's drawing, for whoever of the family may see what the child says."""
    return answer_picture(open_drawing(request.acting, person_of(request.acting).family_id, drawing_id))
