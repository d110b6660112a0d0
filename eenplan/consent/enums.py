"""Fixed choices of the consent room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RecipientKind(models.TextChoices):
    """Who gets to see something: an organisation, one worker, whoever has a function, somebody else, a relative."""

    ORGANISATION = "organisation", _("een organisatie")
    WORKER = "worker", _("één medewerker")
    FUNCTION = "function", _("wie een functie heeft in het samenwerkingsverband")
    OUTSIDE = "outside", _("iemand van buiten het netwerk")
    RELATIVE = "relative", _("iemand van het gezin")


class OutsideKind(models.TextChoices):
    """What somebody outside the network is to the family. None of them is bound by professional secrecy by that."""

    SUPPORT_FIGURE = "support_figure", _("steunfiguur")
    SCHOOL = "school", _("iemand van school")
    VOLUNTEER = "volunteer", _("vrijwilliger")
    OTHER = "other", _("iemand anders")


class SharePurpose(models.TextChoices):
    """Why something is shared."""

    HELP = "help", _("om te helpen bij wat in het plan staat")
    BRIDGE = "bridge", _("om het wachten te overbruggen")
    START = "start", _("om hulp op te starten")
    TABLE = "table", _("om samen rond de tafel te zitten")
    FOLLOW_UP = "follow_up", _("om op te volgen na het traject")


class Ground(models.TextChoices):
    """On what ground something is shared. Each names its legal reference among the legal terms."""

    CONSENT = "consent", _("met toestemming")
    SHARED_SECRECY = "shared_secrecy", _("gedeeld beroepsgeheim")
    COURT_ORDER = "court_order", _("beslissing van de rechter")
    EMERGENCY = "emergency", _("noodsituatie")
    BASIC_DATA = "basic_data", _("basisgegevens op schriftelijke vraag")


class ShareState(models.TextChoices):
    """How a share stands on a day, for lists. Never kept: computed from its days and what was said."""

    STANDS = "stands", _("geldt nu")
    AHEAD = "ahead", _("begint later")
    WAITS = "waits", _("wacht op een antwoord")
    REFUSED = "refused", _("mag niet")
    OVER = "over", _("voorbij")
    ENDED = "ended", _("gestopt")


class Stage(models.TextChoices):
    """Who decides about somebody: themselves, of age or not, or others for them."""

    ADULT = "adult", _("meerderjarig")
    CAPABLE = "capable", _("minderjarig en beslist zelf")
    CHILD = "child", _("anderen beslissen")


class Why(models.TextChoices):
    """Why somebody is asked."""

    OWN = "own", _("beslist zelf")
    TURNED = "turned", _("werd oud genoeg en wordt nu zelf gevraagd")
    DECIDES = "decides", _("beslist voor een kind")
    ALL = "all", _("moet mee ja zeggen: iedereen die over dit kind beslist")


class Said(models.TextChoices):
    """What somebody said to a question for consent. Silence is no row."""

    GIVEN = "given", _("ja")
    REFUSED = "refused", _("nee")
    WITHDRAWN = "withdrawn", _("niet meer")
    INFORMED = "informed", _("weet het, maar is niet gevraagd")
    NOT_POSSIBLE = "not_possible", _("kon niet gevraagd worden")


class SaidHow(models.TextChoices):
    """In what form somebody said it."""

    SIGNED = "signed", _("getekend op papier")
    ALOUD = "aloud", _("hardop, bij de coach")
    OWN_CARD = "own_card", _("zelf, met de eigen kaart")


class Understood(models.TextChoices):
    """How somebody understood what they say yes to, where nobody who speaks that language read the texts yet."""

    INTERPRETER = "interpreter", _("met een tolk")
    ALOUD = "aloud", _("hardop, samen met de coach")


class Part(models.TextChoices):
    """A part of the file that can be shared by itself. Life domains are parts too: 'life:' and their code."""

    BASIC = "plan:basic", _("enkel naam en hoe we elkaar bereiken")
    REFERRAL = "plan:referral", _("waarom het gezin werd aangemeld")
    WISHES = "plan:wishes", _("wie we zijn, wat goed gaat en wat we willen")
    GOALS = "plan:goals", _("doelen en stappen over het hele gezin")
    HELP = "plan:help", _("hulp die er is of waarop we wachten")
    TEAM = "plan:team", _("wie helpt en wie belangrijk is")
    HOMES = "plan:homes", _("waar we wonen")
    REACH = "plan:reach", _("hoe we te bereiken zijn")
    AGREEMENTS = "plan:agreements", _("afspraken, en als het moeilijk gaat")
    CHILDREN = "plan:children", _("de kijk van de kinderen")
    CONTACTS = "plan:contacts", _("afspraken in de agenda en wat besproken is")
    PAPERS = "plan:papers", _("papieren")


LIFE = "life:"


class TermCode(models.TextChoices):
    """A period, an age or a reference that the law sets: dated configuration, for review by a jurist."""

    CAPABLE_FROM = "capable_from", _("leeftijd waarop een jongere zelf mag beslissen")
    OF_AGE_FROM = "of_age_from", _("leeftijd waarop iemand meerderjarig is")
    OWN_ANSWER_WITHIN = "own_answer_within", _("dagen om een jongere die oud genoeg wordt zelf te vragen")
    LONGEST_SHARE = "longest_share", _("langste tijd waarvoor gedeeld wordt, in dagen")
    EMERGENCY_SHARE = "emergency_share", _("langste tijd van delen in een noodsituatie, in dagen")
    EMERGENCY_HOURS = "emergency_hours", _("uren dat een noodtoegang open blijft")
    EMERGENCY_REVIEW = "emergency_review", _("dagen waarin iemand een noodtoegang nakijkt")
    RETENTION_CHILD = (
        "retention_child_years",
        _("jaren dat gegevens van een kind bewaard blijven, na de geboorte"),
    )
    RETENTION_PARENT = (
        "retention_parent_years",
        _("jaren dat gegevens van volwassenen nog blijven, na die van het jongste kind"),
    )
    RETENTION_NO_CHILD = (
        "retention_no_child_years",
        _("jaren na de laatste dag, voor een gezin zonder kinderen"),
    )
    RETENTION_UNTAKEN = "retention_untaken_years", _("jaren na de laatste dag, voor wat niet opgenomen werd")
    RETENTION_CONSULT = (
        "retention_consult_years",
        _("jaren na de laatste dag, voor enkel overleg met de aanmelder"),
    )
    RETENTION_AUDIT = "retention_audit_years", _("jaren dat we bijhouden wie iets las of veranderde")
    RETENTION_OUTBOX = (
        "retention_outbox_days",
        _("dagen dat berichten tussen onderdelen van het systeem blijven"),
    )
    RETENTION_NOTICE = "retention_notice_days", _("dagen vooraf dat we zeggen dat iets gewist wordt")
    ANSWER_WITHIN = "answer_within", _("maanden om te antwoorden op een vraag over iemands eigen gegevens")
