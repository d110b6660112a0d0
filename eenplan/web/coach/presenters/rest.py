"""The parts of the plan's page that have modules of their own, put together."""

from dataclasses import dataclass

from eenplan.plans.enums import HelpState, SectionKey
from eenplan.plans.queries import PlanNow
from eenplan.web.coach.presenters.domains import DomainLine, domain_lines
from eenplan.web.coach.presenters.homes import WhoPart, who_part
from eenplan.web.coach.presenters.parts import HelpLine
from eenplan.web.coach.presenters.people import ChildLine, child_lines
from eenplan.web.coach.presenters.plan import help_line, saved_words
from eenplan.web.coach.presenters.together import TogetherPart, TopicsPart, together_part, topics_part


@dataclass(frozen=True, slots=True)
class Rest:
    """Each child's view, where they live and who matters, both sections with sides, what stands beside, and parts of life."""

    children: tuple[ChildLine, ...]
    who: WhoPart
    difficult: TopicsPart
    agreements: TopicsPart
    together: TogetherPart
    before: tuple[HelpLine, ...]
    domains: tuple[DomainLine, ...]


def rest_of(page: PlanNow) -> Rest:
    """The rest of the plan's page."""
    return Rest(
        children=tuple(child_lines(page)),
        who=who_part(page),
        difficult=topics_part(
            page,
            SectionKey.IF_DIFFICULT,
            "als-het-moeilijk-wordt",
            saved_words(page, SectionKey.IF_DIFFICULT),
        ),
        agreements=topics_part(
            page, SectionKey.AGREEMENTS, "hoe-we-samenwerken", saved_words(page, SectionKey.AGREEMENTS)
        ),
        together=together_part(page),
        before=tuple(help_line(page, one) for one in page.pieces.help if one.state == HelpState.ENDED),
        domains=domain_lines(page),
    )
