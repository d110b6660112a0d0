"""The questions of the front door."""

from eenplan.web.frontdoor.forms.base import Question, WithDomains, yes_no
from eenplan.web.frontdoor.forms.call import (
    CallerForm,
    CallerTypeForm,
    CallPersons,
    CallViewForm,
    ReceivedForm,
)
from eenplan.web.frontdoor.forms.pages import (
    ContactForm,
    DangerForm,
    FindForm,
    KnowsForm,
    LanguageForm,
    OwnContactForm,
    OwnDangerForm,
    OwnLanguageForm,
    OwnPlaceForm,
    OwnQuestionForm,
    PlaceForm,
    QuestionForm,
    ReferrerForm,
    ViewForm,
    WhoForm,
)
from eenplan.web.frontdoor.forms.people import EXPECTED, ROLES, OverrideForm, OwnPersonForm, PersonForm

__all__ = [
    "EXPECTED",
    "ROLES",
    "CallPersons",
    "CallViewForm",
    "CallerForm",
    "CallerTypeForm",
    "ContactForm",
    "DangerForm",
    "FindForm",
    "KnowsForm",
    "LanguageForm",
    "OverrideForm",
    "OwnContactForm",
    "OwnDangerForm",
    "OwnLanguageForm",
    "OwnPersonForm",
    "OwnPlaceForm",
    "OwnQuestionForm",
    "PersonForm",
    "PlaceForm",
    "Question",
    "QuestionForm",
    "ReceivedForm",
    "ReferrerForm",
    "ViewForm",
    "WhoForm",
    "WithDomains",
    "yes_no",
]
