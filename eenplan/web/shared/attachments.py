"""Papers of a family's file on the pages of workers: the list, the form, and the paper itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.formats import number_format
from django.utils.http import content_disposition_header
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eenplan.core.acting import PUBLIC_FORM_ACTOR
from eenplan.core.clock import day_of
from eenplan.core.errors import RuleBroken
from eenplan.families.enums import FileKind
from eenplan.families.files import ENDINGS, Paper, check_size, read_paper
from eenplan.families.queries import OpenPaper, PaperRow
from eenplan.web.shared import words
from eenplan.web.shared.forms import Form
from eenplan.web.shared.labels import seen_words

ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)


class PaperField(forms.FileField):
    """A file that may be kept, told by its content. Its clean value is a `Paper`."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            label=gettext_lazy("Kies een papier"),
            help_text=format_lazy(
                gettext_lazy(
                    "Een PDF, een foto of een document van Word, Excel, PowerPoint of LibreOffice. Hoogstens"
                    " {most} MB. Van een foto bewaren we enkel het beeld, niet waar of wanneer ze genomen is."
                ),
                most=settings.ATTACHMENT_MB,
            ),
            required=required,
            allow_empty_file=True,
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
            error_messages={
                "required": gettext_lazy("Kies eerst een bestand op je toestel."),
                "invalid": gettext_lazy("Er kwam geen bestand aan. Kies het opnieuw."),
                "missing": gettext_lazy("Er kwam geen bestand aan. Kies het opnieuw."),
            },
        )

    def clean(self, data: object, initial: object = None) -> Paper | None:
        """The paper; None when none was chosen. Raises ValidationError with words that say how to mend it."""
        upload: UploadedFile | None = super().clean(data, initial)  # type: ignore[type-arg]  # generic for type checkers only
        if not upload:
            if data is None or not hasattr(data, "size"):
                return None
            upload = data  # type: ignore[assignment]  # an empty file counts as false
        assert upload is not None  # noqa: S101 (tells the type)
        try:
            check_size(upload.size or 0)
            return read_paper(upload.name or "", upload.read())
        except RuleBroken as error:
            raise ValidationError(str(error.message), error.code) from None


class PaperForm(Form):
    """One paper for the file."""

    file = PaperField()
    health = forms.BooleanField(
        label=gettext_lazy("Er staan gegevens in over iemands gezondheid"), required=False
    )
    court = forms.BooleanField(label=gettext_lazy("Het komt van de rechtbank"), required=False)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper as a list shows it."""

    id: UUID
    name: str
    what: str
    added: str
    health: bool
    released: bool = False
    closed: bool = False
    # Who sees it, where that is not the team or everybody: 'gezondheid', 'van de rechtbank'.
    seen: str = ""


def size_words(size: int) -> str:
    """'240 kB' or '1,4 MB'."""
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": max(1, round(size / 1000))}
    return _("%(size)s MB") % {"size": number_format(size / 1_000_000, 1)}


def what_words(kind: FileKind, size: int) -> str:
    """'PDF, 240 kB'."""
    label = str(kind.label)
    return f"{label[:1].upper()}{label[1:]}, {size_words(size)}"


def paper_lines(rows: Iterable[PaperRow], names: Mapping[UUID, str]) -> list[PaperLine]:
    """The papers of the file, with who added each and when; `names` are those of the team, by actor."""
    return [
        PaperLine(
            row.id,
            row.name,
            what_words(row.kind, row.size),
            _added_words(row, names),
            row.health,
            row.released,
            row.closed,
            seen_words(row.labels) if row.closed else "",
        )
        for row in rows
    ]


def _added_words(row: PaperRow, names: Mapping[UUID, str]) -> str:
    day = words.day(day_of(row.added_at))
    if row.added_by == PUBLIC_FORM_ACTOR:
        return _("bij de aanmelding, op %(day)s") % {"day": day}
    if row.added_by in names:
        return _("door %(name)s, op %(day)s") % {"name": names[row.added_by], "day": day}
    return _("door iemand die hier niet meer werkt, op %(day)s") % {"day": day}


def answer_paper(paper: OpenPaper) -> HttpResponse:
    """The paper, to keep on one's own device: never shown as a page of this site, whatever is in it."""
    response = HttpResponse(paper.content, content_type=paper.media_type)
    response["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def answer_picture(paper: OpenPaper) -> HttpResponse:
    """A picture to look at on a page of ours; nothing in it can act."""
    response = answer_paper(paper)
    response["Content-Disposition"] = "inline"
    return response
