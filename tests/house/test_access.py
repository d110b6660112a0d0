"""Everybody opens every address, on data that could leak: who gets in, what it leaves behind, how it is closed."""

from html import unescape
from urllib.parse import unquote

import pytest

from eenplan.audit.enums import EntryKind
from tests.cast import MARKER
from tests.house.answers import DEMO, is_closed, is_kept_nowhere
from tests.house.furnished import NUMBER
from tests.house.hidden import FOUND_BY, SECRETS, markers, may_see
from tests.house.matrix import REACH, RELATIONS, addresses, read_matrix, word_of, write_matrix
from tests.house.visits import Walk, read_forms, sheets, walk
from tests.house.world import World, missing_samples

pytestmark = pytest.mark.django_db

SECRET = MARKER.format("")
# The sign-in library's own views; who may open them is tried below like all others.
OF_LIBRARIES = {"account_login", "account_logout", "set_language", "health"}
# A paper or drawing that somebody added is not of our making: it is closed in a way of its own, and says nothing of a demo.
PAPERS = ("desk:open-attachment", "coach:open-attachment", "coach:open-drawing", "family:open-drawing")
MOST_PARTS = 3
OF_A_TEAM = ("intake", "coach", "coordinator", "psychologist", "expert", "partner")
# Their papers are about partnerships, numbers, and files that are no more.
WITHOUT_FAMILIES = ("coordination", "figures", "privacy")


# The scope keeps all that is asked of one relation together: it walks once.
@pytest.fixture(scope="module", params=RELATIONS)
def relation(request: pytest.FixtureRequest) -> str:
    """Whoever it is, as seen from the family."""
    return str(request.param)


@pytest.fixture(scope="module")
def walked(request: pytest.FixtureRequest, world: World, relation: str) -> Walk:
    """What they met; who writes the matrix anew believes no word of it."""
    return walk(world, relation, all_the_way=request.config.getoption("--record-access"))


def test_every_view_says_who_may_open_it() -> None:
    silent = {address.name for address in addresses() if not hasattr(address.view, "access")}
    assert silent - OF_LIBRARIES == set()


def test_the_matrix_is_about_everybody() -> None:
    assert {who for _name, who in read_matrix()} == set(RELATIONS)


def test_every_cell_answers_as_the_matrix_says(
    request: pytest.FixtureRequest, relation: str, walked: Walk
) -> None:
    assert set(walked.world.ways_in) == set(RELATIONS)
    assert missing_samples(walked.world) == set()
    found = {visit.name: word_of(visit.response, markers(visit.text), relation) for visit in walked.visits}
    found |= walked.closed
    if request.config.getoption("--record-access"):
        write_matrix(found, relation)
    expected = {name: word for (name, who), word in read_matrix().items() if who == relation}
    assert {name: word for name, word in found.items() if expected.get(name) != word} == {}
    assert set(expected) == set(found)
    assert not [name for name, word in found.items() if word.startswith("5")]


@pytest.mark.rule(17)
@pytest.mark.rule(23)
@pytest.mark.rule(31)
@pytest.mark.rule(34)
@pytest.mark.rule(35)
@pytest.mark.rule(36)
@pytest.mark.rule(39)
def test_nobody_is_told_what_is_not_theirs(relation: str, walked: Walk) -> None:
    told = {
        (visit.name, marker)
        for visit in walked.visits
        for marker in markers(visit.text)
        if not may_see(relation, marker)
    }
    assert told == set()


def test_a_national_number_stands_nowhere(walked: Walk) -> None:
    digits = "".join(sign for sign in NUMBER if sign.isdigit())
    shown = {
        visit.who
        for visit in walked.visits
        for number in (NUMBER, digits)
        if number in visit.text + visit.path
    }
    assert shown == set()


def test_each_secret_is_found_by_whom_it_is_for(relation: str, walked: Walk) -> None:
    """A secret that is found nowhere at all would prove nothing."""
    found = {marker for visit in walked.visits for marker in markers(visit.text)}
    if relation == "coach_own":
        assert {secret for secret, who in SECRETS.items() if who} <= found
    assert {marker for marker in FOUND_BY.get(relation, ()) if marker not in found} == set()


@pytest.mark.rule(40)
def test_every_page_with_family_data_stands_in_the_audit(relation: str, walked: Walk) -> None:
    """A page on which a marker stands names the family in the audit, once for each part of the file that it shows:

    a trajectory and its referral are two. So does paper for who has reach, whether a marker stands on it or not.
    """
    family = walked.world.helped.family.id
    wrong = []
    for visit in walked.visits:
        shows = SECRET in visit.text
        if visit.response.headers["Content-Type"] == "application/pdf":
            shows = shows or (relation in REACH and visit.name.partition(":")[0] not in WITHOUT_FAMILIES)
        entries = [entry for entry in visit.entries if family in entry.families]
        parts = sorted(entry.what for entry in entries if entry.kind == EntryKind.READ)
        known = parts or (visit.sent and entries)
        if (shows and not known) or len(set(parts)) < len(parts) or len(parts) > MOST_PARTS:
            wrong.append(f"{visit.who}: {parts}")
        for entry in entries:
            acts = [entry.role, entry.actor_id, entry.purpose, entry.what, entry.at]
            if entry.role in OF_A_TEAM:
                acts += [entry.partnership_id, entry.organisation_id]
            assert all(acts), f"{visit.who} was read by nobody in particular"
    assert wrong == [], "\n".join(wrong)


def test_no_name_stands_in_a_log_or_an_address(walked: Walk) -> None:
    assert [line for visit in walked.visits for line in visit.lines if SECRET in unquote(line)] == []
    for visit in walked.visits:
        assert SECRET not in unquote(visit.response.headers.get("Location", "")), visit.who
        if SECRET not in unquote(unescape(visit.body.decode(errors="replace"))):
            continue  # then it stands in none of its links either
        page = read_forms(visit.body)
        places = [*page.links, *[form.action for form in page.forms]]
        assert [place for place in places if SECRET in unquote(place)] == [], visit.who


def test_every_answer_is_closed_says_demo_and_is_kept_nowhere(walked: Walk) -> None:
    wrong = []
    for visit in walked.visits:
        kind = visit.response.headers.get("Content-Type", "")
        if visit.name in PAPERS and visit.response.status_code == 200:
            if not visit.response.headers.get("Content-Security-Policy", "").startswith(
                "sandbox; default-src 'none'"
            ):
                wrong.append(f"{visit.who} may run")
            continue
        if not is_closed(visit.response):
            wrong.append(f"{visit.who}: {dict(visit.response.headers)}")
        if kind.startswith("text/html") and visit.body and DEMO.encode() not in visit.body:
            wrong.append(f"{visit.who} does not say that it is a demo")
        if kind == "application/pdf" and not all(DEMO in sheet for sheet in sheets(visit.body)):
            wrong.append(f"{visit.who} has a sheet that does not say that it is a demo")
        if kind.startswith("text/html") and (b" style=" in visit.body or b"<style" in visit.body):
            wrong.append(f"{visit.who} has a style of its own")
        if not is_kept_nowhere(visit.response):
            wrong.append(f"{visit.who} may be kept by a browser")
        for cookie in visit.response.cookies.values():
            if cookie.value and (not cookie["httponly"] or cookie["samesite"] != "Lax"):
                wrong.append(f"{visit.who} sets {cookie.key} for scripts or other sites")
    assert wrong == [], "\n".join(wrong)
