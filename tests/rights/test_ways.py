"""Destruction knows every table: a new one that nobody thought of fails here (rule 42)."""

import pytest
from django.apps import apps
from django.db import connection, models

from eenplan.core.enums import Keeps
from eenplan.rights.actions.removing import UnknownWay, links
from eenplan.rights.rules.ways import BESIDES, READERS, WAYS, Goes, without

pytestmark = pytest.mark.rule(42)

OURS = [
    model for model in apps.get_models() if model.__module__.startswith("eenplan.") and model._meta.managed
]
FAMILY = {model._meta.db_table: model for model in OURS if model.keeps == Keeps.FAMILY_DATA}
# Who stands there works here, and is no family's.
OF_WORKERS = {
    *("core_account", "network_staffmember", "network_invitation", "network_redrawing"),
    "network_textreview",
    *("referrals_savedview", "capacity_", "consent_legalterm", "rights_breadth"),
}
# Ids that point at nothing: of what was, or of nothing that can be found.
LOOSE = {
    # Of the form on which something was written, so that what is sent twice is one.
    "plans_contribution.sent_key",
    "plans_message.sent_key",
    *("families_takenin.former_id", "referrals_doubleverdict.pair", "families_family.figures_token"),
    "referrals_referral.sent_token",
}


def test_every_table_of_family_data_has_a_way_to_go() -> None:
    assert set(WAYS) == set(FAMILY)


@pytest.mark.django_db
def test_every_column_that_points_at_a_piece_of_a_file_says_what_becomes_of_its_row() -> None:
    pointing = [link for table in FAMILY for link in links().get(table, ())]
    unknown = []
    for link in pointing:
        try:
            assert link.way
        except UnknownWay as error:
            unknown.append(str(error))
    assert unknown == []
    assert {link.table for link in pointing} <= set(FAMILY)


@pytest.mark.django_db
def test_no_way_is_said_of_a_column_that_is_not_there() -> None:
    for table, ways in {**WAYS, **READERS}.items():
        columns = {
            column for link in sum(links().values(), ()) if link.table == table for column in [link.column]
        }
        assert set(ways) <= columns, table


@pytest.mark.django_db
def test_what_is_emptied_may_be_empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE is_nullable = 'YES'"
        )
        nullable = {name for (name,) in cursor.fetchall()}
    emptied = {
        f"{table}.{column}"
        for table, ways in WAYS.items()
        for column, way in ways.items()
        if way in (Goes.EMPTY, Goes.OWNER)
    }
    assert emptied <= nullable


@pytest.mark.django_db
def test_no_id_in_a_table_of_family_data_is_without_a_foreign_key() -> None:
    """By those keys everything is found."""
    known = {f"{link.table}.{link.column}" for link in sum(links().values(), ())}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE udt_name IN ('uuid', '_uuid') AND table_schema = 'public'"
        )
        found = {
            f"{table}.{column}" for table, column in cursor.fetchall() if table in FAMILY and column != "id"
        }
    assert found - known <= LOOSE


@pytest.mark.django_db
def test_who_acts_for_a_family_is_known_wherever_an_actor_stands() -> None:
    of_others = {
        link.table
        for link in links().get("core_actor", ())
        if link.table not in FAMILY and not link.table.startswith(tuple(OF_WORKERS))
    }
    assert of_others == set(READERS)


def test_what_keeps_families_without_pointing_at_them_is_told_of() -> None:
    beside = {
        model._meta.db_table
        for model in OURS
        if model.keeps in (Keeps.SEALED, Keeps.AUDIT)
        and any(isinstance(field, models.UUIDField | models.BinaryField) for field in model._meta.fields[1:])
    }
    named = {
        model._meta.db_table
        for model in OURS
        if model.keeps in (Keeps.ACCESS, Keeps.AUDIT, Keeps.FIGURES)
        and any("family" in field.name or "entrance" in field.name for field in model._meta.fields)
    }
    # Of who works here; of seals, hashes only; of what was destroyed, nobody.
    assert (beside | named) - {"reporting_extraction"} <= set(BESIDES)


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ({"whose_id": "a", "words": {"text": {"speaker_id": "a"}}}, {"whose_id": None, "words": {"text": {"speaker_id": None}}}),
        ({"residents": [{"person_id": "a"}, {"person_id": "b"}]}, {"residents": [{"person_id": "b"}]}),
        ({"scores": {"a": 3, "b": 4}, "persons": ["a", "b"]}, {"scores": {"b": 4}, "persons": ["b"]}),
        ([["a", "x"], ["c", "d"]], [["c", "d"]]),
        ({"score": 3, "about": "abc", "on": None}, {"score": 3, "about": "abc", "on": None}),
    ],
)  # fmt: skip
def test_a_snapshot_stands_without_who_is_gone(content: object, left: object) -> None:
    assert without(content, {"a"}) == left
