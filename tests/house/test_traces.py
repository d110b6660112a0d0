"""What a visit leaves behind: one reading in the audit, nothing in a log, no name in an address."""

import logging
from urllib.parse import unquote

import pytest

from tests.cast import MARKER
from tests.house.access import REACH, make_world
from tests.house.visits import Listener, read_forms, visit_all

pytestmark = pytest.mark.django_db

SECRET = MARKER.format("")
MOST_PARTS = 3


@pytest.mark.rule(40)
def test_every_page_with_family_data_stands_in_the_audit() -> None:
    """A page on which a marker stands (or paper, on which it cannot be searched) names the family in the audit,

    once for each part of the file that it shows: a trajectory and its referral are two.
    """
    world = make_world()
    family = world.helped.family.id
    wrong = []
    for visit in visit_all(world, tuple(sorted(REACH))):
        shows = SECRET.encode() in visit.body or visit.response.headers["Content-Type"] == "application/pdf"
        entries = [entry for entry in visit.readings if family in entry.families]
        parts = sorted(entry.what for entry in entries)
        if (shows and not parts) or len(set(parts)) < len(parts) or len(parts) > MOST_PARTS:
            wrong.append(f"{visit.who}: {parts}")
        for entry in entries:
            acts = (entry.role, entry.actor_id, entry.purpose)
            assert all(acts), f"{visit.who} was read by nobody in particular"
    assert wrong == [], "\n".join(wrong)


def test_no_name_stands_in_a_log_or_an_address() -> None:
    world = make_world()
    listener = Listener()
    root = logging.getLogger()
    others = [logging.getLogger(name) for name in ("django", "django.request", "django.security", "allauth")]
    before = {each: each.level for each in (root, *others)}
    for each in (root, *others):
        each.setLevel(logging.INFO)
        each.addHandler(listener)
    try:
        visits = list(visit_all(world, tuple(world.ways_in)))
    finally:
        for each, level in before.items():
            each.setLevel(level)
            each.removeHandler(listener)
    assert [line for line in listener.lines if SECRET in unquote(line)] == []
    for visit in visits:
        page = read_forms(visit.body)
        goes = visit.response.headers.get("Location", "")
        places = [goes, *page.links, *[form.action for form in page.forms]]
        assert [place for place in places if SECRET in unquote(place)] == [], visit.who
