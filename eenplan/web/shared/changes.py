"""What changed in a plan, in plain sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from eenplan.core.languages import language_now
from eenplan.families.enums import ContactKind, ItemKind
from eenplan.network.queries import LifeDomainOn
from eenplan.plans.enums import GoalStatus, HelpState, Importance, Mark, SectionKey
from eenplan.plans.queries.changes import ChangesNow
from eenplan.plans.queries.pieces import Names
from eenplan.plans.rules.changes import Change, What
from eenplan.plans.rules.moved import Moved
from eenplan.web.shared import words
from eenplan.web.shared.changed_facts import AS_TYPED, CHOICES, DAYS, OF_THEIR_OWN

_LONGEST = 140
# Facts that come along with another: what is said of that one says it all.
_ALONG = {
    (ItemKind.HELP, "state"): ("since", "asked_on", "started_on", "ended_on"),
    (ItemKind.GOAL, "score_now"): ("score_start",),
    (ItemKind.CHILD_VIEW, "text"): ("how", "on", "face"),
    (ItemKind.CHILD_VIEW, "reason"): ("how", "on", "face"),
    (ItemKind.CHILD_VIEW, "face"): ("on",),
}
# Who does not agree is somebody of the family, or somebody else by name.
_WHO = ("owner", "name")


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section of the plan with what changed there, and who wrote it ('Jij en Ann schreven hier.')."""

    title: str
    sentences: tuple[str, ...]
    writers: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What changed since a version."""

    title: str
    sections: tuple[ChangedSection, ...]
    review: str
    meetings: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that the reader may see has changed."""
        return not self.sections and not self.review and not self.meetings


def changes_view(found: ChangesNow) -> ChangesView:
    """The changes, section by section, in the language that is active now; life domains in the words of their day."""
    before, after = _labels(found.domains_before), _labels(found.domains_after)
    by_section: dict[SectionKey, list[str]] = {}
    told = {(one.item_id, name) for one in found.changes for name in _ALONG.get((one.kind, one.field), ())}
    for change in found.changes:
        if (change.item_id, change.field) in told:
            continue
        sentence = _sentence(change, found.names, before if change.what == What.GONE else after)
        listed = by_section.setdefault(change.section, [])
        if sentence and sentence not in listed:
            listed.append(sentence)
    if found.until is None:
        title = _("Veranderd sinds versie %(number)s") % {"number": found.since}
    else:
        title = _("Wat veranderde van versie %(since)s naar versie %(until)s") % {
            "since": found.since,
            "until": found.until,
        }
    review = ""
    if found.review_before and found.review_after:
        review = _("We bekijken het plan opnieuw op %(after)s, in plaats van op %(before)s.") % {
            "after": words.day(found.review_after),
            "before": words.day(found.review_before),
        }
    return ChangesView(
        title,
        tuple(
            ChangedSection(str(key.label), tuple(by_section[key]), _writers(found, key))
            for key in SectionKey
            if by_section.get(key)
        ),
        review,
        tuple(_meeting(one) for one in found.moved),
    )


def _labels(domains: Iterable[LifeDomainOn]) -> dict[str, str]:
    """The words for the life domains by code."""
    language = language_now()
    return {one.code: one.label(language) for one in domains}


def _meeting(one: Moved) -> str:
    """'Het eerste gesprek is verplaatst van … naar …', or called off."""
    what = _("Het eerste gesprek") if one.kind == ContactKind.FIRST_CONVERSATION else _("Een afspraak")
    said = {"what": what, "before": words.day_and_hour(one.before)}
    if one.after is None:
        return _("%(what)s van %(before)s is afgezegd.") % said
    return _("%(what)s van %(before)s is verplaatst naar %(after)s.") % {
        **said,
        "after": words.day_and_hour(one.after),
    }


def _writers(found: ChangesNow, key: SectionKey) -> str:
    names = [*([_("jij")] if key in found.mine else []), *found.writers.get(key, ())]
    if not names:
        return ""
    everybody = (
        names[0]
        if len(names) == 1
        else _("%(first)s en %(last)s")
        % {
            "first": ", ".join(names[:-1]),
            "last": names[-1],
        }
    )
    return (
        _("Hier schreef %(name)s.") % {"name": everybody}
        if len(names) == 1
        else _("Hier schreven %(names)s.") % {"names": everybody}
    )


def _short(text: str) -> str:
    flat = " ".join(text.split()).rstrip(".")  # a sentence of ours goes on behind it
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"


def _named(change: Change, names: Names, domains: Mapping[str, str]) -> str:
    """By what words people know a piece."""
    content = change.content
    if change.kind == ItemKind.DOMAIN:
        return domains.get(str(content.get("domain")), str(content.get("domain")))
    if change.kind == ItemKind.CHILD_VIEW:
        return names.person(_id(content.get("person_id"))) or _("een kind")
    if change.kind == ItemKind.REVIEW:
        return _day(content.get("on"))
    if change.kind == ItemKind.WHO_MATTERS:
        return _short(str(content.get("name")))
    return _short(_slot(content, "text") or str(content.get("name") or content.get("organisation") or ""))


def _slot(content: Mapping[str, Any], slot: str) -> str:
    said = content["words"].get(slot)
    return str(said["text"]) if said else ""


def _id(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None


def _sentence(change: Change, names: Names, domains: Mapping[str, str]) -> str:
    said = {"text": _named(change, names, domains), "section": str(change.section.label)}
    if change.kind == ItemKind.DOMAIN and change.what in (What.ADDED, What.CHANGED):
        return _domain(change, said)
    if change.kind == ItemKind.CHILD_VIEW:
        return _of_child(change, said)
    if change.kind == ItemKind.REVIEW:
        return _of_review(change, said, names)
    if change.kind == ItemKind.DISAGREEMENT and (change.what == What.ADDED or change.field in _WHO):
        who = names.person(_id(change.content.get("person_id"))) or change.content.get("name")
        return _("%(name)s is het hier niet mee eens: “%(text)s”.") % {**said, "name": who or _("Iemand")}
    if change.what == What.SPOKEN:
        return _spoken(names.person(_id(change.after)), _short(_slot(change.content, change.field)))
    if change.what == What.ADDED:
        return _added(change, said)
    if change.what == What.GONE:
        return _gone(change, said)
    if change.what == What.SAID:
        return _said(change, said)
    if change.what == What.TRANSLATED:
        return _translated(change, said)
    return _changed(change, said, names, domains)


def _spoken(name: str, text: str) -> str:
    """Who of the family says what stood there already; a worker, without a name."""
    if not name:
        return _("Dit schreef een hulpverlener zelf: “%(text)s”.") % {"text": text}
    return _("Dit zegt %(name)s: “%(text)s”.") % {"name": name, "text": text}


def _added(change: Change, said: Mapping[str, str]) -> str:
    if change.kind == ItemKind.GOAL:
        return _("Er kwam een doel bij: “%(text)s”.") % said
    if change.kind == ItemKind.ACTION:
        return _("Er kwam een stap bij: “%(text)s”.") % said
    if change.kind == ItemKind.TEAM_MEMBER:
        return _("%(text)s helpt nu mee.") % said
    if change.kind == ItemKind.SIDE_NOTE:
        return _("Een hulpverlener schreef erbij: “%(text)s”.") % said
    if change.kind == ItemKind.HELP and change.content.get("state") == HelpState.WAITING:
        return _("We wachten nu ook op hulp: “%(text)s”.") % said
    if change.kind == ItemKind.HELP:
        return _("Er kwam hulp bij: “%(text)s”.") % said
    return _("Er kwam bij: “%(text)s”.") % said


def _gone(change: Change, said: Mapping[str, str]) -> str:
    if change.kind == ItemKind.GOAL:
        return _("Dit doel staat er niet meer: “%(text)s”.") % said
    if change.kind == ItemKind.ACTION:
        return _("Deze stap staat er niet meer: “%(text)s”.") % said
    if change.kind == ItemKind.TEAM_MEMBER:
        return _("%(text)s staat niet meer bij wie ons helpt.") % said
    return _("Dit staat er niet meer: “%(text)s”.") % said


def _said(change: Change, said: Mapping[str, str]) -> str:
    both = {**said, "before": _short(change.before), "after": _short(change.after)}
    if not change.after:
        return _("Bij “%(text)s” werd iets weggelaten: “%(before)s”.") % both
    if change.field != "text" or change.kind in (ItemKind.DOMAIN, ItemKind.WHO_MATTERS, ItemKind.REVIEW):
        if not change.before:
            return _("Bij “%(text)s” kwam erbij: “%(after)s”.") % both
        return _("Bij “%(text)s” staat nu: “%(after)s”. Eerst stond er: “%(before)s”.") % both
    if not change.before:
        return _("Er kwam bij: “%(after)s”.") % both
    if change.kind == ItemKind.GOAL:
        return _("Het doel “%(before)s” is nu: “%(after)s”.") % both
    if change.kind == ItemKind.ACTION:
        return _("De stap “%(before)s” is nu: “%(after)s”.") % both
    return _("Er staat nu: “%(after)s”. Eerst stond er: “%(before)s”.") % both


def _of_child(change: Change, said: Mapping[str, str]) -> str:
    """What a child says, by its name: in words, why it was not asked yet, by a face or in a drawing."""
    slots = {slot: _short(_slot(change.content, slot)) for slot in ("text", "reason", "drawing")}
    if change.what == What.GONE:
        if not (was := slots["text"] or slots["drawing"]):
            return _("Wat eerst bij %(text)s stond, staat er niet meer.") % said
        return _("Wat eerst bij %(text)s stond, staat er niet meer: “%(said)s”.") % {**said, "said": was}
    if change.what == What.ADDED:
        slot = next((slot for slot, words_in in slots.items() if words_in), "")
        return _child_said(slot, slots.get(slot, ""), change.content.get("face"), said)
    if change.what == What.SAID and change.after:
        return _child_said(change.field, _short(change.after), None, said)
    if change.what == What.SAID and slots["text"] and change.field == "reason":
        return ""  # it was asked after all: what it says is told
    if change.what == What.SAID:
        return _said(change, said)
    if change.what == What.CHANGED and change.field == "face" and change.after:
        return _child_said("", "", change.after, said)
    return _translated(change, said) if change.what == What.TRANSLATED else _changed(change, said, Names())


def _child_said(slot: str, text: str, face: Any, said: Mapping[str, str]) -> str:
    both = {**said, "said": text, "face": _choice(ItemKind.CHILD_VIEW, "face", face)}
    if slot == "text":
        return _("%(text)s zegt nu: “%(said)s”.") % both
    if slot == "reason":
        return _("Aan %(text)s is dit nog niet gevraagd: “%(said)s”.") % both
    if slot == "drawing":
        return _("%(text)s maakte een tekening: “%(said)s”.") % both
    if both["face"]:
        return _("%(text)s koos een gezicht: %(face)s.") % both
    return _("%(text)s maakte een tekening.") % both


def _of_review(change: Change, said: Mapping[str, str], names: Names) -> str:
    """That the plan was looked at again, what changes since; and what of that was put right."""
    both = {**said, "said": _short(_slot(change.content, "text"))}
    if change.what == What.GONE:
        return _("Dat we op %(text)s samen terugkeken, staat er niet meer.") % both
    if change.what == What.ADDED:
        return _("Op %(text)s keken we samen terug. Dit verandert er: “%(said)s”.") % both
    if change.field == "on":
        return _("We keken samen terug op %(text)s, en niet op %(before)s.") % {
            **said,
            "before": _day(change.before),
        }
    if change.field == "persons":
        people = [one for key in change.after or () if (one := names.person(_id(key)))]
        return _("Toen we op %(text)s samen terugkeken, waren erbij: %(names)s.") % {
            **said,
            "names": words.listed(people),
        }
    if change.field == "scores":
        return _("De cijfers van toen we op %(text)s samen terugkeken, zijn verbeterd.") % said
    told = {**said, "text": _("samen terugkijken op %(text)s") % said}
    if change.what == What.SAID:
        return _said(change, told)
    return _translated(change, told) if change.what == What.TRANSLATED else _changed(change, told, names)


def _translated(change: Change, said: Mapping[str, str]) -> str:
    both = {**said, "before": _short(change.before), "after": _short(change.after)}
    if not change.after:
        return _("Bij “%(text)s” staat deze vertaling niet meer: “%(before)s”.") % both
    return _("De vertaling bij “%(text)s” is nu: “%(after)s”. Eerst was ze: “%(before)s”.") % both


def _domain(change: Change, said: Mapping[str, str]) -> str:
    if change.what == What.ADDED:
        return _("%(text)s: %(mark)s.") % {**said, "mark": _mark(change.content.get("mark"))}
    if change.field == "mark":
        return _("%(text)s: nu ‘%(after)s’, eerst ‘%(before)s’.") % {
            **said,
            "after": _mark(change.after),
            "before": _mark(change.before),
        }
    if change.field == "importance":
        return _("%(text)s: nu ‘%(after)s’, eerst ‘%(before)s’.") % {
            **said,
            "after": _important(change.after),
            "before": _important(change.before),
        }
    return _scores(change, said) if change.field == "score" else ""


def _important(code: Any) -> str:
    return str(Importance(code).label) if code in Importance.values else _("niet gezegd")


def _mark(code: Any) -> str:
    return str(Mark(code).label) if code in Mark.values else str(code)


def _scores(change: Change, said: Mapping[str, str]) -> str:
    both = {**said, "before": change.before, "after": change.after}
    if change.after is None:
        return _("Bij “%(text)s” staat geen cijfer meer. Eerst was het %(before)s.") % both
    if change.before is None:
        return _("Bij “%(text)s” gaven jullie %(after)s op 10.") % both
    return _("Bij “%(text)s” gaven jullie eerst %(before)s en nu %(after)s op 10.") % both


def _changed(
    change: Change, said: Mapping[str, str], names: Names, domains: Mapping[str, str] | None = None
) -> str:
    field, after = change.field, change.after
    if field == "done_on":
        return (
            _("De stap “%(text)s” is gedaan.") if after else _("De stap “%(text)s” is toch nog niet gedaan.")
        ) % said
    if field == "status" and change.kind == ItemKind.GOAL:
        return {
            GoalStatus.REACHED: _("Het doel “%(text)s” is gelukt."),
            GoalStatus.LET_GO: _("Het doel “%(text)s” laten we los."),
        }.get(GoalStatus(after), _("Aan het doel “%(text)s” werken we weer.")) % said
    if field == "state" and change.kind == ItemKind.HELP:
        return {
            HelpState.STARTED: _("De hulp “%(text)s” is gestart."),
            HelpState.ENDED: _("De hulp “%(text)s” is gestopt."),
            HelpState.WAITING: _("Op de hulp “%(text)s” wachten we nu."),
        }.get(HelpState(after), _("De hulp “%(text)s” is er.")) % said
    if field == "score_now":
        return _scores(change, said)
    if field == "owner" and change.kind == ItemKind.ACTION:
        return _("De stap “%(text)s” doet nu %(name)s.") % {**said, "name": _owner(change.content, names)}
    if field in ("due_on", "target_date"):
        return _moved(change, said)
    if sentences := OF_THEIR_OWN.get((change.kind, field)):
        told = _told(change, names, domains or {})
        return str(sentences[0 if told else 1]) % {**said, "after": told, "day": told, "phone": told}
    return _fact(change, said, names)


def _told(change: Change, names: Names, domains: Mapping[str, str]) -> str:
    """What a fact is now, as people read it; '' for nothing."""
    field, after = change.field, change.after
    if after in (None, ""):
        return ""
    if field in DAYS:
        return _day(after)
    if field == "until":  # a period is kept up to the day after
        return words.day(date.fromisoformat(after) - timedelta(days=1))
    if field == "owner":
        return names.worker(_id(after))
    return domains.get(after, after) if field == "domain" else str(after)


def _fact(change: Change, said: Mapping[str, str], names: Names) -> str:
    """A fact in words; '' where nothing changed for who reads it."""
    kind, field, after = change.kind, change.field, change.after
    if field == "resolved_on" and after:
        return _("Dit is opgelost: “%(text)s”.") % said
    if field == "expressed_by_id":
        return _spoken(names.person(_id(after)), said["text"])
    if field == "whose_id" and kind == ItemKind.GOAL:
        whose = names.person(_id(after)) or _("ons allemaal")
        return _("Het doel “%(text)s” is nu van %(name)s.") % {**said, "name": whose}
    if field == "for_whom_id":
        whom = names.person(_id(after)) or _("ons allemaal")
        return _("De hulp “%(text)s” is nu voor %(name)s.") % {**said, "name": whom}
    if field == "gives_strength" and after:
        return _("%(text)s geeft kracht.") % said
    if field == "gives_strength":
        return _("Dat %(text)s kracht geeft, staat er niet meer.") % said if change.before else ""
    if field == "about_ids":
        people = words.listed([one for key in after or () if (one := names.person(_id(key)))]) or _(
            "ons allemaal"
        )
        return _("Dit gaat nu over %(name)s: “%(text)s”.") % {**said, "name": people}
    if field == "residents":
        return _("Wie er woont, veranderde: “%(text)s”.") % said
    if field == "name" and kind in (ItemKind.TEAM_MEMBER, ItemKind.WHO_MATTERS, ItemKind.HOME):
        return _("“%(before)s” heet nu “%(text)s”.") % {**said, "before": _short(str(change.before))}
    return _now_stands(change, said)


def _now_stands(change: Change, said: Mapping[str, str]) -> str:
    """A fact by the words in which it is shown, before and after."""
    kind, field = change.kind, change.field
    if (kind, field) in CHOICES:
        before, after = (_choice(kind, field, one) for one in (change.before, change.after))
    elif field in AS_TYPED:
        before, after = (_short(str(one or "")) for one in (change.before, change.after))
    else:
        return _("Bij “%(text)s” werd iets aangepast.") % said
    both = {**said, "before": before, "after": after}
    if not after:
        return _("Bij “%(text)s” werd iets weggelaten: “%(before)s”.") % both
    if not before:
        return _("Bij “%(text)s” kwam erbij: “%(after)s”.") % both
    return _("Bij “%(text)s” staat nu: “%(after)s”. Eerst stond er: “%(before)s”.") % both


def _choice(kind: ItemKind, field: str, code: Any) -> str:
    return str(CHOICES[kind, field].get(code, ""))


def _moved(change: Change, said: Mapping[str, str]) -> str:
    days = {**said, "after": _day(change.after), "before": _day(change.before)}
    if not change.after:
        return _("“%(text)s” heeft geen datum meer.") % days
    if not change.before:
        return _("“%(text)s” is nu tegen %(after)s.") % days
    return _("“%(text)s” is nu tegen %(after)s, in plaats van tegen %(before)s.") % days


def _day(value: Any) -> str:
    return words.day(date.fromisoformat(value)) if value else ""


def _owner(content: Mapping[str, Any], names: Names) -> str:
    return (
        names.person(_id(content.get("person_id")))
        or names.worker(_id(content.get("staff_member_id")))
        or content.get("organisation_name")
        or content.get("network_name")
        or _("iemand anders")
    )
