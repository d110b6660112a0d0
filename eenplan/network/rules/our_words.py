"""Words of the dated configuration in a language of families: our own are translated, a partnership's own are Dutch.

Configuration keeps Dutch, French and English (rule 47). The words with which every partnership begins are ours: they
stand in the catalogues too, for families who read another language. Who chose words of their own wrote those in Dutch.
"""

from django.utils.translation import gettext, gettext_noop, override

from eenplan.core.languages import InDutch, language_now

# As data/life_domains.csv, the themes of talks and the name of a contact point begin; a test holds them to that.
LIFE_DOMAINS = (
    gettext_noop("Wonen"),
    gettext_noop("Geld en papieren"),
    gettext_noop("Werk en dagbesteding"),
    gettext_noop("School en opvang"),
    gettext_noop("Lichaam en gezondheid"),
    gettext_noop("Hoe we ons voelen"),
    gettext_noop("Opvoeden"),
    gettext_noop("Thuis met elkaar"),
    gettext_noop("Hoe de kinderen groeien"),
    gettext_noop("Vrije tijd"),
    gettext_noop("Familie en vrienden"),
    gettext_noop("Veilig zijn"),
    gettext_noop("Rechten en verblijf"),
)
THEMES = (
    gettext_noop("rustig worden"),
    gettext_noop("opvoeden"),
    gettext_noop("afscheid en verlies"),
    gettext_noop("uit elkaar gaan"),
    gettext_noop("samen leven thuis"),
    gettext_noop("zelfvertrouwen"),
    gettext_noop("vrienden en school"),
    gettext_noop("iets ergs meegemaakt"),
    gettext_noop("hoe het verder gaat"),
    gettext_noop("iets anders"),
)
CONTACTS = (
    gettext_noop("Aanmeldteam"),
    gettext_noop("Aanmeldteam (demo)"),
    gettext_noop("op werkdagen van 9 tot 17 uur"),
)
OURS = frozenset((*LIFE_DOMAINS, *THEMES, *CONTACTS))


def word(dutch: str, said: str, language: str) -> str:
    """A word of the configuration in a language: as it was `said` there, else ours translated, else in Dutch.

    What stays Dutch on a page in another language is `InDutch`, so that the page can say so.
    """
    if said or language == "nl":
        return said or dutch
    if dutch in OURS:
        found = _translated(dutch, language)
        if found != dutch:
            return found
    return InDutch(dutch)


def _translated(text: str, language: str) -> str:
    if language_now() == language:
        return gettext(text)
    with override(language):
        return gettext(text)
