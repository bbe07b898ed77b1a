"""Taking a seat is one call: whatever it depends on is looked at, and whatever it changes is written, by the database alone.

And the list in a rush: thousands join it within seconds, by one short call each.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TAKE = """
CREATE FUNCTION seats_take(
    p_pool bigint, p_member bigint, p_key uuid, p_wait boolean, p_last boolean, p_start double precision, p_now timestamptz,
    p_give boolean,
    OUT said text, OUT place integer, OUT opens_in double precision, OUT department bigint,
    OUT seat bigint, OUT seat_number integer, OUT seat_quota bigint, OUT seat_state text, OUT seat_turn smallint,
    OUT seat_taken_at timestamptz, OUT seat_held_until timestamptz
) LANGUAGE plpgsql
-- A rush fills an empty list with thousands within seconds: what was planned for a small table must be right for a large one too.
SET enable_seqscan = off
AS $$
DECLARE
    -- The database's clock decides, unless the session says that it plays another time (tests, the demonstration's past).
    moment timestamptz := CASE current_setting('firsthand.simulated_time', true) WHEN 'on' THEN p_now ELSE clock_timestamp() END;
    listed bigint;
    asked record;
    spot tid;
    share bigint;
    shares bigint[];
    start integer;
BEGIN
    -- Who is in the list and presses again, by far most of them, changes nothing and waits for nobody.
    IF NOT p_give THEN
        SELECT w.id, CASE WHEN p.mode = 'lottery' AND p.drawn_at IS NULL AND moment < p.draws_at THEN 'requested' ELSE 'waiting' END,
               CASE WHEN p.mode <> 'lottery' OR p.drawn_at IS NOT NULL OR moment >= p.draws_at THEN seats_place(p_pool, w.drawn, w.id) END
            INTO listed, said, place FROM seats_waiting w JOIN seats_pool p ON p.id = w.pool_id
            WHERE w.pool_id = p_pool AND w.member_id = p_member AND NOT EXISTS (SELECT FROM seats_attempt a WHERE a.key = p_key);
        IF listed IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    -- One request of a member for a pool after the other: each sees what the one before it left.
    PERFORM pg_advisory_xact_lock((p_pool << 32) | (p_member & 4294967295));
    -- Who only wants a place joins the list at once: nobody hands seats on meanwhile.
    IF NOT p_give THEN
        PERFORM pg_advisory_xact_lock_shared(24231, (p_pool % 2147483648)::integer);
    END IF;

    FOR pass IN 1..2 LOOP
        SELECT p.capacity, p.per_person, p.hold_for, p.opens_at, p.closes_at, p.paused_at, p.closed_at,
               p.mode = 'lottery' AND p.drawn_at IS NULL AS awaits_draw, p.draws_at,
               m.is_active AND (m.left_at IS NULL OR m.left_at > moment) AS welcome, m.department_id,
               (SELECT q.id FROM seats_quota q WHERE q.pool_id = p_pool AND q.department_id = m.department_id) AS quota,
               EXISTS (SELECT FROM seats_attempt a WHERE a.key = p_key) AS key_known,
               EXISTS (SELECT FROM seats_waiting w WHERE w.pool_id = p_pool) AS queue,
               EXISTS (SELECT FROM seats_waiting w WHERE w.pool_id = p_pool AND w.member_id = p_member) AS listed,
               (SELECT count(*) FROM seats_seat s WHERE s.pool_id = p_pool AND s.member_id = p_member) AS mine
            INTO asked FROM seats_pool p, members_member m WHERE p.id = p_pool AND m.id = p_member;

        department := asked.department_id;
        opens_in := extract(epoch FROM asked.opens_at - moment);
        IF asked.key_known OR asked.listed THEN
            SELECT * INTO said, place, seat, seat_number, seat_quota, seat_state, seat_turn, seat_taken_at, seat_held_until
                FROM seats_answered(p_pool, p_member, p_key, asked.awaits_draw AND moment < asked.draws_at);
            IF said IS NOT NULL THEN
                RETURN;
            END IF;
        END IF;
        said := CASE
            WHEN asked.mine >= asked.per_person THEN 'have'
            WHEN asked.welcome IS NOT TRUE THEN 'barred'
            WHEN asked.closed_at IS NOT NULL OR asked.closes_at <= moment THEN 'closed'
            WHEN moment < asked.opens_at THEN 'early'
            WHEN asked.paused_at IS NOT NULL THEN 'paused'
        END;
        IF said IS NOT NULL THEN
            RETURN;
        END IF;

        -- My department's share first, then what is nobody's; neither past those who wait for it.
        shares := '{}';
        IF NOT asked.awaits_draw THEN
            IF asked.quota IS NOT NULL AND NOT (
                asked.queue AND EXISTS (SELECT FROM seats_waiting w WHERE w.pool_id = p_pool AND w.quota_id = asked.quota)
            ) THEN
                shares := shares || asked.quota;
            END IF;
            IF NOT asked.queue THEN
                shares := shares || 0::bigint;
            END IF;
        END IF;
        start := 1 + floor(p_start * asked.capacity);
        FOREACH share IN ARRAY shares LOOP
            EXIT WHEN NOT p_give;
            -- From a random number on, wrapping round, so that takers do not meet at one row; who has a row in hand is passed by.
            SELECT s.ctid, s.id, s.number, s.quota_id INTO spot, seat, seat_number, seat_quota FROM seats_seat s
                WHERE s.pool_id = p_pool AND s.member_id IS NULL AND coalesce(s.quota_id, 0) = share AND s.number >= start
                ORDER BY s.number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
            IF spot IS NULL THEN
                SELECT s.ctid, s.id, s.number, s.quota_id INTO spot, seat, seat_number, seat_quota FROM seats_seat s
                    WHERE s.pool_id = p_pool AND s.member_id IS NULL AND coalesce(s.quota_id, 0) = share AND s.number < start
                    ORDER BY s.number LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
            END IF;
            EXIT WHEN spot IS NOT NULL;
        END LOOP;

        IF spot IS NOT NULL THEN
            said := 'seated';
            seat_state := 'held';
            seat_turn := 1;
            IF asked.mine > 0 THEN
                seat_turn := (SELECT min(t) FROM generate_series(1, asked.per_person) t WHERE NOT EXISTS (
                    SELECT FROM seats_seat s WHERE s.pool_id = p_pool AND s.member_id = p_member AND s.turn = t));
            END IF;
            seat_taken_at := moment;
            seat_held_until := moment + asked.hold_for;
            UPDATE seats_seat SET state = 'held', member_id = p_member, turn = seat_turn, taken_at = moment, held_until = seat_held_until
                WHERE ctid = spot;
            INSERT INTO seats_attempt (pool_id, member_id, key, outcome, number, reason, at)
                VALUES (p_pool, p_member, p_key, 'seated', seat_number, '', moment);
            RETURN;
        END IF;

        -- A row that looks free but was passed by is in the hands of an open transaction, which may still fail.
        IF NOT p_last AND EXISTS (
            SELECT FROM seats_seat s WHERE s.pool_id = p_pool AND s.member_id IS NULL AND coalesce(s.quota_id, 0) = ANY (shares)
        ) THEN
            said := CASE WHEN p_give THEN 'busy' ELSE 'free' END;
            RETURN;
        END IF;
        IF NOT p_wait THEN
            said := 'gone';
            RETURN;
        END IF;
        -- Many may join the list at once, but nobody while seats are handed on: then look again.
        EXIT WHEN NOT p_give;
        IF pass = 1 THEN
            PERFORM pg_advisory_xact_lock_shared(24231, (p_pool % 2147483648)::integer);
        END IF;
    END LOOP;

    INSERT INTO seats_waiting (pool_id, member_id, quota_id, joined_at)
        VALUES (p_pool, p_member, asked.quota, moment) RETURNING id INTO listed;
    said := CASE WHEN asked.awaits_draw AND moment < asked.draws_at THEN 'requested' ELSE 'waiting' END;
    INSERT INTO seats_attempt (pool_id, member_id, key, outcome, reason, at) VALUES (p_pool, p_member, p_key, said, '', moment);
    IF said = 'waiting' THEN
        place := seats_place(p_pool, NULL, listed);
    END IF;
END $$;
"""

STAYS = """
CREATE OR REPLACE FUNCTION seats_member_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM seats_seat s WHERE s.member_id = OLD.id) OR EXISTS (SELECT FROM seats_attempt a WHERE a.member_id = OLD.id)
        OR EXISTS (SELECT FROM seats_waiting w WHERE w.member_id = OLD.id)
    THEN
        RAISE EXCEPTION 'seats_member_stays: seats and their record refer to this member' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION seats_list_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM seats_waiting w WHERE CASE TG_TABLE_NAME WHEN 'seats_pool' THEN w.pool_id ELSE w.quota_id END = OLD.id) THEN
        RAISE EXCEPTION 'seats_list_stays: the wait list refers to this' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER seats_list_stays BEFORE DELETE ON seats_pool FOR EACH ROW EXECUTE FUNCTION seats_list_stays();
CREATE TRIGGER seats_list_stays BEFORE DELETE ON seats_quota FOR EACH ROW EXECUTE FUNCTION seats_list_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("seats", "0009_places"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="waiting",
            name="waits_once",
        ),
        migrations.AlterField(
            model_name="waiting",
            name="member",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="waiting",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="waiting",
            constraint=models.UniqueConstraint(fields=("member", "pool"), name="waits_once"),
        ),
        migrations.RemoveIndex(
            model_name="waiting",
            name="waiting_for_a_share",
        ),
        migrations.AlterField(
            model_name="waiting",
            name="pool",
            field=models.ForeignKey(
                db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="waiting", to="seats.pool"
            ),
        ),
        migrations.AlterField(
            model_name="waiting",
            name="quota",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="seats.quota",
            ),
        ),
        migrations.AddIndex(
            model_name="waiting",
            index=models.Index(condition=models.Q(("quota__isnull", False)), fields=["quota", "drawn", "id"], name="waiting_for_a_share"),
        ),
        migrations.RunSQL(TAKE),
        migrations.RunSQL(STAYS),
    ]
