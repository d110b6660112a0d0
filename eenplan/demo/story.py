"""The story of Kaat and Jeroen, told with the product's own actions, day by day.

It is the example of a public text of Karel de Grote Hogeschool (seed 003 of the project), whose names are
fictitious; surnames, children's names and everything beyond that text are invented here.
"""

from datetime import date, datetime, time
from functools import partial
from uuid import UUID

from eenplan.core.acting import Acting, public_form
from eenplan.core.clock import BRUSSELS, telling
from eenplan.core.enums import Role
from eenplan.demo import meanwhile, sharing, together
from eenplan.demo.chance import Chance
from eenplan.demo.days import Days
from eenplan.demo.papers import make_paper
from eenplan.demo.staff import Staff
from eenplan.demo.together import CLB, OCMW, People
from eenplan.families.actions import (
    Labels,
    NewDetail,
    NewPerson,
    add_attachment,
    issue_card,
    plan_contact,
    record_contact,
)
from eenplan.families.enums import Channel, ContactKind, DetailKind, Gender, LivesHere, PersonRole
from eenplan.families.models import Person
from eenplan.plans import actions as plans
from eenplan.plans.actions import GoalFields, HelpFields, Presence, Reply, StepFields
from eenplan.plans.enums import Answer, AnswerForm, HelpState, HelpType, Horizon, Mark
from eenplan.plans.models import Plan
from eenplan.referrals import actions as referrals
from eenplan.referrals.actions import NewReferral, Where
from eenplan.referrals.enums import ReferralChannel, ReferrerType

# Kaat's card; printed by `make demo`. Every other card has a code of chance.
CARD_CODE = "KAAT-GENK-2345"
CARD_PIN = "246810"
FAMILY_NAME = "Daems – Leurs"

AUTISM = "Dienst voor autisme Het Anker (demo)"
HOME_GUIDANCE = "Contextbegeleiding De Brug (demo)"
HEALTH = Labels(health=True)


def tell(staff: Staff, partnership_id: UUID, today: date) -> UUID:
    """Tell the whole story; returns the family's id. Call inside the transaction of the load."""
    acting = partial(staff.acting, partnership_id=partnership_id)
    days = Days(today)
    with telling(days.at(66, 10, 12)):
        referral_id, family_id = _refer(days.today)
    coach_id = UUID(staff.accounts[Role.COACH].staff_id)
    with telling(days.at(65, 9, 5)):
        referrals.take_up(acting(Role.INTAKE), referral_id=referral_id)
    with telling(days.at(64, 11, 40)):
        plans.start_trajectory(
            acting(Role.COORDINATOR),
            referral_id=referral_id,
            staff_member_id=coach_id,
            over_norm_confirmed=True,
        )
    coach = acting(Role.COACH)
    people = People(
        *Person.objects.filter(family_id=family_id).order_by("position").values_list("id", flat=True)
    )
    with telling(days.at(63, 13, 20)):
        record_contact(
            coach,
            family_id=family_id,
            kind=ContactKind.FAMILY,
            channel=Channel.PHONE,
            held_at=days.at(63, 13),
            present=[people.kaat],
            text="Kaat gebeld. Ze is opgelucht dat er iemand is. Afspraak thuis, 's avonds als Seppe er ook is.",
        )
        referrals.note_first_contact(coach, referral_id=referral_id, on=days.ago(63))
        referrals.plan_first_conversation(
            coach,
            referral_id=referral_id,
            when=days.at(57, 18),
            channel=Channel.HOME,
            persons=[people.kaat, people.jeroen],
        )
    with telling(days.at(57, 20, 10)):
        referrals.record_first_conversation(
            coach,
            referral_id=referral_id,
            held_at=days.at(57, 18),
            present=[people.kaat, people.jeroen, people.seppe],
            channel=Channel.HOME,
            text=(
                "We zaten aan het bed van Jeroen, tussen de dozen. Iedereen vertelde. Kaat is moe en voelt zich"
                " alleen; Jeroen schaamt zich dat hij niets kan. Eerst rust: wat kan er deze maand al anders?"
            ),
        )
    plan_id = Plan.objects.values_list("id", flat=True).get(family_id=family_id)
    with telling(days.at(52, 11)):
        _write_life(coach, plan_id, people)
        _write_help(coach, plan_id, days)
        together.write_team(coach, plan_id, coach_id)
        first = meanwhile.plan_first_table(coach, family_id, plan_id, people, days.at(50, 16))
    with telling(days.at(50, 16, 5)):
        meanwhile.sit_together(coach, first, people, days)
    with telling(days.at(50, 18)):
        _write_goals(coach, plan_id, people, coach_id, days)
        together.write_parts(coach, plan_id, people, days.ago(51))
        _agree(coach, plan_id, people, coach_id, days)
    with telling(days.at(46, 12)):
        record_contact(
            coach,
            family_id=family_id,
            kind=ContactKind.FAMILY,
            channel=Channel.HOME,
            held_at=days.at(46, 10),
            present=[people.kaat, people.finn],
            text="Samen het dagschema met prentjes voor Finn opgehangen. Twee ochtenden zonder ruzie.",
        )
    issue_card(coach, person_id=people.kaat, code=CARD_CODE, pin=CARD_PIN)
    meanwhile.look_again(coach, plan_id, people, days)
    with telling(days.at(3, 17)):
        sharing.share(
            coach,
            family_id,
            people,
            partner=UUID(staff.accounts[Role.PARTNER].staff_id),
            psychologist=UUID(staff.accounts[Role.PSYCHOLOGIST].staff_id),
            today=days.ago(3),
        )
    meanwhile.plan_next_table(coach, family_id, plan_id, people, days)
    meanwhile.write_with_the_card(plan_id, people, days)
    plan_contact(
        coach,
        family_id=family_id,
        kind=ContactKind.FAMILY,
        channel=Channel.HOME,
        planned_for=days.at_ahead(3, 16),
        persons=[people.kaat, people.jeroen],
    )
    return family_id


def _refer(today: date) -> tuple[UUID, UUID]:
    """The CLB refers, through the public form."""

    def child(name: str, gender: Gender, age: int, month: int) -> NewPerson:
        born = date(today.year - age, month, 14)
        return NewPerson(PersonRole.CHILD, name, "Leurs", born, gender=gender, lives_here=LivesHere.FULL)

    def parent(name: str, surname: str, gender: Gender) -> NewPerson:
        return NewPerson(
            PersonRole.PARENT,
            name,
            surname,
            gender=gender,
            lives_here=LivesHere.FULL,
            parental_authority=True,
        )

    form = NewReferral(
        family_name=FAMILY_NAME,
        referrer_type=ReferrerType.CLB,
        channel=ReferralChannel.WEB,
        persons=(
            parent("Kaat", "Daems", Gender.FEMALE),
            parent("Jeroen", "Leurs", Gender.MALE),
            child("Seppe", Gender.MALE, 9, 3),
            child("Fien", Gender.FEMALE, 6, 6),
            child("Finn", Gender.MALE, 4, 2),
        ),
        details=(NewDetail(DetailKind.PHONE, "089 00 00 00", safe=True),),
        question=(
            "We leven al maanden tussen de verhuisdozen. Jeroen ligt in een ziekenhuisbed in de living, dus spelen"
            " kan hier niet meer. Overal moeten we wachten. Ik weet niet meer bij wie ik nog terechtkan."
        ),
        question_speaker=0,
        referrer_view=(
            "Vijf mensen op een appartement met twee slaapkamers, vader ligt door rugproblemen in de leefruimte."
            " Jongste zoon heeft autisme, begeleiding aangevraagd, wachttijd een half jaar. Moeder gaat met de"
            " oudste zoon naar een psycholoog voor zijn moeilijke gedrag. Schulden, en geen betaalbare woning te"
            " vinden. Contextbegeleiding kan pas over enkele maanden. De spanningen lopen op. Wij zien de noden,"
            " maar kunnen zelf niet op al die vlakken steunen."
        ),
        going_well="De kinderen komen elke dag naar school. Kaat en Jeroen trekken aan één zeel.",
        domains=("housing", "money", "health", "development", "together"),
        referrer_organisation=CLB,
        referrer_name="Leen (demo)",
        referrer_phone="089 00 00 00",
        stays_involved=True,
        wants_feedback=True,
        family_informed=True,
        disagreement_known=False,
        safe_to_contact=True,
        preferred_contact="Bellen in de voormiddag, als de kinderen op school zijn.",
        acute_danger=False,
        concern_about_child=False,
    )
    token = UUID(Chance("story").new_id(datetime.combine(today, time(8), BRUSSELS)))
    made = referrals.receive(public_form(), form=form, area=Where(postal_code="3600"), sent_token=token)
    add_attachment(public_form(made.family_id), family_id=made.family_id, paper=make_paper())
    return made.id, made.family_id


def _write_life(coach: Acting, plan_id: UUID, people: People) -> None:
    """Who they are, what they want, what goes well, and every part of life in one tap."""
    plans.write_who_we_are(
        coach,
        plan_id=plan_id,
        text=(
            "Wij zijn Kaat en Jeroen, met Seppe, Fien en Finn. Oma Lutgart woont twee straten verder."
            " Neef Wim heeft een bestelwagen en twee sterke armen."
        ),
        speaker_id=people.kaat,
    )
    for text, speaker in (
        (
            "Een huis waar iedereen zijn eigen plek heeft, en een tafel waar we samen aan kunnen eten.",
            people.kaat,
        ),
        ("Dat papa weer mee kan naar het voetbal.", people.seppe),
        ("Ik wil weer iets betekenen voor mijn gezin, ook als ik lig.", people.jeroen),
        ("Een bed dat hoog is!", people.fien),
    ):
        plans.write_wish(coach, plan_id=plan_id, text=text, speaker_id=speaker)
    for text, speaker, about in (
        ("Wij vallen nooit in slaap met ruzie.", people.kaat, []),
        (
            "Seppe leest elke avond voor aan Finn. Dan wordt Finn stil.",
            people.jeroen,
            [people.seppe, people.finn],
        ),
        ("Fien kan iedereen doen lachen.", people.kaat, [people.fien]),
        ("Kaat blijft bellen tot ze antwoord krijgt.", people.jeroen, [people.kaat]),
    ):
        plans.write_strength(coach, plan_id=plan_id, text=text, speaker_id=speaker, about=about)
    mark = partial(plans.mark_domain, coach, plan_id=plan_id)
    mark(
        domain="housing",
        mark=Mark.TALK_ABOUT,
        score=2,
        text="Twee slaapkamers voor vijf, en overal dozen.",
        worry="Tegen de winter moet er iets veranderen.",
        speaker_id=people.kaat,
    )
    mark(
        domain="money",
        mark=Mark.TALK_ABOUT,
        score=3,
        text="De afbetalingen lopen door en er is één inkomen.",
        strength="We hebben alle brieven nu op één stapel.",
        speaker_id=people.kaat,
    )
    mark(
        domain="development",
        mark=Mark.TALK_ABOUT,
        score=4,
        worry="Hoe lang moet Finn nog wachten?",
        speaker_id=people.kaat,
    )
    mark(
        domain="together", mark=Mark.TALK_ABOUT, score=4, text="We snauwen te snel.", speaker_id=people.jeroen
    )
    mark(domain="health", mark=Mark.TALK_ABOUT, score=3)
    mark(domain="wellbeing", mark=Mark.TALK_ABOUT, score=3, text="Ik ben moedeloos.", speaker_id=people.kaat)
    mark(
        domain="school",
        mark=Mark.GOES_WELL,
        score=7,
        strength="De juf van Fien denkt mee.",
        speaker_id=people.kaat,
    )
    mark(
        domain="network",
        mark=Mark.GOES_WELL,
        score=7,
        text="Oma en Wim staan altijd klaar.",
        speaker_id=people.kaat,
    )
    mark(domain="parenting", mark=Mark.TALK_ABOUT, score=5)
    mark(domain="work", mark=Mark.NOT_NOW)
    mark(domain="leisure", mark=Mark.TALK_ABOUT, score=4)
    mark(domain="safety", mark=Mark.GOES_WELL, score=8)
    mark(domain="rights", mark=Mark.NOT_APPLICABLE)


def _write_help(coach: Acting, plan_id: UUID, days: Days) -> None:
    """Help that is there, help that is waited for, and what bridges the wait."""
    add = partial(plans.add_help, coach, plan_id=plan_id)
    add(
        help=HelpFields(
            "Gesprekken met een psycholoog voor Seppe, om de twee weken",
            HelpState.THERE_IS,
            organisation="Eerstelijnspsycholoog (demo)",
            since=days.ago(110),
        ),
        labels=HEALTH,
    )
    add(
        help=HelpFields(
            "Kinesist en huisarts voor de rug van Jeroen",
            HelpState.THERE_IS,
            "Huisartsenpraktijk Het Plein (demo)",
        ),
        labels=HEALTH,
    )
    add(
        help=HelpFields(
            "Begeleiding voor kinderen met autisme, voor Finn",
            HelpState.WAITING,
            organisation=AUTISM,
            help_type=HelpType.HOME_GUIDANCE,
            since=days.ago(95),
            asked_on=days.ago(95),
            expected=days.ahead(120),
            bridge="Tot dan komt Hanne elke week een uur met Finn en Kaat werken met een dagschema.",
        )
    )
    add(
        help=HelpFields(
            "Contextbegeleiding aan huis",
            HelpState.WAITING,
            organisation=HOME_GUIDANCE,
            help_type=HelpType.HOME_GUIDANCE,
            since=days.ago(55),
            asked_on=days.ago(55),
            expected=days.ahead(90),
            bridge="Eén keer per week een gesprek thuis met Hanne.",
        )
    )
    started = add(
        help=HelpFields(
            "Hulp bij de schulden en de brieven",
            HelpState.WAITING,
            organisation=OCMW,
            help_type=HelpType.MONEY_HOUSING,
            since=days.ago(62),
            asked_on=days.ago(62),
        )
    )
    plans.start_help(coach, help_id=started.item_id, on=days.ago(53))


def _write_goals(coach: Acting, plan_id: UUID, people: People, coach_id: UUID, days: Days) -> None:
    """Four goals in the family's own words, with steps of the family, its network and professionals."""

    def goal(fields: GoalFields) -> UUID:
        return plans.add_goal(coach, plan_id=plan_id, goal=fields).item_id

    def step(fields: StepFields, *, done: bool = False) -> None:
        saved = plans.add_action(coach, plan_id=plan_id, step=fields)
        if done:
            plans.tick_action(coach, action_id=saved.item_id)

    home = goal(
        GoalFields(
            "Wij willen een huis met drie slaapkamers dat we kunnen betalen.",
            expressed_by_id=people.kaat,
            domain="housing",
            horizon=Horizon.LONG,
            notice="De dozen zijn leeg en Fien heeft haar hoge bed.",
            score_start=2,
            score_now=2,
            score_target=8,
            target_date=days.ahead(150),
        )
    )
    papers = "Inschrijven bij de sociale huisvesting, met alle papieren"
    step(StepFields(papers, days.ahead(5), person_id=people.kaat, goal_id=home), done=True)
    look = "Elke zaterdag mee naar huizen gaan kijken"
    step(StepFields(look, days.ahead(28), network_name="Neef Wim", goal_id=home))
    first = "Vragen of het gezin voorrang krijgt door het ziekenhuisbed"
    step(StepFields(first, days.ahead(12), organisation_name=OCMW, goal_id=home))

    money = goal(
        GoalFields(
            "De brieven niet meer alleen opendoen, en weten wat er elke maand over is.",
            expressed_by_id=people.kaat,
            domain="money",
            notice="Ik slaap op de avond dat de post kwam.",
            score_start=3,
            score_now=4,
            score_target=7,
            target_date=days.ahead(60),
        )
    )
    step(
        StepFields(
            "Alle schulden op een lijst zetten", days.ahead(10), person_id=people.jeroen, goal_id=money
        )
    )
    post = "Elke vrijdag samen met Hanne de post openen"
    step(StepFields(post, days.ahead(6), person_id=people.kaat, goal_id=money))
    pay = "Een afbetalingsplan vragen dat haalbaar is"
    step(StepFields(pay, days.ahead(21), organisation_name=OCMW, goal_id=money))

    mornings = goal(
        GoalFields(
            "Rustige ochtenden, zonder roepen.",
            expressed_by_id=people.jeroen,
            domain="together",
            notice="De kinderen vertrekken met een kus.",
            score_start=3,
            score_now=5,
            score_target=7,
            target_date=days.ahead(45),
        )
    )
    pictures = "Een dagschema met prentjes maken voor Finn"
    step(StepFields(pictures, days.ahead(2), staff_member_id=coach_id, goal_id=mornings), done=True)
    every = "Elke ochtend met Finn de prentjes overlopen"
    step(StepFields(every, days.ahead(30), person_id=people.jeroen, goal_id=mornings))
    wednesday = "Fien en Seppe woensdag na school opvangen"
    step(StepFields(wednesday, days.ahead(14), network_name="Oma Lutgart", goal_id=mornings))

    match = goal(
        GoalFields(
            "Ik wil met papa naar de match kijken, al is het op de tablet.",
            expressed_by_id=people.seppe,
            whose_id=people.seppe,
            domain="leisure",
            notice="Wij roepen samen ‘goal!’",
            score_start=4,
            score_now=6,
            score_target=9,
            target_date=days.ahead(20),
        )
    )
    tablet = "De tablet aan het bed van papa zetten, elke zaterdag"
    step(StepFields(tablet, days.ahead(6), person_id=people.seppe, goal_id=match))


def _agree(coach: Acting, plan_id: UUID, people: People, coach_id: UUID, days: Days) -> None:
    """Who took part, and what each of them says of it."""
    plans.activate_plan(
        coach,
        plan_id=plan_id,
        took_part=[
            Presence(person_id=people.kaat),
            Presence(person_id=people.jeroen),
            Presence(person_id=people.seppe),
            Presence(staff_member_id=coach_id),
            Presence(name="Oma Lutgart"),
            Presence(name="Neef Wim"),
        ],
        next_review_date=days.ago(30),
        agreements=[
            Reply(people.kaat, Answer.AGREED, AnswerForm.SIGNED, "Voor het eerst staat alles op één blad."),
            Reply(people.jeroen, Answer.AGREED, AnswerForm.ALOUD),
            Reply(
                people.seppe, Answer.PARTLY, AnswerForm.ALOUD, "Woensdag wil ik soms ook gewoon thuis zijn."
            ),
        ],
    )
