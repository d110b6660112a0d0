"""Changing words and forms from a day on (rule 47): who may, what is whole, and the audit of it."""

import unicodedata
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from eenplan.audit.actions import record
from eenplan.core.acting import Acting
from eenplan.core.actions import action
from eenplan.core.errors import RuleBroken
from eenplan.network.actions.dated import must_be_ahead, must_change, replace_from, withdraw
from eenplan.network.actions.questions import check_number, is_own, must_be_own, tidy
from eenplan.network.enums import Language, QuestionKind, Wording
from eenplan.network.models import ContactPoint, CrisisContact, FormQuestion, LifeDomain, PhaseName, RoleTitle
from eenplan.network.queries.configuration import life_domains

_MODELS: dict[Wording, Any] = {
    Wording.ROLES: RoleTitle,
    Wording.PHASES: PhaseName,
    Wording.DOMAINS: LifeDomain,
    Wording.QUESTIONS: FormQuestion,
    Wording.CONTACTS: ContactPoint,
    Wording.CRISIS: CrisisContact,
}
# Signs that turn the reading direction around and would make a word look like another; and control signs.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_FEWEST_DIGITS = 3


@action
def change_words(
    acting: Acting,
    *,
    kind: Wording,
    partnership_id: UUID | None,
    code: str,
    words: dict[str, Any],
    since: date,
) -> None:
    """Let a code be called so from a day on, for one partnership or (None) by default for all.

    `words` are the fields of the kind's table; for a role its titles by language ('nl' needed). Refuses with
    `network:words-who`, `words-past`, `words-planned`, `words-empty`, `words-long`, `words-turned`.
    """
    must_change(acting, partnership_id)
    said = {name: one.strip() if isinstance(one, str) else one for name, one in words.items()}
    if kind is Wording.QUESTIONS:
        said = tidy(said)
    _must_be_whole(_MODELS[kind], kind, said)
    if kind is Wording.DOMAINS:
        must_be_ahead(since, today_too=False)
        _must_leave_one(acting, partnership_id, code, said, since)
        said = {**_shape_of(acting, partnership_id, code, since), **said}
    if kind is Wording.CRISIS:
        said = {**_place_of(code), **said}
    if kind is Wording.QUESTIONS and (is_own(code) or said.get("kind") != QuestionKind.STANDARD):
        must_be_own(code, said)
        check_number(partnership_id, code, since)
    for key, values in _rows(kind, partnership_id, code, said):
        replace_from(_MODELS[kind], key, values, since=since)
    record(acting, f"network:words-{kind.value}:changed", subject=partnership_id)


@action
def take_back_words(
    acting: Acting, *, kind: Wording, partnership_id: UUID | None, code: str, since: date
) -> None:
    """Take back a change that has not begun. Raises NotFound when there is none on that day."""
    must_change(acting, partnership_id)
    key = _key(kind, partnership_id, code)
    if kind is Wording.ROLES:  # its titles in all languages changed together
        del key["language"]
    withdraw(_MODELS[kind], key, since=since)
    record(acting, f"network:words-{kind.value}:taken-back", subject=partnership_id)


@action
def end_words(acting: Acting, *, kind: Wording, partnership_id: UUID | None, code: str, since: date) -> None:
    """Have no word of one's own any more from a day on: the default holds again, or nothing is asked.

    Of what holds for all (`partnership_id` None) only a question that the form has not by itself may end
    (`network:words-default-stays`).
    """
    must_change(acting, partnership_id)
    if partnership_id is None and not (kind is Wording.QUESTIONS and is_own(code)):
        raise RuleBroken(
            "network:words-default-stays",
            _("Dit geldt voor iedereen en blijft staan. Kies er andere woorden voor."),
        )
    must_be_ahead(since, today_too=kind is not Wording.DOMAINS)
    for language in Language.values if kind is Wording.ROLES else [""]:
        replace_from(_MODELS[kind], _key(kind, partnership_id, code, language), None, since=since)
    record(acting, f"network:words-{kind.value}:ended", subject=partnership_id)


def _key(kind: Wording, partnership_id: UUID | None, code: str, language: str = "") -> dict[str, Any]:
    if kind is Wording.CRISIS:
        return {"code": code}
    if kind is Wording.CONTACTS:
        return {"partnership_id": partnership_id, "zone_id": UUID(code) if code else None}
    if kind is Wording.ROLES:
        return {"partnership_id": partnership_id, "role": code, "language": language}
    return {"partnership_id": partnership_id, "code": code}


def _rows(
    kind: Wording, partnership_id: UUID | None, code: str, said: dict[str, Any]
) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Which rows a change replaces, and with what. An empty title in another language ends that title."""
    if kind is not Wording.ROLES:
        return [(_key(kind, partnership_id, code), said)]
    return [
        (
            _key(kind, partnership_id, code, language),
            {"title": said[language]} if said.get(language) else None,
        )
        for language in Language.values
    ]


def _must_be_whole(model: Any, kind: Wording, said: dict[str, Any]) -> None:
    columns = {"nl": "title", "fr": "title", "en": "title"} if kind is Wording.ROLES else {}
    needed = {
        Wording.ROLES: ("nl",),
        Wording.PHASES: ("name_nl",),
        Wording.DOMAINS: ("label_nl",),
        Wording.QUESTIONS: ("label_nl",),
        Wording.CONTACTS: ("name_nl", "phone", "hours_nl"),
        Wording.CRISIS: ("name", "phone", "description_nl", "hours_nl"),
    }[kind]
    for name in needed:
        if not _can_be_seen(said.get(name) or ""):
            raise RuleBroken(
                "network:words-empty", _("Vul dit nog in, minstens in het Nederlands."), field=name
            )
    for name, text in said.items():
        if not isinstance(text, str):
            continue
        most = getattr(model._meta.get_field(columns.get(name, name)), "max_length", None)
        if most and len(text) > most:
            raise RuleBroken(
                "network:words-long",
                _("Dit is te lang: hoogstens %(most)s tekens.") % {"most": most},
                field=name,
            )
        if any(sign in _TURNING or (ord(sign) < ord(" ") and sign not in "\r\n") for sign in text):
            raise RuleBroken(
                "network:words-turned",
                _("Hier staat een onzichtbaar teken in. Typ de tekst opnieuw in plaats van te plakken."),
                field=name,
            )
    phone = said.get("phone")
    if phone is not None and (
        sum(s.isdigit() for s in phone) < _FEWEST_DIGITS or any(s.isalpha() for s in phone)
    ):
        raise RuleBroken(
            "network:phone-unreadable",
            _("Vul een telefoonnummer in met cijfers en spaties, zoals 089 00 00 00."),
            field="phone",
        )


def _can_be_seen(text: str) -> bool:
    return any(unicodedata.category(sign)[0] not in "CZ" for sign in text)


def _must_leave_one(
    acting: Acting, partnership_id: UUID | None, code: str, said: dict[str, Any], since: date
) -> None:
    others = [
        one for one in life_domains(acting, on=since, partnership_id=partnership_id) if one.code != code
    ]
    if not said.get("shown", True) and not others:
        raise RuleBroken("network:words-none-left", _("Laat minstens één levensdomein staan."), field="shown")


def _shape_of(acting: Acting, partnership_id: UUID | None, code: str, since: date) -> dict[str, Any]:
    """Icon and place of a life domain: a new word does not move it."""
    row = (
        LifeDomain.objects.filter(code=code, partnership=None).order_by("-period").first()
        or LifeDomain.objects.filter(Q(partnership_id=partnership_id), code=code).order_by("-period").first()
    )
    if row is None:
        raise RuleBroken(
            "network:words-code", _("Kies een van de levensdomeinen die er staan."), field="code"
        )
    return {"icon": row.icon, "position": row.position}


def _place_of(code: str) -> dict[str, Any]:
    """Where a crisis number stands on the list; its place does not change with its words."""
    row = CrisisContact.objects.filter(code=code).order_by("-period").first()
    if row is None:
        raise RuleBroken("network:words-code", _("Kies een van de nummers die er staan."), field="code")
    return {"position": row.position}
