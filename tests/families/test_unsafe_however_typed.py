"""What is not safe is known however it was typed; and a number to send to has plain digits."""

import pytest

from eenplan.core.acting import request_transaction
from eenplan.core.enums import Role
from eenplan.families.actions import NewDetail, note_detail
from eenplan.families.enums import DetailKind
from eenplan.families.queries.safety import is_unsafe
from eenplan.families.rules.addresses import address_of
from tests.cast import make_family, make_team

MAIL, NUMBER = "moeder@example.org", "0470 00 00 07"
# The same number with the digits of Arabic, of Persian, and wide ones.
TYPED = [
    NUMBER.translate(str.maketrans("0123456789", "".join(chr(first + place) for place in range(10))))
    for first in (0x0660, 0x06F0, 0xFF10)
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("noted", "used", "held"),
    [
        *[(typed, NUMBER, True) for typed in TYPED],
        ("moeder @ example.org", MAIL, True),
        (f"Mama: {MAIL.upper()}", MAIL, True),
        ("0470 00 00 08", NUMBER, False),
        ("vader@example.org", MAIL, False),
    ],
)
def test_what_is_not_safe_is_known_however_it_was_typed(noted: str, used: str, held: bool) -> None:
    team = make_team()
    family, intake = make_family(team), team.acting(Role.INTAKE)
    kind = DetailKind.EMAIL if "@" in noted else DetailKind.PHONE
    address = address_of(used)
    assert address
    with request_transaction(intake):
        note_detail(intake, family_id=family.id, detail=NewDetail(kind, noted, safe=False))
        assert is_unsafe(family.id, address) is held


@pytest.mark.parametrize("typed", [*TYPED, f"04{TYPED[1][2:]}"])
def test_a_number_to_send_to_has_plain_digits(typed: str) -> None:
    assert address_of(typed) is None
