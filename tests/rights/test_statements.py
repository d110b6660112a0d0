"""A statement stands beside its piece wherever the piece is shown: plan, paper, own file, who sees what (rule 37)."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.plans.models import VersionItem
from eenplan.rights.actions import ask, decide
from eenplan.rights.enums import AskedHow, Outcome, RequestKind
from tests.cast import make_team
from tests.factories.family_plan import FamilyPlan, make_card, make_family_plan
from tests.once import once
from tests.web.family.test_sharing import text_of

pytestmark = pytest.mark.django_db

WORDS = "GEHEIM-zo zie ik het"


@once
def made() -> FamilyPlan:
    """A family with an active plan."""
    return make_family_plan(make_team())


def beside(made: FamilyPlan, text: str) -> None:
    """The parent's own words stand beside every piece of the plan that says this."""
    for row in VersionItem.objects.filter(version__plan_id=made.plan_id):
        said = row.content["words"].get("text", {}).get("text", "")
        if text not in (said, row.content.get("name"), row.content.get("domain")):
            continue
        with request_transaction(made.coach):
            asked = ask(
                made.coach,
                family_id=made.family.id,
                person_id=made.parent.id,
                kind=RequestKind.STATEMENT,
                words=f"{WORDS}-{text}",
                how=AskedHow.TABLE,
                item_id=row.item_id,
            )
            decide(made.coach, request_id=asked.id, outcome=Outcome.BESIDE)


PIECES = (
    "zichtbaar-wens-0",
    "zichtbaar-sterk-0",
    "zichtbaar-doel-0",
    "zichtbaar-stap-0",
    "zichtbaar-wachten-0",
    "zichtbaar-oma-0",
    "housing",
)


@pytest.mark.rule(37)
def test_it_stands_in_the_plan_on_paper_and_in_who_sees_what(made: FamilyPlan) -> None:
    for text in PIECES:
        beside(made, text)
    card = make_card(made, made.child)
    family, coach = Client(), Client()
    family.post("/gezin/", {"code": card.code, "pin": card.pin})
    coach.force_login(made.team.account(Role.COACH))
    seen = reverse("coach:read-who-sees", args=[made.family.id])
    paper: Any = family.get("/gezin/plan.pdf")
    pages = {
        "plan": text_of(family.get("/gezin/plan/")),
        "earlier version": text_of(family.get("/gezin/plan/versies/1/")),
        "coach": text_of(coach.get(reverse("coach:read-plan", args=[made.family.id]))),
        "who sees what": text_of(coach.get(f"{seen}?wie=person:{made.child.id}")),
        "paper": " ".join(one.extract_text() for one in PdfReader(BytesIO(paper.content)).pages),
    }
    for where, page in pages.items():
        flat = " ".join(page.split()).replace("- ", "-")
        for text in PIECES:
            assert f"{WORDS}-{text}" in flat, (where, text)
    assert "zegt hierbij" in pages["plan"]


@pytest.mark.rule(37)
def test_each_piece_of_the_plan_leads_to_saying_that_it_is_not_right(made: FamilyPlan) -> None:
    card = make_card(made)
    client = Client()
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    page = text_of(client.get("/gezin/plan/?klopt-niet"))
    shown = [
        row.item_id
        for row in VersionItem.objects.filter(version__plan_id=made.plan_id, item__released_to_all=True)
        if row.kind != "domain" or row.content["mark"] != "not_now"
    ]
    assert len(shown) > 6
    for item_id in shown:
        assert reverse("family:ask-about-piece", args=[item_id]) in page
    in_peace = text_of(client.get("/gezin/plan/"))
    assert "/gezin/klopt-niet/" not in in_peace
    assert "/gezin/plan/?klopt-niet" in in_peace


def test_a_statement_more_costs_no_query_more(made: FamilyPlan, django_assert_max_num_queries: Any) -> None:
    card = make_card(made)
    client = Client()
    client.post("/gezin/", {"code": card.code, "pin": card.pin})
    client.get("/gezin/plan/")
    with django_assert_max_num_queries(40) as before:
        client.get("/gezin/plan/")
    for text in PIECES:
        beside(made, text)
    with django_assert_max_num_queries(len(before)):
        client.get("/gezin/plan/")
