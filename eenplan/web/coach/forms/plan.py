"""The pieces of the plan, one form each."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from eenplan.core import clock
from eenplan.plans.actions import GoalFields, HelpFields, StepFields, TeamFields
from eenplan.plans.enums import (
    Attendance,
    GoalStatus,
    HelpState,
    HelpType,
    Horizon,
    Importance,
    Mark,
    Secrecy,
    TeamKind,
)
from eenplan.plans.queries import DomainRow, GoalPiece, HelpPiece
from eenplan.web.coach.forms.parts import (
    WHOLE_FAMILY,
    SectionForm,
    id_of,
    score_field,
    score_of,
    speaker_field,
)
from eenplan.web.shared.components import Words
from eenplan.web.shared.forms import ChoiceField, Choices, DateField, Form, TextField, YesNoField, choose

MARKS: list[tuple[str, Words]] = [
    (Mark.GOES_WELL.value, _("gaat goed")),
    (Mark.TALK_ABOUT.value, _("over praten")),
    (Mark.NOT_NOW.value, _("nu niet")),
    (Mark.NOT_APPLICABLE.value, _("niet voor ons")),
]


def from_today(form: Form, name: str) -> None:
    """What is new is not for a day that has passed."""
    field = form.fields[name]
    if isinstance(field, DateField):
        field.earliest = clock.today


class TextForm(SectionForm):
    """Some words, and who says them."""

    asks_from_whom = False
    for_family = ("text",)

    text = TextField(label=_("In hun eigen woorden"), rows=4)
    speaker = speaker_field()

    def __init__(self, *args: Any, label: str, hint: str, speakers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].help_text = hint
        self.fields["text"].error_messages["required"] = _("Schrijf hier iets, in enkele woorden.")
        choose(self, "speaker", speakers)

    @property
    def speaker_id(self) -> UUID | None:
        """Who of the family says it."""
        return id_of(self.cleaned_data["speaker"])


class DomainsForm(SectionForm):
    """All life domains, one tap each."""

    def __init__(self, *args: Any, rows: tuple[DomainRow, ...], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[row.domain.code] = ChoiceField(
                label=row.domain.label(language),
                choices=MARKS,
                required=False,
                initial=row.piece.mark.value if row.piece else "",
            )

    def changed_marks(self) -> list[tuple[str, Mark]]:
        """What was marked otherwise than it stood when the page was made."""
        return [
            (row.domain.code, Mark(typed))
            for row in self.rows
            if (typed := self.cleaned_data.get(row.domain.code))
            and (row.piece is None or row.piece.mark != typed)
        ]


class DomainForm(SectionForm):
    """One life domain, with more than a tap. All but the mark may stay open."""

    asks_from_whom = False
    for_family = ("text", "strength", "worry")

    mark = ChoiceField(label=_("Hoe gaat het hier nu?"), choices=MARKS)
    text = TextField(label=_("Hoe is het nu?"), required=False, rows=3)
    strength = TextField(label=_("Wat helpt al?"), required=False, rows=2)
    worry = TextField(label=_("Waar maken jullie je zorgen over?"), required=False, rows=2)
    importance = forms.ChoiceField(
        label=_("Hoe belangrijk is dit nu voor jullie?"),
        choices=[("", _("niet gezegd")), *Importance.choices],
        required=False,
    )
    score = score_field(
        _("Welk cijfer geven jullie zelf?"), help_text=_("0: het gaat helemaal niet. 10: het kan niet beter.")
    )
    speaker = speaker_field(_("Wie zegt dit?"))

    def __init__(self, *args: Any, speakers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "speaker", speakers)
        self.fields["speaker"].required = False


class GoalForm(SectionForm):
    """A goal in the family's words (rule 19)."""

    asks_from_whom = False
    for_family = ("text", "notice")

    text = TextField(
        label=_("Wat willen jullie bereiken?"),
        help_text=_("Schrijf het op zoals zij het zeggen."),
        rows=2,
        error_messages={"required": _("Schrijf hier het doel op, in hun eigen woorden.")},
    )
    expressed_by = speaker_field(_("Wie zei dit?"))
    whose = ChoiceField(label=_("Van wie is dit doel?"), initial=WHOLE_FAMILY)
    domain = forms.ChoiceField(label=_("Over welk levensdomein?"), required=False)
    horizon = ChoiceField(
        label=_("Voor nu of voor later?"),
        choices=[
            (Horizon.SMALL.value, _("Een kleine stap")),
            (Horizon.LONG.value, _("Een droom voor later")),
        ],
        initial=Horizon.SMALL.value,
    )
    part_of = forms.ChoiceField(label=_("Bij welk doel voor later hoort deze kleine stap?"), required=False)
    notice = TextField(label=_("Hoe merken jullie dat het gelukt is?"), required=False, rows=2)
    scale_low = forms.CharField(label=_("Wat is voor jullie een 0?"), required=False, max_length=200)
    scale_high = forms.CharField(label=_("En wat is een 10?"), required=False, max_length=200)
    score_start = score_field(_("Waar begonnen jullie?"))
    score_now = score_field(_("Waar staan jullie nu, van 0 tot 10?"))
    score_target = score_field(_("Waar willen jullie naartoe?"))
    target_date = DateField(label=_("Tegen wanneer?"), required=False)
    status = ChoiceField(
        label=_("Hoe staat het ermee?"),
        choices=[
            (GoalStatus.OPEN.value, _("We werken eraan")),
            (GoalStatus.REACHED.value, _("Het is gelukt")),
            (GoalStatus.LET_GO.value, _("We laten het los")),
        ],
        initial=GoalStatus.OPEN.value,
    )

    def __init__(
        self,
        *args: Any,
        speakers: Choices,
        owners: Choices,
        domains: Choices,
        long_goals: Choices,
        goal: GoalPiece | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.goal = goal
        choose(self, "expressed_by", speakers)
        choose(self, "whose", owners)
        choose(self, "domain", [("", _("geen of meer dan een")), *domains])
        choose(self, "part_of", [("", _("geen: het staat op zichzelf")), *long_goals])
        if not long_goals:
            del self.fields["part_of"]
        if goal is None:
            del self.fields["status"]
            del self.fields["score_start"]
            from_today(self, "target_date")

    def fields_of(self) -> GoalFields:
        """The goal as it was typed. What the form does not ask stays as it was."""
        typed, goal = self.cleaned_data, self.goal
        now = score_of(typed["score_now"])
        start = score_of(typed.get("score_start", ""))
        return GoalFields(
            text=typed["text"],
            expressed_by_id=id_of(typed["expressed_by"]),
            whose_id=id_of(typed["whose"]),
            notice=typed["notice"],
            domain=typed["domain"] or None,
            horizon=Horizon(typed["horizon"]),
            part_of_id=id_of(typed["part_of"]) if "part_of" in typed else goal.part_of_id if goal else None,
            scale_low=typed["scale_low"],
            scale_high=typed["scale_high"],
            score_start=start if start is not None else now,
            score_now=now,
            score_target=score_of(typed["score_target"]),
            target_date=typed["target_date"],
            status=GoalStatus(typed["status"]) if "status" in typed else GoalStatus.OPEN,
        )


class StepForm(SectionForm):
    """A step: what, exactly one who does it, and by when (rule 21)."""

    for_family = ("text", "note")

    text = TextField(
        label=_("Wat gebeurt er?"),
        rows=2,
        error_messages={"required": _("Schrijf op wat er gebeurt, zoals: samen de aanvraag invullen.")},
    )
    owner = ChoiceField(
        label=_("Wie doet dit?"),
        help_text=_("Kies één iemand."),
        error_messages={
            "required": _(
                "Kies één iemand die deze stap doet: iemand van het gezin, van het netwerk of een hulpverlener."
            )
        },
    )
    colleague = forms.ChoiceField(label=_("Welke collega?"), required=False)
    organisation = forms.CharField(label=_("Welke organisatie?"), required=False, max_length=120)
    network = forms.CharField(
        label=_("Wie uit het netwerk?"),
        help_text=_("Bijvoorbeeld: oma, of neef Wim."),
        required=False,
        max_length=120,
    )
    due_on = DateField(
        label=_("Tegen wanneer?"), error_messages={"required": _("Kies een dag waarop deze stap klaar is.")}
    )
    helped_by = forms.CharField(
        label=_("Wie helpt daarbij?"),
        help_text=_("Bijvoorbeeld: oma, of neef Wim."),
        required=False,
        max_length=120,
    )
    goal = forms.ChoiceField(label=_("Bij welk doel hoort dit?"), required=False)
    note = TextField(label=_("Is er nog iets om te onthouden?"), required=False, rows=2)

    def __init__(
        self, *args: Any, owners: Choices, colleagues: Choices, goals: Choices, is_new: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_new:
            from_today(self, "due_on")
        choose(self, "owner", owners)
        choose(self, "colleague", [("", _("kies een collega")), *colleagues])
        choose(self, "goal", [("", _("geen doel")), *goals])

    def fields_of(self) -> StepFields:
        """The step as it was typed; whoever was named twice is for the action to refuse."""
        typed = self.cleaned_data
        kind, _sign, named = typed["owner"].partition(":")
        staff = named if kind == "staff" else typed["colleague"]
        return StepFields(
            text=typed["text"],
            due_on=typed["due_on"],
            person_id=UUID(named) if kind == "person" else None,
            staff_member_id=UUID(staff) if staff else None,
            organisation_name=typed["organisation"],
            network_name=typed["network"],
            goal_id=id_of(typed["goal"]),
            note=typed["note"],
            helped_by=typed["helped_by"],
        )

    def clean(self) -> dict[str, Any]:
        """Whoever said 'an organisation' is asked which one, and so on; two workers are one too many."""
        typed: dict[str, Any] = super().clean() or {}
        asked: dict[str, Words] = {
            "colleague": _("Kies welke collega dit doet."),
            "organisation": _("Schrijf op welke organisatie dit doet."),
            "network": _("Schrijf op wie uit het netwerk dit doet."),
        }
        owner = str(typed.get("owner") or "")
        if owner in asked and not typed.get(owner):
            self.add_error(owner, str(asked[owner]))
        if owner.startswith("staff:") and typed.get("colleague"):
            self.add_error("owner", _("Kies één iemand die deze stap doet: jij of je collega."))
        return typed


class HelpForm(SectionForm):
    """Help that is there, or that the family waits for."""

    for_family = ("what", "bridge")

    what = TextField(
        label=_("Welke hulp?"),
        help_text=_("In gewone woorden, zoals: begeleiding bij autisme voor de jongste."),
        rows=2,
    )
    organisation = forms.CharField(label=_("Van wie?"), required=False, max_length=120)
    for_whom = forms.ChoiceField(label=_("Voor wie is die hulp?"), required=False)
    help_type = forms.ChoiceField(label=_("Wat voor hulp is het?"), required=False)
    state = ChoiceField(label=_("Is die hulp er al?"))
    since = DateField(
        label=_("Sinds wanneer wachten jullie, of is ze er?"), latest=clock.today, required=False
    )
    asked_on = DateField(label=_("Wanneer vroegen jullie het laatst na?"), latest=clock.today, required=False)
    expected = DateField(label=_("Wanneer verwachten we ze?"), required=False)
    bridge = TextField(
        label=_("Wat helpt intussen?"), help_text=_("Wachten hoeft niet zonder hulp."), required=False, rows=2
    )
    ended_on = DateField(label=_("Is ze gestopt? Wanneer?"), latest=clock.today, required=False)
    worked = TextField(label=_("Wat hielp er aan die hulp?"), required=False, rows=2)
    not_worked = TextField(label=_("Wat hielp er niet?"), required=False, rows=2)

    def __init__(self, *args: Any, help: HelpPiece | None, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "for_whom", [(WHOLE_FAMILY, _("Voor het hele gezin")), *people])
        choose(self, "help_type", [("", _("weten we niet")), *HelpType.choices])
        states: list[tuple[str, Words]] = [
            (HelpState.WAITING.value, _("Nee, we wachten erop")),
            (HelpState.THERE_IS.value, _("Ja, ze was er al")),
        ]
        if help and help.state == HelpState.STARTED:
            states.insert(1, (HelpState.STARTED.value, _("Ja, ze is gestart tijdens dit traject")))
        if help and help.state in (HelpState.STARTED, HelpState.THERE_IS, HelpState.ENDED):
            states.append((HelpState.ENDED.value, _("Ze is gestopt")))
        elif help is None:
            states.append((HelpState.ENDED.value, _("Nee, ze was er vroeger")))
        choose(self, "state", states)

    def fields_of(self) -> HelpFields:
        """The help as it was typed."""
        typed = self.cleaned_data
        return HelpFields(
            what=typed["what"],
            state=HelpState(typed["state"]),
            organisation=typed["organisation"],
            since=typed["since"],
            asked_on=typed["asked_on"],
            expected=typed["expected"],
            bridge=typed["bridge"],
            ended_on=typed["ended_on"],
            for_whom_id=id_of(typed["for_whom"]),
            help_type=HelpType(typed["help_type"]) if typed["help_type"] else None,
            worked=typed["worked"],
            not_worked=typed["not_worked"],
        )


class StartForm(Form):
    """The day on which help started."""

    on = DateField(label=_("Op welke dag is de hulp gestart?"), required=False)


class TeamForm(SectionForm):
    """Somebody who helps."""

    name = forms.CharField(
        label=_("Naam"),
        max_length=120,
        error_messages={"required": _("Vul een naam in. Een voornaam is genoeg.")},
    )
    kind = ChoiceField(
        label=_("Van waar kennen jullie deze persoon?"),
        choices=[
            (TeamKind.FAMILY.value, _("Familie")),
            (TeamKind.NETWORK.value, _("Vriend, buur of vrijwilliger")),
            (TeamKind.PROFESSIONAL.value, _("Hulpverlener of school")),
        ],
    )
    role = forms.CharField(
        label=_("Wat doet deze persoon?"),
        help_text=_("Bijvoorbeeld: haalt de jongste op woensdag."),
        required=False,
        max_length=120,
    )
    organisation = forms.CharField(label=_("Van welke organisatie?"), required=False, max_length=120)
    phone = forms.CharField(label=_("Telefoon"), required=False, max_length=30)
    availability = forms.CharField(
        label=_("Wanneer is deze persoon te bereiken?"),
        help_text=_("Bijvoorbeeld: op dinsdag en donderdag, tot vijf uur."),
        required=False,
        max_length=200,
    )
    attendance = ChoiceField(
        label=_("Komt deze persoon erbij als jullie samenzitten?"),
        help_text=_("Dat kiest het gezin."),
        choices=Attendance.choices,
        required=False,
    )
    secrecy = YesNoField(
        label=_("Heeft deze persoon beroepsgeheim?"),
        help_text=_("Familie, vrijwilligers en meestal ook de school hebben dat niet."),
        unknown=Secrecy.UNKNOWN.value,
        initial=Secrecy.UNKNOWN.value,
    )

    def fields_of(self, staff_member_id: UUID | None) -> TeamFields:
        """Who helps, as it was typed."""
        typed = self.cleaned_data
        return TeamFields(
            name=typed["name"],
            kind=TeamKind(typed["kind"]),
            role=typed["role"],
            organisation=typed["organisation"],
            phone=typed["phone"],
            secrecy=Secrecy(typed["secrecy"]),
            availability=typed["availability"],
            attendance=Attendance(typed["attendance"]) if typed["attendance"] else None,
            staff_member_id=staff_member_id,
        )


class ReviewForm(Form):
    """When the plan is looked at again (rule 21)."""

    next_review_date = DateField(
        label=_("Wanneer bekijken jullie het plan samen opnieuw?"),
        help_text=_("Meestal na een zestal weken. Kies een dag die voor iedereen past."),
    )
