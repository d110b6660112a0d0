"""Makes one small file of each kind, and of what is refused. Nothing is read from a disk."""

import io
import zipfile

from PIL import Image

OOXML = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
ODF = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
# Where and with what a picture was taken: it must not come out again.
CAMERA, PLACE = "GEHEIM-toestel", (50.0, 57.0, 55.0)


def make_pdf(text: str = "Verslag") -> bytes:
    """A PDF of one empty page, with a title."""
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        f"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        f"4 0 obj<</Title({text})>>endobj\ntrailer<</Root 1 0 R/Info 4 0 R>>\n%%EOF\n"
    ).encode()


def make_picture(kind: str = "JPEG", *, turned: bool = False) -> bytes:
    """A picture of 40 by 20 points whose camera wrote down itself and the place; `turned` on its side."""
    image = Image.new("RGB", (40, 20), "teal")
    exif = Image.Exif()
    exif[0x0110] = CAMERA
    if turned:
        exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: PLACE})
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def pack(parts: dict[str, str | bytes]) -> bytes:
    """A packed file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def make_office(kind: str = "docx", **more: str | bytes) -> bytes:
    """A document of Word, Excel or PowerPoint; `more` parts by name."""
    main, content_type = OOXML[kind]
    types = f"<Types><Override ContentType='application/vnd.openxmlformats-officedocument.{content_type}'/></Types>"
    return pack({"[Content_Types].xml": types, main: "<x/>", **more})


def make_open_document(kind: str = "odt", **more: str | bytes) -> bytes:
    """A document of LibreOffice; `more` parts by name."""
    return pack(
        {"mimetype": f"application/vnd.oasis.opendocument.{ODF[kind]}", "content.xml": "<x/>", **more}
    )


def one_of_each() -> dict[str, bytes]:
    """A file of every kind that is kept, by its kind."""
    return {
        "pdf": make_pdf(),
        "jpeg": make_picture("JPEG"),
        "png": make_picture("PNG"),
        "webp": make_picture("WEBP"),
        **{kind: make_office(kind) for kind in OOXML},
        **{kind: make_open_document(kind) for kind in ODF},
    }
