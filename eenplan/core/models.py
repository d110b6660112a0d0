"""What every row has in common, and the tables below all rooms: actors, accounts, who is signed in."""

from typing import Any, ClassVar, TypeVar

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from eenplan.core.accounts import keep_password
from eenplan.core.actions import is_writing
from eenplan.core.clock import now, today
from eenplan.core.enums import ActorKind, Keeps
from eenplan.core.errors import DirectWrite
from eenplan.core.ids import new_id

Row = TypeVar("Row", bound=models.Model, covariant=True)


def _refuse_direct_write(what: str) -> None:
    if not is_writing():
        raise DirectWrite(f"{what} is written by actions only")


class ProtectedQuerySet(models.QuerySet[Row]):
    """A query set whose writes are refused outside an action."""

    def update(self, **kwargs: Any) -> int:
        _refuse_direct_write(self.model.__name__)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse_direct_write(self.model.__name__)
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Row]:
        _refuse_direct_write(self.model.__name__)
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        _refuse_direct_write(self.model.__name__)
        return super().bulk_update(*args, **kwargs)


class Base(models.Model):
    """A row with a random id that says what kind of data it keeps."""

    keeps: ClassVar[Keeps]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Protected(models.Model):
    """A row that only an action may write."""

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_direct_write(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_direct_write(type(self).__name__)
        return super().delete(*args, **kwargs)


class Actor(Protected, Base):
    """Whoever or whatever acts: a worker, a family member, a trusted person, a helper, the form, a task."""

    keeps = Keeps.ACCESS

    kind = models.CharField(max_length=20, choices=ActorKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its e-mail address, whatever the case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """How a worker signs in. Who the worker is and where they work stands in the network room.

    Not protected: the sign-in library itself writes the last sign-in and a new password.
    """

    keeps = Keeps.ACCESS
    unprotected_because = "the sign-in library writes it"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return str(self.id)

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password; one that was kept in an older way is kept anew, through `accounts`."""
        return check_password(
            raw_password, self.password, lambda raw: keep_password(self.id, make_password(raw))
        )


class SignedIn(Protected, Base):
    """Where somebody is signed in: a worker with an account, or somebody of a family who reads with a card or code.

    Of the session only a hash is kept; whether it still lives, `django_session` says. Each sees their own.
    """

    keeps = Keeps.ACCESS

    session_hash = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    # Who acts with the card, when it is somebody of a family.
    reader = models.ForeignKey(Actor, on_delete=models.CASCADE, null=True, related_name="+")
    began_at = models.DateTimeField(default=now)
    last_seen_on = models.DateField(default=today)
    # Browser and system by their own names, such as 'Firefox · Windows'; empty when it does not say.
    device = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=True, reader__isnull=False)
                | models.Q(account__isnull=False, reader__isnull=True),
                name="core_signed_in_as_one",
            )
        ]


class Tally(Protected, Base):
    """How often something was tried from one address in a stretch of time. No address is kept: see `limits`.

    The web role reaches it through the function `core_tally` alone, which also clears what is over.
    """

    keeps = Keeps.ACCESS

    what = models.CharField(max_length=40)
    # A keyed hash that is another one every day.
    who = models.CharField(max_length=64)
    until = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["what", "who", "until"], name="core_tally_once")
        ]
