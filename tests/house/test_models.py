"""Every table says what it keeps, is written by actions only, and is closed by PostgreSQL where it must be."""

import pytest
from django.apps import apps
from django.db import connection, models

from eenplan.core.enums import Keeps
from eenplan.core.errors import DirectWrite
from eenplan.core.models import Protected

OURS = [model for model in apps.get_models() if model.__module__.startswith("eenplan.")]
FAMILY = [model for model in OURS if getattr(model, "keeps", None) == Keeps.FAMILY_DATA]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_model_declares_itself(model: type[models.Model]) -> None:
    assert model.keeps in Keeps
    assert issubclass(model, Protected) or model.unprotected_because


@pytest.mark.parametrize(
    "model", [model for model in OURS if issubclass(model, Protected)], ids=lambda m: m._meta.label
)
def test_a_model_refuses_direct_writes(model: type[models.Model]) -> None:
    with pytest.raises(DirectWrite):
        model().save()
    with pytest.raises(DirectWrite):
        model.objects.update()


@pytest.mark.parametrize("model", FAMILY, ids=lambda model: model._meta.label)
def test_family_data_names_its_family(model: type[models.Model]) -> None:
    named = {name for field in model._meta.fields for name in (field.name, field.attname)}
    assert model._meta.label == "families.Family" or {"family", "family_id"} & named


@pytest.mark.django_db
def test_every_table_of_family_data_is_fenced() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        fenced = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename, cmd FROM pg_policies")
        policies = set(cursor.fetchall())
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'v' AND 'security_barrier=true' = ANY (reloptions)"
        )
        barriers = {name for (name,) in cursor.fetchall()}
    for model in OURS:
        table = model._meta.db_table
        if not model._meta.managed:
            assert table in barriers, f"{table} is a view without a barrier"
        elif model.keeps in (Keeps.FAMILY_DATA, Keeps.AUDIT, Keeps.FIGURES):
            assert table in fenced, f"{table} has no row-level security"
            for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
                assert (table, command) in policies, f"{table} has no policy for {command}"


@pytest.mark.django_db
def test_a_table_with_a_family_says_that_it_keeps_family_data() -> None:
    named = {model._meta.db_table for model in OURS if model.keeps in (Keeps.FAMILY_DATA, Keeps.AUDIT)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name IN ('family_id', 'person_id')"
            " AND table_schema = 'public'"
        )
        with_family = {name for (name,) in cursor.fetchall()}
    assert with_family <= named


@pytest.mark.django_db
def test_the_web_role_owns_nothing_and_cannot_bypass() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'eenplan_web'"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = 'eenplan_web'::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize("model", FAMILY, ids=lambda model: model._meta.label)
def test_without_an_actor_no_row_is_seen(model: type[models.Model], as_web: object) -> None:
    with as_web(None):
        assert model.objects.count() == 0
