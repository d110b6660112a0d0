"""A referral by phone: the same questions on one screen, for the worker who takes the call."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from eenplan.core.acting import Acting
from eenplan.core.clock import BRUSSELS, day_of, now, today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.ids import new_id
from eenplan.families.enums import LivesHere
from eenplan.network.enums import AskedOf
from eenplan.network.queries import crisis_contacts, partnership_name
from eenplan.referrals.actions import receive
from eenplan.referrals.enums import ReferralChannel, Urgency
from eenplan.web.frontdoor import flow, forms, presenters
from eenplan.web.frontdoor.asked import FallsAway, falls_away, field_of, questions_by_phone
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.fields import describe_errors
from eenplan.web.shared.forms import ChoiceField, Form

MORE_LINES = 4
ASKED_FOR = "asked_for"
# Where the words of a refusal belong on this screen.
BESIDE = {
    "postal_code": "place",
    "nis_code": "place",
    "phone": "referrer_phone",
    "received_at": "received_at",
}


class HowForm(Form):
    """How it came in, and how soon somebody should look."""

    channel = ChoiceField(
        label=gettext_lazy("Hoe kwam de vraag binnen?"),
        choices=[pair for pair in ReferralChannel.choices if pair[0] != ReferralChannel.WEB],
        initial=ReferralChannel.PHONE,
    )
    urgency = ChoiceField(
        label=gettext_lazy("Hoe dringend?"), choices=Urgency.choices, initial=Urgency.ORDINARY
    )
    anonymous = django_forms.BooleanField(
        label=gettext_lazy("Overleg zonder namen: het gezin weet hier niet van"), required=False
    )
    sent_token = django_forms.UUIDField(widget=django_forms.HiddenInput)


class CallOverrideForm(forms.OverrideForm):
    """Only asked when the ages fall outside the offer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["eligibility_override"].required = False


class OwnForm(forms.Question):
    """What a partnership asks besides of who calls: that of the place once it is known, else of who takes the call.

    `ASKED_FOR` remembers whose questions were shown, so that nobody loses an answer without reading it.
    """

    def __init__(self, data: QueryDict | None, *, acting: Acting, partnership_id: UUID | None) -> None:
        super().__init__(data)
        self.acting, self.partnership_id = acting, partnership_id
        given = {name: str(data.get(name, "")) for name in data} if data else {}
        asked = questions_by_phone(acting, partnership_id, caller=given.get("referrer_type", ""))
        for one in asked:
            whom = (
                ""
                if one.asked_of in (None, AskedOf.ALL)
                else _("Voor %(whom)s.") % {"whom": one.asked_of.label}
            )
            self.ask(one.code, field_of(one, whom))
        before = _uuid(given.get(ASKED_FOR, ""))
        self.lost: list[FallsAway] = falls_away(acting, given, before=before, now=asked)
        self.other_place = before != partnership_id
        self.must_show = bool(data) and ((bool(asked) and self.other_place) or bool(self.lost))

    @cached_property
    def name(self) -> str:
        """Of which partnership these questions are; '' when it asks none. Looked up when it is shown."""
        if not (self.fields and self.partnership_id):
            return ""
        return partnership_name(self.acting, self.partnership_id, today())


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Screen:
    """All forms of the one screen. They share one sending; no two have a field of the same name."""

    def __init__(self, acting: Acting, data: QueryDict | None) -> None:
        moment = now().astimezone(BRUSSELS)
        self.received = forms.ReceivedForm(
            data, initial={"received_on": moment.date(), "received_at": moment.time()}
        )
        on = today()
        if self.received.is_bound and self.received.is_valid():
            on = day_of(self.received.moment)
        self.how = HowForm(data, initial={"sent_token": new_id()})
        self.who = forms.CallerTypeForm(data)
        self.caller = forms.CallerForm(data)
        self.danger = forms.DangerForm(data)
        self.knows = forms.KnowsForm(data)
        self.place = forms.PlaceForm(data, acting=acting, on=on)
        self.contact = forms.ContactForm(data)
        self.language = forms.LanguageForm(data)
        self.question = forms.QuestionForm(data)
        self.view = forms.CallViewForm(data, acting=acting)
        self.override = CallOverrideForm(data)
        here = self.place.found.area.partnership if self.place.found.area else None
        self.own = OwnForm(data, acting=acting, partnership_id=here.id if here else acting.partnership_id)
        self.persons = forms.CallPersons(data, prefix="persons")
        for form in self.all:
            _close_up(form)

    @property
    def all(self) -> list[Form]:
        """Every form but the lines of persons, in the order of the screen."""
        return [
            self.received, self.how, self.danger, self.who, self.caller, self.knows, self.place, self.contact,
            self.language, self.question, self.view, self.own, self.override,
        ]  # fmt: skip

    @property
    def everything(self) -> list[Any]:
        """All forms, for the summary of errors."""
        return [*self.all, *self.persons.forms]

    def is_valid(self) -> bool:
        """Whether all of it holds; every form is looked at, so that all errors show at once."""
        return all([*[form.is_valid() for form in self.all], self.persons.is_valid()])

    def said(self) -> dict[str, Any]:
        """The answers of all forms together."""
        answers: dict[str, Any] = {}
        for form in self.all:
            answers |= form.cleaned_data
        return answers

    def people(self) -> list[dict[str, Any]]:
        """The lines with somebody on them."""
        lines = [form.cleaned_data for form in self.persons.forms if form.cleaned_data.get("role")]
        return [{"lives_here": LivesHere.UNKNOWN, **line} for line in lines]

    def refuse(self, error: RuleBroken) -> None:
        """Show a refusal beside the field that it is about."""
        error = RuleBroken(error.code, error.message, field=BESIDE.get(error.field or "", error.field))
        if error.field == "persons":
            self.persons.forms[0].add_error("role", str(error.message))
            return
        form = next((form for form in self.all if error.field in form.fields), self.received)
        form.refuse(error)


def _close_up(form: Form) -> None:
    """Ask in a list what other pages ask with radio buttons: one key chooses, and the screen stays short."""
    for asked in form.fields.values():
        if type(asked.widget) is django_forms.RadioSelect and isinstance(asked, django_forms.ChoiceField):
            listed = list(asked.choices)  # type: ignore[arg-type]  # our choices are pairs
            asked.widget = django_forms.Select()
            asked.choices = [("", _("Kies")), *listed]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@roles(Role.INTAKE, Role.COORDINATOR)
def enter_referral(request: SignedRequest) -> HttpResponse:
    """Write down a referral while somebody is on the phone."""
    if "more" in request.POST:
        return _show(request, Screen(request.acting, _with_more_lines(request.POST)))
    screen = Screen(request.acting, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if not screen.is_valid():
            status = 422
        elif not screen.own.must_show:
            try:
                return _send(request, screen)
            except RuleBroken as error:
                screen.refuse(error)
                status = 422
    return _show(request, screen, status=status)


def _show(request: SignedRequest, screen: Screen, *, status: int = 200) -> HttpResponse:
    context = {
        "screen": screen,
        "contacts": crisis_contacts(request.acting, on=today()),
        "danger": request.POST.get("acute_danger") == "yes",
        "outside": bool(screen.override.is_bound and screen.override.errors),
        "must_show": request.method == "POST" and screen.own.must_show,
        "problems": describe_errors(*screen.everything) if status == 422 else [],
    }
    return render(request, "frontdoor/call.html", context, status=status)


def _with_more_lines(sent: QueryDict) -> QueryDict:
    """What was typed, with room for more people; nothing is checked or sent yet."""
    data = sent.copy()
    lines = str(data.get("persons-TOTAL_FORMS", ""))
    said = int(lines) if lines.isdecimal() and len(lines) < 4 else 0
    total = min(said + MORE_LINES, forms.CallPersons.max_num)
    data["persons-TOTAL_FORMS"] = str(total)
    return data


def _send(request: SignedRequest, screen: Screen) -> HttpResponse:
    said, people = screen.said(), screen.people()
    where = screen.place.found.where
    token: UUID = said["sent_token"]
    form = replace(
        flow.make_referral(said, people),
        channel=ReferralChannel(said["channel"]),
        urgency=Urgency(said["urgency"]),
        received_at=min(screen.received.moment, now()),
    )
    assert where is not None  # noqa: S101 (a valid form for the place has one)
    referral = receive(request.acting, form=form, area=where, sent_token=token)
    messages.success(
        request,
        _("Bewaard als %(reference)s. Tegen %(day)s zit iemand met het gezin samen.")
        % {"reference": referral.reference, "day": presenters.day_soon(referral.deadline)},
    )
    return redirect(_page_of(referral))


def _page_of(referral: Any) -> str:
    """The referral's page on the desk, if this installation has it; else an empty screen for the next call."""
    for key in (referral.id, referral.reference):
        try:
            return reverse("desk:read-referral", args=[key])
        except NoReverseMatch:
            continue
    return reverse("frontdoor:enter-referral")
