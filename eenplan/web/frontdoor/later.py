"""Going on later: a code to write down, and the page where it opens what was typed, on any device."""

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from eenplan.core.errors import RuleBroken
from eenplan.core.ids import read_code
from eenplan.web.frontdoor import draft as drafts
from eenplan.web.frontdoor import flow
from eenplan.web.frontdoor.draft import MOST_RESUMED, PER
from eenplan.web.frontdoor.forms import Question
from eenplan.web.frontdoor.presenters import day_words
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.limits import limit


class ResumeForm(Question):
    """The code of something that was begun."""

    widths = {"code": 20}

    code = django_forms.CharField(
        label=gettext_lazy("Je code"),
        help_text=gettext_lazy("Zestien letters en cijfers, zoals K7M4-QX2P-9RT3-VWH8."),
        max_length=60,
        widget=django_forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Vul de code in die je opschreef.")},
    )

    def clean_code(self) -> str:
        """The code as it was given out. Raises ValidationError when a sign must be wrong."""
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise django_forms.ValidationError(
                _("Er is een teken fout of vergeten. Kijk je code nog eens na: het zijn zestien tekens."),
                "code-wrong",
            )
        return code


@require_safe
@never_cache
@public
def put_aside(request: ActingRequest) -> HttpResponse:
    """The code with which somebody goes on later, and how long it opens what was typed."""
    draft = drafts.load(request)
    if draft is None or draft.kept_until is None:
        return redirect("frontdoor:resume-draft")
    context = {
        "code": draft.code,
        "until": day_words(draft.kept_until),
        "young": draft.young,
        "go_on_href": flow.next_url(draft),
        "resume_address": request.build_absolute_uri(reverse("frontdoor:resume-draft")),
    }
    return render(request, "frontdoor/later.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def resume_draft(request: ActingRequest) -> HttpResponse:
    """Go on with a code. A code that is unknown, too old, wiped or sent gets the same answer."""
    form = ResumeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limit(request, "referral:resume", most=MOST_RESUMED, per=PER)
        if form.is_valid():
            draft = drafts.resume(request, form.cleaned_data["code"])
            if draft is not None:
                messages.success(request, _("Welkom terug. Wat je invulde, staat er nog."))
                return redirect(flow.next_url(draft))
            form.refuse(
                RuleBroken(
                    "frontdoor:code-unknown",
                    _(
                        "Met deze code vinden we niets meer. Misschien is je vraag al verstuurd, of is ze te lang"
                        " geleden. Je kan altijd opnieuw beginnen."
                    ),
                    field="code",
                )
            )
    return render(request, "frontdoor/resume.html", {"form": form}, status=422 if form.errors else 200)
