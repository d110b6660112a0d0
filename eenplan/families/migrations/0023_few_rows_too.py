"""National numbers and keys on devices too: which families are within reach is asked once per query (see 0021)."""

from importlib import import_module

from django.db import migrations

from eenplan.core.fence import see_once

WHO = import_module("eenplan.families.migrations.0020_national_numbers").WHO
MINE = import_module("eenplan.families.migrations.0022_own_keys").MINE


class Migration(migrations.Migration):
    # Plans say which families are a coach's; that is asked when a row is read.
    dependencies = [("families", "0022_own_keys")]

    operations = [
        see_once("families_nationalnumber", WHO),
        see_once("families_passkey", f"({MINE}) OR eenplan_writes(family_id)"),
    ]
