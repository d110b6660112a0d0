"""A verb that drew a reference that is taken is run anew; any other refusal of the database stands."""

import pytest
from django.db import IntegrityError

from eenplan.core.acting import Acting, task
from eenplan.core.actions import TRIES, action
from eenplan.families.models import Family
from tests.cast import make_family, make_team

pytestmark = pytest.mark.django_db


@action
def begin(acting: Acting, *, references: list[str], postal_code: str = "") -> Family:
    """A family under the next of some references."""
    return Family.objects.create(
        name="Gezin", sort_key="gezin", reference=references.pop(0), postal_code=postal_code
    )


def test_a_reference_that_is_taken_is_drawn_anew() -> None:
    taken = make_family(make_team()).reference
    left = [taken, taken, "K7M-4QX2"]
    assert begin(task(), references=left).reference == "K7M-4QX2"
    assert left == []
    assert Family.objects.count() == 2


def test_it_is_not_tried_for_ever() -> None:
    taken = make_family(make_team()).reference
    left = [taken] * (TRIES + 1)
    with pytest.raises(IntegrityError, match="reference"):
        begin(task(), references=left)
    assert len(left) == 1
    assert Family.objects.count() == 1
