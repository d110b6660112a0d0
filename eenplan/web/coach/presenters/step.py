"""A step on the page of the plan, as markup. Made here and not by a template: a plan shows dozens, in a third of the time."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from eenplan.web.shared.labels import SeenChip
from eenplan.web.templatetags.eenplan import icon, status

# The one form of the page with which steps are ticked, empty but for its token.
TICKING = "afvinken"

LINE = """
<li{state}>
  {tick}
  <span{lang}><span class="hidden-visually">{said} </span>{text}{seen}{note}</span>
  <small>{about}</small>
</li>
"""
BUTTON = (
    '<button type="submit" form="{form}" formaction="{href}" name="done" value="{value}" class="linklike">'
    '{icon}<span class="hidden-visually">{said} {text}</span></button>'
)


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step: what, who, by when, and whether it is done."""

    id: UUID
    text: str
    lang: str
    about: str
    done: bool
    href: str
    tick_href: str
    seen: SeenChip | None
    note: str = ""

    @property
    def to_read(self) -> SafeString:
        """As it is only read."""
        return self._line(self._icon, self.text, format_html(" {}", self._chip) if self.seen else "")

    @property
    def to_write(self) -> SafeString:
        """As its coach has it: a tap on the circle says that it is done."""
        tick = format_html(
            BUTTON,
            form=TICKING,
            href=self.tick_href,
            value="no" if self.done else "yes",
            icon=self._icon,
            said=_("Toch nog te doen:") if self.done else _("Klaar:"),
            text=self.text,
        )
        seen = (
            format_html(
                ' <a href="{}">{}<span class="hidden-visually"> {}</span></a>',
                self.seen.href,
                self._chip,
                _("Wie mag dit zien?"),
            )
            if self.seen
            else ""
        )
        return self._line(tick, format_html('<a href="{}">{}</a>', self.href, self.text), seen)

    @property
    def _icon(self) -> SafeString:
        return icon("circle-check" if self.done else "circle")

    @property
    def _chip(self) -> SafeString:
        return status(self.seen.text, "people", icon=self.seen.icon) if self.seen else SafeString("")

    def _line(self, tick: SafeString, text: str, seen: str) -> SafeString:
        return format_html(
            LINE,
            state=SafeString(' class="is-done"') if self.done else "",
            tick=tick,
            lang=format_html(' lang="{}"', self.lang) if self.lang else "",
            said=_("Klaar:") if self.done else _("Te doen:"),
            text=text,
            seen=seen,
            note=format_html('<br><span class="soft small">{}</span>', self.note) if self.note else "",
            about=self.about,
        )
