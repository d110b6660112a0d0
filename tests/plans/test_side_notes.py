"""A worker's note beside what the family said: its own labels, and never for more people than the sentence."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from eenplan.core.acting import Acting, request_transaction
from eenplan.core.actions import writing
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.models import Item, Words
from eenplan.families.rules import FOR_FEW, FOR_TEAM, RELEASED, Labels
from eenplan.plans.actions import (
    change_side_note,
    relabel_piece,
    take_out,
    write_side_note,
    write_wish,
)
from eenplan.plans.enums import SectionKey
from eenplan.plans.models import PlanItem, Section
from eenplan.plans.queries import Piece, plan, version
from eenplan.plans.rules.labels import labels_beside
from tests.factories.plans import Helped, activate, add_family_goal, add_step, fill, mark_all_domains
from tests.plans.conftest import Cast, with_card

pytestmark = pytest.mark.django_db

SECRET = "GEHEIM-notitie"


def wish(helped: Helped, text: str = "Een tuin", **changes: Any) -> UUID:
    """A wish of the mother's; its item's id."""
    with request_transaction(helped.coach):
        return write_wish(
            helped.coach, plan_id=helped.plan.id, text=text, speaker_id=helped.mother.id, **changes
        ).item_id


def note(
    helped: Helped, beside: UUID, text: str = SECRET, labels: Labels | None = None, acting: Any = None
) -> UUID:
    """A note of the coach beside a piece; its item's id."""
    acting = acting or helped.coach
    with request_transaction(acting):
        return write_side_note(acting, beside_id=beside, text=text, labels=labels).item_id


def wishes(helped: Helped, acting: Acting) -> tuple[Piece, ...]:
    """The wishes of the working plan."""
    with request_transaction(acting):
        return plan(acting, helped.family.id).pieces.texts[SectionKey.WHAT_WE_WANT]


def agreed(helped: Helped, acting: Acting) -> str:
    """All that somebody reads of the version that holds."""
    with request_transaction(acting):
        return repr(version(acting, helped.family.id).pieces)


def test_a_note_stands_beside_with_who_wrote_it(cast: Cast, helped: Helped) -> None:
    beside = wish(helped)
    note(helped, beside, "We zoeken mee.")
    (one,) = wishes(helped, helped.coach)
    name = helped.team.assignments["coach"].staff_member.name
    assert [(each.text.text, each.by) for each in one.notes if each.text] == [("We zoeken mee.", name)]
    assert one.text is not None
    assert one.text.text == "Een tuin"


@pytest.mark.rule(32)
def test_its_own_labels_say_who_reads_it(cast: Cast, helped: Helped) -> None:
    beside = wish(helped)
    note(helped, beside, SECRET)
    note(helped, beside, "voor-iedereen", RELEASED)
    goal = add_family_goal(helped)
    note(helped, goal, f"{SECRET}-doel")
    mark_all_domains(helped)
    activate(helped)
    mother = with_card(helped, helped.mother)
    seen = agreed(helped, mother)
    assert "voor-iedereen" in seen
    assert SECRET not in seen
    assert SECRET in agreed(helped, helped.coach)
    with request_transaction(mother):
        assert not Words.objects.filter(text__startswith=SECRET).exists()


def test_a_note_is_never_for_more_people_than_the_sentence(cast: Cast, helped: Helped) -> None:
    beside = wish(helped, labels=FOR_FEW)
    with pytest.raises(RuleBroken, match="note-wider"):
        note(helped, beside, labels=RELEASED)
    kept = note(helped, beside)
    assert Item.objects.get(id=kept).confidential
    with pytest.raises(RuleBroken, match="note-wider"), request_transaction(helped.coach):
        relabel_piece(helped.coach, item_id=kept, labels=RELEASED)
    with request_transaction(helped.coach):
        relabel_piece(helped.coach, item_id=kept, labels=FOR_TEAM)
    assert Item.objects.get(id=kept).confidential


def test_a_sentence_that_is_closed_takes_its_notes_along(cast: Cast, helped: Helped) -> None:
    beside = wish(helped)
    kept = note(helped, beside, labels=RELEASED)
    with request_transaction(helped.coach):
        relabel_piece(helped.coach, item_id=beside, labels=Labels(health=True))
    item = Item.objects.get(id=kept)
    assert (item.released_to_all, item.health) == (False, True)


def test_the_database_holds_a_note_to_its_place(helped: Helped) -> None:
    beside = wish(helped, labels=FOR_FEW)
    kept = note(helped, beside)
    step = add_step(helped)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for change in ({"released_to_all": True, "confidential": False}, {"confidential": False}):
        with pytest.raises(IntegrityError), transaction.atomic(), writing():
            Item.objects.filter(id=kept).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        PlanItem.objects.filter(item_id=step).update(beside_id=beside)


def test_only_what_everybody_reads_changes_what_was_agreed(cast: Cast, helped: Helped) -> None:
    beside = wish(helped)

    def revision() -> int:
        return Section.objects.get(plan=helped.plan, key=SectionKey.WHAT_WE_WANT).revision

    before = revision()
    kept = note(helped, beside)
    with request_transaction(helped.coach):
        change_side_note(helped.coach, item_id=kept, text="Anders gezegd")
    assert revision() == before
    with request_transaction(helped.coach):
        change_side_note(helped.coach, item_id=kept, text="Anders gezegd", labels=RELEASED)
    assert revision() == before + 1
    note(helped, beside, labels=RELEASED)
    assert revision() == before + 2


def test_what_is_taken_out_takes_its_notes_out(cast: Cast, helped: Helped) -> None:
    beside = wish(helped)
    kept = note(helped, beside)
    with request_transaction(helped.coach):
        take_out(helped.coach, item_id=beside)
    assert Item.objects.get(id=kept).ended_at is not None


def test_who_may_not_write_here_and_where_no_note_stands(cast: Cast, helped: Helped) -> None:
    beside = wish(helped)
    for acting in (cast.bob, cast.charlie, with_card(helped, helped.mother)):
        with pytest.raises(NotFound):
            note(helped, beside, acting=acting)
    with pytest.raises(NotFound):
        note(helped, add_step(helped))
    with pytest.raises(NotFound), request_transaction(helped.coach):
        change_side_note(helped.coach, item_id=beside, text="x")
    with pytest.raises(RuleBroken, match="text-missing"):
        note(helped, beside, " ")


@pytest.mark.parametrize("number", [1, 3])
def test_notes_cost_no_question_more(cast: Cast, helped: Helped, number: int) -> None:
    fill(helped, number)
    for one in list(Item.objects.filter(kind__in=["wish", "goal", "domain"], family=helped.family)):
        note(helped, one.id)
    with request_transaction(helped.coach):
        with CaptureQueriesContext(connection) as asked:
            plan(helped.coach, helped.family.id)
    assert len(asked) == 9


def test_labels_beside_are_the_narrowest_of_both() -> None:
    assert labels_beside(RELEASED, RELEASED) == RELEASED
    assert labels_beside(FOR_TEAM, Labels(health=True)) == Labels(health=True)
    assert labels_beside(FOR_FEW, RELEASED) == FOR_FEW
    said = Labels(agogic_exception=True, agogic_reason="nu niet")
    assert labels_beside(FOR_TEAM, said) == said
