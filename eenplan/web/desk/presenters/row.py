"""One row of the desk's list as markup. Made here and not by a template: a page shows fifty, in a third of the time."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from eenplan.web.desk.presenters.listing import Listed
from eenplan.web.templatetags.eenplan import apart, button, clock, status

ROW = """
<li class="card entry">
  {clock}
  <div>
    <h2><a href="{href}">{title}</a></h2>
    <p><b>{name}</b> · <span class="nowrap">{reference}</span></p>
    {quote}
    {tags}
  </div>
  <div class="side">
    <div>{source}</div>
    <div>{coach}</div>
    {planned}
  </div>
  {act}
</li>
"""


def row_markup(row: Listed) -> SafeString:
    """A referral with its clock, the family in its own words, and its one next act."""
    return format_html(
        ROW,
        clock=clock(row.clock.tone, row.clock.text, row.clock.detail),
        href=row.href,
        title=row.title,
        name=apart(row.name),
        reference=row.reference,
        quote=format_html('<p lang="{}">“{}”</p>', row.quote_language, row.quote) if row.quote else "",
        tags=format_html("<p>{}</p>", _tags(row)) if row.tags else "",
        source=row.source,
        coach=row.coach_words,
        planned=format_html("<div>{}</div>", row.planned) if row.planned else "",
        act=button(str(row.act), href=row.act_href, kind=row.act_kind, about=row.about),
    )


def _tags(row: Listed) -> SafeString:
    return format_html_join(" ", "{}", ((status(text, tone),) for text, tone in row.tags))
