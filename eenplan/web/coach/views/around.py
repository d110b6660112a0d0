"""What every view of the coach stands on: who may, the way back, saving without losing a word."""

from collections.abc import Callable, Mapping, Set
from typing import Any, TypeVar, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, reverse
from django.utils.translation import gettext as _

from eenplan.core.acting import Acting
from eenplan.core.clock import now, today
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.enums import ItemKind
from eenplan.families.rules import Overtaken, Whose
from eenplan.network.queries import StaffOn, staff_in
from eenplan.plans.actions import Saved, relabel_piece
from eenplan.plans.actions.drafts import forget_draft, keep_aside, save_draft
from eenplan.plans.queries import Piece, PlanNow, plan
from eenplan.plans.queries.drafts import draft, words_of
from eenplan.plans.rules import Clash, SectionChanged
from eenplan.plans.rules.labels import place_in_plan
from eenplan.web.coach import calm
from eenplan.web.coach.forms.parts import CalmForm, speaker_of
from eenplan.web.coach.presenters.choices import people
from eenplan.web.coach.presenters.choose import SLOTS, carried, choice_rows
from eenplan.web.coach.presenters.seen import place_of
from eenplan.web.coach.readable import hint_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.context import href_of
from eenplan.web.shared.device_key import device_key
from eenplan.web.shared.labels import LabelsForm, LabelsNow, follows
from eenplan.web.shared.typed import forget_typed, put_back, typed_on

FORM = ["GET", "HEAD", "POST"]
MINE = (Role.COACH, Role.PSYCHOLOGIST)
READS = (Role.COACH, Role.COORDINATOR)
WRITES = (Role.COACH,)
TEAM = (Role.COACH, Role.PSYCHOLOGIST)
MOST_TRIES = 3

Some = TypeVar("Some", bound=Piece)


def posted(request: SignedRequest) -> Mapping[str, Any] | None:
    """What was sent, if anything was."""
    return request.POST if request.method == "POST" else None


def say_saved(request: SignedRequest, what: str = "") -> None:
    """'Bewaard om 14.02', and perhaps what."""
    messages.success(
        request, words.kept(what) if what else _("Bewaard om %(hour)s.") % {"hour": words.hour(now())}
    )


def crumbs_of(acting: Acting, family_id: UUID, name: str, *more: Crumb) -> list[Crumb]:
    """The way back up, through the family; `more` are the steps below it."""
    if acting.role == Role.COORDINATOR:
        families = href_of("coordination:list-families")
        top = [Crumb(_("Gezinnen"), families)] if families else []
    else:
        top = [Crumb(_("Mijn gezinnen"), reverse("coach:list-families"))]
    href = reverse("coach:read-family", args=[family_id]) if more else ""
    return [*top, Crumb(name, href), *more]


def plan_crumbs(request: SignedRequest, page: PlanNow, title: str) -> list[Crumb]:
    """The way back up from a form of the plan."""
    return crumbs_of(
        request.acting, page.family_id, page.family_name, Crumb(_("Ons plan"), plan_href(page)), Crumb(title)
    )


def plan_href(page: PlanNow, anchor: str = "") -> str:
    """The address of the plan, or of a part of it."""
    return reverse("coach:read-plan", args=[page.family_id]) + (f"#{anchor}" if anchor else "")


def plan_to_write(request: SignedRequest, family_id: UUID) -> PlanNow:
    """The plan, if it still changes. Refuses when the trajectory has ended."""
    page = plan(request.acting, family_id)
    if page.is_closed:
        raise RuleBroken(
            "plans:plan-closed",
            _("Dit traject is afgerond. Het plan blijft leesbaar, maar verandert niet meer."),
        )
    return page


def me(request: SignedRequest) -> str:
    """The worker who acts, as a staff member's id."""
    return next(
        (str(one.staff_member_id) for one in request.assignments if one.id == request.acting.assignment_id),
        "",
    )


def team_of(acting: Acting) -> list[StaffOn]:
    """Who can take a step beside the coach."""
    return [worker for found in staff_in(acting, TEAM, today()).values() for worker in found]


def piece_of(page: PlanNow, item_id: UUID) -> Piece | None:
    """The piece with this id, if it stands in this very plan."""
    pieces = page.pieces
    texts = [piece for found in pieces.texts.values() for piece in found]
    everything: list[Piece] = [
        *texts, *pieces.goals, *pieces.steps, *pieces.help, *pieces.team, *pieces.parts,
        *pieces.domains.values()
    ]  # fmt: skip
    everything += [note for piece in everything for note in piece.notes]
    return next((piece for piece in everything if piece.item_id == item_id), None)


def labelled(
    page: PlanNow, piece: Piece | None, kind: ItemKind, *, topic: str = "", child: str = ""
) -> LabelsNow:
    """The labels that the form of a piece begins with: as it stands, or as a new one of this kind begins (rule 32)."""
    everybody = tuple(people(page))
    if piece is None:
        return LabelsNow(place_in_plan(kind, topic=topic), everybody, child=child)
    return LabelsNow(place_of(piece), everybody, piece.labels, piece.source or Whose(), child)


def edit(
    request: SignedRequest,
    page: PlanNow,
    form: BaseForm,
    *,
    template: str,
    title: str,
    keep: Callable[[], object],
    anchor: str = "",
    piece: Piece | None = None,
    is_gone: bool = False,
    add_href: str = "",
    done_href: str = "",
    saved: str = "",
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show a form about a piece of the plan, keep what is typed meanwhile, or save it.

    What somebody else saved since it was opened is put together with what was typed (`calm`); where that
    cannot be, both are shown and chosen between. `form.initial` is what stands there now. `is_gone`: the
    piece was taken out since; what was typed can then be added anew at `add_href`. `saved` is what is said after.
    """
    if "later" in request.POST:
        return _keep_draft(request, page, anchor, calm.texts_of(form))
    if "forget" in request.POST:
        forget_draft(request.acting, plan_id=page.plan_id, page=request.path)
        forget_typed(request)
        return redirect(request.path)
    context: dict[str, object] = {
        "crumbs": plan_crumbs(request, page, title),
        "title": title,
        "page": page,
        "form": form,
        "back": plan_href(page, anchor),
        "is_gone": is_gone,
        "add_href": add_href if is_gone else "",
        "piece": None if is_gone else piece,
        "left_at": "",
        "hard": None,
        "device_key": device_key(request.acting.actor_id),
        **(more or {}),
    }
    status = 200
    if request.method == "POST" and not is_gone:
        answer = _save(request, page, form, context, keep, piece, done_href or plan_href(page, anchor), saved)
        if answer is not None:
            return answer
        status = 422
    elif is_gone:
        status = 409
        context["left_at"] = _left(request, page, form) if request.method != "POST" else ""
    else:
        if isinstance(form, CalmForm):
            calm.show_base(form)
        context["left_at"] = _left(request, page, form)
    context["hard"] = hint_of(form)  # after what was typed stands in it again
    return render(request, template, context, status=status)


def _save(
    request: SignedRequest,
    page: PlanNow,
    form: BaseForm,
    context: dict[str, object],
    keep: Callable[[], object],
    piece: Piece | None,
    done_href: str,
    saved: str,
) -> HttpResponse | None:
    """Save what was sent, or ask to choose. None when the form says what is still wrong."""
    aside: Mapping[str, str] = {}
    taken_over: tuple[str, ...] = ()
    if isinstance(form, CalmForm):
        aside = calm.choose(form)
        if not form.is_valid():
            asked = calm.asked(form)
            return _choose(request, context, form, asked, piece, status=422) if asked else None
        settled = calm.settle(form, is_new=piece is None)
        taken_over = settled.taken_over
        if settled.clashes:
            calm.show_base(form, settled.clashes)
            save_draft(request.acting, plan_id=page.plan_id, page=request.path, fields=_sent(request))
            return _choose(request, context, form, settled.clashes, piece, status=409)
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            for name, text in aside.items():
                slot = SLOTS.get(name, name)
                if piece and slot in piece.words:
                    keep_aside(
                        request.acting,
                        item_id=piece.item_id,
                        slot=slot,
                        text=text,
                        speaker_id=speaker_of(cast(CalmForm, form)),
                    )
            _label_more(request, form, keep())
    except (SectionChanged, Overtaken):
        return _once_more(request)
    except RuleBroken as error:
        calm.refuse(form, error)
        return None
    forget_draft(request.acting, plan_id=page.plan_id, page=request.path)
    say_saved(request, saved)
    if hint_of(form):
        # Which words it is about stands with the form: what is said here travels in a cookie.
        messages.info(request, _("Het kan eenvoudiger voor wie het leest. Open het opnieuw, dan zie je wat."))
    if isinstance(form, LabelsForm) and (labels := form.labels_given()):
        messages.info(request, follows(labels))
    if taken_over:
        messages.info(
            request,
            _("Iemand anders bewaarde intussen ook. We voegden het samen; kijk even na: %(fields)s.")
            % {"fields": ", ".join(f"‘{label}’" for label in taken_over)},
        )
    return redirect(done_href)


def _label_more(request: SignedRequest, form: BaseForm, kept: object) -> None:
    """About whom and from whom, where that was said besides in the part 'Wie mag dit zien?'."""
    if isinstance(form, LabelsForm) and isinstance(kept, Saved) and (whose := form.whose_given()):
        relabel_piece(request.acting, item_id=kept.item_id, whose=whose)


def _once_more(request: SignedRequest) -> HttpResponse:
    """Somebody saved in this very moment: read again, and put together again. The third time it is told."""
    tries = getattr(request, "tries", 0) + 1
    if tries > MOST_TRIES:
        raise RuleBroken(
            "plans:busy",
            _(
                "Iemand anders is hier ook aan het bewaren. Wat jij typte, is niet weg: ga terug en bewaar opnieuw."
            ),
        )
    request.tries = tries
    match = cast(ResolverMatch, request.resolver_match)
    return cast(HttpResponse, match.func(request, *match.args, **match.kwargs))


def _choose(
    request: SignedRequest,
    context: Mapping[str, object],
    form: CalmForm,
    clashes: Mapping[str, Clash],
    piece: Piece | None,
    *,
    status: int,
) -> HttpResponse:
    """Ask what must stand where two people wrote something else in the same place."""
    others = words_of(request.acting, piece.item_id) if piece else []
    more = {
        "choices": choice_rows(form, clashes, others, request.acting.actor_id),
        "kept": carried(form, clashes),
    }
    return render(request, "coach/choose.html", {**context, **more}, status=status)


def _sent(request: SignedRequest) -> dict[str, list[str]]:
    return {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "later") and not name.startswith(calm.CHOICE)
    }


def _keep_draft(request: SignedRequest, page: PlanNow, anchor: str, texts: Set[str]) -> HttpResponse:
    """Keep what is typed so far, for who types it alone: asked by the page itself, or by a button.

    What a device kept while there was no connection joins what was kept meanwhile: see `save_draft`.
    """
    late = texts if request.POST["later"] == "device" else None
    at = save_draft(
        request.acting, plan_id=page.plan_id, page=request.path, fields=_sent(request), joins=late
    )
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(
            {"saved": _("bewaard om %(hour)s, nog niet in het plan") % {"hour": words.hour(at)}}
        )
    messages.success(
        request,
        _("Bewaard om %(hour)s. Het staat nog niet in het plan: alleen jij ziet het.")
        % {"hour": words.hour(at)},
    )
    return redirect(plan_href(page, anchor))


def _left(request: SignedRequest, page: PlanNow, form: BaseForm) -> str:
    """Put back what was typed here before; when that was, in words, or '' if there was nothing."""
    typed = typed_on(request)
    request.put_back = True
    left = draft(request.acting, page.plan_id, request.path)
    if typed is None and left is None:
        return ""
    if typed is not None and (left is None or typed.at > left.saved_at):
        put_back(form, typed.fields, unseen=calm.UNSEEN)
        return words.moment(typed.at)
    assert left is not None  # noqa: S101 (tells the type)
    put_back(form, left.fields, unseen=calm.UNSEEN)
    return words.moment(left.saved_at)


def open_piece(
    request: SignedRequest, family_id: UUID, item_id: UUID | None, wanted: type[Some]
) -> tuple[PlanNow, Some | None, bool]:
    """The plan, the piece to change (None for a new one), and whether that piece was taken out meanwhile."""
    page = plan_to_write(request, family_id)
    piece = item_or_gone(request, page, item_id, wanted) if item_id else None
    return page, piece, item_id is not None and piece is None


def item_or_gone(request: SignedRequest, page: PlanNow, item_id: UUID, wanted: type[Some]) -> Some | None:
    """The piece to change. None when it is not in the plan (any more) but words about it were sent or left."""
    piece = piece_of(page, item_id)
    if piece is not None and not isinstance(piece, wanted):
        raise NotFound("item in plan")
    if piece is None and request.method != "POST" and not draft(request.acting, page.plan_id, request.path):
        raise NotFound("item in plan")
    return piece
