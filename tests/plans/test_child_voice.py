"""Each child's own voice: words, a face, a drawing; with its own card it chooses itself who reads it."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.files import Paper, read_paper
from eenplan.families.models import Attachment, AttachmentContent, Item, Person, Words
from eenplan.families.rules import FOR_TEAM, RELEASED
from eenplan.plans.actions import (
    ChildViewFields,
    OwnView,
    hear_child,
    keep_drawing,
    relabel_piece,
    say_own_view,
)
from eenplan.plans.enums import Face, SaidHow, SectionKey
from eenplan.plans.models import Part, Section
from eenplan.plans.queries import ChildViewPiece, plan, version
from eenplan.plans.queries.child_voice import open_drawing, own_view
from tests.factories.papers import make_pdf, make_picture
from tests.factories.plans import Helped, activate, add_family_goal, mark_all_domains
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db

SECRET = "GEHEIM-van-het-kind"


def photo() -> Paper:
    """A photo of a drawing."""
    return read_paper("tekening.jpg", make_picture())


def child(helped: Helped) -> Person:
    """The daughter."""
    return helped.people[1]


def say(acting: Acting, *, for_all: bool = True, **view: Any) -> UUID:
    """The child says something with its own card."""
    with request_transaction(acting):
        return say_own_view(acting, view=OwnView(for_all, **view))


def views(helped: Helped, acting: Acting) -> tuple[ChildViewPiece, ...]:
    """The views of children in the working plan."""
    with request_transaction(acting):
        return plan(acting, helped.family.id).pieces.of(ChildViewPiece)


def draw(helped: Helped, told: str = "Een huis met een boom", paper: Paper | None = None) -> UUID:
    """The coach keeps a drawing of the daughter; what it belongs to."""
    with request_transaction(helped.coach):
        return keep_drawing(
            helped.coach,
            plan_id=helped.plan.id,
            person_id=child(helped).id,
            paper=paper or photo(),
            told=told,
        ).item_id


def test_a_child_says_with_its_card_what_it_wants(cast: Cast, helped: Helped) -> None:
    daughter = with_card(helped, child(helped))
    say(daughter, text="Meer voetbal", face=Face.GLAD, drawing=photo(), drawing_words="Een bal")
    (view,) = views(helped, helped.coach)
    assert view.text is not None
    assert (view.text.text, view.text.speaker_id, view.face) == ("Meer voetbal", child(helped).id, Face.GLAD)
    assert (view.said_how, view.released, view.words["drawing"].text) == (SaidHow.OWN_CARD, True, "Een bal")
    with request_transaction(daughter):
        standing = own_view(daughter)
    assert standing is not None
    assert (standing.text, standing.face, standing.for_all) == ("Meer voetbal", Face.GLAD, True)


def test_said_anew_the_former_is_over_and_stays_readable(cast: Cast, helped: Helped) -> None:
    with request_transaction(helped.coach):
        fields = ChildViewFields(child(helped).id, SaidHow.PLAY, text="Van de coach", face=Face.CALM)
        first = hear_child(helped.coach, plan_id=helped.plan.id, view=fields).item_id
    before = Section.objects.get(plan=helped.plan, key=SectionKey.WHAT_WE_WANT).revision
    daughter = with_card(helped, child(helped))
    say(daughter, text="Zelf gezegd")
    say(daughter, face=Face.ANGRY)
    (view,) = views(helped, helped.coach)
    assert (view.text, view.face) == (None, Face.ANGRY)
    assert Item.objects.get(id=first).ended_at is not None
    assert Words.objects.filter(text="Van de coach").exists()
    assert Section.objects.get(plan=helped.plan, key=SectionKey.WHAT_WE_WANT).revision == before + 2


@pytest.mark.rule(34)
def test_what_is_for_the_coach_alone_no_parent_reads(cast: Cast, helped: Helped) -> None:
    daughter = with_card(helped, child(helped))
    item_id = say(daughter, for_all=False, text=SECRET, drawing=photo(), drawing_words=f"{SECRET}-tekening")
    mark_all_domains(helped)
    add_family_goal(helped)
    activate(helped)
    drawing_id = Part.objects.get(item_id=item_id).drawing_id
    assert drawing_id
    mother = with_card(helped, helped.mother)
    for reader in (mother, cast.charlie):
        with request_transaction(reader):
            assert not Words.objects.filter(text__startswith=SECRET).exists()
            assert not AttachmentContent.objects.filter(attachment_id=drawing_id).exists()
            with pytest.raises(NotFound):
                open_drawing(reader, helped.family.id, drawing_id)
    with request_transaction(mother):
        assert SECRET not in repr(version(mother, helped.family.id))
        with pytest.raises(NotFound):
            own_view(mother)
    for reader in (daughter, helped.coach):
        with request_transaction(reader):
            assert open_drawing(reader, helped.family.id, drawing_id).content


@pytest.mark.rule(34)
def test_nobody_opens_what_the_child_kept_for_its_coach(cast: Cast, helped: Helped) -> None:
    daughter = with_card(helped, child(helped))
    item_id = say(daughter, for_all=False, text=SECRET, drawing=photo())
    drawing_id = Part.objects.get(item_id=item_id).drawing_id
    with pytest.raises(RuleBroken, match="kept-for-coach"), request_transaction(helped.coach):
        relabel_piece(helped.coach, item_id=item_id, labels=RELEASED)
    for one in (item_id, drawing_id):
        with pytest.raises(IntegrityError), transaction.atomic(), writing():
            Item.objects.filter(id=one).update(confidential=False)


@pytest.mark.rule(32)
def test_a_drawing_is_seen_by_whoever_reads_what_the_child_says(cast: Cast, helped: Helped) -> None:
    item_id = draw(helped)
    drawing_id = Part.objects.get(item_id=item_id).drawing_id
    mother = with_card(helped, helped.mother)
    assert drawing_id

    def is_open() -> bool:
        with request_transaction(mother):
            return Attachment.objects.filter(item_id=drawing_id).exists()

    assert not is_open()
    with request_transaction(helped.coach):
        relabel_piece(helped.coach, item_id=item_id, labels=RELEASED)
    assert is_open()
    with request_transaction(helped.coach):
        relabel_piece(helped.coach, item_id=item_id, labels=FOR_TEAM)
    assert not is_open()


def test_a_drawing_is_told_in_words_and_another_takes_its_place(cast: Cast, helped: Helped) -> None:
    item_id = draw(helped)
    first = Part.objects.get(item_id=item_id).drawing_id
    assert draw(helped, "Een nieuwe") == item_id
    (view,) = views(helped, helped.coach)
    assert (view.words["drawing"].text, view.said_how) == ("Een nieuwe", SaidHow.DRAWING)
    assert view.drawing_id != first
    with pytest.raises(RuleBroken, match="told-missing"):
        draw(helped, " ")
    with pytest.raises(RuleBroken, match="no-picture"):
        draw(helped, paper=read_paper("brief.pdf", make_pdf()))


def test_only_a_child_speaks_here_and_says_something(cast: Cast, helped: Helped) -> None:
    for other in (with_card(helped, helped.mother), helped.coach, cast.charlie):
        with pytest.raises(NotFound):
            say(other, text="x")
    daughter = with_card(helped, child(helped))
    with pytest.raises(RuleBroken, match="nothing-said"):
        say(daughter, text=" ")


def test_a_card_adds_only_what_the_child_itself_says(cast: Cast, helped: Helped) -> None:
    """The fence, under the action: no words of another, no other kind, nothing beside what is there."""
    daughter, mother = with_card(helped, child(helped)), helped.mother
    item_id = say(daughter, face=Face.SAD)
    row = {"family_id": helped.family.id, "item_id": item_id, "author_id": daughter.actor_id, "text": "x"}
    tries = [
        Words(**row, slot="text", speaker_id=mother.id),
        Words(**row, slot="resolution", speaker_id=child(helped).id),
        Item(family_id=helped.family.id, kind="goal", author_id=daughter.actor_id, from_whom_id=child(helped).id),
        Item(
            family_id=helped.family.id, kind="child_view", author_id=daughter.actor_id, from_whom_id=mother.id,
            released_to_all=True,
        ),
    ]  # fmt: skip
    for one in tries:
        with pytest.raises(DatabaseError), request_transaction(daughter), writing():
            type(one).objects.bulk_create([one])


def test_a_face_stands_with_a_child_alone(helped: Helped) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        Part.objects.filter(item_id=draw(helped)).update(face="cijfer-3")
    assert connection.in_atomic_block
