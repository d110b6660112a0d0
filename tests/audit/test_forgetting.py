"""What is destroyed is forgotten by the audit too: no id of it stays, and all else does."""

import pytest
from django.db import connection

from eenplan.audit.actions import forget_families, forget_ids, record, record_read
from eenplan.audit.models import Entry, Event, Forgetting
from eenplan.core.acting import request_transaction, task
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.families.actions import issue_card
from eenplan.families.actions.cards import hash_code
from eenplan.families.queries import reader_of_card
from tests.cast import make_family, make_team, people_of
from tests.factories.plans import make_helped

pytestmark = pytest.mark.django_db


def everything() -> str:
    """All that the audit's tables say, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in ("audit_entry", "audit_event", "audit_forgetting"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            said.append(cursor.fetchone()[0])
    return " ".join(said)


@pytest.mark.rule(42)
def test_nothing_names_a_family_that_is_destroyed_and_others_keep_theirs() -> None:
    team = make_team()
    gone, stays = make_family(team), make_family(team)
    coach = team.acting(Role.COACH)
    piece = people_of(gone)[0].id
    record_read(coach, "plans:my-families", families=[gone.id, stays.id])
    record_read(coach, "families:item", families=[gone.id], subject=piece)
    record(coach, "families:item:written", families=[gone.id], subject=piece)
    others = Entry.objects.exclude(families__contains=[gone.id]).values_list("id", "what", "families")
    before = list(others.order_by("id"))
    number = Entry.objects.filter(families__contains=[gone.id]).count()

    assert forget_families(task(), [gone.id]) == number

    said = everything()
    assert str(gone.id) not in said
    assert str(piece) not in said
    shared = Entry.objects.get(what="plans:my-families")
    assert (shared.families, shared.actor_id, shared.forgotten_on) == ([stays.id], coach.actor_id, today())
    kept = Entry.objects.exclude(forgotten_on=None).count()
    assert kept == number
    assert (
        list(
            Entry.objects.filter(id__in=[row[0] for row in before])
            .order_by("id")
            .values_list("id", "what", "families")
        )
        == before
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(salt = '') FROM audit_entry WHERE forgotten_on IS NOT NULL")
        assert cursor.fetchone() == (True,)
    assert Event.objects.filter(family_id=stays.id).exists()


@pytest.mark.rule(42)
def test_who_looked_as_somebody_of_the_family_has_no_name_any_more() -> None:
    helped = make_helped(make_team())
    with request_transaction(helped.coach):
        card = issue_card(helped.coach, person_id=helped.mother.id)
    with request_transaction():
        reader = reader_of_card(hash_code(card.code))
    assert reader
    record_read(reader, "plans:version", families=[helped.family.id])
    record(reader, "families:card:kept")
    assert str(reader.actor_id) in everything()
    forget_families(task(), [helped.family.id])
    assert str(reader.actor_id) not in everything()
    assert str(helped.coach.actor_id) in everything()


@pytest.mark.rule(42)
def test_a_person_and_a_piece_are_forgotten_while_the_family_stays() -> None:
    team = make_team()
    family = make_family(team)
    coach = team.acting(Role.COACH)
    mother, daughter, _baby = people_of(family)
    record_read(coach, "families:person", families=[family.id], subject=daughter.id)
    record_read(coach, "families:person", families=[family.id], subject=mother.id)
    assert forget_ids(task(), [daughter.id]) >= 1
    said = everything()
    assert str(daughter.id) not in said
    assert str(mother.id) in said
    assert str(family.id) in said


def test_what_was_forgotten_is_written_down_itself() -> None:
    team = make_team()
    family = make_family(team)
    forget_families(task(), [family.id])
    written = Forgetting.objects.get()
    entry = Entry.objects.get(what="audit:entries:forgotten")
    assert entry.subject_id == written.id
    assert len(written.sequences) == Entry.objects.exclude(forgotten_on=None).count()
    assert forget_families(task(), [family.id]) == 0
    assert Forgetting.objects.count() == 1
