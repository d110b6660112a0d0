"""One family: who, how to reach them, what was agreed, what happened."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from eenplan.audit.actions import readings_at_once
from eenplan.consent.queries import shares
from eenplan.consent.queries.emergency import opened_by_others
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.queries import cards
from eenplan.plans.queries import TrajectoryNow, trajectory, versions
from eenplan.plans.queries.continuity import constant_coach
from eenplan.plans.queries.contributions import waiting_contributions
from eenplan.plans.queries.labels import labels_by_item
from eenplan.plans.queries.messages import messages_to_answer
from eenplan.plans.queries.round_tables import coming_tables
from eenplan.referrals.queries import referral
from eenplan.rights.queries.coming import coming_ends_of
from eenplan.web.coach.presenters import family as presented
from eenplan.web.coach.presenters.beside import beside, told
from eenplan.web.coach.presenters.consent import sharing_words
from eenplan.web.coach.presenters.contributions import waiting_words
from eenplan.web.coach.presenters.rights import ending_lines
from eenplan.web.coach.views.around import READS, crumbs_of, me, team_of
from eenplan.web.coach.views.attachments import attachments_section
from eenplan.web.desk.presenters import referral as referred
from eenplan.web.emergency.presenters import access_line
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, phases_here, roles
from eenplan.web.shared.continuity import constant_words
from eenplan.web.shared.round_tables import table_lines
from eenplan.web.shared.safety import warning


@require_safe
@roles(*READS)
def read_family(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The page of a family."""
    acting = request.acting
    with readings_at_once():
        path = trajectory(acting, family_id)
        page = referral(acting, path.referral_id)
        newest = versions(acting, family_id)
    labels = labels_by_item(
        acting,
        family_id,
        [
            *(one.item_id for one in page.contacts),
            *(one.item_id for one in (*page.question, *page.going_well, *page.referrer_view)),
            *(one.answer.item_id for one in page.answers),
        ],
    )
    names = {worker.actor_id: worker.name for worker in team_of(acting)}
    having = {card.person_id for card in cards(acting, family_id) if not card.revoked_at}
    constant = constant_coach(path)
    may_write = acting.role == Role.COACH and path.ended_on is None
    endings = coming_ends_of(acting, page.family, page.persons) if may_write else []
    return render(
        request,
        "coach/family.html",
        {
            "crumbs": crumbs_of(acting, family_id, page.family.name),
            "family": page.family,
            "emergencies": [access_line(one) for one in opened_by_others(acting, [family_id])],
            "endings": ending_lines({}, endings),
            "may_say_seen": acting.role == Role.COACH,
            "brought_words": waiting_words(waiting_contributions(acting, [family_id])),
            "clock": referred.clock(page),
            "next": presented.next_act(page, path, newest) if may_write else None,
            "planned": referred.planned_words(page),
            "is_planned": bool(referred.planned_words(page)),
            "is_held": presented.is_held(page),
            "people": referred.people(page),
            "reach": referred.reach(page),
            "not_safe": warning(page.not_safe, reverse("coach:say-not-safe", args=[family_id])),
            "may_say_not_safe": path.ended_on is None,
            "contact_rows": referred.contact_rows(page),
            "agreement_rows": referred.agreement_rows(page),
            "question": told(family_id, labels, page.question),
            "going_well": told(family_id, labels, page.going_well),
            "referrer_view": told(family_id, labels, page.referrer_view),
            "answers": [
                {
                    "asked": one.asked,
                    "answer": one.answer,
                    "beside": beside(family_id, labels, one.answer.item_id),
                }
                for one in page.answers
            ],
            "referrer_rows": referred.referrer_rows(page),
            "coaches": presented.coach_rows(path),
            "coach_now": presented.coach_words(path, constant),
            "constant": constant_words(constant) if constant else "",
            "coming": presented.coming_of(constant) if may_write or _stands_in(request, path) else [],
            "contacts": presented.contact_lines(page, names, labels, may_write=may_write),
            "plan_words": presented.plan_words(newest, ended=path.ended_on is not None),
            "cards_words": presented.cards_words(len(having)),
            "tables": table_lines(coming_tables(acting, [family_id])),
            "messages_words": presented.messages_words(messages_to_answer(acting, [family_id])),
            "sharing_words": sharing_words(shares(acting, family_id)),
            "closure": presented.closure_rows(path),
            "ended": path.ended_on,
            "ended_words": presented.ended_words(path),
            "may_write": may_write,
            **attachments_section(acting, family_id, names, may_write=may_write),
            "may_change_coach": acting.role == Role.COORDINATOR and path.ended_on is None,
            "may_close": path.ended_on is None and path.started_on <= today(),
            "lead": " · ".join(
                (
                    referred.title(page),
                    page.referral.reference,
                    words.phase(path.phase, phases_here(request)),
                )
            ),
        },
    )


def _stands_in(request: SignedRequest, path: TrajectoryNow) -> bool:
    """Whether whoever acts is there today in the place of the own coach."""
    return path.coach is not None and str(path.coach.staff_member_id) == me(request)
