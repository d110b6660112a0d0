"""Whether a partnership has whom a call asks for: three answers, per partnership and per zone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.ids import new_id
from eenplan.network.enums import Layer, Level, Sector, Strength
from eenplan.network.rules.composition import (
    Answer,
    ListState,
    Partner,
    Place,
    Requirement,
    judge,
    list_state,
    missing,
)

NORTH, SOUTH = Place(new_id(), "Noord"), Place(new_id(), "Zuid")


def partner(
    sector: str = "caw",
    layer: str = "directly_accessible",
    *zones: Place,
    subsidised: bool = False,
    assumed: bool = False,
) -> Partner:
    return Partner(
        new_id(),
        f"{sector} {layer}",
        sector,
        layer,
        subsidised,
        zones=frozenset(zone.id for zone in zones),
        assumed=assumed,
    )


def asked(
    *layers: str,
    sectors: tuple[str, ...] = (),
    level: Level = Level.PARTNERSHIP,
    by: Strength = Strength.MUST,
) -> Requirement:
    return Requirement(new_id(), "x", "iemand", by, level, frozenset(sectors), frozenset(layers))


def answer(partners: list[Partner], requirement: Requirement, state: ListState = ListState.KEPT) -> list[str]:
    return [one.answer.value for one in judge(partners, [requirement], [NORTH, SOUTH], state)]


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        ([partner("caw", "specialised")], "met"),
        ([partner("clb", "broad_access")], "missing"),
        ([], "missing"),
        # Nobody said its layer, and the layer decides.
        ([partner("cgg", "")], "unknown"),
        ([partner("cgg", ""), partner("ckg", "specialised")], "met"),
    ],
)
def test_a_kept_list_is_met_missing_or_not_known(partners: list[Partner], said: str) -> None:
    assert answer(partners, asked("specialised")) == [said]


@pytest.mark.parametrize("state", [ListState.NONE, ListState.PART])
def test_who_is_not_written_down_is_never_called_missing(state: ListState) -> None:
    assert answer([], asked("specialised"), state) == ["unknown"]
    assert answer([partner("clb", "broad_access")], asked("specialised"), state) == ["unknown"]
    assert answer([partner("cgg", "specialised")], asked("specialised"), state) == ["met"]


def test_a_sector_answers_too_whatever_its_layer() -> None:
    local = asked("broad_access", sectors=("local_authority", "childcare"))
    assert answer([partner("local_authority", "")], local) == ["met"]
    assert answer([partner("childcare", "specialised")], local) == ["met"]
    assert answer([partner("cgg", "specialised")], asked(sectors=("school",))) == ["missing"]
    assert answer([partner("cgg", "")], asked(sectors=("school",))) == ["missing"]


@pytest.mark.parametrize(
    ("partners", "said"),
    [
        ([partner("clb", "broad_access", NORTH, SOUTH)], ["met", "met"]),
        ([partner("clb", "broad_access", NORTH)], ["met", "missing"]),
        ([partner("clb", "broad_access", SOUTH)], ["missing", "met"]),
        ([partner("clb", "broad_access", Place(new_id(), "Elders"))], ["missing", "missing"]),
        # Nobody said where it works.
        ([partner("clb", "broad_access")], ["unknown", "unknown"]),
        ([partner("clb", "broad_access"), partner("clb", "broad_access", NORTH)], ["met", "unknown"]),
        # Nobody said what it is, but it does not work in the south.
        ([partner("clb", "", NORTH)], ["unknown", "missing"]),
        ([], ["missing", "missing"]),
    ],
)
def test_what_is_asked_per_zone_is_looked_for_in_each(partners: list[Partner], said: list[str]) -> None:
    assert answer(partners, asked("broad_access", level=Level.ZONE)) == said


def test_without_known_zones_what_is_asked_per_zone_is_not_known() -> None:
    (finding,) = judge([partner()], [asked("mandated", level=Level.ZONE)], [], ListState.KEPT)
    assert (finding.zone, finding.answer) == (None, Answer.UNKNOWN)


def test_a_finding_names_who_answers_and_who_might() -> None:
    sure, maybe, no = partner("ckg", "mandated"), partner("cgg", ""), partner("clb", "broad_access")
    (finding,) = judge([sure, maybe, no], [asked("mandated")], [], ListState.KEPT)
    assert (finding.by, finding.perhaps) == ((sure,), (maybe,))


def test_what_was_only_called_crucial_is_not_missing() -> None:
    findings = judge(
        [partner()],
        [asked("mandated", by=strength) for strength in (Strength.MUST, Strength.CRUCIAL, Strength.ASKED)],
        [],
        ListState.KEPT,
    )
    assert [one.answer for one in findings] == [Answer.MISSING] * 3
    assert [one.requirement.strength for one in missing(findings, ListState.KEPT) or []] == [
        Strength.MUST,
        Strength.ASKED,
    ]


def test_nothing_can_be_said_when_nothing_is_missing_but_something_unknown() -> None:
    met, unknown, lacks = asked("directly_accessible"), asked("mandated"), asked(sectors=("school",))
    crucial = asked("mandated", by=Strength.CRUCIAL)
    partners = [partner("caw", "directly_accessible"), partner("cgg", "")]

    def lacking(*requirements: Requirement, state: ListState = ListState.KEPT) -> list[Requirement] | None:
        found = missing(judge(partners, requirements, [], state), state)
        return None if found is None else [one.requirement for one in found]

    assert lacking(met) == []
    assert lacking(met, unknown) is None
    assert lacking(met, unknown, lacks) == [lacks]
    assert lacking(met, crucial) == []
    # Who reads a list in part cannot know that nobody is missing.
    assert lacking(met, state=ListState.PART) is None


@pytest.mark.parametrize(
    ("partners", "published", "state"),
    [
        ([], None, ListState.NONE),
        ([], 3, ListState.NONE),
        ([partner(assumed=True), partner(assumed=True)], None, ListState.PART),
        ([partner(assumed=True), partner()], None, ListState.KEPT),
        ([partner(subsidised=True), partner()], 2, ListState.PART),
        ([partner(subsidised=True), partner(subsidised=True)], 2, ListState.KEPT),
    ],
)
def test_how_much_of_a_list_is_written_down(
    partners: list[Partner], published: int | None, state: ListState
) -> None:
    assert list_state(partners, published) is state


PARTNERS = st.lists(
    st.builds(
        lambda sector, layer, zones: partner(sector, layer, *zones),
        st.sampled_from(Sector.values),
        st.sampled_from(["", *Layer.values]),
        st.lists(st.sampled_from([NORTH, SOUTH]), unique=True),
    ),
    max_size=5,
)
ASKED = st.builds(
    lambda layers, sectors, level: asked(*layers, sectors=tuple(sectors), level=level),
    st.lists(st.sampled_from(Layer.values), max_size=3),
    st.lists(st.sampled_from(Sector.values), min_size=1, max_size=3),
    st.sampled_from(list(Level)),
)


@given(PARTNERS, ASKED, st.sampled_from(list(ListState)), PARTNERS)
def test_one_more_partner_never_makes_something_missing(
    partners: list[Partner], requirement: Requirement, state: ListState, more: list[Partner]
) -> None:
    before = answer(partners, requirement, state)
    after = answer([*partners, *more], requirement, state)
    for was, becomes in zip(before, after, strict=True):
        assert not (becomes == "missing" and was != "missing")
        assert not (was == "met" and becomes != "met")
