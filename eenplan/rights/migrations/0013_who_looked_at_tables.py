"""Who looked: messages and round tables have words of their own, for whoever may know of them."""

from django.db import migrations

DEED = """
-- What somebody did, in a word that tells no more than the reader may know. About a piece that the reader does not see,
-- and of every act that is no piece, it says no more than that somebody was in the file.
CREATE OR REPLACE FUNCTION rights_deed(role text, kind text, what text, number integer, is_piece boolean, sees boolean)
  RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN role IN ('partner', 'psychologist', 'expert', 'guest') THEN 'shared'
    WHEN is_piece AND NOT sees THEN 'file'
    {new}WHEN kind = 'write' THEN CASE WHEN is_piece THEN 'wrote' ELSE 'file' END
    WHEN number > 1 OR what IN ('plans:my-families', 'plans:due', 'plans:families-without-coach',
        'plans:families-without-own-coach', 'plans:aftercare-due', 'plans:files-of-redrawing', 'referrals:desk:list',
        'referrals:desk:team-list', 'referrals:desk:find', 'referrals:desk:call-back', 'referrals:questions:list')
      THEN 'list'
    WHEN what IN ('plans:plan', 'plans:version', 'plans:versions', 'plans:changes', 'plans:timeline', 'plans:words',
        'plans:who-sees', 'families:item'{plans}) THEN 'plan'
    WHEN what = 'families:attachment' THEN 'paper'
    WHEN what = 'referrals:referral:read' THEN 'referral'
    ELSE 'file' END
$$;
"""
# Only of a piece that the reader sees: that somebody wrote to the coach alone is for nobody else to know.
NEW = """WHEN is_piece AND what LIKE 'plans:round-table%' THEN 'table'
    WHEN is_piece AND (what = 'plans:messages' OR what LIKE 'plans:message:%') THEN 'message'
    """
# A round table is known to who is asked to it, whatever its labels.
SEES = """
DO $do$ BEGIN
  EXECUTE replace(pg_get_functiondef('rights_who_looked(uuid, date, integer, text)'::regprocedure), '{was}', '{now}');
END $do$;
"""
BY_LABEL = "eenplan_holds_role()), false) AS sees"
BY_SEAT = "eenplan_holds_role()), false) OR (i.kind = ''round_table'' AND plans_sees_table(i.id, i.family_id)) AS sees"


class Migration(migrations.Migration):
    dependencies = [("rights", "0012_judged_shorter"), ("plans", "0033_left_at_the_end")]

    operations = [
        migrations.RunSQL(
            DEED.format(new=NEW, plans=", 'plans:earlier-plan'"), DEED.format(new="", plans="")
        ),
        migrations.RunSQL(SEES.format(was=BY_LABEL, now=BY_SEAT), SEES.format(was=BY_SEAT, now=BY_LABEL)),
    ]
