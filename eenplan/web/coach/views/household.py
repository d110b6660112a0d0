"""The people of the family: somebody more, a birth, a correction; and what the family is called."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eenplan.families import actions as families
from eenplan.families.queries import corrections, family
from eenplan.web.coach.forms import household as forms
from eenplan.web.coach.presenters import household as presenters
from eenplan.web.coach.views.around import FORM, WRITES, edit, plan_to_write, posted
from eenplan.web.shared.access import SignedRequest, roles

ANCHOR = "huizen"


@require_http_methods(FORM)
@roles(*WRITES)
def add_person(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Somebody more of the family: a parent who lives elsewhere, a child that is expected."""
    page = plan_to_write(request, family_id)
    form = forms.PersonForm(posted(request))
    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=_("Iemand van het gezin opschrijven"),
        keep=lambda: families.add_person(request.acting, family_id=family_id, person=form.fields_of()),
        anchor=ANCHOR,
    )


@require_http_methods(FORM)
@roles(*WRITES)
def record_birth(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """An expected child is born: one act, and all that was written of it stays."""
    page = plan_to_write(request, family_id)
    person = page.person(person_id)
    if person.due_date is None:
        raise Http404
    form = forms.BirthForm(posted(request), initial={"given_name": person.given_name})
    return edit(
        request,
        page,
        form,
        template="coach/edit-part.html",
        title=_("Het kindje is geboren"),
        keep=lambda: families.record_birth(
            request.acting,
            person_id=person_id,
            given_name=form.cleaned_data["given_name"],
            birth_date=form.cleaned_data["birth_date"],
        ),
        anchor=ANCHOR,
    )


@require_http_methods(FORM)
@roles(*WRITES)
def change_person(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Correct what is known of somebody; what stood there before is kept and shown."""
    page = plan_to_write(request, family_id)
    standing = families.known_person(page.person(person_id))
    form = forms.CorrectPersonForm(posted(request), standing=standing)
    return edit(
        request,
        page,
        form,
        template="coach/correct.html",
        title=_("%(name)s: wat we weten") % {"name": presenters.called(standing)},
        keep=lambda: families.correct_person(
            request.acting, person_id=person_id, person=form.fields_of(), read=standing
        ),
        anchor=ANCHOR,
        more={
            "is_expected": standing.due_date is not None,
            "person_id": person_id,
            "earlier": presenters.earlier(corrections(request.acting, family_id, person_id=person_id)),
        },
    )


@require_http_methods(FORM)
@roles(*WRITES)
def change_family(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """Correct how the family is called, and in which language one speaks with it."""
    page = plan_to_write(request, family_id)
    standing = families.known_family(family(request.acting, family_id))
    form = forms.CorrectFamilyForm(posted(request), standing=standing, languages=presenters.languages())
    return edit(
        request,
        page,
        form,
        template="coach/correct.html",
        title=_("Naam en taal van het gezin"),
        keep=lambda: families.change_family(
            request.acting, family_id=family_id, family=form.fields_of(), read=standing
        ),
        anchor=ANCHOR,
        more={"earlier": presenters.earlier(corrections(request.acting, family_id))},
    )
