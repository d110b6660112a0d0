"""How everybody of a family hears that something is ready, what was not sent, and letters to give."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.audit.actions import record_read
from eenplan.core.errors import RuleBroken
from eenplan.core.languages import spoken
from eenplan.families.actions import understood
from eenplan.families.queries import family
from eenplan.families.queries.safety import not_safe
from eenplan.plans.actions.hearing import choose_way, mark_unsafe
from eenplan.plans.actions.notices import note_heard
from eenplan.plans.enums import HearsBy, NoticeState
from eenplan.plans.queries.notices import Hears, ToTell, how_all_hear, how_one_hears, letter, to_tell
from eenplan.plans.tasks import notice_words
from eenplan.web.coach.forms.hearing import HearingForm
from eenplan.web.coach.views.around import FORM, READS, WRITES, crumbs_of, posted, say_saved
from eenplan.web.shared import hearing as shown
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.pdf import pdf_response, render_pdf
from eenplan.web.shared.safety import say_or_lift, warning


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody, and what they chose."""

    person_id: UUID
    name: str
    chosen: str
    unsafe: tuple[str, ...]
    can_be_unsafe: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class TellRow:
    """Something that was not sent, or a letter."""

    notice_id: UUID
    name: str
    what: str
    why: str
    when: str
    is_letter: bool


@never_cache
@require_safe
@roles(*WRITES)
def list_hearing(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """What everybody chose, what could not be sent, and letters."""
    acting = request.acting
    found = family(acting, family_id)
    said = not_safe(acting, family_id)
    record_read(acting, "plans:hears", families=[family_id])
    context = {
        "family": found,
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Seintjes"))),
        "rows": [_row(one) for one in how_all_hear(acting, family_id)],
        "not_safe": warning(said, reverse("coach:say-not-safe", args=[family_id])),
        "to_tell": [_told(one, is_safe=said is None) for one in to_tell(acting, [family_id])],
    }
    return render(request, "coach/hearing.html", context)


def _told(one: ToTell, *, is_safe: bool) -> TellRow:
    """While it is not safe there is no letter either."""
    is_letter = one.state is NoticeState.LETTER
    return TellRow(
        one.id,
        one.name,
        words.sentence(str(shown.KINDS[one.kind])),
        shown.why_words(one) if is_safe or not is_letter else shown.not_sent_words("unsafe-family"),
        words.moment(one.made_at),
        is_letter and is_safe,
    )


def _row(one: Hears) -> Row:
    known = tuple((each.detail_id, each.shown) for each in one.can if each.detail_id)
    return Row(one.person_id, one.name or _("Iemand"), shown.chosen_words(one), one.unsafe, known)


@never_cache
@require_http_methods(FORM)
@roles(*WRITES)
def choose_hearing(request: SignedRequest, family_id: UUID, person_id: UUID) -> HttpResponse:
    """Note how somebody wants it."""
    acting = request.acting
    found = family(acting, family_id)
    hears = how_one_hears(acting, family_id, person_id)
    form = HearingForm(posted(request), hears)
    back = reverse("coach:list-hearing", args=[family_id])
    if form.is_bound and form.is_valid():
        try:
            _keep(request, hears, form.cleaned_data["way"], form.cleaned_data["typed"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            say_saved(request)
            return redirect(back)
    record_read(acting, "plans:hears", families=[family_id])
    name = hears.name or _("Iemand")
    context = {
        "form": form,
        "name": name,
        "back": back,
        "crumbs": crumbs_of(acting, family_id, found.name, Crumb(_("Seintjes"), back), Crumb(name)),
    }
    return render(request, "coach/choose-hearing.html", context, status=422 if form.errors else 200)


def _keep(request: SignedRequest, hears: Hears, chosen: str, typed: str) -> None:
    if chosen == shown.AS_IS:
        return
    known = next((one for one in hears.can if one.key == chosen), None)
    if known:
        choose_way(
            request.acting,
            person_id=hears.person_id,
            by=known.by,
            detail_id=known.detail_id,
            entrance_id=known.entrance_id,
        )
    elif chosen == shown.OTHER:
        try:
            by = HearsBy(understood(typed).kind.value)
        except RuleBroken as error:
            raise RuleBroken(error.code, error.message, field="typed") from None
        choose_way(request.acting, person_id=hears.person_id, by=by, typed=typed)
    else:
        choose_way(request.acting, person_id=hears.person_id, by=HearsBy(chosen))


@never_cache
@require_POST
@roles(*WRITES)
def mark_address_unsafe(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """'Niet veilig': nothing goes there from this moment on."""
    family(request.acting, family_id)
    mark_unsafe(request.acting, family_id=family_id, detail_id=item_id)
    messages.success(request, _("Daar sturen we niets meer naartoe. Ook wat al klaarstond, vertrekt niet."))
    return redirect("coach:list-hearing", family_id)


@never_cache
@require_http_methods(FORM)
@roles(*READS)
def say_not_safe(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """'Niet veilig om te bellen of te schrijven', for the whole family at once; or that it is safe again."""
    found = family(request.acting, family_id)
    record_read(request.acting, "families:not-safe", families=[family_id])
    crumbs = crumbs_of(request.acting, family_id, found.name, Crumb(_("Niet veilig")))
    back = reverse("coach:read-family", args=[family_id])
    return say_or_lift(request, family_id, name=found.name, crumbs=crumbs, back=back)


@never_cache
@require_safe
@roles(*WRITES)
def print_notice(request: SignedRequest, family_id: UUID, notice_id: UUID) -> HttpResponse:
    """The letter: the same few words as a message, in the language of whom it is for. No name, no address.

    While something stands against it there is none, and that is said.
    """
    family(request.acting, family_id)
    found = letter(request.acting, family_id, notice_id)
    if found.why_not:
        messages.error(request, shown.not_sent_words(found.why_not))
        return redirect("coach:list-hearing", family_id)
    record_read(request.acting, "plans:notice", families=[family_id], subject=notice_id)
    with override(spoken(found.language)):
        context = {"words": notice_words(found.kind, found.at)}
        return pdf_response(render_pdf("coach/notice-paper.html", context, request), "bericht.pdf")


@never_cache
@require_POST
@roles(*WRITES)
def note_told(request: SignedRequest, family_id: UUID, notice_id: UUID) -> HttpResponse:
    """The coach told it, or gave the letter."""
    note_heard(request.acting, family_id=family_id, notice_id=notice_id)
    say_saved(request)
    return redirect("coach:list-hearing", family_id)
