"""What a file is, told by what stands in it: never by its name or by what a browser says of it. No database.

What comes out is what is kept: of a photo only the picture, without the place and the camera that it tells of.
"""

import io
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from eenplan.core.errors import RuleBroken
from eenplan.families.enums import FileKind

LONGEST_NAME = 120
# A photo of 40 million points is far sharper than paper needs; more than that is refused before it is unpacked.
MOST_POINTS = 40_000_000
JPEG_QUALITY = 88
# Of a document no more than its list of parts is ever unpacked here; these keep its readers from a trap.
MOST_PARTS, MOST_UNPACKED, MOST_TIMES, LONGEST_PART = 5_000, 300 * 1024 * 1024, 200, 2_000_000

MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.ODP: "application/vnd.oasis.opendocument.presentation",
}
ENDINGS = {kind: (f".{kind.value}",) for kind in FileKind} | {FileKind.JPEG: (".jpg", ".jpeg")}
IMAGES = {"JPEG": FileKind.JPEG, "MPO": FileKind.JPEG, "PNG": FileKind.PNG, "WEBP": FileKind.WEBP}
# The part that makes a document what it is, and the folder in which it must stand.
OFFICE = {
    "wordprocessingml.document.main+xml": (FileKind.DOCX, "word/"),
    "spreadsheetml.sheet.main+xml": (FileKind.XLSX, "xl/"),
    "presentationml.presentation.main+xml": (FileKind.PPTX, "ppt/"),
}
OPEN_DOCUMENT = {
    MEDIA_TYPES[kind].encode(): kind for kind in (FileKind.ODT, FileKind.ODS, FileKind.ODP)
}  # fmt: skip

_UNKNOWN = gettext_lazy(
    "Dit bestand kunnen we niet aannemen. Een PDF, een foto of een document van Word, Excel, PowerPoint of"
    " LibreOffice mag wel. Bewaar het als PDF en kies dan dat bestand."
)
# How what we do not take begins, and how to mend it.
_BEGINNINGS: tuple[tuple[Callable[[bytes], bool], str, Promise], ...] = (
    (
        lambda head: head.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")),
        "files:program",
        gettext_lazy(
            "Dit is een programma, geen papier. Zoek het bestand dat je bedoelde, of bewaar het als PDF."
        ),
    ),
    (
        lambda head: head.startswith(b"\xd0\xcf\x11\xe0"),
        "files:old-office",
        gettext_lazy(
            "Dit is een ouder document van Word, Excel of PowerPoint, of er zit een wachtwoord op. Bewaar het"
            " zonder wachtwoord als PDF of als docx, xlsx of pptx."
        ),
    ),
    (
        lambda head: head[4:8] == b"ftyp",
        "files:heic",
        gettext_lazy(
            "Deze foto of video heeft een vorm die niet iedereen kan openen. Bewaar de foto als JPEG, of maak"
            " er een schermafdruk van."
        ),
    ),
    (
        lambda head: b"<svg" in head.lower() or b"<html" in head.lower() or b"<!doctype html" in head.lower(),
        "files:web-page",
        gettext_lazy(
            "Dit is een webpagina of tekening waarin een programma kan zitten. Bewaar ze als PDF en kies dan"
            " dat bestand."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that may be kept: its name for people, what it is, and the bytes to keep."""

    name: str
    kind: FileKind
    content: bytes

    @property
    def sha256(self) -> str:
        """By which it is known whether it is the same."""
        return sha256(self.content).hexdigest()


def read_paper(name: str, content: bytes) -> Paper:
    """What somebody gave, if it may be kept; a picture comes out upright and without what it tells of its maker.

    Refuses with `files:empty`, `too-large`, `program`, `old-office`, `heic`, `web-page`, `unknown`, `broken`,
    `picture-too-large`, `macros`, `password` or `packed`, each with words that say how to mend it.
    """
    if not content:
        raise _refused("files:empty", _("Dit bestand is leeg. Kijk het na en kies het dan opnieuw."))
    check_size(len(content))
    kind, kept = _recognise(content)
    check_size(len(kept))
    return Paper(clean_name(name, kind), kind, kept)


def check_size(size: int) -> None:
    """Refuse a file of more bytes than are kept, with `files:too-large`."""
    if size > settings.ATTACHMENT_MB * 1024 * 1024:
        raise _refused(
            "files:too-large",
            _(
                "Dit bestand is te groot: hoogstens %(most)s MB. Bewaar het als een kleinere PDF, of neem er een"
                " foto van."
            )
            % {"most": settings.ATTACHMENT_MB},
        )


def clean_name(name: str, kind: FileKind) -> str:
    """A name for people: without folders, control signs and signs that turn the reading round; at most 120.

    It ends as what the file is, so that 'brief.exe' that holds a PDF becomes 'brief.pdf'.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        " " if sign.isspace() else sign
        for sign in last
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    shown = " ".join(shown.split()).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    ending = f"{dot}{ending}".lower()
    if not (stem and 1 < len(ending) <= 6 and ending[1:].isalnum()):
        stem, ending = shown, ""
    if ending not in ENDINGS[kind]:
        ending = ENDINGS[kind][0]
    stem = stem[: LONGEST_NAME - len(ending)].strip(" .") or _("papier")
    return f"{stem}{ending}"


def _refused(code: str, message: str | Promise) -> RuleBroken:
    return RuleBroken(code, message, field="file")


def _recognise(content: bytes) -> tuple[FileKind, bytes]:
    head = content[:1024]
    if head.startswith(b"%PDF-"):
        return FileKind.PDF, _whole_pdf(content)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    ):
        return _picture(content)
    if head.startswith(b"PK\x03\x04"):
        return _document(content), content
    for begins, code, message in _BEGINNINGS:
        if begins(head):
            raise _refused(code, message)
    raise _refused("files:unknown", _UNKNOWN)


def _broken() -> RuleBroken:
    return _refused(
        "files:broken",
        _(
            "Dit bestand is beschadigd of niet volledig. Open het zelf eens, bewaar het opnieuw en kies het dan."
        ),
    )


def _whole_pdf(content: bytes) -> bytes:
    """A PDF with an end; a reader of PDFs judges the rest."""
    if b"%%EOF" not in content[-2048:]:
        raise _broken()
    return content


def _picture(content: bytes) -> tuple[FileKind, bytes]:
    """The picture alone, upright: what the camera wrote beside it (place, day, device) is left behind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
        if opened.width * opened.height > MOST_POINTS:
            raise _too_sharp()
        kind = IMAGES[str(opened.format)]
        upright = ImageOps.exif_transpose(opened)
        plain = upright.convert(_colours(kind, upright))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_sharp() from None
    except (OSError, SyntaxError, ValueError, KeyError, EOFError):
        raise _broken() from None
    plain.info = {}
    out = io.BytesIO()
    if kind is FileKind.PNG:
        plain.save(out, "PNG")
    else:
        plain.save(out, kind.name, quality=JPEG_QUALITY)
    return kind, out.getvalue()


def _colours(kind: FileKind, image: Image.Image) -> str:
    """How the points are kept: with what is transparent where that can be, grey where all is grey."""
    if image.mode in ("1", "L"):
        return "L"
    if kind is not FileKind.JPEG and (image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info):
        return "RGBA"
    return "RGB"


def _too_sharp() -> RuleBroken:
    return _refused(
        "files:picture-too-large",
        _("Deze foto is groter dan nodig. Maak ze kleiner, of neem een schermafdruk en kies die."),
    )


def _document(content: bytes) -> FileKind:
    """Which document a packed file is. Reads its list of parts, and what says its kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            _check_packing(parts, len(content))
            return _open_document(packed, parts) or _office(packed, parts)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise _broken() from None
    except RuntimeError:  # how zipfile says that a part has a password
        raise _locked() from None


def _check_packing(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if any(part.flag_bits & 0x1 for part in parts):
        raise _locked()
    if (
        len(parts) > MOST_PARTS
        or unpacked > MOST_UNPACKED
        or (unpacked > MOST_UNPACKED // 10 and unpacked > size * MOST_TIMES)
    ):
        raise _refused(
            "files:packed",
            _("Dit bestand pakt veel te groot uit. Bewaar het als PDF en kies dan dat bestand."),
        )


def _locked() -> RuleBroken:
    return _refused(
        "files:password",
        _(
            "Op dit bestand zit een wachtwoord. Bewaar het zonder wachtwoord, of als PDF, en kies dan dat bestand."
        ),
    )


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a part; nothing when it is not there."""
    try:
        with packed.open(name) as part:
            return part.read(LONGEST_PART)
    except KeyError:
        return b""


def _open_document(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> FileKind | None:
    kind = OPEN_DOCUMENT.get(_part(packed, "mimetype").strip())
    if kind is None:
        return None
    if b"encryption-data" in _part(packed, "META-INF/manifest.xml"):
        raise _locked()
    if any(part.filename.startswith(("Basic/", "Scripts/")) and not part.is_dir() for part in parts):
        raise _macros()
    if not any(part.filename == "content.xml" for part in parts):
        raise _broken()
    return kind


def _office(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> FileKind:
    types = _part(packed, "[Content_Types].xml")
    names = [part.filename for part in parts]
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _macros()
    for main, (kind, folder) in OFFICE.items():
        if main.encode() in types and any(name.startswith(folder) for name in names):
            return kind
    raise _refused("files:unknown", _UNKNOWN)


def _macros() -> RuleBroken:
    return _refused(
        "files:macros",
        _("In dit document zit een programma (een macro). Bewaar het als PDF en kies dan dat bestand."),
    )
