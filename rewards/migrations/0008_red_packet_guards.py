"""What of a red packet the database keeps, whoever writes: its shares add up, and neither they nor its terms change."""

from django.db import migrations

SHARES_ADD_UP = """
CREATE FUNCTION red_packet_shares_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM rewards_redpacket p JOIN rewards_share s ON s.packet_id = p.id
        WHERE p.id IN (SELECT packet_id FROM fresh)
        GROUP BY p.id
        HAVING (count(*), max(s.number), sum(s.points)) <> (p.shares, p.shares, p.points)
            OR min(s.number) < 1 OR min(s.points) < p.least OR max(s.points) > p.most OR count(s.member_id) > 0
    ) THEN
        RAISE EXCEPTION 'The shares of a red packet are cut at once and add up to it.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER red_packet_shares_add_up AFTER INSERT ON rewards_share
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION red_packet_shares_add_up();
"""

SHARE_FROZEN = """
CREATE FUNCTION red_packet_share_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.packet_id, NEW.number, NEW.points) <> (OLD.packet_id, OLD.number, OLD.points) OR OLD.member_id IS NOT NULL THEN
        RAISE EXCEPTION 'A share is cut once and grabbed once.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM rewards_redpacket p
        WHERE p.id = NEW.packet_id AND (p.state <> 'published' OR NEW.member_id IN (p.made_by_id, p.approved_by_id))
    ) THEN
        RAISE EXCEPTION 'Nobody grabs from a red packet they made or approved, or that is not out.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER red_packet_share_frozen BEFORE UPDATE ON rewards_share
    FOR EACH ROW EXECUTE FUNCTION red_packet_share_frozen();
"""

NEVER_DELETED = """
CREATE FUNCTION red_packet_share_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Shares of a red packet are never deleted.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER red_packet_share_never_deleted BEFORE DELETE ON rewards_share
    FOR EACH ROW EXECUTE FUNCTION red_packet_share_never_deleted();
CREATE TRIGGER red_packet_shares_never_emptied BEFORE TRUNCATE ON rewards_share
    FOR EACH STATEMENT EXECUTE FUNCTION red_packet_share_never_deleted();
"""

TERMS_FROZEN = """
CREATE FUNCTION red_packet_terms_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.campaign_reference, NEW.points, NEW.shares, NEW.least, NEW.most, NEW.opens_at, NEW.closes_at, NEW.made_by_id)
        <> (OLD.campaign_reference, OLD.points, OLD.shares, OLD.least, OLD.most, OLD.opens_at, OLD.closes_at, OLD.made_by_id)
        OR (OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id)
        OR (OLD.ended_at IS NOT NULL AND NEW.state <> OLD.state)
    THEN
        RAISE EXCEPTION 'What somebody approved does not change afterwards; cancel the red packet and make another.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER red_packet_terms_frozen BEFORE UPDATE ON rewards_redpacket
    FOR EACH ROW EXECUTE FUNCTION red_packet_terms_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("rewards", "0007_red_packets")]

    operations = [
        migrations.RunSQL(
            SHARES_ADD_UP, "DROP TRIGGER red_packet_shares_add_up ON rewards_share; DROP FUNCTION red_packet_shares_add_up();"
        ),
        migrations.RunSQL(SHARE_FROZEN, "DROP TRIGGER red_packet_share_frozen ON rewards_share; DROP FUNCTION red_packet_share_frozen();"),
        migrations.RunSQL(
            NEVER_DELETED,
            "DROP TRIGGER red_packet_share_never_deleted ON rewards_share; DROP TRIGGER red_packet_shares_never_emptied ON rewards_share;"
            " DROP FUNCTION red_packet_share_never_deleted();",
        ),
        migrations.RunSQL(
            TERMS_FROZEN, "DROP TRIGGER red_packet_terms_frozen ON rewards_redpacket; DROP FUNCTION red_packet_terms_frozen();"
        ),
    ]
