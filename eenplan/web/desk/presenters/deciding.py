"""What stands around the decision on a referral, in words: danger, doubles, consults, forwarding, crisis hotlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from eenplan.core.clock import day_of, today
from eenplan.network.queries import Area
from eenplan.plans.queries import CoachOf
from eenplan.referrals.enums import (
    CrisisAgreement,
    CrisisKind,
    DangerAct,
    OutcomeKind,
    ReferrerType,
    State,
    Verdict,
)
from eenplan.referrals.queries import (
    CallBack,
    Consult,
    CrisisCall,
    DangerResponse,
    Decisions,
    Double,
    ForwardedLine,
    ReferralPage,
)
from eenplan.web.shared import words
from eenplan.web.shared.components import Row, Step
from eenplan.web.templatetags.eenplan import apart

UNCLEAR_FOR = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class DoubleLine:
    """A file that looks alike, in a sentence; with a link for who may open it."""

    text: str
    by: str
    name: str
    href: str
    same_href: str
    other_href: str


def shown(page: ReferralPage, decided: Decisions, area: Area | None, coach: CoachOf | None) -> dict[str, Any]:
    """All that the page of a referral shows of it."""
    referral = page.referral
    is_new = referral.state == State.RECEIVED
    return {
        "danger": bool(referral.acute_danger),
        "danger_open": decided.danger_open,
        "danger_said": [report.text for report in decided.danger_reports],
        "danger_answers": [answer_words(one) for one in decided.danger_responses],
        "crisis_calls": [crisis_row(one) for one in decided.crisis_calls],
        "asks_crisis_call": referral.referrer_type == ReferrerType.CRISIS and not decided.crisis_calls,
        "doubles": [double_line(one, referral.id) for one in decided.doubles],
        "came_from": came_from(page, decided),
        "belongs_to": _belongs_to(page, area) if is_new else "",
        "others": [_other_row(one) for one in decided.others],
        "returns": _returns(page, decided),
        "consult": decided.consult,
        "call_back_words": call_back_words(decided),
        "may_report": referral.state != State.ENDED,
        "is_anonymous": referral.anonymous,
        "after_take_up": _after_take_up(page, coach),
    }


def happened(decided: Decisions) -> list[tuple[datetime, str]]:
    """What was noted, for the timeline of a referral."""
    found = [(one.at, _passage_words(one.from_name, one.to_name, one.reason)) for one in decided.passages]
    found += [
        (one.at, _("Acuut gevaar gemeld: %(text)s") % {"text": one.text}) for one in decided.danger_reports
    ]
    found += [(one.at, answer_words(one)) for one in decided.danger_responses]
    found += [(one.at, crisis_words(one)) for one in decided.crisis_calls]
    for verdict in decided.verdicts:
        other = (
            verdict.referral if verdict.other_referral_id == decided.referral_id else verdict.other_referral
        )
        said = (
            _("Leek op een ander dossier, maar is een ander gezin. %(reason)s")
            if verdict.verdict == Verdict.OTHER
            else _("Hetzelfde gezin als %(reference)s. %(reason)s")
            if other
            else _("Hetzelfde gezin als elders gekend. %(reason)s")
        )
        found.append(
            (verdict.at, said % {"reference": other.reference if other else "", "reason": verdict.reason})
        )
    if decided.consult and decided.consult.called_back_on:
        text = _("Aanmelder teruggebeld op %(day)s. %(note)s") % {
            "day": words.day(decided.consult.called_back_on),
            "note": decided.consult.call_back_note,
        }
        found.append((decided.consult.recorded_at, text))
    return found


def answer_words(one: DangerResponse) -> str:
    """'Sara V. (CKG) belde het crisismeldpunt op maandag … . Afgesproken: …'"""
    who = f"{one.who} ({one.organisation})" if one.organisation else one.who
    return _("%(who)s %(act)s op %(when)s. Afgesproken: %(agreed)s") % {
        "who": who,
        "act": DangerAct(one.act).label,
        "when": words.day_and_hour(one.at),
        "agreed": one.agreed,
    }


def crisis_words(one: CrisisCall) -> str:
    """A contact with a crisis hotline in a sentence; of one without clear agreement, until when that may last."""
    said = _("%(by)s sprak met %(hotline)s: %(kind)s. Akkoord van het gezin: %(agreed)s.") % {
        "by": one.by,
        "hotline": one.hotline,
        "kind": CrisisKind(one.kind).label,
        "agreed": CrisisAgreement(one.agreed).label,
    }
    if one.agreed == CrisisAgreement.UNCLEAR:
        said += " " + _("Dat mag zo blijven tot %(until)s.") % {
            "until": words.day_and_hour(one.at + UNCLEAR_FOR)
        }
    return f"{said} {one.text}".strip()


def crisis_row(one: CrisisCall) -> Row:
    """The same as a line of a list."""
    return Row(words.day_and_hour(one.at), crisis_words(one))


def crisis_initial(page: ReferralPage) -> dict[str, Any]:
    """Where a crisis hotline referred, it is the one that is meant."""
    referral = page.referral
    if referral.referrer_type != ReferrerType.CRISIS:
        return {}
    return {"hotline": referral.referrer_organisation, "by": referral.referrer_name}


def double_line(double: Double, referral_id: UUID) -> DoubleLine:
    """What may be said of a file that looks alike."""
    values = {"name": double.partnership_name, "since": words.day(double.since)}
    if double.family_id is not None:
        text = (
            _("Bij ons aangemeld op %(since)s, en nog bezig.")
            if double.is_open
            else _("Bij ons aangemeld op %(since)s, en intussen afgerond.")
        ) % values
    else:
        text = (
            _("Bij %(name)s, sinds %(since)s, en nog bezig.")
            if double.is_open
            else _("Bij %(name)s, sinds %(since)s, en intussen afgerond.")
        ) % values
    return DoubleLine(
        text=text,
        by=", ".join(str(kind.label) for kind in double.kinds),
        name=format_html("{} · {}", apart(double.family_name), double.reference) if double.reference else "",
        href=reverse("desk:read-referral", args=[double.referral_id]) if double.referral_id else "",
        same_href=reverse("desk:judge-same", args=[referral_id, double.pair]),
        other_href=reverse("desk:judge-other", args=[referral_id, double.pair]),
    )


def what_happens(double: Double, *, is_same: bool, taken_up: bool = False) -> str:
    """What the act will do, before it is done. `taken_up`: this referral was taken up already."""
    if not is_same:
        return _("De melding verdwijnt en komt niet terug. Je reden blijft bij deze aanmelding staan.")
    if taken_up and double.family_id is None:
        return _(
            "Beide dossiers blijven wat ze zijn, want hier is al hulp begonnen. Je noteert enkel dat het één gezin is:"
            " bel %(name)s en spreek af wie verdergaat."
        ) % {"name": double.partnership_name}
    if taken_up:
        return _(
            "Beide dossiers blijven wat ze zijn, want hier is al hulp begonnen. Je noteert enkel dat het één gezin is:"
            " dat staat daarna bij allebei. Spreek met beide coaches af wie verdergaat."
        )
    if double.family_id is None and double.is_open:
        return _(
            "Deze aanmelding wordt afgerond als dubbel. Het dossier van %(name)s blijft gesloten voor ons: bel hen,"
            " zodat zij van deze aanmelding weten."
        ) % {"name": double.partnership_name}
    if double.family_id is None:
        return _(
            "Deze aanmelding loopt hier verder. Vraag het gezin of %(name)s mag vertellen wat er al gebeurde."
        ) % {"name": double.partnership_name}
    if double.is_open:
        return _(
            "Wat hier staat, gaat naar het dossier dat al loopt, en deze aanmelding wordt afgerond als dubbel. De"
            " coach van het gezin ziet dat er opnieuw werd aangemeld."
        )
    return _(
        "Deze aanmelding gaat verder in het dossier van vroeger. Je kunt ze daarna opnemen: dan begint een nieuw"
        " traject in hetzelfde dossier."
    )


def judged_words(is_same: bool, state: str) -> str:
    """What was done."""
    if not is_same:
        return _("het is een ander gezin.")
    if state == State.ENDED:
        return _("het is hetzelfde gezin; deze aanmelding is afgerond als dubbel.")
    if state != State.RECEIVED:
        return _("het is hetzelfde gezin; beide dossiers blijven apart.")
    return _("het is hetzelfde gezin; deze aanmelding loopt verder.")


def came_from(page: ReferralPage, decided: Decisions) -> str:
    """'Doorgegeven door De Tafels op 21 november, ontvangen op 2 november.'; '' when it came straight here."""
    if not decided.passages:
        return ""
    last = decided.passages[-1]
    return _(
        "Doorgegeven door %(name)s op %(day)s. Ontvangen op %(received)s: die dag blijft tellen. %(reason)s"
    ) % {
        "name": last.from_name,
        "day": words.day(day_of(last.at)),
        "received": words.day(day_of(page.referral.received_at)),
        "reason": last.reason,
    }


def _passage_words(from_name: str, to_name: str, reason: str) -> str:
    return _("Doorgegeven door %(from)s aan %(to)s. %(reason)s") % {
        "from": from_name,
        "to": to_name,
        "reason": reason,
    }


def _belongs_to(page: ReferralPage, area: Area | None) -> str:
    """The partnership of where the family lives, when that is another one than ours."""
    known = area.partnership if area else None
    return known.name if known and known.id != page.referral.partnership_id else ""


def _returns(page: ReferralPage, decided: Decisions) -> bool:
    """Whether the family comes back: all that was before is over, and nothing came after."""
    since = day_of(page.referral.received_at)
    return bool(decided.others) and all(
        not one.is_open and one.received_on <= since for one in decided.others
    )


def _other_row(one: Any) -> Row:
    return Row(
        words.day(one.received_on),
        _("nog bezig") if one.is_open else _("afgerond"),
        reverse("desk:read-referral", args=[one.id]),
        one.reference,
    )


def _after_take_up(page: ReferralPage, coach: CoachOf | None) -> str:
    """How what was taken up ends: not here, but by closing the trajectory."""
    if page.referral.state in (State.RECEIVED, State.ENDED):
        return ""
    if coach:
        return _(
            "Deze aanmelding is opgenomen; dat is haar uitkomst. Stopt de hulp, ook vóór er een plan is? Dan rondt"
            " %(name)s het traject af, of de coördinator."
        ) % {"name": coach.name}
    return _(
        "Deze aanmelding is opgenomen; dat is haar uitkomst. Stopt de hulp vóór er een plan is? Kies eerst een coach:"
        " die rondt het traject af met het gezin."
    )


def call_back_words(decided: Decisions) -> str:
    """'Terugbellen op 3 december', until that is done."""
    consult = decided.consult
    if consult is None or consult.call_back_on is None or consult.called_back_on is not None:
        return ""
    return _("Terugbellen op %(day)s") % {"day": words.weekday(consult.call_back_on)}


@dataclass(frozen=True, slots=True)
class CallBackLine:
    """A referrer to call back, as a line on the desk."""

    text: str
    who: str
    href: str
    is_late: bool


def call_back_lines(rows: Sequence[CallBack]) -> list[CallBackLine]:
    """Whom the desk calls back."""
    return [
        CallBackLine(
            _("Terugbellen op %(day)s") % {"day": words.day(row.on)},
            " · ".join(
                part for part in (row.referrer_name, row.referrer_organisation, row.reference) if part
            ),
            reverse("desk:read-referral", args=[row.referral_id]),
            row.on < today(),
        )
        for row in rows
    ]


def forwarded_row(line: ForwardedLine) -> Row:
    """'Doorgegeven aan … op …', with the reference and nothing else."""
    return Row(
        line.reference,
        _("Doorgegeven aan %(name)s op %(day)s") % {"name": line.to_name, "day": words.day_and_hour(line.at)},
    )


def summary(page: ReferralPage, consult: Consult) -> dict[str, Any]:
    """The summary for the referrer: reference, day, adviser, advice, steps. Nothing of the family."""
    referral = page.referral
    adviser = getattr(consult.given_by, "staff_member", None)
    steps = [Step(step.text, detail=words.weekday(step.by)) for step in consult.steps.order_by("position")]
    rows = [
        Row(_("Nummer"), referral.reference),
        Row(_("Overleg op"), words.weekday(consult.on)),
        Row(_("Met"), adviser.name if adviser else ""),
    ]
    if consult.call_back_on:
        rows.append(Row(_("We bellen terug op"), words.weekday(consult.call_back_on)))
    return {
        "rows": [row for row in rows if row.value],
        "advice": consult.advice,
        "steps": steps,
        "mail_href": _mail(referral.referrer_email, referral.reference, consult.advice, steps),
        "to_call_back": consult.call_back_on is not None and consult.called_back_on is None,
    }


def _mail(address: str, reference: str, advice: str, steps: Sequence[Step]) -> str:
    """A link that opens an e-mail to the referrer with the same text; '' without an address."""
    if not address:
        return ""
    subject = _("Ons overleg over %(reference)s") % {"reference": reference}
    lines = [advice, "", _("Wat jij doet:"), *[f"- {step.text} ({step.detail})" for step in steps]]
    return f"mailto:{quote(address)}?subject={quote(subject)}&body={quote(chr(10).join(lines))}"


def ended_with_consult(page: ReferralPage) -> bool:
    """Whether the page has a summary for the referrer."""
    return page.outcome is not None and page.outcome.kind == OutcomeKind.CONSULT_ONLY
