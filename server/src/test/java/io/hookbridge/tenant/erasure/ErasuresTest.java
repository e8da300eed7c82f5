package io.hookbridge.tenant.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.cache.ChangeWatch;
import io.hookbridge.db.cache.Subject;
import io.hookbridge.db.cache.VersionedCache;
import io.hookbridge.message.LivingNode;
import io.hookbridge.message.TakeOver;
import io.hookbridge.tenant.erasure.Erasures.Progress;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@Tag("database")
class ErasuresTest {

    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "test");

    /**
     * What is left of a tenant: the audit of its end, changes of counts until they are folded,
     * which leaves them out, and that nodes must not remember anything of it.
     */
    private static final Map<String, Long> ENDED =
            Map.of(
                    "audit_event", 1L,
                    "cache_version", 5L,
                    "message_count_change", 1L,
                    "search_task", 1L);

    @AutoClose private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = jdbi();
    private final Instant now = Instant.now();
    private final Erasures erasures = erasures();

    /** What another process has: nothing but the database in common. */
    private Erasures erasures() {
        return new Erasures(jdbi(), new Uuid7(() -> now), () -> now, 1);
    }

    private Jdbi jdbi() {
        return Database.withArguments(Jdbi.create(database.dataSource()));
    }

    private TenantWithEverything tenant() {
        return new TenantWithEverything(jdbi, now.plus(Duration.ofDays(7)));
    }

    private void begin(TenantWithEverything tenant) {
        erasures.begin(tenant.id(), erasures.holdings(tenant.id()), OPERATOR);
    }

    private Progress untilNoMore(TenantWithEverything tenant) {
        Progress progress;
        do {
            progress = erasures.step(tenant.id(), OPERATOR);
        } while (progress == Progress.MORE);
        return progress;
    }

    @Test
    void nothing_of_an_erased_tenant_is_left_in_any_table_and_nothing_of_another_is_touched() {
        TenantWithEverything gone = tenant();
        TenantWithEverything other = tenant();
        Map<String, Long> ofOther = other.rows();
        assertThat(gone.rows().keySet())
                .as(
                        "a table that was added: give TenantWithEverything a row in it and let"
                                + " ErasureStore delete it, or say that it is the installation's")
                .containsExactlyInAnyOrderElementsOf(TenantWithEverything.tablesOfTenants(jdbi));

        begin(gone);
        assertThat(untilNoMore(gone)).isEqualTo(Progress.DONE);

        assertThat(gone.rows()).isEqualTo(ENDED);
        assertThat(other.rows()).isEqualTo(ofOther);
        assertThat(erasures.step(gone.id(), OPERATOR)).isEqualTo(Progress.DONE);
    }

    /** A key that has worked is remembered; the erasure of a small tenant takes milliseconds. */
    @Test
    void a_node_forgets_what_it_remembers_of_a_tenant_that_is_gone_before_it_looks_again() {
        TenantWithEverything gone = tenant();
        List<Subject> subjects =
                Stream.of("project", "test")
                        .map(gone::id)
                        .flatMap(id ->
                                Stream.of(new Subject("access", id), new Subject("targets", id)))
                        .collect(Collectors.toCollection(ArrayList::new));
        subjects.add(new Subject("plans", gone.id().value()));
        ChangeWatch changes = new ChangeWatch(jdbi, () -> 1);
        VersionedCache<Subject, String> remembered =
                new VersionedCache<>(changes, (subject, _) -> subject);
        changes.look();
        for (Subject subject : subjects) {
            assertThat(remembered.find(subject, _ -> Optional.of("active"))).isPresent();
            assertThat(remembered.find(subject, _ -> Optional.empty())).hasValue("active");
        }

        begin(gone);
        assertThat(untilNoMore(gone)).isEqualTo(Progress.DONE);
        changes.look();

        assertThat(subjects)
                .noneMatch(subject -> remembered.find(subject, _ -> Optional.empty()).isPresent());
    }

    @Test
    void what_stays_is_one_audit_row_with_numbers() {
        TenantWithEverything gone = tenant();
        begin(gone);
        untilNoMore(gone);

        Map<String, Object> row =
                jdbi.withHandle(
                        handle -> handle.createQuery("SELECT * FROM audit_event").mapToMap().one());
        assertThat(row)
                .containsEntry("action", "tenant.erased")
                .containsEntry("tenant_id", null)
                .containsEntry("subject", gone.id().toString())
                .containsEntry("actor_kind", "operator")
                .containsEntry(
                        "detail",
                        "projects 1, people 1, api_keys 1, endpoints 2, messages 3, messages_waiting 1,"
                                + " message_bytes 6, exports 1, export_bytes 0, audit_events 1");
    }

    @Test
    void an_erasure_that_was_interrupted_anywhere_is_gone_on_with_by_anybody() {
        TenantWithEverything gone = tenant();
        begin(gone);
        int steps = 0;
        while (erasures().step(gone.id(), OPERATOR) == Progress.MORE) {
            // Each step is a process that dies after it; ordering it again changes nothing.
            begin(gone);
            steps++;
        }

        assertThat(steps).isGreaterThan(30);
        assertThat(gone.rows()).isEqualTo(ENDED);
    }

    @Test
    void what_has_more_rows_than_one_transaction_takes_does_not_stand_in_its_own_way() {
        TenantWithEverything gone = tenant();
        jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO export_piece SELECT ?, generate_series(1, 150), 'FAKE'",
                        gone.id("export")));
        begin(gone);

        Erasures usual = new Erasures(jdbi(), new Uuid7(() -> now), () -> now);
        assertThat(usual.step(gone.id(), OPERATOR)).isEqualTo(Progress.MORE);
        usual.goOn(OPERATOR);

        assertThat(gone.rows()).isEqualTo(ENDED);
    }

    @Test
    void one_erases_at_a_time_and_nobody_a_tenant_that_was_not_ordered_to_be_erased() {
        TenantWithEverything tenant = tenant();
        Map<String, Long> before = tenant.rows();
        assertThat(erasures.step(tenant.id(), OPERATOR)).isEqualTo(Progress.BUSY);
        erasures.goOn(OPERATOR);
        assertThat(tenant.rows()).isEqualTo(before);

        begin(tenant);
        jdbi.useTransaction(handle -> {
            assertThat(ErasureStore.claim(handle, tenant.id())).isPresent();
            assertThat(erasures.step(tenant.id(), OPERATOR)).isEqualTo(Progress.BUSY);
        });
        assertThat(untilNoMore(tenant)).isEqualTo(Progress.DONE);
    }

    @Test
    void a_tenant_that_something_still_refers_to_is_told_of_and_keeps_no_other_waiting() {
        TenantWithEverything stuck = tenant();
        TenantWithEverything gone = tenant();
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE forgotten (tenant_id uuid REFERENCES tenant)");
            handle.execute("INSERT INTO forgotten VALUES (?)", stuck.id("tenant"));
        });
        begin(stuck);
        begin(gone);

        Erasures usual = new Erasures(jdbi(), new Uuid7(() -> now), () -> now);
        assertThatThrownBy(() -> usual.goOn(OPERATOR))
                .isInstanceOf(StillReferredToException.class)
                .hasMessageContaining("forgotten_tenant_id_fkey");
        assertThat(gone.rows()).isEqualTo(ENDED);

        jdbi.useHandle(handle -> handle.execute("DELETE FROM forgotten"));
        usual.goOn(OPERATOR);
        assertThat(stuck.rows()).isEqualTo(ENDED);
    }

    @Test
    void what_there_was_is_known_while_it_goes_and_afterwards() {
        TenantWithEverything gone = tenant();
        assertThat(erasures.ordered(gone.id())).isEmpty();
        Holdings before = erasures.holdings(gone.id());
        begin(gone);
        erasures.step(gone.id(), OPERATOR);
        assertThat(erasures.ordered(gone.id())).contains(before);

        untilNoMore(gone);

        assertThat(erasures.ordered(gone.id())).contains(before);
    }

    @Test
    void a_message_that_is_being_accepted_while_the_rest_goes_is_erased_too() throws Exception {
        TenantWithEverything gone = tenant();
        begin(gone);
        Jdbi elsewhere = jdbi();
        Thread erasing =
                new Thread(() -> {
                    while (untilNoMore(gone) != Progress.DONE) {
                        // The message was stored at the last moment.
                    }
                });
        jdbi.useTransaction(handle -> {
            accept(handle, gone, UUID.randomUUID());
            erasing.start();
            Patience.until("the erasure waits for the message", () -> somebodyWaits(elsewhere));
        });
        erasing.join(Patience.LONGEST);

        assertThat(gone.rows()).isEqualTo(ENDED);
        assertThat(count("SELECT count(*) FROM queue")).isZero();
        assertThat(count("SELECT count(*) FROM message")).isZero();
    }

    @Test
    void a_message_in_the_hands_of_a_node_is_waited_for() {
        TenantWithEverything gone = tenant();
        UUID node = LivingNode.in(jdbi);
        UUID message = UUID.randomUUID();
        jdbi.useHandle(handle -> payload(handle, gone, message, node));
        begin(gone);

        assertThat(untilNoMore(gone)).isEqualTo(Progress.BUSY);
        assertThat(count("SELECT count(*) FROM message")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM queue") + count("SELECT count(*) FROM outcome"))
                .isZero();

        new TakeOver(jdbi).take(node, true, now);
        assertThat(untilNoMore(gone)).isEqualTo(Progress.DONE);
        assertThat(gone.rows()).isEqualTo(ENDED);
        assertThat(count("SELECT count(*) FROM message")).isZero();
    }

    @Test
    void counts_that_are_being_folded_while_the_rest_goes_are_erased_too() throws Exception {
        TenantWithEverything gone = tenant();
        begin(gone);
        Jdbi elsewhere = jdbi();
        Thread erasing =
                new Thread(() -> {
                    while (untilNoMore(gone) != Progress.DONE) {
                        // The sums were written at the last moment.
                    }
                });
        jdbi.useTransaction(handle -> {
            UUID environment = gone.id("project");
            handle.execute("SELECT FROM environment WHERE id = ? FOR KEY SHARE", environment);
            erasing.start();
            Patience.until("the erasure waits for the sums", () -> somebodyWaits(elsewhere));
            handle.execute("INSERT INTO ledger VALUES (?, 1, 0, 0, 0)", environment);
        });
        erasing.join(Patience.LONGEST);

        assertThat(gone.rows()).isEqualTo(ENDED);
    }

    @Test
    void a_message_that_comes_later_is_not_accepted_and_leaves_nothing() {
        TenantWithEverything gone = tenant();
        begin(gone);
        untilNoMore(gone);

        assertThatThrownBy(() ->
                        jdbi.useTransaction(handle -> accept(handle, gone, UUID.randomUUID())))
                .isInstanceOf(JdbiException.class);
        assertThat(count("SELECT count(*) FROM queue")).isZero();
    }

    /** What accepting a message comes to: the message first, the tenant's usage last. */
    private void accept(Handle handle, TenantWithEverything tenant, UUID message) {
        handle.createUpdate(
                        """
                        INSERT INTO queue
                               (environment_id, id, endpoint_id, created_at, updated_at, status, due_at, fence,
                                direction, content_type, size_bytes, payload_sha256, payload_expires_at, keep_payload)
                        VALUES (:project, :id, :endpoint, :now, :now, 'queued', :now, 1, 'outbound', 'application/json', 2, sha256('{}'), :now, true)
                        """)
                .bind("project", tenant.id("project"))
                .bind("endpoint", tenant.id("endpoint"))
                .bind("id", message)
                .bind("now", now)
                .execute();
        payload(handle, tenant, message, null);
        handle.createUpdate(
                        """
                        INSERT INTO usage_month AS u (tenant_id, month, message_count, plan_limit)
                        VALUES (:tenant, '2026-11-01', 1, 1000)
                        ON CONFLICT (tenant_id, month) DO UPDATE SET message_count = u.message_count + 1
                        """)
                .bind("tenant", tenant.id("tenant"))
                .execute();
    }

    /**
     * @param node the one in whose hands the message is, if that is all there is of it
     */
    private void payload(
            Handle handle, TenantWithEverything tenant, UUID message, @Nullable UUID node) {
        handle.createUpdate(
                        """
                        INSERT INTO message
                               (environment_id, id, endpoint_id, node, expires_on, size_bytes, created_at, payload_expires_at,
                                keep_payload, direction, content_type, payload_sha256, body)
                        VALUES (:project, :id, :endpoint, :node::uuid, (:now AT TIME ZONE 'UTC')::date, 2, :now, :now,
                                true, 'outbound', 'application/json', sha256('{}'), '{}')
                        """)
                .bind("project", tenant.id("project"))
                .bind("endpoint", tenant.id("endpoint"))
                .bind("id", message)
                .bind("node", node)
                .bind("now", now)
                .execute();
    }

    private static boolean somebodyWaits(Jdbi elsewhere) {
        return elsewhere.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT EXISTS (SELECT FROM pg_stat_activity
                                                WHERE datname = current_database()
                                                  AND wait_event_type = 'Lock')
                                """)
                        .mapTo(Boolean.class)
                        .one());
    }

    private long count(String query) {
        return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(Long.class).one());
    }
}
