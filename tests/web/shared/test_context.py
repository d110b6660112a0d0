"""What every page knows about who acts and where they may go."""

from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from eenplan.core.enums import ActorKind, Role
from eenplan.core.ids import new_id
from eenplan.web.shared import context


def test_a_public_page_knows_nobody() -> None:
    found = context.page(RequestFactory().get("/hulp-nu/"))
    assert found["acting"] is None
    assert found["nav"] == []
    assert found["help_href"] == reverse("shared:read-help")


def test_the_names_of_who_acts_are_words() -> None:
    request = RequestFactory().get("/")
    request.acting = SimpleNamespace(role=Role.OFFICIAL, kind=ActorKind.STAFF, actor_id=new_id())
    request.acting_names = {"person_name": "Alice", "role_title": "overheid", "partnership_name": None}
    assert context.page(request)["acting"] == context.ActingNames("Alice", "overheid", "")


def test_the_menu_leaves_out_what_does_not_exist_and_marks_where_one_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    areas = {
        Role.COACH: (
            ("Hulp", "shared:read-help"),
            ("Onderdelen", "shared:view-components"),
            ("Weg", "nowhere:at-all"),
        )
    }
    monkeypatch.setattr(context, "AREAS", areas)
    menu = context.nav_of(Role.COACH, reverse("shared:view-components") + "iets/")
    assert [(item.label, item.current) for item in menu] == [("Hulp", False), ("Onderdelen", True)]
    assert context.nav_of(Role.NOBODY, "/") == []
    assert context.nav_of(None, "/") == []


@pytest.mark.parametrize("role", list(context.AREAS))
def test_no_role_gets_a_menu_too_long_for_a_phone(role: Role) -> None:
    assert len(context.AREAS[role]) <= 5


@pytest.mark.django_db
def test_an_address_of_a_button_opened_as_a_page_gets_words(client: Client) -> None:
    answer = client.get(reverse("account:step-out"))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Ga terug naar die pagina" in answer.content.decode()
    assert client.head(reverse("account:step-out")).content == b""
