"""In which language the family's pages are: chosen with the switch on each of them, and kept for who reads."""

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from eenplan.core.acting import Acting
from eenplan.core.enums import Role
from eenplan.core.languages import spoken
from eenplan.families import actions as families
from eenplan.families.queries import own_language
from eenplan.web.shared.access import ActingRequest, public
from eenplan.web.shared.languages import speak

# In the session: what was chosen before anybody came in, for whoever comes in next.
CHOSEN = "language-chosen"


@require_POST
@public
def choose_language(request: ActingRequest) -> HttpResponse:
    """Go on in another language. Of somebody of the family it is kept; before coming in it waits for who does."""
    language, acting = request.POST.get("language", ""), request.acting
    if language in dict(settings.LANGUAGES):
        if acting is None:
            request.session[CHOSEN] = language
        elif acting.role == Role.FAMILY_MEMBER and not acting.together:
            families.choose_language(acting, language=language)
    return set_language(request)


def begin_in_own(request: ActingRequest, acting: Acting, response: HttpResponse) -> HttpResponse:
    """The page that opens, in the language of who came in; what they chose a moment ago is theirs from now on."""
    chosen = request.session.pop(CHOSEN, "")
    if acting.role != Role.FAMILY_MEMBER:
        return speak(response, chosen) if chosen else response
    if chosen:
        families.choose_language(acting, language=chosen)
    return speak(response, spoken(own_language(acting)))
