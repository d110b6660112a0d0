"""A role beside the team more: who looks after how data are used in a partnership, and sees no content of files."""

from importlib import import_module

from django.db import migrations, models

before = import_module("eenplan.network.migrations.0016_steering_and_research")
TAKE_BACK = import_module("eenplan.network.migrations.0018_take_back_role").TAKE_BACK.replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)

ROLES = [*before.ROLES, ("privacy_officer", "privacyverantwoordelijke")]
BESIDE = "'partner', 'steering'"


class Migration(migrations.Migration):
    dependencies = [("network", "0018_take_back_role")]

    operations = [
        migrations.AlterField("assignment", "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.AlterField("roletitle", "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.RunSQL(
            before.assigns(f"{before.TEAM}, {BESIDE}, 'privacy_officer'"),
            before.assigns(f"{before.TEAM}, {BESIDE}"),
        ),
        migrations.RunSQL(
            before.CONTACTS.format(closed="'official', 'steering', 'researcher', 'privacy_officer'"),
            before.CONTACTS.format(closed="'official', 'steering', 'researcher'"),
        ),
        migrations.RunSQL(
            before.LEAVE.format(more=" AND (SELECT eenplan_role()) NOT IN ('steering', 'privacy_officer')"),
            before.LEAVE.format(more=" AND (SELECT eenplan_role()) <> 'steering'"),
        ),
        migrations.RunSQL(TAKE_BACK.replace(BESIDE, f"{BESIDE}, 'privacy_officer'"), TAKE_BACK),
    ]
