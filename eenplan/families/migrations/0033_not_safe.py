"""It is not safe to write or to call to a family: one word, above all addresses and numbers."""

import django.db.models.deletion
import eenplan.core.clock
import eenplan.core.ids
from django.db import migrations, models

from eenplan.core.fence import fence, see_once

# Said and lifted by who helps the family; read by who of the team may reach it, in an emergency too. Never by somebody of
# the family: who holds the card may be whom it is about.
SEES = "eenplan_reaches(family_id) AND (SELECT eenplan_role()) IN ('coach', 'intake', 'coordinator')"
HELPS = "eenplan_writes(family_id) AND (SELECT eenplan_role()) IN ('coach', 'intake', 'coordinator')"
SAFE = """
-- Whether it was said of a family that it is not safe to write or to call, whatever the address. As the owner it knows all;
-- the web role only what whoever acts may see.
CREATE FUNCTION families_not_safe(family uuid) RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM families_notsafe n WHERE n.family_id = family AND n.lifted_at IS NULL);
END $$;

-- All that send ask this at the last moment: is this family not safe to write to, or this one address or number?
CREATE FUNCTION families_holds_back(family uuid, way text, address text) RETURNS boolean LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RETURN families_not_safe(family) OR families_is_unsafe(family, way, address);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_addresses_stay"),
        ("families", "0032_shares_listed_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="NotSafe",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=eenplan.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("said_at", models.DateTimeField(default=eenplan.core.clock.now)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_because", models.CharField(blank=True, max_length=500)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="families.family"
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.actor",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.actor",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("family",),
                        name="families_not_safe_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("said_by__isnull", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="families_not_safe_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lifted_at__isnull", True),
                                ("lifted_because", ""),
                                ("lifted_by__isnull", True),
                            ),
                            models.Q(
                                ("lifted_at__isnull", False),
                                ("lifted_by__isnull", False),
                                models.Q(("lifted_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="families_safe_again_says_why",
                    ),
                ],
            },
        ),
        fence(
            "families_notsafe",
            see=SEES,
            add=f"{HELPS} AND said_by_id = (SELECT eenplan_actor()) AND lifted_at IS NULL",
            change=HELPS,
            privileges="SELECT, INSERT, UPDATE (lifted_at, lifted_by_id, lifted_because)",
        ),
        see_once("families_notsafe", SEES),
        migrations.RunSQL(
            SAFE, "DROP FUNCTION families_holds_back(uuid, text, text), families_not_safe(uuid);"
        ),
    ]
