"""A mother chooses how she hears that something is ready; it leaves once and says nothing; then it is not safe any more."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from eenplan.core.enums import Role
from tests.cast import MARKER
from tests.factories.family_plan import make_card, make_family_with_coach
from tests.jobs import work_off

pytestmark = pytest.mark.journey
QUESTION = f"{MARKER.format('vraag')} mag oma mee?"
ANSWER = f"{MARKER.format('antwoord')} ja, oma is welkom."


def test_a_mother_hears_that_something_is_ready(
    somebody: Any, workers: Any, settings: Any, tmp_path: Path
) -> None:
    # Given a mother with a card, and text messages that are written to files
    settings.TEXTS_BY, settings.TEXTS_FILE_PATH = "file", tmp_path / "texts"
    helped = make_family_with_coach(workers.team)
    card = make_card(helped)
    kaat = somebody(phone=True)
    kaat.open("/gezin/")
    kaat.fill(code=card.code, pin=card.pin)
    kaat.press("Openen")

    def new_texts() -> list[str]:
        work_off()
        files = list(settings.TEXTS_FILE_PATH.glob("*.txt"))
        texts = [one.read_text() for one in files]
        for one in files:
            one.unlink()
        return texts

    # When she gives a number of her own and chooses a text message
    kaat.open("/gezin/seintje/")
    kaat.checks_accessibility()
    kaat.press("Voeg het toe")
    kaat.fill(address="0470 00 00 07")
    kaat.press("Stuur mij een code")
    (code,) = new_texts()
    kaat.fill(code="".join(sign for sign in code.split("is ", 1)[1][:7] if sign.isdigit()))
    kaat.press("Klaar")
    kaat.open("/gezin/seintje/")
    kaat.pick("way", "een sms naar")
    kaat.press("Bewaren")
    assert kaat.reads("Dat is bewaard.")

    # And her coach answers what she asked
    def asks_and_is_answered() -> None:
        kaat.open("/gezin/bericht/")
        kaat.fill(words=QUESTION)
        kaat.press("Versturen")
        coach.open(f"/gezinnen/{helped.family.id}/berichten/")
        coach.press("Antwoord")
        coach.fill(words=ANSWER)
        coach.press("Antwoord bewaren")

    coach = somebody()
    coach.sign_in(workers.accounts[Role.COACH])
    asks_and_is_answered()

    # Then one message leaves, once, and says that something is ready and nothing else
    (text,) = new_texts()
    assert text == "+32470000007\n\nEr staat iets nieuws voor je klaar. Lees het zoals je dat anders doet.\n"
    assert new_texts() == []

    # When she says at the table that somebody reads along, and the coach says once that nothing is safe
    coach.open(f"/gezinnen/{helped.family.id}/")
    coach.press("Niet veilig om te bellen of te schrijven?")
    coach.checks_accessibility()
    coach.fill(reason="Er leest iemand mee op haar gsm.")
    coach.press("Niet veilig: stuur niets meer")
    assert coach.reads("Niet veilig: bel of schrijf niet")
    coach.checks_accessibility()

    # Then nothing leaves any more, no code either, and she reads nowhere that it was said
    asks_and_is_answered()
    kaat.open("/gezin/binnenkomen/nieuw/")
    kaat.fill(address="0470 00 00 08")
    kaat.press("Stuur mij een code")
    assert new_texts() == []
    assert mail.outbox == []
    for page in ("/gezin/start/", "/gezin/seintje/", "/gezin/binnenkomen/"):
        kaat.open(page)
        assert not kaat.reads("niet veilig")

    # And the coach sees what was not sent, and tells it herself
    coach.open("/vandaag/")
    assert coach.reads("kon niet weg")
    coach.open(f"/gezinnen/{helped.family.id}/seintjes/")
    assert coach.reads("Zelf te zeggen of af te geven")
    assert coach.reads("Niet verstuurd: bij dit gezin staat dat het niet veilig is")
    coach.checks_accessibility()
    coach.press("Ik zei het zelf")
    assert not coach.reads("Zelf te zeggen of af te geven")
