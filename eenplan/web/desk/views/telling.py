"""Telling the family whom it can call and what comes next; what its referrer may follow."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import language_now, spoken
from eenplan.families.enums import DetailKind
from eenplan.families.queries.safety import SaidNotSafe
from eenplan.network.queries import crisis_contacts, role_title
from eenplan.referrals import actions, queries
from eenplan.referrals.enums import TellBy
from eenplan.referrals.queries import ReferralPage
from eenplan.web.desk import telling_forms as forms
from eenplan.web.desk.presenters import choices, telling
from eenplan.web.desk.presenters import referral as presented
from eenplan.web.desk.views.around import DESK, FORM, crumbs_to, posted
from eenplan.web.frontdoor.status import link_words
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.forms import Form
from eenplan.web.shared.pdf import pdf_response, render_pdf
from eenplan.web.shared.safety import say_or_lift


@require_http_methods(FORM)
@roles(*DESK)
def tell_family(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """What to tell, as it can be read out; and noting that it was told."""
    page = queries.referral(request.acting, referral_id)
    known = queries.informed(request.acting, page.referral)
    by = known.telling.by if known.telling and known.telling.by != TellBy.SCREEN else ""
    form = forms.ToldForm(posted(request), initial={"by": by, "on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_told(
                request.acting,
                referral_id=referral_id,
                by=TellBy(form.cleaned_data["by"]),
                on=form.cleaned_data["on"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("het gezin weet wie het kan bellen.")))
            return redirect("desk:read-referral", referral_id)
    more = _said(request, page)
    more |= {
        "text_message": telling.text_message(more["contact"]) if more["contact"] else "",
        "must_agree": telling.telling(request.acting, page).must_agree,
    }
    return _form_page(request, "desk/tell-family.html", page, form, _("Het gezin vertellen"), **more)


def _said(request: SignedRequest, page: ReferralPage) -> dict[str, Any]:
    """What the family hears, in the language that is active now."""
    acting, language = request.acting, language_now()
    return {
        "contact": queries.contact_of(acting, page.referral),
        "deadline": words.day(words.promised_on(page.clock)),
        "coach_title": role_title(acting, Role.COACH, on=today(), language=language),
        "crisis": crisis_contacts(acting, on=today()),
    }


@require_safe
@roles(*DESK)
def print_letter(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The letter to the family, in its own language where we have it; in Dutch, with somebody to read it, elsewhere.

    While it is not safe to write to this family there is none, unless a letter was agreed since then to be safe.
    """
    page = queries.referral(request.acting, referral_id)
    if page.not_safe and not _letter_agreed(request, page, page.not_safe):
        messages.error(
            request,
            _("Er is geen brief: het is niet veilig om te schrijven. Spreek eerst een veilige weg af."),
        )
        return redirect("desk:tell-family", referral_id)
    language = spoken(page.family.language)
    address = next((one.value for one in page.details if one.kind == DetailKind.ADDRESS), "")
    with override(language):
        context = _said(request, page) | {
            "name": page.family.name,
            "address": address,
            "on": words.day(today()),
        }
        pdf = render_pdf("desk/letter-paper.html", context, request)
    return pdf_response(pdf, "brief.pdf")


def _letter_agreed(request: SignedRequest, page: ReferralPage, said: SaidNotSafe) -> bool:
    telling = queries.informed(request.acting, page.referral).telling
    return bool(
        telling and telling.by == TellBy.LETTER and telling.agreed_at and telling.agreed_at >= said.since
    )


@require_http_methods(FORM)
@roles(*DESK)
def say_not_safe(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """'Niet veilig om te bellen of te schrijven', for the whole family at once; or that it is safe again."""
    page = queries.referral(request.acting, referral_id)
    return say_or_lift(
        request,
        page.referral.family_id,
        name=page.family.name,
        crumbs=[*crumbs_to(page), Crumb(_("Niet veilig"))],
        back=presented.head(page).href,
    )


@require_http_methods(FORM)
@roles(*DESK)
def agree_way(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """A safe way was agreed with somebody; only now something may leave."""
    page = queries.referral(request.acting, referral_id)
    addresses = [(str(one.item_id), one.value) for one in page.details if one.kind == DetailKind.EMAIL]
    form = forms.AgreeWayForm(posted(request), addresses=addresses)
    if request.method == "POST" and form.is_valid():
        try:
            actions.agree_way_to_tell(
                request.acting,
                referral_id=referral_id,
                by=TellBy(form.cleaned_data["by"]),
                agreed=form.cleaned_data["agreed"],
                detail_id=form.detail_id,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("de afspraak over een veilige weg.")))
            return redirect("desk:read-referral", referral_id)
    return _form_page(request, "desk/agree-way.html", page, form, _("Een veilige weg afspreken"))


@require_http_methods(FORM)
@roles(*DESK)
def read_status_link(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The referrer's link and code, to print or read out; sending makes new ones and ends those of before."""
    page = queries.referral(request.acting, referral_id)
    if request.method == "POST":
        actions.renew_status_link(request.acting, referral_id=referral_id)
        messages.success(request, words.kept(_("een nieuwe volglink. De vorige werkt niet meer.")))
        return redirect("desk:read-status-link", referral_id)
    link = queries.link_of(request.acting, referral_id)
    context = {
        "crumbs": [*crumbs_to(page), Crumb(_("Volglink"))],
        "head": presented.head(page),
        "link": link_words(link[0], request.build_absolute_uri("/").rstrip("/"), link[1]) if link else None,
        "contact": queries.contact_of(request.acting, page.referral),
    }
    return render(request, "desk/status-link.html", context)


@require_http_methods(FORM)
@roles(*DESK)
def let_referrer_know(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The family agreed that this referrer may know more: who said so, and when."""
    page = queries.referral(request.acting, referral_id)
    form = forms.MayKnowForm(
        posted(request), people=choices.person_choices(page), initial={"said_on": today()}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.let_referrer_know(
                request.acting,
                referral_id=referral_id,
                said_by=UUID(form.cleaned_data["said_by"]),
                said_on=form.cleaned_data["said_on"],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("de aanmelder mag volgen hoe het verdergaat.")))
            return redirect("desk:read-referral", referral_id)
    return _form_page(request, "desk/let-referrer-know.html", page, form, _("De aanmelder mag dit weten"))


@require_POST
@roles(*DESK)
def stop_referrer_knowing(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """The family takes its yes back; the link says no more from this moment on."""
    actions.stop_referrer_knowing(request.acting, referral_id=referral_id)
    messages.success(request, words.kept(_("de aanmelder ziet niets meer over hoe het verdergaat.")))
    return redirect("desk:read-referral", referral_id)


def _form_page(
    request: SignedRequest, template: str, page: ReferralPage, form: Form, title: str, **more: object
) -> HttpResponse:
    crumbs = [*crumbs_to(page), Crumb(title)]
    context = {"crumbs": crumbs, "head": presented.head(page), "form": form, "title": title, **more}
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)
