"""The policies ask by consent and label: for items, persons, the family itself, and the rows of consent."""

from django.db import migrations

from eenplan.core.fence import fence, holding_once

HOLDS = "(SELECT eenplan_holds_role())"
LABELS = (
    "id, family_id, kind, author_id, from_whom_id, released_to_all, confidential, third_party_only, health, court,"
    f" agogic_exception, {HOLDS}"
)
SEES = {
    "families_item": (
        f"eenplan_sees_item({LABELS})",
        "eenplan_reaches(family_id) AND (eenplan_sees_labels(released_to_all, author_id)"
        " OR (kind = 'contact' AND eenplan_is_expected(id)))",
    ),
    "families_family": (f"eenplan_reaches(id) OR eenplan_is_shown(id, {HOLDS})", "eenplan_reaches(id)"),
    "families_person": (f"eenplan_knows_person(id, family_id, {HOLDS})", "eenplan_reaches(family_id)"),
}


def see(table: str, now: str, before: str) -> migrations.RunSQL:
    """Ask something else before a row is shown."""
    return migrations.RunSQL(
        f"ALTER POLICY see ON {table} USING ({holding_once(now)})",
        f"ALTER POLICY see ON {table} USING ({holding_once(before)})",
    )


TEAM = "(SELECT eenplan_role()) IN ('intake', 'coordinator', 'coach') AND eenplan_reaches(family_id)"
MY_SHARE = "SELECT v FROM eenplan_my_viewers(family_id) v"
ME = (
    "person_id IN (SELECT p.id FROM families_person p WHERE p.actor_id = (SELECT eenplan_actor())"
    " AND p.family_id = (SELECT eenplan_family()))"
)
OWN_CARD = "(SELECT eenplan_role()) = 'family_member' AND family_id = (SELECT eenplan_family())"


class Migration(migrations.Migration):
    dependencies = [("families", "0011_consent")]

    operations = [
        *[see(table, *rules) for table, rules in SEES.items()],
        fence(
            "consent_grant",
            see=f"({TEAM}) OR consent_is_mine(id) OR ('grant:' || id) IN ({MY_SHARE})",
            add="eenplan_writes(family_id) AND made_by_id = (SELECT eenplan_actor())",
            change="eenplan_writes(family_id)",
            privileges="SELECT, INSERT, UPDATE (ended_at, ended_by_id, actor_id)",
        ),
        fence(
            "consent_grantabout",
            see="EXISTS (SELECT 1 FROM consent_grant g WHERE g.id = consent_grantabout.grant_id)",
            add="eenplan_writes(family_id)",
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            "consent_answer",
            see=f"({TEAM}) OR ({OWN_CARD} AND consent_is_mine(grant_id)) OR ({OWN_CARD} AND {ME})",
            add="recorded_by_id = (SELECT eenplan_actor()) AND ((eenplan_writes(family_id) AND how <> 'own_card')"
            f" OR ({OWN_CARD} AND how = 'own_card' AND said IN ('given', 'refused', 'withdrawn') AND {ME}"
            " AND (grant_id IS NULL OR consent_is_mine(grant_id))))",
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            "consent_capability",
            see=TEAM,
            add="eenplan_writes(family_id) AND author_id = (SELECT eenplan_actor())",
            change="false",
            privileges="SELECT, INSERT",
        ),
        fence(
            "consent_knowndisagreement",
            see=TEAM,
            add="eenplan_writes(family_id) AND author_id = (SELECT eenplan_actor())",
            change="eenplan_writes(family_id)",
            privileges="SELECT, INSERT, UPDATE (until)",
        ),
        fence(
            "consent_trustedperson",
            see=f"({TEAM}) OR ({OWN_CARD} AND {ME}) OR actor_id = (SELECT eenplan_actor())",
            add="eenplan_writes(family_id) AND author_id = (SELECT eenplan_actor())",
            change=f"eenplan_writes(family_id) OR ({OWN_CARD} AND {ME})",
            privileges="SELECT, INSERT, UPDATE (ended_at, ended_by_id, actor_id)",
        ),
        fence(
            "consent_emergencyaccess",
            see=f"actor_id = (SELECT eenplan_actor()) OR ({TEAM}) OR ((SELECT eenplan_role()) = 'coordinator'"
            " AND partnership_id = (SELECT eenplan_partnership()) AND (SELECT eenplan_holds_role()))",
            add="actor_id = (SELECT eenplan_actor()) AND partnership_id = (SELECT eenplan_partnership())"
            " AND consent_may_open(family_id)",
            # Whoever opened it ends it; the coach says that they saw it; a coordinator judges another's.
            change="actor_id = (SELECT eenplan_actor()) OR eenplan_writes(family_id)"
            " OR ((SELECT eenplan_role()) = 'coordinator' AND partnership_id = (SELECT eenplan_partnership())"
            " AND (SELECT eenplan_holds_role()))",
            privileges="SELECT, INSERT,"
            " UPDATE (ended_at, seen_at, seen_by_id, reviewed_at, reviewed_by_id, justified, review)",
        ),
    ]
