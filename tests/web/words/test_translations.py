"""Native speakers read the translations: whom the administrator named, twenty texts a page, right or better."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from eenplan.core.acting import request_transaction
from eenplan.core.actions import writing
from eenplan.core.clock import now
from eenplan.core.enums import Role
from eenplan.core.errors import NotFound, RuleBroken
from eenplan.network.actions.translations import end_reviewer, name_reviewer, review_text
from eenplan.network.models import TextReview, TextReviewer
from eenplan.network.queries.translations import catalogue, is_read
from eenplan.network.rules.translations import (
    Text,
    TextState,
    Verdict,
    all_read,
    hashed,
    state_of,
    unknown_places,
)
from tests.cast import Team, make_team
from tests.once import once

pytestmark = pytest.mark.django_db

LIST = "/instellingen/vertalingen/"
ARABIC = f"{LIST}ar/"
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=6; plural=0;\\n"\n\n'
MANY = 'msgid "%(n)s dag"\nmsgid_plural "%(n)s dagen"\n' + "".join(
    f'msgstr[{one}] "يوم {one}"\n' for one in range(6)
)


@once
def team() -> Team:
    """A team with an administrator and a coach who speaks Arabic at home."""
    return make_team("9901")


@pytest.fixture(autouse=True)
def catalogue_of_ours(tmp_path: Path, settings: Any) -> Path:
    """A catalogue of thirty texts, the last with forms for numbers."""
    file = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    texts = "".join(f'#: eenplan/web/x.py\nmsgid "Tekst {one}"\nmsgstr "نص {one}"\n\n' for one in range(29))
    file.write_text(HEAD + texts + MANY, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    return file


@pytest.fixture
def admin(team: Team, client: Client) -> Client:
    """The administrator's browser."""
    client.force_login(team.account(Role.ADMIN))
    return client


@pytest.fixture
def reader(team: Team) -> Client:
    """The browser of a coach who was named to read Arabic."""
    acting = team.acting(Role.ADMIN)
    with request_transaction(acting):
        name_reviewer(acting, staff_member_id=team.assignments[Role.COACH].staff_member_id, language="ar")
    browser = Client()
    browser.force_login(team.account(Role.COACH))
    return browser


def words_of(answer: Any) -> str:
    return str(answer.content.decode())


def sent(place: int, **more: str) -> dict[str, str]:
    """What the form of a text sends."""
    text = catalogue("ar")[place]
    return {"key": text.key, "read": text.translation_key, **more}


def better(place: int, *said: str) -> dict[str, str]:
    """Better words for a text."""
    key = catalogue("ar")[place].key[:12]
    return sent(place, better="1", **{f"{key}-words_{number}": one for number, one in enumerate(said)})


def test_the_administrator_names_who_reads(team: Team, admin: Client) -> None:
    staff = team.assignments[Role.COACH].staff_member
    assert "0 van 30 teksten gelezen" in words_of(admin.get(LIST))
    assert admin.post(LIST, {"who": str(staff.id), "language": "ar"}).status_code == 302
    assert admin.post(LIST, {"who": str(staff.id), "language": "ar"}).status_code == 302
    named = TextReviewer.objects.get()
    assert staff.name in words_of(admin.get(LIST))
    assert admin.post(f"{LIST}{named.id}/stoppen/").status_code == 302
    assert f"{staff.name} leest deze taal" not in words_of(admin.get(LIST))


@pytest.mark.parametrize("data", [{}, {"who": "x", "language": "ar"}, {"who": "", "language": "nl"}])
def test_naming_nobody_in_particular(admin: Client, data: dict[str, str]) -> None:
    answer = admin.post(LIST, data)
    assert answer.status_code == 422
    assert "Kies" in words_of(answer)


def test_who_was_not_named_reads_nothing(team: Team, admin: Client, reader: Client) -> None:
    colleague = Client()
    colleague.force_login(team.account(Role.INTAKE))
    for browser in (colleague, admin):
        assert browser.get(ARABIC).status_code == 404
        assert browser.post(ARABIC, sent(0)).status_code == 404
    assert colleague.get(LIST).status_code == 404
    assert reader.get(f"{LIST}tr/").status_code == 404
    assert reader.post(LIST, {"who": "x", "language": "ar"}).status_code == 404
    acting = team.acting(Role.INTAKE)
    with pytest.raises(NotFound), request_transaction(acting):
        end_reviewer(acting, reviewer_id=TextReviewer.objects.get().id)
    assert not TextReview.objects.exists()


def test_who_reads_texts_has_them_in_the_menu(team: Team, admin: Client, reader: Client) -> None:
    link = '<a href="/instellingen/vertalingen/"'
    assert link in reader.get("/instellingen/vertalingen/").content.decode()
    other = Client()
    other.force_login(team.account(Role.INTAKE))
    page = other.get("/", follow=True)
    assert page.status_code == 200
    assert link not in page.content.decode()
    with writing():
        TextReviewer.objects.update(ended_at=now())
    assert link not in reader.get("/", follow=True).content.decode()


def test_twenty_texts_a_page_with_dutch_beside_them(reader: Client) -> None:
    page = words_of(reader.get(ARABIC))
    assert page.count('name="better"') == 20
    assert page.count('lang="ar" dir="rtl"') >= 20
    assert '<p lang="nl">Tekst 0</p>' in page
    rest = words_of(reader.get(f"{ARABIC}?toon=&vanaf=20"))
    assert rest.count('name="better"') == 10
    assert "Beter, bij 3–10" in rest
    for odd in ("?vanaf=-1", "?vanaf=999999999999", "?vanaf=x", "?toon=x"):
        assert reader.get(ARABIC + odd).status_code == 200


def test_right_or_better(reader: Client) -> None:
    assert reader.post(ARABIC, sent(0)).status_code == 302
    assert reader.post(ARABIC, better(1, "نص أفضل")).status_code == 302
    page = words_of(reader.get(ARABIC))
    assert "2 van 30 teksten gelezen" in page
    assert "Tekst 0<" not in page
    right, said = TextReview.objects.order_by("reviewed_at")
    assert (right.better, right.approves) == ([], right.translation_key)
    assert (said.better, said.approves) == (["نص أفضل"], hashed(["نص أفضل"]))
    assert "نص أفضل" in words_of(reader.get(f"{ARABIC}?toon=beter"))


@pytest.mark.parametrize(
    ("said", "words"),
    [(("",), "Vul"), (("نص %(naam)s",), "Dit staat niet in het Nederlands"), (("ن" * 2001,), "hoogstens")],
)
def test_words_that_cannot_be_right(reader: Client, said: tuple[str, ...], words: str) -> None:
    answer = reader.post(ARABIC, better(0, *said))
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert said[0] in words_of(answer), "what was typed stands there still"
    assert not TextReview.objects.exists()


def test_a_translation_that_changed_meanwhile(reader: Client) -> None:
    answer = reader.post(ARABIC, sent(0, read=hashed(["iets anders"])))
    assert answer.status_code == 422
    assert "intussen veranderd" in words_of(answer)
    assert reader.post(ARABIC, {"key": "x", "read": "y"}).status_code == 404


def test_when_all_was_read(team: Team, reader: Client, catalogue_of_ours: Path) -> None:
    for place in range(30):
        reader.post(ARABIC, sent(place))
    assert is_read(None, "ar")
    catalogue_of_ours.write_text(
        catalogue_of_ours.read_text(encoding="utf-8").replace("نص 7", "نص آخر"), encoding="utf-8"
    )
    catalogue_of_ours.touch()
    assert not is_read(None, "ar"), "what changed since is unread"


def test_the_database_lets_nobody_else_write(team: Team) -> None:
    acting = team.acting(Role.COACH)
    text = catalogue("ar")[0]
    with pytest.raises(NotFound), request_transaction(acting):
        review_text(acting, language="ar", text_key=text.key, read=text.translation_key)
    with pytest.raises(NotFound), request_transaction(acting):
        name_reviewer(acting, staff_member_id=team.assignments[Role.COACH].staff_member_id, language="ar")
    boss = team.acting(Role.ADMIN)
    with pytest.raises(NotFound), request_transaction(boss):
        name_reviewer(boss, staff_member_id=team.assignments[Role.COACH].staff_member_id, language="fr")
    with pytest.raises(RuleBroken), request_transaction(boss):
        name_reviewer(boss, staff_member_id=acting.actor_id, language="ar")


def test_corrections_leave_as_a_catalogue(reader: Client, catalogue_of_ours: Path) -> None:
    from eenplan.cli.translations import translations

    reader.post(ARABIC, better(1, "نص أفضل"))
    reader.post(ARABIC, better(29, *(f"{one} أيام" for one in range(6))))
    done = CliRunner().invoke(translations, ["ar"])
    assert done.exit_code == 0
    assert 'msgid "Tekst 1"\nmsgstr "نص أفضل"' in done.stdout
    assert len(re.findall(r"msgstr\[\d\]", done.stdout)) == 6
    assert "ar: 2 of 30 texts read, 2 better." in done.stderr


TEXT = Text("k", ("Dag %(name)s",), ("مرحبا %(name)s",))
NOW, OTHER = TEXT.translation_key, hashed(["أهلا %(name)s"])


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        (None, TextState.UNREAD),
        (Verdict(NOW), TextState.RIGHT),
        (Verdict(NOW, ("مرحبا %(name)s",)), TextState.RIGHT),
        (Verdict(OTHER, ("أهلا %(name)s",)), TextState.BETTER),
        (Verdict(OTHER), TextState.UNREAD),
    ],
)
def test_whether_a_text_was_read(verdict: Verdict | None, state: TextState) -> None:
    assert state_of(TEXT, verdict) is state
    assert all_read([TEXT], {"k": verdict} if verdict else {}) is (state is TextState.RIGHT)
    assert not all_read([], {})


def test_what_is_filled_in() -> None:
    assert unknown_places(TEXT, ["أهلا"]) == set()
    assert unknown_places(TEXT, ["أهلا %(naam)s {x}"]) == {"naam", "x"}
    assert unknown_places(TEXT, ["100 % {"]) == set()
