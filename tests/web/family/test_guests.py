"""A trusted person and a guest read with a card of their own what is for them, and nothing once it stopped."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from eenplan.consent.actions import NewTrustedPerson, end_share, let_trusted_person_go, name_trusted_person
from eenplan.consent.enums import OutsideKind, RecipientKind
from eenplan.consent.models import TrustedPerson
from eenplan.consent.rules import Recipient
from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.core.errors import RuleBroken
from eenplan.families.actions import Labels, issue_card, issue_guest_card, issue_trusted_card
from eenplan.plans.actions.sections import write_text
from eenplan.plans.enums import SectionKey
from tests.cast import MARKER, make_team
from tests.factories.consent import make_agreed
from tests.factories.plans import Helped, activate, add_family_goal, make_helped, mark_all_domains
from tests.once import once

pytestmark = pytest.mark.django_db

OPEN, AGOGIC, SECRET, COURT = (
    MARKER.format(word) for word in ("open", "agogisch", "vertrouwen", "rechtbank")
)
IN_ORDER = NewTrustedPerson("Tante Voorbeeld", True, True, True, date(2026, 1, 5))


@once
def helped() -> Helped:
    """A family with an agreed plan; of its daughter of 13 are pieces with every label."""
    helped = make_helped(make_team())
    mark_all_domains(helped)
    add_family_goal(helped, OPEN, domain="school")
    daughter = daughter_of(helped)
    with request_transaction(helped.coach):
        for text, labels in (
            (AGOGIC, Labels(agogic_exception=True, agogic_reason="nu te zwaar")),
            (SECRET, Labels(confidential=True)),
            (COURT, Labels(court=True)),
        ):
            write_text(
                helped.coach,
                plan_id=helped.plan.id,
                section=SectionKey.WHAT_WE_WANT,
                text=text,
                about=[daughter.id],
                labels=labels,
            )
    activate(helped)
    return helped


def daughter_of(helped: Helped) -> Any:
    """The daughter."""
    return next(one for one in helped.people if one.birth_date)


def name(helped: Helped, who: NewTrustedPerson = IN_ORDER) -> TrustedPerson:
    """The daughter chose somebody."""
    with request_transaction(helped.coach):
        return name_trusted_person(
            helped.coach, family_id=helped.family.id, person_id=daughter_of(helped).id, who=who
        )


def enter(card: Any) -> Client:
    """The browser of whoever holds a card."""
    client = Client()
    client.post(reverse("family:open-card"), {"code": card.code, "pin": card.pin})
    return client


def shared(client: Client) -> str:
    """The one page that is theirs."""
    return client.get(reverse("family:read-shared")).content.decode()


@pytest.mark.rule(35)
def test_a_trusted_person_reads_along_with_what_the_minor_is_spared(helped: Helped) -> None:
    trusted = name(helped)
    with request_transaction(helped.coach):
        card = issue_trusted_card(helped.coach, trusted_person_id=trusted.id)
    page = shared(enter(card))
    assert OPEN in page
    assert AGOGIC in page
    assert SECRET not in page
    assert COURT not in page


@pytest.mark.rule(35)
@pytest.mark.parametrize(
    ("who", "field"),
    [
        (NewTrustedPerson(" ", True, True, True, date(2026, 1, 5)), "name"),
        (NewTrustedPerson("Tante", False, True, True, date(2026, 1, 5)), "is_adult"),
        (NewTrustedPerson("Tante", True, False, True, date(2026, 1, 5)), "not_involved"),
        (NewTrustedPerson("Tante", True, True, False, date(2026, 1, 5)), "clearly_chosen"),
        (NewTrustedPerson("Tante", True, True, True, None), "record_seen_on"),
        (NewTrustedPerson("Tante", True, True, True, date(2099, 1, 5)), "record_seen_on"),
    ],
)
def test_each_of_the_conditions_is_needed(helped: Helped, who: NewTrustedPerson, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        name(helped, who)
    assert refused.value.field == field
    assert not TrustedPerson.objects.exists()


@pytest.mark.rule(35)
def test_it_ends_when_the_minor_says_so_with_the_own_card(helped: Helped) -> None:
    trusted = name(helped)
    with request_transaction(helped.coach):
        aunt = enter(issue_trusted_card(helped.coach, trusted_person_id=trusted.id))
        daughter = enter(issue_card(helped.coach, person_id=daughter_of(helped).id))
    assert "Tante Voorbeeld" in daughter.get(reverse("family:read-trusted")).content.decode()
    assert OPEN in shared(aunt)
    daughter.post(reverse("family:read-trusted"))
    page = shared(aunt)
    assert OPEN not in page
    assert helped.family.name not in page
    assert "Hier staat nu niets voor jou" in page


@pytest.mark.rule(35)
def test_a_parent_cannot_end_or_even_read_whom_a_child_chose(helped: Helped) -> None:
    name(helped)
    with request_transaction(helped.coach):
        mother = enter(issue_card(helped.coach, person_id=helped.mother.id))
    assert "Tante Voorbeeld" not in mother.get(reverse("family:read-trusted")).content.decode()
    mother.post(reverse("family:read-trusted"))
    assert TrustedPerson.objects.filter(ended_at__isnull=True).exists()


@pytest.mark.rule(36)
def test_a_guest_reads_the_parts_of_the_share_and_nothing_after_it(helped: Helped) -> None:
    recipient = Recipient(RecipientKind.OUTSIDE, name="Juf Voorbeeld", outside_kind=OutsideKind.SCHOOL)
    grant = make_agreed(
        helped.coach, helped.family.id, recipient, helped.mother.id, parts=("life:school",), secrecy=False
    )
    with request_transaction(helped.coach):
        teacher = enter(issue_guest_card(helped.coach, grant_id=grant.id))
    page = shared(teacher)
    assert OPEN in page
    for closed in (AGOGIC, SECRET, COURT, "089 00 00 00"):
        assert closed not in page
    assert "Niet iedereen ziet alles" in page
    with request_transaction(helped.coach):
        end_share(helped.coach, grant_id=grant.id)
    assert OPEN not in shared(teacher)


def test_a_guest_has_no_other_page_of_the_family(helped: Helped) -> None:
    trusted = name(helped)
    with request_transaction(helped.coach):
        aunt = enter(issue_trusted_card(helped.coach, trusted_person_id=trusted.id))
    for page in (
        "read-home",
        "read-plan",
        "list-versions",
        "answer-plan",
        "list-attachments",
        "read-trusted",
    ):
        assert aunt.get(reverse(f"family:{page}")).status_code == 302
    assert aunt.get(reverse("family:open-card")).headers["Location"] == reverse("family:read-shared")


def test_the_coach_names_somebody_gives_a_card_and_lets_go(client: Client, helped: Helped) -> None:
    client.force_login(helped.team.account(Role.COACH))
    family, daughter = helped.family.id, daughter_of(helped).id
    form = reverse("coach:name-trusted", args=[family, daughter])
    typed = {"name": "Tante Voorbeeld", "is_adult": "on", "clearly_chosen": "on"}
    refused = client.post(form, typed)
    assert refused.status_code == 422
    assert 'value="Tante Voorbeeld"' in refused.content.decode()
    seen = {"record_seen_on_day": "5", "record_seen_on_month": "1", "record_seen_on_year": "2026"}
    client.post(form, {**typed, "not_involved": "on", **seen})
    trusted = TrustedPerson.objects.get()
    cards = client.get(reverse("coach:list-cards", args=[family])).content.decode()
    assert "Tante Voorbeeld" in cards
    shown = client.post(reverse("coach:issue-card", args=[family]), {"trusted": str(trusted.id)})
    assert "Tante Voorbeeld" in shown.content.decode()
    client.post(reverse("coach:let-trusted-go", args=[family, trusted.id]))
    assert TrustedPerson.objects.get().ended_at is not None
    with request_transaction(helped.coach), pytest.raises(Exception, match="trusted person"):
        let_trusted_person_go(helped.coach, trusted_person_id=trusted.id)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.PSYCHOLOGIST, Role.INTAKE, Role.COORDINATOR])
def test_others_name_nobody(client: Client, helped: Helped, role: Role) -> None:
    client.force_login(helped.team.account(role))
    assert client.get(
        reverse("coach:name-trusted", args=[helped.family.id, daughter_of(helped).id])
    ).status_code in (403, 404)
