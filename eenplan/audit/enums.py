"""Fixed choices of the audit."""

from django.db import models


class EntryKind(models.TextChoices):
    """Whether something was changed or only read."""

    READ = "read"
    WRITE = "write"
