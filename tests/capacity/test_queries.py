"""The norm of a partnership on a day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from eenplan.capacity.actions import load_default_norms
from eenplan.capacity.enums import NormKey
from eenplan.capacity.models import Norm
from eenplan.capacity.queries import norm
from eenplan.core.acting import task
from eenplan.core.actions import writing
from eenplan.core.errors import NotFound
from tests.factories.network import PartnershipFactory

pytestmark = pytest.mark.django_db

KEY = NormKey.FAMILIES_PER_FULL_TIME_COACH


@pytest.mark.rule(15)
@pytest.mark.rule(47)
def test_a_partnership_has_its_own_norm_from_its_own_day() -> None:
    load_default_norms(task())
    partnership = PartnershipFactory()
    with writing():
        Norm.objects.create(
            partnership=partnership, key=KEY, value=8, period=DateRange(date(2025, 1, 1), None)
        )
    acting = replace(task(), partnership_id=partnership.id)
    assert norm(acting, KEY, on=date(2024, 12, 31)) == Decimal(10)
    assert norm(acting, KEY, on=date(2025, 1, 1)) == Decimal(8)
    assert norm(task(), KEY, on=date(2025, 1, 1)) == Decimal(10)


def test_loading_the_defaults_again_keeps_what_was_changed() -> None:
    load_default_norms(task())
    with writing():
        Norm.objects.filter(partnership=None, key=KEY).update(value=12)
    load_default_norms(task())
    assert norm(task(), KEY, on=date(2025, 1, 1)) == Decimal(12)


def test_no_norm_at_all_is_not_found() -> None:
    with writing():
        Norm.objects.filter(partnership=None).delete()
    with pytest.raises(NotFound):
        norm(task(), KEY, on=date(2025, 1, 1))


@pytest.mark.rule(47)
def test_one_norm_at_a_time_and_never_below_nought() -> None:
    partnership = PartnershipFactory()
    always = DateRange(None, None)
    with writing():
        Norm.objects.create(partnership=partnership, key=KEY, value=8, period=always)
        with pytest.raises(IntegrityError, match="capacity_one_norm"), transaction.atomic():
            Norm.objects.create(partnership=partnership, key=KEY, value=9, period=always)
        with pytest.raises(IntegrityError, match="capacity_norm_value"), transaction.atomic():
            Norm.objects.create(partnership=PartnershipFactory(), key=KEY, value=-1, period=always)
        with pytest.raises(IntegrityError, match="capacity_norm_period"), transaction.atomic():
            Norm.objects.create(
                partnership=PartnershipFactory(), key=KEY, value=1, period=DateRange(empty=True)
            )
