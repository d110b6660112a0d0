"""Notes between colleagues on a referral, and the questions that wait for an answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.queries import StaffOn
from eenplan.referrals import actions, queries
from eenplan.referrals.enums import State
from eenplan.referrals.queries import ReferralPage
from eenplan.web.desk import list_forms
from eenplan.web.desk.presenters import narrowing
from eenplan.web.desk.presenters import notes as presented
from eenplan.web.desk.presenters import referral as referral_words
from eenplan.web.desk.presenters.narrowing import Chosen
from eenplan.web.desk.views.around import DESK, FORM, crumbs_to, team_of, workers_of
from eenplan.web.shared import words
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb, Words


def notes_section(
    acting: Acting, page: ReferralPage, workers: Mapping[Role, Sequence[StaffOn]]
) -> dict[str, Any]:
    """What `desk/_notes.html` shows on the page of a referral. At most five queries."""
    names = {worker.actor_id: worker.name for found in workers.values() for worker in found}
    notes = queries.notes_on(acting, page.referral.id)
    is_new = page.referral.state == State.RECEIVED
    return {
        "notes": presented.note_lines(notes, page.referral.id, names, acting),
        "notes_unread": presented.has_unread(notes, acting),
        "note_form": list_forms.NoteForm(colleagues=_colleagues(acting, workers)),
        "quota_warning": narrowing.quota_warning(queries.aside(acting).quotas, page.referral.referrer_type)
        if is_new
        else "",
    }


def _colleagues(acting: Acting, workers: Mapping[Role, Sequence[StaffOn]]) -> list[tuple[str, Words]]:
    """Who works at this desk today, besides whoever acts."""
    found = {worker.actor_id: worker.name for role in DESK for worker in workers[role]}
    return [(str(actor), name) for actor, name in found.items() if actor != acting.actor_id]


def _back(referral_id: UUID) -> HttpResponse:
    return redirect(reverse("desk:read-referral", args=[referral_id]) + "#notities")


@require_http_methods(FORM)
@roles(*DESK)
def write_note(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """A note on a referral, or a question to a colleague."""
    page = queries.referral(request.acting, referral_id)
    form = list_forms.NoteForm(
        _posted(request), colleagues=_colleagues(request.acting, workers_of(request.acting))
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_note(
                request.acting,
                referral_id=referral_id,
                text=form.cleaned_data["text"],
                asked_to=form.asked,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("je notitie.")))
            return _back(referral_id)
    return _form_page(request, page, form, _("Notitie schrijven"))


@require_http_methods(FORM)
@roles(*DESK)
def answer_note(request: SignedRequest, referral_id: UUID, note_id: UUID) -> HttpResponse:
    """The answer to a question of a colleague."""
    page, note = _note_on(request.acting, referral_id, note_id)
    form = list_forms.NoteForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_note(
                request.acting, referral_id=referral_id, text=form.cleaned_data["text"], answers=note_id
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("je antwoord.")))
            return _back(referral_id)
    return _form_page(request, page, form, _("Vraag beantwoorden"), question=note.text)


@require_http_methods(FORM)
@roles(*DESK)
def correct_note(request: SignedRequest, referral_id: UUID, note_id: UUID) -> HttpResponse:
    """Other words for one's own note; the old ones stay readable."""
    page, note = _note_on(request.acting, referral_id, note_id)
    if note.author_id != request.acting.actor_id:
        raise NotFound("note")
    form = list_forms.NoteForm(_posted(request), initial={"text": note.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_note(request.acting, note_id=note_id, text=form.cleaned_data["text"])
        except RuleBroken as error:
            form.refuse(error)
        else:
            messages.success(request, words.kept(_("je verbetering. De oude tekst blijft leesbaar.")))
            return _back(referral_id)
    return _form_page(request, page, form, _("Notitie verbeteren"))


@require_POST
@roles(*DESK)
def mark_notes_read(request: SignedRequest, referral_id: UUID) -> HttpResponse:
    """Say that one has read what colleagues noted."""
    actions.mark_notes_read(request.acting, referral_id=referral_id)
    return _back(referral_id)


@require_safe
@roles(*DESK)
def list_questions(request: SignedRequest) -> HttpResponse:
    """What colleagues asked and is not answered yet."""
    questions = queries.open_questions(request.acting)
    names = {worker.actor_id: worker.name for worker in team_of(request.acting)} if questions else {}
    context = {
        "questions": presented.question_lines(questions, names),
        "crumbs": [Crumb(_("Aanmeldingen"), Chosen().href), Crumb(_("Vragen aan jou"))],
    }
    return render(request, "desk/list-questions.html", context)


def _note_on(acting: Acting, referral_id: UUID, note_id: UUID) -> tuple[ReferralPage, queries.NoteNow]:
    page = queries.referral(acting, referral_id)
    for note in queries.notes_on(acting, referral_id):
        if note.id == note_id:
            return page, note
    raise NotFound("note")


def _posted(request: SignedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form_page(
    request: SignedRequest, page: ReferralPage, form: list_forms.NoteForm, title: str, question: str = ""
) -> HttpResponse:
    context = {
        "crumbs": [*crumbs_to(page), Crumb(title)],
        "head": referral_words.head(page),
        "form": form,
        "title": title,
        "question": question,
    }
    return render(request, "desk/write-note.html", context, status=422 if form.errors else 200)
