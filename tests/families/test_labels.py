"""The labels of every piece: what contradicts, with what each begins, and changing them."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

import eenplan
from eenplan.audit.models import Entry
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.families.actions import relabel, say, write_item
from eenplan.families.actions.items import whose_of
from eenplan.families.enums import ItemKind
from eenplan.families.models import Item
from eenplan.families.rules import (
    BEGINS,
    Labels,
    Overtaken,
    Place,
    SeenBy,
    Whose,
    check_labels,
    labels_of,
    place_of_kind,
)
from tests.cast import Team, make_family, make_team, people_of
from tests.once import once

DOCS = Path(__file__).parents[2] / "docs" / "labels.md"
SEEN = {
    SeenBy.ALL: "everybody of the plan",
    SeenBy.FEW: "the coach and who told it",
    SeenBy.TEAM: "the team",
}
ANY = st.builds(
    Labels,
    *[st.booleans() for _ in range(5)],
    agogic_reason=st.sampled_from(["", " ", "nu te zwaar"]),
    released_to_all=st.booleans(),
)


@pytest.mark.rule(32)
def test_every_kind_of_item_has_a_place_and_every_place_begins_with_labels_that_agree() -> None:
    assert {place_of_kind(kind) for kind in ItemKind} <= set(BEGINS)
    assert set(BEGINS) == set(Place)
    for begins in BEGINS.values():
        check_labels(begins.labels)
        assert str(begins.why).endswith(".")


@pytest.mark.rule(32)
def test_the_table_in_the_docs_is_the_one_of_the_rules() -> None:
    text = DOCS.read_text(encoding="utf-8").partition("## What each piece begins with")[2]
    rows = [line for line in text.splitlines() if line.startswith("| ") and "Where it is" not in line]
    assert rows == [
        "| "
        + " | ".join(
            (
                place.replace("_", " "),
                SEEN[begins.labels.seen_by]
                + (", health" if begins.labels.health else "")
                + (", court" if begins.labels.court else ""),
                str(begins.why),
            )
        )
        + " |"
        for place, begins in BEGINS.items()
    ]


@pytest.mark.rule(39)
@pytest.mark.rule(32)
@given(ANY)
def test_labels_pass_only_when_nothing_closed_is_released_and_each_exception_has_its_reason(
    labels: Labels,
) -> None:
    closed = (
        labels.confidential
        or labels.third_party_only
        or labels.health
        or labels.court
        or labels.agogic_exception
    )
    agree = not (labels.released_to_all and closed) and labels.agogic_exception == bool(
        labels.agogic_reason.strip()
    )
    if agree:
        check_labels(labels)
    else:
        with pytest.raises(RuleBroken) as refused:
            check_labels(labels)
        assert refused.value.field in ("seen_by", "agogic_reason")


@pytest.mark.parametrize(
    ("labels", "code", "field"),
    [
        (Labels(health=True, released_to_all=True), "health-not-released", "seen_by"),
        (Labels(court=True, released_to_all=True), "released-and-closed", "seen_by"),
        (Labels(third_party_only=True, released_to_all=True), "released-and-closed", "seen_by"),
        (Labels(agogic_exception=True), "agogic-reason", "agogic_reason"),
        (Labels(agogic_reason="nu te zwaar"), "agogic-reason-alone", "agogic_reason"),
    ],
)
def test_what_contradicts_is_told_beside_its_field(labels: Labels, code: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_labels(labels)
    assert (refused.value.code, refused.value.field) == (code, field)


@once
def here() -> Team:
    return make_team()


def written(team: Team, **changes: Any) -> tuple[Item, list[UUID]]:
    family = make_family(team)
    worker = team.acting(Role.INTAKE)
    people = [one.id for one in people_of(family)]
    with request_transaction(worker):
        item = write_item(worker, family_id=family.id, kind=ItemKind.NOTE, text="iets", **changes)
    return item, people


@pytest.mark.rule(39)
@pytest.mark.django_db
def test_the_database_never_releases_what_is_about_health(here: Team) -> None:
    item, _people = written(here, labels=Labels(health=True))
    with pytest.raises(IntegrityError, match="families_item_health_is_apart"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE families_item SET released_to_all = true WHERE id = %s", [item.id])


@pytest.mark.rule(32)
@pytest.mark.rule(40)
@pytest.mark.django_db
def test_about_and_from_whom_change_with_the_labels_and_the_audit_says_so(here: Team) -> None:
    item, (mother, child, *_more) = written(here)
    worker = here.acting(Role.INTAKE)
    for whose in (Whose((mother, child), child), Whose((child,), mother), Whose((), None)):
        with request_transaction(worker):
            relabel(worker, item_id=item.id, labels=Labels(confidential=True), whose=whose)
        item.refresh_from_db()
        assert (whose_of(item), labels_of(item)) == (whose, Labels(confidential=True))
    told = Entry.objects.filter(what="families:note:relabelled", subject_id=item.id)
    assert {one.actor_id for one in told} == {worker.actor_id}
    assert len(told) == 3


@pytest.mark.django_db
def test_only_people_of_this_family_can_be_named_and_nothing_else_changes(here: Team) -> None:
    item, people = written(here)
    stranger = people_of(make_family(here, name="Anderen"))[0].id
    worker = here.acting(Role.INTAKE)
    for whose in (Whose((people[0], stranger)), Whose((), stranger)):
        with pytest.raises(NotFound), request_transaction(worker):
            relabel(worker, item_id=item.id, labels=Labels(court=True), whose=whose)
    item.refresh_from_db()
    assert (labels_of(item), whose_of(item)) == (Labels(), Whose())


@pytest.mark.django_db
def test_labels_that_somebody_else_changed_since_are_not_overwritten_unread(here: Team) -> None:
    item, _people = written(here)
    worker = here.acting(Role.INTAKE)
    read = (Labels(), Whose())
    with request_transaction(worker):
        relabel(worker, item_id=item.id, labels=Labels(court=True), was=read)
    with pytest.raises(Overtaken), request_transaction(worker):
        relabel(worker, item_id=item.id, labels=Labels(released_to_all=True), was=read)
    item.refresh_from_db()
    assert labels_of(item) == Labels(court=True)


@pytest.mark.django_db
def test_words_that_somebody_else_says_now_are_from_that_person(here: Team) -> None:
    item, (mother, child, *_more) = written(here)
    worker = here.acting(Role.INTAKE)
    with request_transaction(worker):
        say(worker, item_id=item.id, text="dat zei ik niet", speaker_id=child)
        say(worker, item_id=item.id, slot="note", text="ik ook niet", speaker_id=mother)
        say(worker, item_id=item.id, text="wij schreven dit op")
    item.refresh_from_db()
    assert item.from_whom_id == child


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """The calls of functions or classes with these names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


@pytest.mark.rule(32)
def test_whoever_writes_a_piece_says_with_which_labels() -> None:
    package = Path(eenplan.__file__).parent
    seen = 0
    for path in package.rglob("*.py"):
        if "migrations" in path.parts or path == package / "families" / "actions" / "items.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not list(calls(tree, "Item")), f"{path} makes an item past `write_items`"
        for call in calls(tree, "write_item", "NewItem"):
            seen += 1
            assert "labels" in {one.arg for one in call.keywords}, f"{path}:{call.lineno} names no labels"
    assert seen > 5
