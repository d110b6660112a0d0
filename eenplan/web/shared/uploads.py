"""Receiving a file: in memory, one paper's worth, whatever is sent; the rest is read and forgotten."""

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class OnePaper(FileUploadHandler):
    """Keeps a file in memory up to the size that may be kept; nothing is ever written to a disk.

    Of what is larger only the size is known afterwards (`size`), and its bytes are none: the page can then say
    so and keep all that was typed. A request that is far too large is refused before it is read.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Refuse beforehand what no form of this site can send. Raises RequestDataTooBig."""
        self.room = settings.ATTACHMENT_MB * 1024 * 1024
        if content_length > settings.REQUEST_MOST_BYTES:
            raise RequestDataTooBig("The request holds more than any paper.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.kept = io.BytesIO()
        self.whole = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep this piece while there is room."""
        if self.whole and len(raw_data) <= self.room:
            self.room -= len(raw_data)
            self.kept.write(raw_data)
        elif self.whole:
            self.whole = False
            self.room += self.kept.tell()
            self.kept = io.BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file, with its true size, also when its bytes were let go."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept,
            self.field_name,
            self.file_name or "papier",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
