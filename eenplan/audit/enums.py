"""Fixed choices of the audit."""

from django.db import models


class EntryKind(models.TextChoices):
    """Whether something was changed or only read."""

    READ = "read"
    WRITE = "write"


class Broken(models.TextChoices):
    """What was done to an entry that is not as it was sealed."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    # The chain itself: a seal that does not hang on the one before, or a whole chain made anew.
    UNSEALED = "unsealed"
    REWRITTEN = "rewritten"
