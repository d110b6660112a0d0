"""What Kaat, Jeroen and Seppe share, with whom and until when: part of their story."""

from datetime import date, timedelta
from uuid import UUID

from eenplan.consent.actions import NewTrustedPerson, answer, ask, name_trusted_person
from eenplan.consent.enums import OutsideKind, Part, RecipientKind, Said, SaidHow, SharePurpose
from eenplan.consent.rules import NewShare, Recipient
from eenplan.core.acting import Acting
from eenplan.demo.together import People

MONTH = timedelta(days=30)


def share(
    coach: Acting, family_id: UUID, people: People, *, partner: UUID, psychologist: UUID, today: date
) -> None:
    """School with the CLB, Jeroen's health with the psychologist, grandmother reads along; one waits for an answer."""

    def asked(
        recipient: Recipient,
        about: tuple[UUID, ...],
        parts: tuple[str, ...],
        need: str,
        *,
        secrecy: bool = True,
        health: bool = False,
        said: tuple[UUID, ...] = (),
    ) -> None:
        wanted = NewShare(
            recipient,
            about,
            parts=parts,
            purpose=SharePurpose.HELP,
            need=need,
            until=today + 4 * MONTH,
            secrecy=secrecy,
            health=health,
        )
        grant = ask(coach, family_id=family_id, share=wanted)
        for person in said:
            answer(coach, grant_id=grant.id, person_id=person, said=Said.GIVEN, how=SaidHow.ALOUD)

    asked(
        Recipient(RecipientKind.WORKER, partner),
        (people.kaat, people.seppe),
        ("life:school", Part.GOALS.value),
        "Het CLB kijkt met school wat Seppe rust geeft.",
        said=(people.kaat,),
    )
    asked(
        Recipient(RecipientKind.WORKER, psychologist),
        (people.jeroen,),
        (Part.WISHES.value, Part.HELP.value),
        "De psycholoog praat met Jeroen over het ongeval en over slapen.",
        health=True,
        said=(people.jeroen,),
    )
    asked(
        Recipient(RecipientKind.OUTSIDE, name="Oma Lutgart", outside_kind=OutsideKind.SUPPORT_FIGURE),
        (people.kaat, people.jeroen),
        (Part.GOALS.value, "life:together", Part.AGREEMENTS.value),
        "Oma springt bij en wil weten wie wat doet.",
        secrecy=False,
        said=(people.kaat, people.jeroen),
    )
    asked(
        Recipient(RecipientKind.OUTSIDE, name="Juf Nele", outside_kind=OutsideKind.SCHOOL),
        (people.seppe,),
        ("life:school",),
        "De zorgleerkracht zit mee aan de rondetafel.",
        secrecy=False,
    )
    name_trusted_person(
        coach,
        family_id=family_id,
        person_id=people.kaat,
        who=NewTrustedPerson("Tante Griet", True, True, True, today - MONTH),
    )
