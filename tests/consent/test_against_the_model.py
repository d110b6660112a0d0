"""Random families, shares, answers, birthdays and labels: the database shows what the slow model shows, never more."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.consent.models import Answer, Capability, Grant, GrantAbout, KnownDisagreement
from eenplan.core.actions import writing
from eenplan.core.enums import Role
from eenplan.families.models import Family, Item, ItemAbout, Person, Tie
from tests.cast import Team, make_family, make_team
from tests.consent import model
from tests.factories.network import OrganisationFactory

pytestmark = [
    pytest.mark.django_db,
    *[pytest.mark.rule(number) for number in (25, 27, 28, 29, 30, 31, 33, 39)],
]

DAY = date(2026, 3, 1)
KEYS = ("mother", "father", "older", "younger")
# Around the birthdays that change something, and on the day that not every year has.
BIRTHDAYS = [
    date(2008, 3, 1), date(2008, 3, 2), date(2008, 2, 29), date(2014, 3, 1), date(2014, 3, 2), date(2014, 1, 20),
    date(2014, 1, 30), date(2014, 1, 31), date(2012, 2, 29), date(2010, 6, 1), *[date(2019, 6, 1)] * 6,
]  # fmt: skip
PARTS = ("plan:referral", "plan:homes")
KINDS = {"plan:referral": "question", "plan:homes": "home"}
LABELS = ("released_to_all", "confidential", "third_party_only", "health", "court", "agogic_exception")
WORDS = ("given", "refused", "withdrawn", "informed", "not_possible")
WORLDS = 60


class Chance:
    """Draws worlds from a seed, most of them such that much hangs by one answer, label or day."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)

    def maybe(self, share: float) -> bool:
        """True so often."""
        return self.draw.random() < share

    def some(self, listed: Sequence[Any], least: int, most: int) -> list[Any]:
        """Some of a list, in any order."""
        return self.draw.sample(listed, self.draw.randint(least, most))

    def day(self) -> date:
        """A day around today."""
        return DAY + timedelta(days=self.draw.randint(-40, 5))

    def person(self, key: str) -> model.Somebody:
        """A grown-up or a child; sometimes nobody knows the birth date, sometimes somebody judged or disagreed."""
        if key in KEYS[:2]:
            return model.Somebody(key, "parent", None, self.draw.choice([None, True, True, False]))
        return model.Somebody(
            key,
            "child",
            None if self.maybe(0.1) else self.draw.choice(BIRTHDAYS),
            None,
            [(day, self.maybe(0.5)) for day in {self.day() for _each in range(2)}]
            if self.maybe(0.25)
            else [],
            self.disagreements(),
        )

    def disagreements(self) -> list[tuple[date, date | None]]:
        """Sometimes it is known that the parents disagree, or was for a while."""
        if not self.maybe(0.3):
            return []
        since = self.day()
        return [
            (since, self.draw.choice([None, since, max(since, DAY), max(since, DAY + timedelta(days=3))]))
        ]

    def world(self) -> model.World:
        """A family of two parents and two children, and who has authority over whom."""
        tied = [
            (kind, grown_up, child)
            for kind in ("authority", "representative", "parent")
            for grown_up in KEYS[:2]
            for child in KEYS[2:]
            if self.maybe(0.2)
        ]
        return model.World(
            {key: self.person(key) for key in KEYS},
            [
                (
                    *one,
                    DAY - timedelta(days=self.draw.randint(-1, 9)),
                    DAY + timedelta(days=self.draw.randint(2, 9)),
                )
                for one in tied
            ],
        )

    def share(self) -> model.Share:
        """A share on any ground, with a few answers."""
        ground = self.draw.choice(
            ["consent"] * 5 + ["shared_secrecy"] * 3 + ["court_order", "emergency", "basic_data"]
        )
        first = DAY - timedelta(days=self.draw.choice([-1, 0, 0, 1, 3]))
        secrecy = ground == "shared_secrecy" or self.maybe(0.6)
        said = [(key, "given") for key in KEYS if self.maybe(0.75)]
        for _each in range(self.draw.randint(0, 2)):
            said.append((self.draw.choice(KEYS), self.draw.choice(WORDS)))
        return model.Share(
            about=self.some(KEYS[2:], 1, 2) if self.maybe(0.6) else self.some(KEYS, 1, 3),
            parts=["plan:basic"] if ground == "basic_data" else self.some(PARTS, 1, 2),
            ground=ground,
            first=first,
            end=first + timedelta(days=self.draw.choice([1, 4, 7, 8, 20])),
            health=secrecy and self.maybe(0.6),
            secrecy=secrecy,
            to_court=self.maybe(0.25 if ground != "basic_data" else 0.7),
            ended=self.maybe(0.08),
            said=said,
        )

    def piece(self) -> model.Piece:
        """A piece with labels that do not contradict each other."""
        labels = {"released_to_all"} if self.maybe(0.6) else set(self.some(LABELS[1:], 0, 2))
        teller = self.draw.choice([None, None, *KEYS])
        return model.Piece(
            self.draw.choice(PARTS), teller, frozenset(self.some(KEYS, 0, 2)), frozenset(labels)
        )


class Written:
    """A model family written into the database, as the owner."""

    def __init__(self, team: Team, family: Family, world: model.World) -> None:
        self.team, self.family = team, family
        self.author = team.acting(Role.COACH).actor_id
        with writing():
            self.people = {
                one.key: Person.objects.create(
                    family=family, role=one.role, birth_date=one.born, parental_authority=one.authority
                ).id
                for one in world.people.values()
            }
            for kind, who, child, since, until in world.ties:
                Tie.objects.create(
                    family=family,
                    person_id=self.people[who],
                    child_id=self.people[child],
                    kind=kind,
                    period=DateRange(since, until),
                )
            for one in world.people.values():
                self.judge(one)

    def judge(self, one: model.Somebody) -> None:
        """What was judged of somebody."""
        who = {"family_id": self.family.id, "person_id": self.people[one.key], "author_id": self.author}
        for since, capable in one.judged:
            Capability.objects.create(
                **who, capable=capable, reason="besproken", discussed_on=since, from_day=since
            )
        for since, until in one.disagreement:
            KnownDisagreement.objects.create(**who, since=since, until=until)

    def share(self, one: model.Share, court: Any, other: Any) -> UUID:
        """A share with what was said of it."""
        with writing():
            grant = Grant.objects.create(
                family_id=self.family.id,
                recipient_kind="organisation",
                organisation=court if one.to_court else other,
                secrecy=one.secrecy,
                parts=one.parts,
                health=one.health,
                purpose="help",
                need="nodig",
                ground=one.ground,
                ground_note="gezegd",
                period=DateRange(one.first, one.end),
                made_by_id=self.author,
                **({"ended_at": "2026-02-01T00:00Z", "ended_by_id": self.author} if one.ended else {}),
            )
            for who in one.about:
                GrantAbout.objects.create(family_id=self.family.id, grant=grant, person_id=self.people[who])
            for who, said in one.said:
                Answer.objects.create(
                    family_id=self.family.id,
                    grant=grant,
                    person_id=self.people[who],
                    said=said,
                    how="aloud",
                    reason="gezegd",
                    recorded_by_id=self.author,
                )
        return grant.id

    def piece(self, one: model.Piece) -> Item:
        """An item with its labels."""
        with writing():
            item = Item.objects.create(
                family=self.family,
                kind=KINDS[one.part],
                author_id=self.author,
                from_whom_id=self.people[one.teller] if one.teller else None,
                agogic_reason="nu niet" if "agogic_exception" in one.labels else "",
                **dict.fromkeys(one.labels, True),
            )
            for who in one.about:
                ItemAbout.objects.create(family=self.family, item=item, person_id=self.people[who])
        return item


def holds(grant: UUID) -> bool:
    """What the database says of a share."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT consent_grant_holds(%s, %s)", [grant, DAY])
        (found,) = cursor.fetchone()
    return bool(found)


def shown(viewer: str, items: list[Item]) -> list[bool]:
    """What the database shows a viewer of some items."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('eenplan.today', %s, true), set_config('eenplan.now', %s, true)",
            [DAY.isoformat(), f"{DAY.isoformat()}T12:00Z"],
        )
        cursor.execute(
            "SELECT i.id, eenplan_viewer_stands(%(viewer)s, i.family_id) AND eenplan_shows(%(viewer)s, i.id, i.family_id,"
            " i.kind, i.author_id, i.from_whom_id, i.released_to_all, i.confidential, i.third_party_only, i.health, i.court,"
            " i.agogic_exception) FROM families_item i WHERE i.id = ANY(%(items)s)",
            {"viewer": viewer, "items": [item.id for item in items]},
        )
        found = dict(cursor.fetchall())
    return [bool(found[item.id]) for item in items]


def test_the_database_shows_what_the_model_shows(cast_of_consent: tuple[Any, ...]) -> None:
    team, family, court, other = cast_of_consent
    opened = 0
    for seed in range(WORLDS):
        chance = Chance(seed)
        world = chance.world()
        listed = [chance.piece() for _each in range(12)]
        with transaction.atomic():
            written = Written(team, family, world)
            items = [written.piece(one) for one in listed]
            for _each in range(6):
                share = chance.share()
                grant = written.share(share, court, other)
                assert holds(grant) == model.holds(world, share, DAY), (seed, share)
                expected = [model.shows(world, share, piece, DAY) for piece in listed]
                opened += any(expected)
                assert shown(f"grant:{grant}", items) == expected, (seed, share)
            for key in KEYS:
                person = written.people[key]
                assert shown(f"person:{person}", items) == [
                    model.shows_person(world, key, piece, DAY) for piece in listed
                ], (seed, key)
                assert shown(f"own_file:{person}", items) == [
                    model.shows_own_file(world, key, piece, DAY) for piece in listed
                ], (seed, key)
            transaction.set_rollback(True)
    # The worlds are such that something is open in a good part of them.
    assert opened > WORLDS


@pytest.fixture
def cast_of_consent() -> tuple[Any, ...]:
    """A team, a family to fill, a youth court's service and another organisation."""
    team = make_team()
    family = make_family(team)
    with writing():
        Person.objects.filter(family=family).delete()
    return team, family, OrganisationFactory(layer="youth_court"), OrganisationFactory()
