"""The plan, its earlier versions, its texts and its life domains."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.enums import Role
from eenplan.core.languages import language_now
from eenplan.families.enums import ItemKind
from eenplan.plans import actions
from eenplan.plans.actions import Saved
from eenplan.plans.actions.sections import TEXT_KINDS
from eenplan.plans.enums import Importance, Mark, SectionKey
from eenplan.plans.queries import Piece, plan, version
from eenplan.plans.queries.contributions import said_beside
from eenplan.plans.queries.drafts import section_of
from eenplan.plans.queries.plan import domains_of_version
from eenplan.plans.queries.sessions import series_of
from eenplan.plans.rules import SectionChanged
from eenplan.web.coach.forms import plan as forms
from eenplan.web.coach.forms.parts import WORKER, id_of
from eenplan.web.coach.presenters import choices
from eenplan.web.coach.presenters import family as presented
from eenplan.web.coach.presenters.contributions import beside_pieces, elsewhere
from eenplan.web.coach.presenters.health import health_part, without_health
from eenplan.web.coach.presenters.plan import SLUGS, note_href, note_lines, parts_of_plan, plan_page, quotes
from eenplan.web.coach.presenters.rest import rest_of
from eenplan.web.coach.presenters.rights import beside
from eenplan.web.coach.views.around import (
    FORM,
    READS,
    WRITES,
    crumbs_of,
    edit,
    item_or_gone,
    labelled,
    piece_of,
    plan_href,
    plan_to_write,
    posted,
    say_saved,
)
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb
from eenplan.web.shared.plan_view import plan_view
from eenplan.web.shared.talks import talk_lines


@require_safe
@roles(*READS)
def read_plan(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """The plan as it stands now."""
    page = plan(request.acting, family_id)
    rest = without_health(page)
    may_write = request.acting.role == Role.COACH and not page.is_closed
    brought = beside_pieces(said_beside(request.acting, family_id), may_write=may_write)
    context = {
        "crumbs": crumbs_of(request.acting, family_id, page.family_name, Crumb(_("Ons plan"))),
        "plan": plan_page(rest),
        "rest": rest_of(rest),
        "health": health_part(page),
        "talks": talk_lines(series_of(request.acting, family_id)) if page.has_talks else [],
        "coach": page.coach,
        "parts": parts_of_plan(),
        "stand_in": presented.stand_in_words(page.coach),
        "is_closed": page.is_closed,
        "beside": beside(page),
        "brought": brought,
        "brought_elsewhere": elsewhere(page, brought),
        "is_ready": page.is_ready,
        "came_back": page.came_back and not page.is_closed,
        "is_agreed": bool(page.version and page.version.is_active and not page.changed_since_version),
        "is_going": bool(page.version and page.version.is_active),
        "may_write": may_write,
    }
    return render(request, "coach/plan.html", context)


@require_safe
@roles(*READS)
def read_version(request: SignedRequest, family_id: UUID, number: int) -> HttpResponse:
    """A version as it was agreed; it never changes (rule 18)."""
    found = version(request.acting, family_id, number)
    domains = domains_of_version(request.acting, family_id, found.head)
    title = _("Versie %(number)s") % {"number": number}
    crumbs = crumbs_of(
        request.acting,
        family_id,
        found.family_name,
        Crumb(_("Ons plan"), reverse("coach:read-plan", args=[family_id])),
        Crumb(title),
    )
    context = {
        "crumbs": crumbs,
        "title": title,
        "plan": plan_view(found, domains),
        "head": found.head,
        "family_id": family_id,
    }
    return render(request, "coach/version.html", context)


def _asked(key: SectionKey) -> tuple[str, str]:
    return {
        SectionKey.WHO_WE_ARE: (
            _("Wie zijn jullie, en wie is er nog belangrijk?"),
            _("Bijvoorbeeld: wie woont waar, wie springt bij, wie hoort er voor jullie bij."),
        ),
        SectionKey.WHAT_WE_WANT: (
            _("Wat willen jullie?"),
            _("Een wens of een droom, zoals ze het zeggen. Elk kind mag iets anders willen."),
        ),
        SectionKey.WHAT_GOES_WELL: (
            _("Wat gaat er goed?"),
            _("Van iemand, of van het hele gezin. Ook kleine dingen tellen."),
        ),
        SectionKey.IF_DIFFICULT: (
            _("Wat als het moeilijk wordt?"),
            _("Waaraan merken jullie het, wat doen jullie zelf, wie bellen jullie?"),
        ),
        SectionKey.AGREEMENTS: (
            _("Hoe werken we samen?"),
            _("Bijvoorbeeld: hoe vaak we elkaar zien, en wie wat aan de school vertelt."),
        ),
    }[key]


@require_http_methods(FORM)
@roles(*WRITES)
def write_text(request: SignedRequest, family_id: UUID, section: str) -> HttpResponse:
    """A section of loose texts: what stands there, and one more."""
    key = SLUGS.get(section)
    if key is None:
        raise Http404
    page = plan_to_write(request, family_id)
    label, hint = _asked(key)
    form = forms.TextForm(
        posted(request),
        label=label,
        hint=hint,
        speakers=choices.speakers(page),
        labelled=labelled(page, None, TEXT_KINDS[key]),
    )
    here = request.path

    def keep() -> Saved:
        return actions.write_text(
            request.acting,
            plan_id=page.plan_id,
            section=key,
            text=form.cleaned_data["text"],
            speaker_id=form.speaker_id,
            labels=form.labels_given(),
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-text.html",
        title=str(key.label),
        keep=keep,
        done_href=here,
        more={"quotes": quotes(page, page.pieces.texts.get(key, ())), "is_list": True},
    )


@require_http_methods(FORM)
@roles(*WRITES)
def change_text(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Say something anew. The earlier words stay readable."""
    page = plan_to_write(request, family_id)
    piece = item_or_gone(request, page, item_id, Piece)
    key = piece.section if piece else section_of(request.acting, item_id)
    if key is None:
        raise Http404
    slug = next((slug for slug, one in SLUGS.items() if one == key), None)
    if slug is None:
        raise Http404
    said = piece.text if piece else None
    label, hint = _asked(key)
    form = forms.TextForm(
        posted(request),
        label=label,
        hint=hint,
        speakers=choices.speakers(page),
        labelled=labelled(page, piece, TEXT_KINDS[key]),
        initial={
            "revision": page.sections[key].revision,
            "text": said.text if said else "",
            "speaker": str(said.speaker_id) if said and said.speaker_id else WORKER,
        },
    )

    def keep() -> Saved:
        return actions.change_text(
            request.acting,
            item_id=item_id,
            text=form.cleaned_data["text"],
            revision=form.revision_read,
            speaker_id=form.speaker_id,
            labels=form.labels_given(),
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-text.html",
        title=str(key.label),
        keep=keep,
        piece=piece,
        is_gone=piece is None,
        add_href=reverse("coach:write-text", args=[family_id, slug]),
        anchor=slug,
        more={"quotes": [], "is_list": False},
    )


@require_POST
@roles(*WRITES)
def take_out(request: SignedRequest, family_id: UUID, item_id: UUID) -> HttpResponse:
    """Take a piece out of the plan. It stays readable in the versions in which it stood."""
    page = plan_to_write(request, family_id)
    piece = piece_of(page, item_id)
    if piece is None:
        raise Http404
    actions.take_out(request.acting, item_id=item_id)
    say_saved(request, _("het staat niet meer in het plan."))
    return redirect(plan_href(page))


@require_http_methods(FORM)
@roles(*WRITES)
def mark_domains(request: SignedRequest, family_id: UUID) -> HttpResponse:
    """All life domains, one tap each; everything else may wait (rule 20)."""
    page = plan_to_write(request, family_id)
    section = page.sections[SectionKey.DOMAINS]
    form = forms.DomainsForm(
        posted(request),
        rows=page.domains,
        language=language_now(),
        initial={"revision": section.revision},
    )

    def keep() -> None:
        changed = form.changed_marks()
        revision = form.revision_read
        if changed and revision != section.revision:
            raise SectionChanged(section)
        for domain, mark in changed:
            revision = actions.mark_domain(
                request.acting, plan_id=page.plan_id, domain=domain, mark=mark, revision=revision
            ).revision

    rows = [
        {
            "field": form[row.domain.code],
            "icon": row.domain.icon,
            "href": reverse("coach:change-domain", args=[family_id, row.domain.code]),
            "now": str(row.piece.mark.label) if row.piece else "",
            "differs": bool(row.piece and form[row.domain.code].value() not in (row.piece.mark, "", None)),
        }
        for row in page.domains
    ]
    return edit(
        request,
        page,
        form,
        template="coach/domains.html",
        title=_("Ons leven nu"),
        keep=keep,
        anchor="levensdomeinen",
        more={"rows": rows},
    )


@require_http_methods(FORM)
@roles(*WRITES)
def change_domain(request: SignedRequest, family_id: UUID, domain: str) -> HttpResponse:
    """One life domain with more than a tap."""
    page = plan_to_write(request, family_id)
    row = next((row for row in page.domains if row.domain.code == domain), None)
    if row is None:
        raise Http404
    piece = row.piece
    said = dict(piece.words) if piece else {}
    speaker = next((one.speaker_id for one in said.values() if one.speaker_id), None)
    form = forms.DomainForm(
        posted(request),
        speakers=choices.speakers(page),
        labelled=labelled(page, piece, ItemKind.DOMAIN),
        initial={
            "revision": page.sections[SectionKey.DOMAINS].revision,
            "mark": piece.mark.value if piece else "",
            "score": "" if piece is None or piece.score is None else str(piece.score),
            "importance": piece.importance or "" if piece else "",
            "speaker": str(speaker) if speaker else (WORKER if said else ""),
            **{slot: one.text for slot, one in said.items()},
        },
    )

    def keep() -> Saved:
        typed = form.cleaned_data
        return actions.mark_domain(
            request.acting,
            plan_id=page.plan_id,
            domain=domain,
            mark=Mark(typed["mark"]),
            score=int(typed["score"]) if typed["score"] else "",
            importance=Importance(typed["importance"]) if typed["importance"] else "",
            text=typed["text"],
            strength=typed["strength"],
            worry=typed["worry"],
            speaker_id=id_of(typed["speaker"]),
            labels=form.labels_given(),
            revision=form.revision_read,
            by_another=typed["speaker"] != form.initial["speaker"],
        )

    return edit(
        request,
        page,
        form,
        template="coach/edit-domain.html",
        title=row.domain.label(language_now()),
        keep=keep,
        anchor="levensdomeinen",
        piece=piece,
        more={
            "notes": note_lines(page, piece) if piece else (),
            "note_href": note_href(page, piece) if piece else "",
        },
    )
