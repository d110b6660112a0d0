"""What a file is, told by its content: one of each is kept, all else is refused in words that say how to mend it."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from eenplan.core.errors import RuleBroken
from eenplan.families.enums import FileKind
from eenplan.families.files import LONGEST_NAME, MEDIA_TYPES, clean_name, read_paper
from tests.factories.papers import (
    CAMERA,
    make_office,
    make_open_document,
    make_pdf,
    make_picture,
    one_of_each,
    pack,
)

MB = 1024 * 1024


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def huge_png() -> bytes:
    """A few bytes that say they are a picture of 900 million points."""
    size = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", b"")


@pytest.mark.parametrize("kind", FileKind.values)
def test_one_of_each_kind_is_kept_whatever_it_is_called(kind: str) -> None:
    paper = read_paper("papier.exe", one_of_each()[kind])
    assert paper.kind == kind
    assert paper.kind in MEDIA_TYPES
    assert paper.name == ("papier.jpg" if kind == "jpeg" else f"papier.{kind}")


REFUSED = {
    "empty": (b"", "files:empty", "leeg"),
    "40 MB": (make_pdf() + b" " * 40 * MB, "files:too-large", "hoogstens 10 MB"),
    "program": (b"MZ\x90\x00" + b"\x00" * 500, "files:program", "bewaar het als PDF"),
    "program before a PDF": (b"MZ\x90\x00" + make_pdf(), "files:program", "bewaar het als PDF"),
    "page": (b"<!DOCTYPE html><html><script>1</script>", "files:web-page", "Bewaar ze als PDF"),
    "page before a PDF": (b"<html>" + make_pdf(), "files:web-page", "Bewaar ze als PDF"),
    "drawing": (b"<?xml version='1.0'?><svg xmlns='x' onload='1'/>", "files:web-page", "Bewaar ze als PDF"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "files:old-office", "docx"),
    "HEIC": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 50, "files:heic", "als JPEG"),
    "text": (b"Beste collega", "files:unknown", "Bewaar het als PDF"),
    "GIF": (b"GIF89a" + b"\x00" * 50, "files:unknown", "Bewaar het als PDF"),
    "PDF cut off": (make_pdf()[:60], "files:broken", "bewaar het opnieuw"),
    "photo cut off": (make_picture()[:300], "files:broken", "bewaar het opnieuw"),
    "photo of 900 million points": (huge_png(), "files:picture-too-large", "Maak ze kleiner"),
    "pack cut off": (make_office()[:50], "files:broken", "bewaar het opnieuw"),
    "pack of something": (pack({"a.txt": "a"}), "files:unknown", "Bewaar het als PDF"),
    "macro": (make_office(**{"word/vbaProject.bin": b"x"}), "files:macros", "Bewaar het als PDF"),
    "macro of LibreOffice": (
        make_open_document(**{"Basic/Standard/Module1.xml": "x"}), "files:macros", "Bewaar het als PDF"
    ),
    "password": (
        make_open_document(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "files:password",
        "zonder wachtwoord",
    ),
    "bomb": (make_office(**{"word/media/a.bin": b"\x00" * 60 * MB}), "files:packed", "pakt veel te groot uit"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "code", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_says_how_to_mend_it(content: bytes, code: str, words: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_paper("brief.pdf", content)
    assert refused.value.code == code
    assert words in str(refused.value.message)
    assert refused.value.field == "file"


def test_a_pack_with_a_password_is_refused() -> None:
    content = bytearray(make_office())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.find(mark)
        while at >= 0:
            content[at + (6 if mark == b"PK\x03\x04" else 8)] |= 1
            at = content.find(mark, at + 4)
    with pytest.raises(RuleBroken) as refused:
        read_paper("brief.docx", bytes(content))
    assert refused.value.code == "files:password"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_out_without_the_place_where_it_was_taken(kind: str) -> None:
    given_in = make_picture(kind, turned=True)
    assert CAMERA.encode() in given_in
    kept = read_paper("IMG.jpg", given_in).content
    assert CAMERA.encode() not in kept
    picture = Image.open(io.BytesIO(kept))
    assert dict(picture.getexif()) == {}
    assert picture.size == (20, 40)  # upright


def test_what_is_transparent_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    kept = Image.open(io.BytesIO(read_paper("logo.png", out.getvalue()).content))
    assert kept.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Verslag CLB.pdf", "Verslag CLB.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\An\\brief.docx", "brief.pdf"),
        ("brief.pdf.exe", "brief.pdf.pdf"),
        ("  a\x00b\r\nc.pdf ", "ab c.pdf"),
        ("brief\u202efdp.exe", "brieffdp.pdf"),
        ("رسالة 🌻.pdf", "رسالة 🌻.pdf"),
        ("", "papier.pdf"),
        ("....", "papier.pdf"),
        ("versie 2.1 definitief", "versie 2.1 definitief.pdf"),
        ("x" * 10_000, "x" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_for_people(given_name: str, kept: str) -> None:
    assert clean_name(given_name, FileKind.PDF) == kept


@given(st.text())
def test_any_name_gives_a_name(name: str) -> None:
    kept = clean_name(name, FileKind.JPEG)
    assert 1 <= len(kept) <= LONGEST_NAME
    assert kept.endswith((".jpg", ".jpeg"))
    assert not set("/\\\x00\n\r") & set(kept)
    assert clean_name(kept, FileKind.JPEG) == kept


@given(st.binary(max_size=400), st.sampled_from(["", "pdf", "jpeg", "png", "webp", "docx", "odt"]))
def test_rubbish_is_refused_and_never_breaks(noise: bytes, kind: str) -> None:
    whole = one_of_each()[kind] if kind else b""
    cut = whole[: len(whole) // 2] + noise + whole[len(whole) // 2 + len(noise) :]
    with suppress(RuleBroken):
        read_paper("x", cut)
