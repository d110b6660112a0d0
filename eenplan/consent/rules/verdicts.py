"""Whether a share opens what it names, and who is still to be asked. No database.

PostgreSQL judges every reading by the same rule (`consent_grant_holds`); a test holds the two together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from eenplan.consent.enums import Ground, Part, Said, ShareState, Stage, Why
from eenplan.consent.rules.deciding import Someone, Terms, is_turning, stage_on

NO = (Said.REFUSED, Said.WITHDRAWN)
TOLD = (Said.INFORMED, Said.NOT_POSSIBLE)
BASIC_ONLY = (Part.BASIC.value,)

People = Mapping[UUID, Someone]
Answers = Mapping[UUID, Said]


@dataclass(frozen=True, slots=True)
class Share:
    """A share with what each person said of it last. `until` is the first day on which it no longer holds.

    `court`: the recipient is a youth court or its service.
    """

    ground: Ground
    parts: tuple[str, ...]
    about: tuple[UUID, ...]
    since: date
    until: date
    said: Answers
    health: bool = False
    court: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is still to answer, about whom, and why. Of several with `DECIDES` one is enough."""

    person_id: UUID
    about_id: UUID
    why: Why


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there is agreement; who is still to be asked; who said no."""

    agrees: bool
    asked: tuple[Asked, ...] = ()
    against: tuple[UUID, ...] = ()


AGREED = Verdict(True)


def judge_share(share: Share, people: People, day: date, terms: Terms) -> Verdict:
    """Whether everything that a share needs was said on a day, its period left aside."""
    if not share.about:
        return Verdict(False)
    if share.ground == Ground.BASIC_DATA:
        return Verdict(share.court and share.parts == BASIC_ONLY and not share.health)
    if share.court and share.ground != Ground.CONSENT:
        return Verdict(False)
    if share.ground == Ground.COURT_ORDER:
        return AGREED
    if share.ground == Ground.EMERGENCY:
        return Verdict((share.until - share.since).days <= terms.emergency_share)
    verdicts = [judge_person(share, people.get(person), day, terms) for person in share.about]
    return Verdict(
        all(verdict.agrees for verdict in verdicts),
        tuple(asked for verdict in verdicts for asked in verdict.asked),
        tuple(dict.fromkeys(person for verdict in verdicts for person in verdict.against)),
    )


def judge_person(share: Share, who: Someone | None, day: date, terms: Terms) -> Verdict:
    """Whether somebody about whom something is shared agrees, or those who decide for them."""
    if who is None:
        return Verdict(False)
    stage = stage_on(who, day, terms)
    if stage == Stage.CHILD:
        return _holders(share, who, every_one=share.court)
    own = _own(share, who, quietly=share.ground == Ground.SHARED_SECRECY and not share.court)
    if share.court and stage == Stage.CAPABLE:
        return _both(own, _holders(share, who, every_one=True))
    if stage == Stage.CAPABLE and who.id not in share.said and is_turning(who, day, terms):
        still = _holders(share, who, every_one=False)
        return Verdict(still.agrees, (Asked(who.id, who.id, Why.TURNED),), still.against)
    return own


def _own(share: Share, who: Someone, *, quietly: bool) -> Verdict:
    said = share.said.get(who.id)
    if said == Said.GIVEN or (quietly and said in TOLD):
        return AGREED
    if said in NO:
        return Verdict(False, against=(who.id,))
    return Verdict(False, (Asked(who.id, who.id, Why.OWN),))


def _holders(share: Share, who: Someone, *, every_one: bool) -> Verdict:
    """What those who decide for somebody say; when it is known that they disagree, all of them must agree (rule 27)."""
    said = {holder: share.said.get(holder) for holder in who.holders}
    silent = [holder for holder, answer in said.items() if answer != Said.GIVEN and answer not in NO]
    against = tuple(holder for holder, answer in said.items() if answer in NO)
    all_must = every_one or who.at_odds
    why = Why.ALL if all_must else Why.DECIDES
    asked = tuple(Asked(holder, who.id, why) for holder in silent)
    if against or not said:
        return Verdict(False, asked, against)
    if all_must:
        return Verdict(not silent, asked)
    quietly = share.ground == Ground.SHARED_SECRECY and not share.court
    agrees = any(answer == Said.GIVEN or (quietly and answer in TOLD) for answer in said.values())
    return AGREED if agrees else Verdict(False, asked)


def _both(one: Verdict, other: Verdict) -> Verdict:
    return Verdict(one.agrees and other.agrees, one.asked + other.asked, one.against + other.against)


def state_of(share: Share, verdict: Verdict, day: date) -> ShareState:
    """How a share stands on a day, in one word."""
    if share.ended:
        return ShareState.ENDED
    if day >= share.until:
        return ShareState.OVER
    if not verdict.agrees:
        return ShareState.REFUSED if verdict.against or not verdict.asked else ShareState.WAITS
    return ShareState.AHEAD if day < share.since else ShareState.STANDS


def those_with_a_say(share: Share, people: People, day: date, terms: Terms) -> tuple[UUID, ...]:
    """Whose answer counts for a share on a day."""
    found: dict[UUID, None] = {}
    for who in (people[person] for person in share.about if person in people):
        stage = stage_on(who, day, terms)
        if stage != Stage.CHILD:
            found[who.id] = None
        if stage == Stage.CHILD or (stage == Stage.CAPABLE and (share.court or is_turning(who, day, terms))):
            found.update(dict.fromkeys(who.holders))
    return tuple(found)
