"""What is kept until when, what is held back, and what was destroyed: by number, never by name (rule 42)."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.rights.actions.endings import lift_hold as lift
from eenplan.rights.actions.endings import place_hold as place
from eenplan.rights.queries import retention as read
from eenplan.web.privacy import retention_words as words
from eenplan.web.privacy.retention_forms import FindForm, HoldForm
from eenplan.web.shared.access import SignedRequest, roles
from eenplan.web.shared.components import Crumb, Pill
from eenplan.web.shared.pdf import pdf_response, render_pdf

KEEPERS = (Role.PRIVACY_OFFICER, Role.COORDINATOR)
FORM = ["GET", "HEAD", "POST"]


@require_safe
@roles(*KEEPERS)
def list_endings(request: SignedRequest) -> HttpResponse:
    """The calendar: what ends, the first first, and what is kept longer for a reason."""
    acting = request.acting
    told_only = request.GET.get("toon") == "aangekondigd"
    found = read.calendar(acting, after=_after(request), told_only=told_only)
    here = reverse("privacy:list-endings")
    law = read.periods(acting)
    query = "?toon=aangekondigd&" if told_only else "?"
    context = {
        "crumbs": _crumbs(request),
        "pills": [
            Pill(_("Alles"), here, current=not told_only),
            Pill(_("Aangekondigd"), f"{here}?toon=aangekondigd", count=found.told, current=told_only),
        ],
        "lines": [words.line(row, law) for row in found.rows],
        "needs_date": found.needs_date,
        "holds": [words.hold(row) for row in read.holds(acting)],
        "first_href": here + query.rstrip("?&") if request.GET.get("na") else "",
        "next_href": f"{here}{query}na={found.more}" if found.more else "",
        "periods": words.periods(law),
        "told_only": told_only,
    }
    return render(request, "privacy/list-endings.html", context)


def _after(request: SignedRequest) -> UUID | None:
    typed = request.GET.get("na", "")
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise Http404 from None


@require_http_methods(FORM)
@roles(*KEEPERS)
def place_hold(request: SignedRequest, ending_id: UUID) -> HttpResponse:
    """Keep one file longer than its day, for a reason."""
    row = read.ending(request.acting, ending_id)
    form = HoldForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                hold = place(request.acting, ending_id=ending_id, **form.cleaned_data)
            except RuleBroken as error:
                form.refuse(error)
            else:
                messages.success(
                    request,
                    _("Dossier %(number)s blijft bewaard tot en met %(day)s.")
                    % {"number": row.reference, "day": words.day(hold.until)},
                )
                return redirect("privacy:list-endings")
        status = 422
    context = {
        "crumbs": _crumbs(request, _("Langer bewaren")),
        "form": form,
        "line": words.line(row, read.periods(request.acting)),
        "back": reverse("privacy:list-endings"),
    }
    return render(request, "privacy/place-hold.html", context, status=status)


@require_POST
@roles(*KEEPERS)
def lift_hold(request: SignedRequest, hold_id: UUID) -> HttpResponse:
    """The reason is over."""
    lift(request.acting, hold_id=hold_id)
    messages.success(request, _("Dit dossier volgt weer de kalender."))
    return redirect("privacy:list-endings")


@require_safe
@roles(*KEEPERS)
def list_certificates(request: SignedRequest) -> HttpResponse:
    """What was destroyed, the newest first; with the number of a file what was destroyed of that file."""
    asked = request.GET.get("nummer", "").strip()[:20]
    form = FindForm(request.GET if "nummer" in request.GET else None)
    found = read.certificates(request.acting, file_reference=asked, after=_after(request))
    here = reverse("privacy:list-certificates")
    query = {"nummer": asked} if asked else {}
    context = {
        "crumbs": _crumbs(request, _("Bewijzen")),
        "form": form,
        "asked": asked,
        "rows": [words.certificate(row) for row in found.rows],
        "first_href": f"{here}?{urlencode(query)}".rstrip("?") if "na" in request.GET else "",
        "next_href": f"{here}?{urlencode({**query, 'na': found.more})}" if found.more else "",
    }
    return render(request, "privacy/list-certificates.html", context)


@require_safe
@roles(*KEEPERS)
def read_certificate(request: SignedRequest, certificate_id: UUID) -> HttpResponse:
    """One certificate."""
    row = read.certificate(request.acting, certificate_id)
    context = {
        "crumbs": [
            *_crumbs(request, _("Bewijzen"))[:-1],
            Crumb(_("Bewijzen"), reverse("privacy:list-certificates")),
            Crumb(row.reference),
        ],
        "one": words.certificate(row),
        "pdf_href": reverse("privacy:print-certificate", args=[row.id]),
    }
    return render(request, "privacy/read-certificate.html", context)


@require_safe
@roles(*KEEPERS)
def print_certificate(request: SignedRequest, certificate_id: UUID) -> HttpResponse:
    """One certificate on paper (PDF)."""
    row = read.certificate(request.acting, certificate_id)
    context = {"one": words.certificate(row), "partnership": request.acting_names["partnership_name"]}
    pdf = render_pdf("privacy/certificate-paper.html", context, request)
    return pdf_response(pdf, f"bewijs-{row.reference}.pdf")


def _crumbs(request: SignedRequest, *here: str) -> list[Crumb]:
    if request.acting.role == Role.COORDINATOR:
        top = Crumb(_("Netwerk"), reverse("coordination:read-start"))
    else:
        top = Crumb(_("Privacy"), reverse("privacy:read-home"))
    title = _("Bewaren en wissen")
    if not here:
        return [top, Crumb(title)]
    return [top, Crumb(title, reverse("privacy:list-endings")), *(Crumb(label) for label in here)]
