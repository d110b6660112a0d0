"""The second fence: what PostgreSQL itself lets the web role see and change. Used by migrations.

The web role owns nothing. A table without a grant is closed to it; a table with family data also
has row-level security, with policies that ask `eenplan_reaches(family_id)` (see the families room).
"""

import re

from django.db import migrations

WEB_ROLE = "eenplan_web"


def grant(table: str, privileges: str) -> migrations.RunSQL:
    """Let the web role do `privileges` ('SELECT', 'SELECT, INSERT', 'UPDATE (held_at)') on a table."""
    return migrations.RunSQL(
        f"GRANT {privileges} ON {table} TO {WEB_ROLE}", f"REVOKE {privileges} ON {table} FROM {WEB_ROLE}"
    )


def holding_once(rule: str) -> str:
    """The same rule, with the question whether the role is held asked once per query and not for every row."""
    return re.sub(
        r"(eenplan_reaches|eenplan_writes)\((\w+)\)", r"\1(\2, (SELECT eenplan_holds_role()))", rule
    )


def asking_once(rule: str) -> str:
    """The same rule, asking once per query which few families are reached, and by an index for those of a team.

    For what is read. `eenplan_reaches` and `eenplan_writes` judge row by row: that remains for what is written.
    """
    lists = {"reaches": "eenplan_reached", "writes": "eenplan_answered"}
    # Asked of few rows: not worth a step of its own in every plan.
    rule = re.sub(
        r"(eenplan_\w+\([^()]*), \(SELECT eenplan_holds_role\(\)\)\)", r"\1, eenplan_holds_role())", rule
    )
    return re.sub(
        r"eenplan_(reaches|writes)\((\w+)\)",
        lambda asked: (
            f"({asked[2]} = ANY ((SELECT {lists[asked[1]]}())::uuid[])"
            f" OR (SELECT true FROM eenplan_team o WHERE o.family = {asked[2]}))"
        ),
        rule,
    )


def see_once(table: str, rule: str) -> migrations.RunSQL:
    """Show the same rows of a table, asking once per query; going back it asks by the row again."""
    return migrations.RunSQL(
        f"ALTER POLICY see ON {table} USING ({asking_once(rule)})",
        f"ALTER POLICY see ON {table} USING ({holding_once(rule)})",
    )


def see_item_once(table: str, *, item: str = "item_id", more: str = "") -> migrations.RunSQL:
    """Show the same rows of a table below items: all those of files that are open as a whole, else item by item."""
    # A scalar question, where EXISTS is planned twice: by the row, and for all rows at once.
    seen = f"(SELECT true FROM families_item i WHERE i.id = {table}.{item})"
    before = f"EXISTS (SELECT 1 FROM families_item i WHERE i.id = {table}.{item})"
    return migrations.RunSQL(
        f"ALTER POLICY see ON {table} USING ((family_id = ANY ((SELECT eenplan_opened())::uuid[]) OR {seen}){more})",
        f"ALTER POLICY see ON {table} USING ({before}{more})",
    )


def fence(
    table: str, *, see: str, add: str, change: str | None = None, privileges: str = "SELECT, INSERT, UPDATE"
) -> migrations.RunSQL:
    """Close a table by row. `see`, `add` and `change` are conditions on a row; `change` also guards removal."""
    see, add, change = (holding_once(rule) for rule in (see, add, change or add))
    policies = {
        "see": f"FOR SELECT TO {WEB_ROLE} USING ({see})",
        "add": f"FOR INSERT TO {WEB_ROLE} WITH CHECK ({add})",
        "change": f"FOR UPDATE TO {WEB_ROLE} USING ({change}) WITH CHECK ({change})",
        "remove": f"FOR DELETE TO {WEB_ROLE} USING ({change})",
    }
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            *[f"CREATE POLICY {name} ON {table} {rule}" for name, rule in policies.items()],
            f"GRANT {privileges} ON {table} TO {WEB_ROLE}",
        ],
        [
            f"REVOKE ALL ON {table} FROM {WEB_ROLE}",
            *[f"DROP POLICY {name} ON {table}" for name in policies],
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def fence_family_table(table: str, *, privileges: str = "SELECT, INSERT, UPDATE") -> migrations.RunSQL:
    """Close a table that has a `family_id` and no labels of its own."""
    return fence(
        table, see="eenplan_reaches(family_id)", add="eenplan_writes(family_id)", privileges=privileges
    )


def fence_item_table(
    table: str, *, item: str = "item_id", privileges: str = "SELECT, INSERT, UPDATE"
) -> migrations.RunSQL:
    """Close a table whose rows belong to an item: seen and written by whoever sees the item."""
    seen = f"EXISTS (SELECT 1 FROM families_item i WHERE i.id = {table}.{item}"
    return fence(
        table,
        see=f"{seen})",
        add=f"{seen} AND i.family_id = {table}.family_id) AND eenplan_writes(family_id)",
        privileges=privileges,
    )


def append_only(table: str) -> migrations.RunSQL:
    """Refuse every change and removal of rows, for every role, the owner included."""
    return migrations.RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION eenplan_refuse_change()",
        f"DROP TRIGGER append_only ON {table}",
    )
