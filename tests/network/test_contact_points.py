"""Whom a region answers with, from a day on; and municipalities by the words in their address."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from eenplan.core.acting import public_form, task
from eenplan.core.actions import writing
from eenplan.core.clock import today
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions import NewContactPoint, set_contact_point
from eenplan.network.models import ContactPoint
from eenplan.network.queries import contact_point, municipality_by_slug, slug_of
from tests.factories.network import PartnershipFactory, PartnershipZoneFactory

WHO = NewContactPoint("Aanmeldteam", "089 00 00 42", "op werkdagen", name_fr="Équipe")


def _set(partnership: Any, since: date, zone: Any = None, **changes: str) -> Any:
    who = NewContactPoint(**{name: getattr(WHO, name) for name in NewContactPoint.__slots__} | changes)
    zone_id = zone.id if zone else None
    return set_contact_point(task(), partnership_id=partnership.id, zone_id=zone_id, who=who, since=since)


def _asked(partnership: Any, on: date, zone: Any = None) -> str:
    found = contact_point(
        public_form(), partnership_id=partnership.id, zone_id=zone.id if zone else None, on=on
    )
    return found.name if found else ""


@pytest.mark.django_db
@pytest.mark.rule(47)
def test_who_answers_has_dates_and_a_zone_goes_first() -> None:
    here = PartnershipFactory()
    zone = PartnershipZoneFactory(partnership=here).zone
    since, later = today() - timedelta(days=30), today()
    _set(here, since)
    assert (_asked(here, since), _asked(here, since - timedelta(days=1))) == ("Aanmeldteam", "")
    _set(here, later, name_nl="Nieuw team")
    assert (_asked(here, later - timedelta(days=1)), _asked(here, later)) == ("Aanmeldteam", "Nieuw team")
    _set(here, later, zone, name_nl="Lotte")
    assert (_asked(here, later, zone), _asked(here, later)) == ("Lotte", "Nieuw team")


@pytest.mark.django_db
def test_it_is_read_in_the_readers_language_and_else_in_dutch() -> None:
    here = PartnershipFactory()
    _set(here, today())
    with override("fr"):
        found = contact_point(public_form(), partnership_id=here.id, zone_id=None, on=today())
        assert found is not None
        assert (found.name, found.hours, found.tel) == ("Équipe", "op werkdagen", "tel:089000042")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name_nl": " "}, "network:contact-point-incomplete"),
        ({"phone": ""}, "network:contact-point-incomplete"),
        ({"hours_nl": ""}, "network:contact-point-incomplete"),
        ({"phone": "bel ons"}, "network:phone-unreadable"),
        ({"phone": "12"}, "network:phone-unreadable"),
    ],
)
def test_a_number_that_nobody_can_call_is_refused(wrong: dict[str, str], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        _set(PartnershipFactory(), today(), **wrong)
    assert refused.value.code == code


@pytest.mark.django_db
def test_the_past_is_not_written_over() -> None:
    here = PartnershipFactory()
    _set(here, today())
    for since in (today(), today() - timedelta(days=10)):
        with pytest.raises(RuleBroken) as refused:
            _set(here, since)
        assert refused.value.code == "network:contact-point-later"


@pytest.mark.django_db
def test_the_database_holds_one_at_a_time() -> None:
    here = PartnershipFactory()
    _set(here, today())
    row = ContactPoint.objects.get(partnership=here)
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        ContactPoint.objects.create(
            partnership=here, name_nl="x", phone="1", hours_nl="x", period=DateRange(row.period.lower, None)
        )


@pytest.mark.django_db
def test_a_municipality_by_the_words_of_its_address() -> None:
    on = date(2026, 1, 1)
    assert municipality_by_slug(public_form(), "genk", on=on).name_nl == "Genk"
    old = municipality_by_slug(public_form(), "kruibeke", on=on)
    assert old.successor is not None
    assert old.successor.name_nl == "Beveren-Kruibeke-Zwijndrecht"
    assert municipality_by_slug(public_form(), "kruibeke", on=date(2024, 1, 1)).successor is None
    for nothing in ("", "nergens"):
        with pytest.raises(NotFound):
            municipality_by_slug(public_form(), nothing, on=on)


@given(st.text())
def test_words_in_an_address_are_plain(name: str) -> None:
    slug = slug_of(name)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == slug_of(slug)
