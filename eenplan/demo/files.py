"""The file of an invented family, as rows for COPY: its people, what they say, and the first conversation."""

from datetime import date, datetime
from functools import lru_cache

from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.core import folding
from eenplan.core.clock import day_of
from eenplan.demo.areas import Place, Served
from eenplan.demo.chance import Chance
from eenplan.demo.copying import Load
from eenplan.demo.households import Household
from eenplan.demo.known import Known, Life
from eenplan.demo.references import References
from eenplan.demo.staff import Worker
from eenplan.families import models as families
from eenplan.families.enums import (
    Channel,
    ContactKind,
    ContactStatus,
    DetailKind,
    ItemKind,
    LivesHere,
    PersonRole,
)

words_of = lru_cache(maxsize=50_000)(folding.words)

CONVERSATIONS = (
    "Iedereen kwam aan het woord. Eerst komt er rust in de ochtenden, daarna kijken we verder.",
    "Het gezin vertelde zijn verhaal. We spraken af wat er deze week al kan.",
    "Er is veel opluchting dat er iemand is. Volgende keer doen de kinderen mee.",
    "We keken samen wie er nu al helpt en waar nog op gewacht wordt.",
)


class Files:
    """Puts families with their files in a load."""

    def __init__(self, load: Load, references: References) -> None:
        self.load, self._references = load, references

    def family(
        self, chance: Chance, household: Household, at: datetime, serving: list[Served], place: Place
    ) -> Known:
        """A family with its persons, and who answers for it."""
        family_id, token, day = chance.new_id(at), chance.new_id(at), day_of(at)
        self.load[families.Family].add(
            id=family_id,
            reference=self._references.new(chance),
            name=household.name,
            sort_key=folding.fold(household.name),
            language=household.language,
            interpreter=household.interpreter or None,
            municipality_id=place.municipality_id,
            postal_code=place.postal_code,
            created_at=at,
            figures_token=token,
        )
        for served in serving:
            until = served.until if served.until != date.max else None
            self.load[families.Responsibility].add(
                id=chance.new_id(at),
                family_id=family_id,
                partnership_id=served.partnership_id,
                period=DateRange(max(day, served.since), until),
            )
        keys = set(words_of(household.name))
        person_ids = []
        for position, member in enumerate(household.members):
            person_id = chance.new_id(at)
            person_ids.append(person_id)
            keys |= words_of(f"{member.given_name} {member.family_name}")
            self.load[families.Person].add(
                id=person_id,
                family_id=family_id,
                given_name=member.given_name,
                family_name=member.family_name,
                role=member.role.value,
                birth_date=member.birth_date,
                due_date=member.due_date,
                gender=member.gender.value,
                lives_here=member.lives_here.value,
                parental_authority=member.parental_authority,
                position=position,
            )
        for key in sorted(keys):
            self.load[families.SearchKey].add(id=chance.new_id(at), family_id=family_id, key=key)
        return Known(family_id, token, len(household.children), household, tuple(person_ids), place, None)

    def item(
        self,
        chance: Chance,
        known: Known,
        kind: ItemKind,
        at: datetime,
        author: str,
        *,
        health: bool = False,
    ) -> str:
        """An item of the family's file; its id. `health`: it says something of somebody's health."""
        item_id = chance.new_id(at)
        self.load[families.Item].add(
            id=item_id,
            family_id=known.family_id,
            kind=kind.value,
            author_id=author,
            created_at=at,
            health=health,
        )
        return item_id

    def say(
        self,
        chance: Chance,
        known: Known,
        item_id: str,
        text: str,
        at: datetime,
        author: str,
        *,
        language: str = "nl",
        speaker: str | None = None,
        translates: str | None = None,
    ) -> str:
        """Words of an item; their id."""
        words_id = chance.new_id(at)
        self.load[families.Words].add(
            id=words_id,
            family_id=known.family_id,
            item_id=item_id,
            slot="text",
            text=text,
            language=language,
            speaker_id=speaker,
            author_id=author,
            translation_of_id=translates,
            said_at=at,
        )
        return words_id

    def words(self, chance: Chance, known: Known, at: datetime, author: str, *, rich: bool) -> None:
        """What the family asks, what the referrer sees, and now and then what goes well."""
        home = known.household
        question = self.item(chance, known, ItemKind.QUESTION, at, author)
        said = self.say(
            chance,
            known,
            question,
            home.words,
            at,
            author,
            language=home.words_language,
            speaker=known.person_ids[home.speaker],
        )
        if home.dutch:
            self.say(chance, known, question, home.dutch, at, author, translates=said)
        view = self.item(chance, known, ItemKind.REFERRER_VIEW, at, author)
        self.say(chance, known, view, home.view, at, author)
        if rich or chance.maybe(0.3):
            well = self.item(chance, known, ItemKind.GOING_WELL, at, author)
            self.say(chance, known, well, home.well, at, author)

    def phone(self, chance: Chance, known: Known, at: datetime, author: str) -> None:
        """A telephone number that is nobody's."""
        self.load[families.ContactDetail].add(
            item_id=self.item(chance, known, ItemKind.CONTACT_DETAIL, at, author),
            family_id=known.family_id,
            person_id=known.person_ids[0],
            kind=DetailKind.PHONE.value,
            value=chance.phone(),
            safe=chance.one((True, 70), (None, 27), (False, 3)),
        )

    def conversation(self, chance: Chance, known: Known, life: Life, worker: Worker) -> str | None:
        """The first conversation, held or planned; its id."""
        moment = life.held or life.planned_for
        if moment is None:
            return None
        written = life.recorded or max(life.coach_given or life.received, life.received)
        item_id = self.item(chance, known, ItemKind.CONTACT, written, worker.actor_id)
        self.load[families.Contact].add(
            item_id=item_id,
            family_id=known.family_id,
            kind=ContactKind.FIRST_CONVERSATION.value,
            channel=chance.one((Channel.HOME, 72), (Channel.OFFICE, 22), (Channel.VIDEO, 6)).value,
            status=(ContactStatus.HELD if life.held else ContactStatus.PLANNED).value,
            planned_for=life.planned_for,
            held_at=life.held,
            recorded_at=written,
            staff_id=worker.actor_id,
        )
        if life.held and chance.maybe(0.5):
            self.say(chance, known, item_id, chance.choice(CONVERSATIONS), written, worker.actor_id)
        for person_id, member in zip(known.person_ids, known.household.members, strict=True):
            first = person_id == known.person_ids[0]
            if first or (member.lives_here != LivesHere.NO and member.role != PersonRole.CHILD):
                self.load[families.ContactParticipant].add(
                    id=chance.new_id(written),
                    family_id=known.family_id,
                    contact_id=item_id,
                    person_id=person_id,
                )
        return item_id
