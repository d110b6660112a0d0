"""A slow, plain model of who may see what, written from the rules alone, to hold the database to."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass
class Somebody:
    """A person: what they are, when they were born, and on which days somebody judged their capability."""

    key: str
    role: str
    born: date | None = None
    authority: bool | None = None
    judged: list[tuple[date, bool]] = field(default_factory=list)
    disagreement: list[tuple[date, date | None]] = field(default_factory=list)


@dataclass
class Piece:
    """An item: its labels, which part it is of, who told it and about whom it is."""

    part: str
    teller: str | None
    about: frozenset[str]
    labels: frozenset[str]


@dataclass
class Share:
    """A share and what each person said of it, in the order in which it was said."""

    about: list[str]
    parts: list[str]
    ground: str
    first: date
    end: date
    health: bool
    secrecy: bool
    to_court: bool = False
    ended: bool = False
    said: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class World:
    """One family. `ties` are (kind, grown-up, child, from, until)."""

    people: dict[str, Somebody]
    ties: list[tuple[str, str, str, date, date]]


def turns(born: date, years: int) -> date:
    """The day on which somebody is so many years old; on 1 March for who was born on 29 February."""
    year = born.year + years
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    if (born.month, born.day) == (2, 29) and not leap:
        return date(year, 3, 1)
    return date(year, born.month, born.day)


def is_adult(one: Somebody, day: date) -> bool:
    """Eighteen; a grown-up whose birth date nobody knows counts as one."""
    return day >= turns(one.born, 18) if one.born else one.role != "child"


def decides(one: Somebody, day: date) -> bool:
    """Whether a minor decides: from twelve, unless the newest judgement says otherwise (rule 25)."""
    newest = None
    for since, capable in sorted(one.judged, key=lambda pair: pair[0]):
        if since <= day:
            newest = capable
    return newest if newest is not None else bool(one.born and day >= turns(one.born, 12))


def holders(world: World, child: str, day: date) -> set[str]:
    """Who decides for a child."""
    standing = [tie for tie in world.ties if tie[2] == child and tie[3] <= day < tie[4]]
    law = {tie[1] for tie in standing if tie[0] in ("authority", "representative")}
    if law:
        return law
    parents = {
        tie[1] for tie in standing if tie[0] == "parent" and world.people[tie[1]].authority is not False
    }
    if parents:
        return parents
    return {one.key for one in world.people.values() if one.role == "parent" and one.authority is not False}


def last_word(share: Share, who: str) -> str | None:
    """What somebody said last."""
    words = [said for key, said in share.said if key == who]
    return words[-1] if words else None


def holders_agree(world: World, share: Share, child: str, day: date, all_of_them: bool) -> bool:
    """Whether those who decide for a child let it be shared (rules 27 and 31)."""
    words = [last_word(share, one) for one in holders(world, child, day)]
    if not words or "refused" in words or "withdrawn" in words:
        return False
    known = any(a <= day and (b is None or day < b) for a, b in world.people[child].disagreement)
    if all_of_them or known:
        return all(word == "given" for word in words)
    enough = {"given"} | ({"informed", "not_possible"} if share.ground == "shared_secrecy" else set())
    return any(word in enough for word in words)


def agrees(world: World, share: Share, who: str, day: date) -> bool:
    """Whether one person about whom it is, or who decides for them, lets it be shared."""
    one = world.people[who]
    word = last_word(share, who)
    grown, capable = is_adult(one, day), decides(one, day)
    if not grown and not capable:
        return holders_agree(world, share, who, day, share.to_court)
    if share.to_court:
        return word == "given" and (grown or holders_agree(world, share, who, day, True))
    if word is not None:
        return word == "given" or (share.ground == "shared_secrecy" and word in ("informed", "not_possible"))
    if grown or one.born is None:
        return False
    twelve = turns(one.born, 12)
    return twelve <= day < twelve + timedelta(days=30) and holders_agree(world, share, who, day, False)


def holds(world: World, share: Share, day: date) -> bool:
    """Whether a share opens anything on a day."""
    if share.ended or not share.about or not share.first <= day < share.end:
        return False
    if share.ground == "basic_data":
        return share.to_court and share.parts == ["plan:basic"] and not share.health
    if share.to_court and share.ground != "consent":
        return False
    if share.ground == "court_order":
        return True
    if share.ground == "emergency":
        return (share.end - share.first).days <= 7
    return all(agrees(world, share, who, day) for who in share.about)


def shows(world: World, share: Share, piece: Piece, day: date) -> bool:
    """Whether a share shows a piece."""
    if not holds(world, share, day) or piece.part not in share.parts:
        return False
    if piece.labels & {"confidential", "third_party_only", "court", "agogic_exception"}:
        return False
    if piece.about - set(share.about):
        return False
    if piece.teller and piece.teller not in share.about:
        return False
    if "health" in piece.labels:
        return share.health and share.secrecy
    return "released_to_all" in piece.labels


def shows_person(world: World, who: str, piece: Piece, day: date) -> bool:
    """Whether a person of the family is shown a piece that a worker wrote (no share with a relative)."""
    labels = piece.labels
    if piece.teller == who and not labels & {"court", "agogic_exception", "third_party_only"}:
        return True
    if "released_to_all" in labels:
        return not any(
            world.people[one].role == "child" and is_adult(world.people[one], day)
            for one in piece.about - {who}
        )
    closed = labels & {"confidential", "third_party_only", "court", "agogic_exception"}
    reader = world.people[who]
    grown = is_adult(reader, day) or decides(reader, day)
    return "health" in labels and not closed and grown and piece.about == {who}


def shows_own_file(world: World, who: str, piece: Piece, day: date) -> bool:
    """Whether a minor who decides finds a piece in their own file (rule 33); an adult what is theirs."""
    reader, labels = world.people[who], piece.labels
    grown = is_adult(reader, day)
    if not grown and not decides(reader, day):
        return False
    if labels & {"third_party_only", "court", "agogic_exception"}:
        return False
    if "confidential" in labels and piece.teller != who:
        return False
    if "health" in labels and piece.about != {who}:
        return False
    return not grown or piece.teller == who or who in piece.about
