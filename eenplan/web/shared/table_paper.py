"""The minutes of a round table on paper: what whoever asks for them may see."""

from django.http import HttpRequest, HttpResponse

from eenplan.core.errors import NotFound
from eenplan.plans.queries.round_tables import TableNow
from eenplan.web.shared.pdf import pdf_response, render_pdf
from eenplan.web.shared.round_tables import table_view


def minutes_paper(request: HttpRequest, table: TableNow) -> HttpResponse:
    """The minutes as a PDF that screen readers can read. Raises NotFound before the table is over."""
    if table.closed_at is None:
        raise NotFound("minutes")
    return pdf_response(
        render_pdf("shared/table-paper.html", {"table": table_view(table)}, request), "verslag.pdf"
    )
