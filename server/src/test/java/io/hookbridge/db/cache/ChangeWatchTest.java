package io.hookbridge.db.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

@Tag("database")
class ChangeWatchTest {

    private static final UUID TEST = UUID.randomUUID();

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Jdbi.create(database.dataSource());
    private final AtomicLong nanos = new AtomicLong(1);
    private final ChangeWatch watch = new ChangeWatch(jdbi, nanos::get);
    private final Subject one = subject();
    private final Subject two = subject();

    private static Subject subject() {
        return new Subject("access", UUID.randomUUID());
    }

    /** The last look before whatever a test changes. */
    private long before;

    @BeforeEach
    void look() {
        watch.look();
        before = watch.lastLook();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothing_is_trusted_before_the_first_look_nor_long_after_the_last() {
        assertThat(new ChangeWatch(jdbi, nanos::get).lastLook()).isEqualTo(ChangeWatch.NO_LOOK);

        nanos.addAndGet(ChangeWatch.TRUSTED.toNanos());
        assertThat(watch.lastLook()).isEqualTo(before);
        assertThat(watch.stands(one, before)).isTrue();
        assertThat(watch.stands(one, ChangeWatch.NO_LOOK)).isFalse();

        nanos.addAndGet(1);
        assertThat(watch.lastLook()).isEqualTo(ChangeWatch.NO_LOOK);
        assertThat(watch.stands(one, before)).isFalse();
    }

    @Test
    void a_look_waits_for_no_connection_that_requests_have() {
        try (Database pool =
                        Database.open(
                                database.address(), 2, new SimpleMeterRegistry(), nanos::get);
                Handle one = pool.jdbi().open();
                Handle other = pool.jdbi().open()) {
            ChangeWatch beside = new ChangeWatch(pool.beside(), nanos::get);

            beside.look();

            assertThat(beside.lastLook()).isOne();
            assertThat(List.of(one, other)).noneMatch(Handle::isClosed);
        }
    }

    @Test
    void what_has_changed_is_read_again_once_and_nothing_else_is() {
        jdbi.useHandle(handle -> change(handle, one));
        assertThat(watch.stands(one, before)).isTrue();

        watch.look();
        assertThat(watch.stands(one, before)).isFalse();
        assertThat(watch.stands(two, before)).isTrue();
        long since = watch.lastLook();

        watch.look();
        assertThat(watch.stands(one, since)).isTrue();
    }

    @Test
    void a_transaction_that_began_early_and_commits_late_is_seen() {
        try (Handle early = jdbi.open()) {
            early.begin();
            change(early, one);
            jdbi.useHandle(late -> change(late, two));
            watch.look();
            long meanwhile = watch.lastLook();
            assertThat(watch.stands(two, before)).isFalse();
            assertThat(watch.stands(one, meanwhile)).isTrue();
            watch.look();
            // Told once, though the open transaction has it read again.
            assertThat(watch.stands(two, meanwhile)).isTrue();

            early.commit();
            watch.look();

            assertThat(watch.stands(one, meanwhile)).isFalse();
            assertThat(watch.stands(two, meanwhile)).isTrue();
        }
    }

    @Test
    void who_changes_one_subject_waits_for_nobody_that_changes_another() {
        try (Handle open = jdbi.open()) {
            open.begin();
            change(open, one);

            jdbi.useHandle(handle -> {
                handle.execute("SET lock_timeout = '10s'");
                change(handle, two);
            });

            open.commit();
        }
    }

    @Test
    void taking_access_back_by_any_statement_is_noticed_where_it_was_and_giving_it_is_not() {
        Subject owner = new Subject("access", project());
        Subject other = new Subject("access", project());
        watch.look();
        assertThat(watch.stands(owner, before)).isTrue();

        changes(owner, other, "UPDATE project SET status = 'suspended' WHERE id = ?");
        changes(owner, other, "UPDATE project SET rate_limit_default = 7 WHERE id = ?");
        changes(owner, other, "UPDATE api_key SET deleted_at = now() WHERE environment_id = ?");
        changes(owner, other, "DELETE FROM api_key WHERE environment_id = ?");
        changes(owner, other, "UPDATE tenant SET status = 'suspended' WHERE id = ?");
    }

    @Test
    void what_a_project_becomes_is_noticed_in_both_its_environments() {
        Subject live = new Subject("targets", project());
        Subject test = new Subject("targets", TEST);
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        INSERT INTO environment (id, project_id, tenant_id, mode)
                        SELECT ?, id, tenant_id, 'test' FROM project WHERE id = ?
                        """,
                        TEST,
                        live.id()));

        jdbi.useHandle(handle ->
                handle.execute("UPDATE project SET status = 'deleted', deleted_at = now()"));
        watch.look();

        assertThat(watch.stands(live, before)).isFalse();
        assertThat(watch.stands(test, before)).isFalse();
    }

    @Test
    void any_change_of_a_subscription_is_noticed_for_its_tenant() {
        Subject owner = new Subject("plans", project());
        Subject other = new Subject("plans", project());
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        INSERT INTO billing_customer (tenant_id, book, external_id, created_at)
                        SELECT id, 'test', 'cus_FAKE' || id, now() FROM tenant
                        """));

        changes(
                owner,
                other,
                """
                INSERT INTO subscription
                       (tenant_id, book, external_id, plan, status, raw_status, billing_interval, cancel_at_period_end,
                        metered, current_period_start, current_period_end, updated_at)
                VALUES (?, 'test', 'sub_FAKE', 'pro', 'active', 'active', 'monthly', false,
                        false, now(), now() + interval '1 month', now())
                """);
        changes(owner, other, "UPDATE subscription SET plan = 'scale' WHERE tenant_id = ?");
        changes(owner, other, "DELETE FROM subscription WHERE tenant_id = ?");
    }

    @Test
    void with_too_many_that_have_changed_all_are_read_again() {
        ChangeWatch small = new ChangeWatch(new ChangeStore(jdbi)::since, nanos::get, 1);
        small.look();
        long first = small.lastLook();
        jdbi.useHandle(handle -> {
            change(handle, one);
            change(handle, two);
        });
        small.look();
        assertThat(small.stands(subject(), first)).isTrue();

        small.look();

        assertThat(small.stands(subject(), first)).isFalse();
        assertThat(small.stands(one, small.lastLook())).isTrue();
    }

    @Test
    void when_the_database_is_an_older_one_all_is_read_again() {
        AtomicLong open = new AtomicLong(1000);
        ChangeWatch moved =
                new ChangeWatch(_ -> new ChangeStore.Changed(open.get(), Map.of()), nanos::get, 1);
        moved.look();
        long first = moved.lastLook();
        open.set(900);

        moved.look();

        assertThat(moved.stands(one, first)).isFalse();
        assertThat(moved.stands(one, moved.lastLook())).isTrue();
    }

    @Test
    void transactions_that_are_yet_to_come_tell_nothing() {
        jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO cache_version VALUES (?, 'access', '1000000000000'::xid8)",
                        one.id()));

        watch.look();

        assertThat(watch.stands(one, before)).isTrue();
    }

    private static void change(Handle handle, Subject subject) {
        handle.execute("SELECT note_change(?, ?)", subject.kind(), subject.id());
    }

    /** That the statement is noticed as a change of {@code owner} and not of {@code other}. */
    private void changes(Subject owner, Subject other, String statement) {
        long last = watch.lastLook();
        jdbi.useHandle(handle -> handle.execute(statement, owner.id()));
        watch.look();
        assertThat(watch.stands(owner, last)).as(statement).isFalse();
        assertThat(watch.stands(other, last)).as(statement).isTrue();
    }

    /** A tenant, its project, the live environment and a key of it, which all have one id. */
    private UUID project() {
        UUID id = UUID.randomUUID();
        jdbi.useHandle(handle ->
                Stream.of(
                                """
                                INSERT INTO tenant (id, name, created_at) VALUES (:id, 'a', now())
                                """,
                                """
                                INSERT INTO project
                                       (id, tenant_id, name, status, rate_limit_default, created_at, updated_at)
                                VALUES (:id, :id, 'p', 'active', 1000, now(), now())
                                """,
                                """
                                INSERT INTO environment (id, project_id, tenant_id, mode)
                                VALUES (:id, :id, :id, 'live')
                                """,
                                """
                                INSERT INTO api_key (id, environment_id, hash, prefix, permissions, created_at)
                                VALUES (:id, :id, sha256(:id::text::bytea), 'hb_live_FAK', '{send}', now())
                                """)
                        .forEach(row -> handle.createUpdate(row).bind("id", id).execute()));
        return id;
    }
}
