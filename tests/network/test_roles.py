"""The roles beside the team and of the whole: what the database itself lets them hold and see."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from eenplan.core.acting import Acting, request_transaction, task
from eenplan.core.enums import Role
from eenplan.families.models import Family
from eenplan.network.actions import load_reference_data
from eenplan.network.models import Leave, OrganisationContact, RoleTitle
from tests.cast import Team, acting_as, make_family, make_official, make_researcher, make_team
from tests.factories.network import AssignmentFactory

pytestmark = pytest.mark.django_db

Who = Callable[[Team], Acting]
NEVER_A_FAMILY: dict[str, Who] = {
    "steering": lambda team: team.acting(Role.STEERING),
    "privacy_officer": lambda team: team.acting(Role.PRIVACY_OFFICER),
    "researcher": lambda team: acting_as(make_researcher()),
    "official": lambda team: acting_as(make_official()),
    "admin": lambda team: team.acting(Role.ADMIN),
}
# Everything that a family's file is read from.
FILE = (
    "families_family",
    "families_person",
    "families_item",
    "families_words",
    "families_contactdetail",
    "families_contact",
    "referrals_referral",
    "plans_trajectory",
    "plans_plan",
)


@pytest.mark.rule(17)
@pytest.mark.parametrize("who", NEVER_A_FAMILY)
def test_no_row_of_a_file_is_there_for_who_reads_figures_alone(who: str) -> None:
    team = make_team()
    make_family(team)
    acting = NEVER_A_FAMILY[who](team)
    assert Family.objects.exists()
    with request_transaction(acting), connection.cursor() as cursor:
        for table in FILE:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table


@pytest.mark.rule(43)
@pytest.mark.parametrize("who", ["steering", "researcher", "privacy_officer"])
def test_no_fact_contact_or_leave_is_there_for_who_guards_or_studies(who: str) -> None:
    team = make_team()
    acting = NEVER_A_FAMILY[who](team)
    with request_transaction(acting), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referrals_fact")
        assert cursor.fetchone() == (0,)
        assert not OrganisationContact.objects.exists()
        assert not Leave.objects.exists()


def test_a_researcher_is_of_the_whole_and_the_steering_group_of_one_partnership() -> None:
    team = make_team()
    with pytest.raises(IntegrityError, match="network_researcher_of_the_whole"), transaction.atomic():
        AssignmentFactory(role=Role.RESEARCHER, partnership=team.partnership)
    with pytest.raises(IntegrityError, match="network_assignment_partnership"), transaction.atomic():
        AssignmentFactory(role=Role.STEERING, partnership=None)


@pytest.mark.rule(47)
@pytest.mark.parametrize("role", [Role.STEERING, Role.RESEARCHER, Role.EXPERT, Role.PRIVACY_OFFICER])
def test_each_new_role_has_a_name_for_the_screen_in_three_languages(role: Role) -> None:
    load_reference_data(task())
    assert set(RoleTitle.objects.filter(role=role, partnership=None).values_list("language", flat=True)) == {
        "nl",
        "fr",
        "en",
    }
