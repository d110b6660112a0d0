"""The list for the weekly meeting: everybody once, who has room, without names on paper; and the year's quotas."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from eenplan.capacity.actions import set_quota
from eenplan.core.acting import request_transaction
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.network.actions import change_words
from eenplan.network.enums import Wording
from eenplan.referrals.enums import ReferrerType
from tests.cast import Team
from tests.web.desk.situations import address, planned, received, taken_up, with_coach
from tests.web.desk.test_listing import LIST, text_of

pytestmark = pytest.mark.django_db

SCREEN = "/aanmeldingen/teamlijst/"
PAPER = "/aanmeldingen/teamlijst.pdf"


def test_every_family_stands_once_in_its_group(here: Team, intake: Client) -> None:
    received(here, 40, family_name="Laatste")
    received(here, 2, family_name="Nieuwe")
    received(here, 9, family_name="Beslissen")
    taken_up(here, 9, family_name="Zoekend")
    with_coach(here, 9, family_name="Begeleid")
    planned(here, 9, family_name="Gepland")
    page = text_of(intake.get(SCREEN))
    order = ["Te laat · 1 gezin", "Laatste", "Nieuw deze week · 1 gezin", "Nieuwe", "Te beslissen · 1 gezin",
             "Beslissen", "Wacht op een coach · 1 gezin", "Zoekend", "Gesprek te plannen · 1 gezin", "Begeleid",
             "Gesprek gepland · 1 gezin", "Gepland", "Wie kan een gezin opnemen"]  # fmt: skip
    at = 0
    for text in order:
        at = page.index(text, at)
    assert "6 gezinnen. Elk gezin staat er één keer op." in page
    assert here.assignments[Role.COACH].staff_member.name in page


@pytest.mark.rule(47)
def test_groups_that_are_a_phase_have_the_partnerships_own_name(here: Team, intake: Client) -> None:
    with_coach(here, 9, family_name="Begeleid")
    coordinator = here.acting(Role.COORDINATOR)
    with request_transaction(coordinator):
        change_words(
            coordinator,
            kind=Wording.PHASES,
            partnership_id=here.partnership.id,
            code="coach_given",
            words={"name_nl": "Kennismaken"},
            since=today(),
        )
    assert "Kennismaken · 1 gezin" in text_of(intake.get(SCREEN))


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.rule(40)
def test_paper_is_tagged_and_without_names_unless_asked(here: Team, intake: Client) -> None:
    row = with_coach(here, 9, family_name="Janssens")
    paper = intake.get(PAPER)
    assert paper["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(paper.content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    said = words_of(paper.content)
    assert row.reference in said
    assert "J." in said
    assert "Janssens" not in said
    assert "Janssens" in words_of(intake.get(PAPER, {"namen": "ja"}).content)
    with connection.cursor() as cursor:
        cursor.execute("SELECT families FROM audit_entry WHERE what = 'referrals:desk:team-list'")
        assert cursor.fetchall() == [([row.family_id],)] * 2


@pytest.mark.parametrize("rows", [1, 3])
def test_the_same_queries_whatever_the_rows(here: Team, intake: Client, rows: int) -> None:
    for _number in range(rows):
        with_coach(here)
    with CaptureQueriesContext(connection) as asked:
        intake.get(SCREEN)
    statements = [query["sql"] for query in asked.captured_queries]
    on_tables = [sql for sql in statements if " FROM " in sql or sql.startswith("INSERT")]
    assert len(on_tables) == 11


def keep(here: Team, kind: str, number: int | None) -> None:
    acting = here.acting(Role.COORDINATOR)
    with request_transaction(acting):
        set_quota(acting, referrer_type=kind, number=number, from_day=today())


def test_the_desk_says_how_far_the_year_is_filled(
    here: Team, there: Team, as_role: Callable[[Team, Role], Client]
) -> None:
    keep(here, ReferrerType.MANDATED, 1)
    keep(here, "", 200)
    keep(there, ReferrerType.GP, 3)
    taken_up(here, referrer_type=ReferrerType.MANDATED)
    taken_up(here)
    taken_up(there, referrer_type=ReferrerType.MANDATED)
    page = text_of(as_role(here, Role.INTAKE).get(LIST))
    assert "Alle trajecten 2 van 200 dit jaar" in page
    assert "OCJ of VK 1 van 1 dit jaar" in page
    assert "Huisarts 0 van 3" not in page


def test_over_the_quota_is_a_quiet_warning_and_never_a_refusal(here: Team, intake: Client) -> None:
    keep(here, ReferrerType.MANDATED, 1)
    first = received(here, referrer_type=ReferrerType.MANDATED)
    assert "voorziene trajecten" not in text_of(intake.get(address("read-referral", first)))
    intake.post(address("take-up-referral", first))
    second = received(here, referrer_type=ReferrerType.MANDATED)
    page = text_of(intake.get(address("read-referral", second)))
    assert "1 van de 1 voorziene trajecten begonnen. Dit gezin kan er gewoon bij." in page
    intake.post(address("take-up-referral", second))
    second.refresh_from_db()
    assert second.state == "taken_up"
    other = received(here, referrer_type=ReferrerType.GP)
    assert "voorziene trajecten" not in text_of(intake.get(address("read-referral", other)))
