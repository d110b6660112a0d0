"""The pages that are measured: who opens them, with what, and what they may cost."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.urls import reverse

from eenplan.core.acting import public_form
from eenplan.core.clock import today
from eenplan.core.enums import Role
from eenplan.core.ids import new_id
from eenplan.network.queries import area_on
from tests.bench.browsers import Answer, Browser
from tests.bench.ready import POSTAL_CODE, Ready

VISITOR, CARD = "visitor", "card"
MEMBERS = (Role.INTAKE, Role.COACH, Role.PARTNER, Role.COORDINATOR, Role.STEERING)


def sign_in(role: Role, browser: Browser) -> None:
    """Sign in as a demo account, through the form."""
    expect(
        browser.post(
            reverse("account_login"),
            {"login": f"{role.value}@demo.example", "password": settings.DEMO_PASSWORD},
        ),
        302,
        "sign in",
    )


def open_card(ready: Ready, browser: Browser) -> None:
    """Come in with the family's card."""
    form = {"code": ready.card_code, "pin": ready.card_pin}
    expect(browser.post(reverse("family:open-card"), form), 302, "open the card")


def expect(answer: Answer, status: int, what: str) -> Answer:
    """Stop when a page does not do what it should: its time would mean nothing."""
    if answer.status != status:
        raise SystemExit(f"{what}: status {answer.status} instead of {status}")
    return answer


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `form` makes what is sent (None: it is only read), `before` prepares each time, untimed.

    `limit` is the promise for p95 in milliseconds, `most` that for the number of queries.
    """

    name: str
    who: str
    path: str
    form: Callable[[], Mapping[str, str]] | None = None
    before: Callable[[Browser], None] | None = None
    status: int = 200
    limit: int | None = None
    most: int | None = None

    def open(self, browser: Browser) -> Answer:
        """Prepare, open, and see that it worked."""
        if self.before:
            self.before(browser)
        answer = browser.post(self.path, self.form()) if self.form else browser.get(self.path)
        return expect(answer, self.status, self.name)


BARE = Page("bare view, one query", VISITOR, "/healthz")


def pages(ready: Ready) -> Iterator[Page]:
    """All of them; the bare view, by which the others are measured, comes first."""
    desk = reverse("desk:list-referrals")
    yield BARE
    yield Page(
        "create: public form, last step",
        VISITOR,
        reverse("frontdoor:check-answers"),
        form=dict,
        before=_fill_public_form,
        status=302,
        limit=60,
    )
    yield Page(
        "create: phone form",
        Role.INTAKE,
        reverse("frontdoor:enter-referral"),
        form=partial(_phone_form, asked_for=_partnership()),
        status=302,
        limit=60,
    )
    yield Page("desk: first 50", Role.INTAKE, desk, limit=80, most=12)
    yield Page("desk: last 50", Role.INTAKE, f"{desk}?na={ready.last_page}", limit=80, most=12)
    yield Page("desk: the youngest is 0 to 2 years", Role.INTAKE, f"{desk}?jongste=0-2", limit=80, most=12)
    yield Page(
        "desk: search a common name",
        Role.INTAKE,
        reverse("desk:search-referrals"),
        form=lambda: {"text": ready.common_name},
        limit=60,
    )
    yield Page("coach: my families", Role.COACH, reverse("coach:list-families"))
    yield Page(
        "coach: plan, 25 steps, 7 people",
        Role.COACH,
        reverse("coach:read-plan", args=[ready.family_id]),
        limit=100,
        most=15,
    )
    yield Page("family: the same plan", CARD, reverse("family:read-plan"), limit=100, most=15)
    shared = reverse("partner:read-family", args=[ready.family_id])
    yield Page("partner: what is shared of that plan", Role.PARTNER, shared)
    new, old = ready.family_id, ready.ten_years_id
    for name, family_id in (("a new family", new), ("ten years of weekly contacts", old)):
        yield Page(f"coach: family page, {name}", Role.COACH, reverse("coach:read-family", args=[family_id]))
        timeline = reverse("coach:read-timeline", args=[family_id])
        yield Page(f"coach: timeline, {name}", Role.COACH, timeline, limit=100)
    yield Page(
        "coach: timeline, five years back", Role.COACH, f"{timeline}?jaar={today().year - 5}", limit=100
    )
    for role, name in ((Role.COORDINATOR, "coordinator"), (Role.STEERING, "steering group")):
        yield Page(f"{name}: waiting for help", role, reverse("figures:read-waits"), limit=200)
    yield Page("PDF: the same plan", Role.COACH, reverse("coach:print-plan", args=[new]), limit=1500)
    yield Page("PDF: for the fridge", Role.COACH, reverse("coach:print-fridge", args=[new]), limit=1500)


def _fill_public_form(browser: Browser) -> None:
    answers = {
        reverse("frontdoor:start-referral"): {"referrer_type": "clb"},
        _step("gevaar"): {"acute_danger": "no"},
        _step("weten"): {"family_informed": "yes"},
        _step("plaats"): {"place": POSTAL_CODE},
        reverse("frontdoor:answer-person", args=[1]): {"role": "parent", "given_name": "Mia"},
        reverse("frontdoor:answer-person", args=[2]): {"role": "child", "given_name": "Bo"},
        reverse("frontdoor:list-persons"): {"more": "no"},
        _step("contact"): {"family_name": "Proef", "family_phone": "089 00 00 00", "safe_to_contact": "yes"},
        _step("taal"): {"language": "nl", "interpreter": "no"},
        _step("vraag"): {"question": "We zoeken rust.", "going_well": "We lachen veel."},
        _step("kijk"): {"referrer_view": "Veel wachten, veel moed.", "domains": "school"},
        _step("aanmelder"): {"referrer_name": "Leen", "referrer_phone": "089 00 00 00"},
    }
    for path, form in answers.items():
        expect(browser.post(path, form), 302, path)


def _step(slug: str) -> str:
    return reverse("frontdoor:answer-page", args=[slug])


def _partnership() -> str:
    """Whose own questions the phone form shows: the demo's own region asks one."""
    found = area_on(public_form(), postal_code=POSTAL_CODE, on=today()).partnership
    assert found is not None
    return str(found.id)


def _phone_form(asked_for: str) -> dict[str, str]:
    return {
        "asked_for": asked_for,
        "sent_token": str(new_id()),
        "received_on": f"{today() - timedelta(1):%d/%m/%Y}",
        "received_at": "10.00",
        "channel": "phone",
        "urgency": "ordinary",
        "acute_danger": "no",
        "referrer_type": "gp",
        "referrer_name": "Leen",
        "referrer_phone": "089 00 00 00",
        "family_informed": "yes",
        "place": POSTAL_CODE,
        "family_name": "Proef",
        "safe_to_contact": "yes",
        "language": "nl",
        "interpreter": "no",
        "question": "We zoeken rust.",
        "referrer_view": "Veel wachten, veel moed.",
        "persons-TOTAL_FORMS": "4",
        "persons-INITIAL_FORMS": "0",
        "persons-0-role": "parent",
        "persons-0-given_name": "Mia",
        "persons-1-role": "child",
        "persons-1-given_name": "Bo",
        "persons-1-day": "3/5/2019",
    }
