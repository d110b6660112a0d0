"""How the demo's families wait: who asked when, what helps meanwhile, places in a partner's short offers, a step by link."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from eenplan.consent.models import Grant
from eenplan.core.acting import Acting, become
from eenplan.core.clock import telling
from eenplan.core.enums import Role
from eenplan.demo.days import Days
from eenplan.demo.offers import Offered
from eenplan.demo.staff import Staff
from eenplan.demo.story import AUTISM, HOME_GUIDANCE
from eenplan.families.models import Family, Person
from eenplan.plans.actions.links import answer_link, helper_of, make_link
from eenplan.plans.actions.places import answer_place, ask_place, take_brought, tell_brought
from eenplan.plans.actions.waits import Asked, NewBridge, add_bridge, check_wait, end_bridge
from eenplan.plans.enums import BridgeKind, HelpState, PlaceVerdict, StepSaid
from eenplan.plans.models import Action, Help, TeamMember
from eenplan.plans.queries.links import hashes_of_link, step_of_link

GRANDMA = "Oma Lutgart"


@dataclass(frozen=True, slots=True)
class _Who:
    """Who acts, and on which days."""

    coach: Acting
    partner: Acting
    days: Days


def tell(staff: Staff, partnership_id: UUID, today: date, offered: Offered, family_id: UUID) -> None:
    """The waits of Kaat and Jeroen. Call within the transaction of the load, when the offers stand."""
    who = _Who(
        staff.acting(Role.COACH, partnership_id), staff.acting(Role.PARTNER, partnership_id), Days(today)
    )
    autism, at_home = (
        Help.objects.get(family_id=family_id, state=HelpState.WAITING, organisation=name).pk
        for name in (AUTISM, HOME_GUIDANCE)
    )
    _for_finn(who, autism, family_id, offered)
    _at_home(who, at_home, family_id, offered)
    _step_by_link(who, family_id)


def ask(staff: Staff, partnership_id: UUID, today: date, offered: Offered, family_id: UUID) -> None:
    """Another family for which places were asked, in the group and with the psychologist; nobody answered yet."""
    coach = staff.acting(Role.COACH, partnership_id)
    help_id = Help.objects.filter(family_id=family_id, state=HelpState.WAITING).earliest("item_id").pk
    with telling(Days(today).at(1, 14)):
        ask_place(
            coach,
            help_id=help_id,
            offer_id=offered.wednesdays,
            note="Een meisje van elf dat graag klimt en weinig vrienden heeft in de buurt.",
        )
        ask_place(coach, help_id=help_id, offer_id=offered.talks, note="Liefst na school, of op woensdag.")


def _for_finn(who: _Who, help_id: UUID, family_id: UUID, offered: Offered) -> None:
    """A long list, asked after twice; the coach's hour goes on, and a week in a small group brought something."""
    coach, days = who.coach, who.days
    bridge = partial(add_bridge, coach, help_id=help_id)
    expected = Help.objects.get(item_id=help_id).expected
    heard = partial(Asked, "wachtlijst jonge kinderen", expected, offer_id=offered.autism)
    hanne = TeamMember.objects.get(family_id=family_id, role="gezinscoach").item_id
    with telling(days.at(49, 10)):
        bridge(
            bridge=NewBridge(
                BridgeKind.TEAM, days.ago(49), hanne, "elke week een uur met Finn en Kaat, met prentjes"
            )
        )
    with telling(days.at(48, 11)):
        check_wait(coach, help_id=help_id, asked=heard("Er zijn nog negen kinderen voor Finn."))
    with telling(days.at(40, 9)):
        place = ask_place(
            coach,
            help_id=help_id,
            offer_id=offered.week,
            note="Een jongen van vier die veel prikkels moeilijk vindt en graag met water speelt.",
        ).id
    _say(
        who,
        38,
        place,
        "We houden een rustig hoekje vrij. Breng gerust iets van thuis mee.",
        days.today - _WEEK_AGO,
    )
    with telling(days.at(37, 10)):
        bridge(bridge=NewBridge(BridgeKind.PARTNER, days.ago(37), place_id=place))
    with telling(days.at(19, 16)):
        become(who.partner)
        tell_brought(
            who.partner,
            request_id=place,
            brought="Hij bleef de hele week. Prentjes aan de kapstok hielpen, en een vast plekje aan de watertafel.",
        )
        become(coach)
    with telling(days.at(17, 10)):
        kaat = Person.objects.get(family_id=family_id, position=0).id
        take_brought(
            coach,
            family_id=family_id,
            request_id=place,
            text="Met prentjes aan de kapstok durft Finn ook ergens anders te blijven.",
            speaker_id=kaat,
        )
    with telling(days.at(12, 11)):
        check_wait(coach, help_id=help_id, asked=heard("Er zijn nog vier kinderen voor Finn."))


_WEEK_AGO = timedelta(days=26)


def _at_home(who: _Who, help_id: UUID, family_id: UUID, offered: Offered) -> None:
    """Something of their own people helped, and left something; and there is a place in the group for who wants it."""
    coach, days = who.coach, who.days
    wim = TeamMember.objects.get(family_id=family_id, name="Neef Wim").item_id
    with telling(days.at(44, 17)):
        held = add_bridge(
            coach,
            help_id=help_id,
            bridge=NewBridge(BridgeKind.NETWORK, days.ago(44), wim, "kookt op zaterdag mee"),
        )
    with telling(days.at(20, 11)):
        check_wait(
            coach,
            help_id=help_id,
            asked=Asked(
                "lijst van de regio",
                Help.objects.get(item_id=help_id).expected,
                "Ze bellen zelf zodra er iemand vrijkomt.",
                offered.at_home,
            ),
        )
    with telling(days.at(16, 17)):
        end_bridge(
            coach, bridge_id=held.id, carried="Zaterdag is kookdag. Seppe en Jeroen maken samen de lijst."
        )
    with telling(days.at(6, 9)):
        place = ask_place(
            coach,
            help_id=help_id,
            offer_id=offered.wednesdays,
            note="Een jongen van negen die graag voetbalt en woensdag vaak alleen is.",
        ).id
    _say(who, 2, place, "Welkom. We spelen ook als het regent.", days.today + timedelta(days=9))


def _say(who: _Who, ago: int, place: UUID, line: str, first: date) -> None:
    """The partner says yes, so many days ago."""
    with telling(who.days.at(ago, 15)):
        become(who.partner)
        answer_place(who.partner, request_id=place, verdict=PlaceVerdict.YES, first_day=first, line=line)
        become(who.coach)


def _step_by_link(who: _Who, family_id: UUID) -> None:
    """Grandmother got a link to her step, and let the coach know that it does not work out next week."""
    step = Action.objects.get(family_id=family_id, network_name=GRANDMA, plan__closed_at=None)
    share = Grant.objects.get(family_id=family_id, outside_name=GRANDMA)
    with telling(who.days.at(2, 10)):
        become(who.coach)
        token = make_link(who.coach, family_id=family_id, action_id=step.pk, grant_id=share.id)
        found = step_of_link(hashes_of_link(token))
        if found is None:
            raise Family.DoesNotExist(GRANDMA)
        helper = helper_of(found)
    with telling(who.days.at(1, 18)):
        become(helper)
        answer_link(
            helper,
            token=token,
            said=StepSaid.STUCK,
            line="Volgende woensdag moet ik zelf naar de oogarts. De week erna kom ik weer.",
        )
        become(who.coach)
