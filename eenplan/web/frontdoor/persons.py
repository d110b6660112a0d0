"""Who belongs to the family: a list, and a page for each person."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from eenplan.web.frontdoor import draft as drafts
from eenplan.web.frontdoor import flow, presenters
from eenplan.web.frontdoor.draft import MOST_PERSONS
from eenplan.web.frontdoor.views import READ_OR_SEND, lost, of_draft, show_page
from eenplan.web.shared.access import ActingRequest, public


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def list_persons(request: ActingRequest) -> HttpResponse:
    """Who belongs to the family, and is there anybody else?"""
    draft = drafts.load(request)
    if draft is None:
        return lost(request)
    people = flow.said_of_persons(draft)
    missing = False
    if request.method == "POST":
        if "later" in request.POST:
            return redirect("frontdoor:put-aside")
        if request.POST.get("more") == "yes":
            return redirect("frontdoor:answer-person", len(draft.persons) + 1)
        missing = not flow.has_child(map(flow.new_person, people))
        if not missing:
            draft.answers[flow.HOUSEHOLD] = {}
            drafts.save(request, draft)
            return redirect(flow.next_url(draft))
    elif not draft.persons:
        return redirect("frontdoor:answer-person", 1)
    asked = flow.pages_of(draft)
    context = of_draft(request, draft) | {
        "rows": presenters.persons_rows(people, _("Wijzig")),
        "missing": missing,
        "full": len(draft.persons) >= MOST_PERSONS,
        "step": next(place for place, page in enumerate(asked, start=1) if page.slug == flow.HOUSEHOLD),
        "steps": len(asked),
        "back_href": flow.back_url(draft, flow.HOUSEHOLD),
    }
    return render(request, "frontdoor/persons.html", context, status=422 if missing else 200)


@require_http_methods(READ_OR_SEND)
@never_cache
@public
def answer_person(request: ActingRequest, place: int) -> HttpResponse:
    """Somebody of the family: the one at this place, or a new one after the last."""
    draft = drafts.load(request)
    if draft is None:
        return lost(request)
    if not 1 <= place <= min(len(draft.persons) + 1, MOST_PERSONS):
        return redirect("frontdoor:list-persons")
    standing = draft.persons[place - 1] if place <= len(draft.persons) else None
    form = flow.person_form(draft, request.POST if request.method == "POST" else drafts.as_data(standing))
    if request.method == "POST" and form.is_valid():
        draft.persons[place - 1 : place] = [drafts.typed(form, request.POST)]
        drafts.save(request, draft)
        return redirect("frontdoor:put-aside" if "later" in request.POST else "frontdoor:list-persons")
    page = flow.page_of(draft, flow.HOUSEHOLD)
    assert page is not None  # noqa: S101 (every draft has this page)
    back = "frontdoor:list-persons" if draft.persons else ""
    more = {"back_href": reverse(back)} if back else {}
    titles = {True: _("Wie hoort er nog bij?"), False: _("Wie hoort bij het gezin?")}
    title = titles[place > 1] if not draft.own or place > 1 else _("Wie hoort bij jullie?")
    return show_page(
        request, draft, page, form, title=title, person=place,
        remove_href=reverse("frontdoor:remove-person", args=[place]) if standing else "", **more,
    )  # fmt: skip


@require_POST
@never_cache
@public
def remove_person(request: ActingRequest, place: int) -> HttpResponse:
    """Take somebody off the list."""
    draft = drafts.load(request)
    if draft is None:
        return lost(request)
    if 1 <= place <= len(draft.persons):
        del draft.persons[place - 1]
        draft.answers.pop(flow.HOUSEHOLD, None)
        drafts.save(request, draft)
    return redirect("frontdoor:list-persons")
