"""What taking a seat (0010) stands on: the answer to a request that came before, a place in the list, and members who stay."""

from django.db import migrations

ANSWERED = """
CREATE FUNCTION seats_answered(
    p_pool bigint, p_member bigint, p_key uuid, p_before_draw boolean,
    OUT said text, OUT place integer,
    OUT seat bigint, OUT seat_number integer, OUT seat_quota bigint, OUT seat_state text, OUT seat_turn smallint,
    OUT seat_taken_at timestamptz, OUT seat_held_until timestamptz
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    earlier record;
    listed record;
BEGIN
    SELECT a.pool_id, a.member_id, a.outcome, a.number INTO earlier FROM seats_attempt a WHERE a.key = p_key;
    IF (earlier.pool_id, earlier.member_id) <> (p_pool, p_member) THEN
        said := 'reused';
        RETURN;
    END IF;
    IF earlier.outcome IS NOT NULL THEN
        -- The very seat of then; who asked for a place may have come by a seat since.
        SELECT s.id, s.number, s.quota_id, s.state, s.turn, s.taken_at, s.held_until
            INTO seat, seat_number, seat_quota, seat_state, seat_turn, seat_taken_at, seat_held_until
            FROM seats_seat s
            WHERE s.pool_id = p_pool AND s.member_id = p_member AND (s.number = earlier.number OR earlier.outcome <> 'seated')
            ORDER BY s.taken_at DESC LIMIT 1;
        IF FOUND THEN
            said := 'again';
            RETURN;
        END IF;
    END IF;
    SELECT w.id, w.drawn INTO listed FROM seats_waiting w WHERE w.pool_id = p_pool AND w.member_id = p_member;
    IF FOUND THEN
        said := CASE WHEN p_before_draw THEN 'requested' ELSE 'waiting' END;
        IF NOT p_before_draw THEN
            place := seats_place(p_pool, listed.drawn, listed.id);
        END IF;
        RETURN;
    END IF;
    said := earlier.outcome;
END $$;
"""

PLACE = """
CREATE FUNCTION seats_place(p_pool bigint, p_drawn integer, p_listed bigint) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
    counted integer;
BEGIN
    -- In a rush, thousands ask for their place at once: who has very many before them is told just that.
    SELECT count(*) INTO counted FROM (
        SELECT FROM seats_waiting w WHERE w.pool_id = p_pool AND CASE
            WHEN p_drawn IS NULL THEN w.drawn IS NOT NULL OR w.id < p_listed
            ELSE w.drawn < p_drawn
        END LIMIT 20
    ) AS before_me;
    RETURN CASE WHEN counted < 20 THEN counted + 1 END;
END $$;
"""

MEMBER_STAYS = """
CREATE FUNCTION seats_member_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM seats_seat s WHERE s.member_id = OLD.id) OR EXISTS (SELECT FROM seats_attempt a WHERE a.member_id = OLD.id) THEN
        RAISE EXCEPTION 'seats_member_stays: seats and their record refer to this member' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER seats_member_stays BEFORE DELETE ON members_member FOR EACH ROW EXECUTE FUNCTION seats_member_stays();
"""

DROP_ANSWERED = "DROP FUNCTION seats_answered(bigint, bigint, uuid, boolean);"
DROP_PLACE = "DROP FUNCTION seats_place(bigint, integer, bigint);"
DROP_MEMBER_STAYS = "DROP TRIGGER seats_member_stays ON members_member; DROP FUNCTION seats_member_stays();"


class Migration(migrations.Migration):
    dependencies = [("seats", "0008_lean")]

    operations = [
        migrations.RunSQL(PLACE, DROP_PLACE),
        migrations.RunSQL(ANSWERED, DROP_ANSWERED),
        migrations.RunSQL(MEMBER_STAYS, DROP_MEMBER_STAYS),
    ]
