package io.hookbridge.tenant.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Environment;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ten events of one tenant, a minute apart, the third of them rare, one of another, and what is
 * left of one that is gone.
 */
@Tag("database")
class AuditLogTest {

    private static final Instant FIRST = Instant.parse("2026-11-22T09:00:00Z");
    private static final TenantId OURS = new TenantId(new UUID(7, 1));
    private static final TenantId THEIRS = new TenantId(new UUID(7, 2));

    private static final TenantId GONE = new TenantId(new UUID(7, 3));

    private static final Environment LIVE =
            new Environment(
                    new EnvironmentId(new UUID(8, 1)),
                    new ProjectId(new UUID(8, 1)),
                    OURS,
                    Mode.LIVE);
    private static final Environment TEST =
            new Environment(
                    new EnvironmentId(new UUID(8, 2)),
                    new ProjectId(new UUID(8, 1)),
                    OURS,
                    Mode.TEST);

    private static TestDatabase database;
    private static Jdbi jdbi;

    @BeforeAll
    static void fill() {
        database = TestDatabase.create();
        jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
        AtomicReference<Instant> now = new AtomicReference<>(FIRST);
        Uuid7 ids = new Uuid7(now::get);
        insertTenant(OURS);
        insertTenant(THEIRS);
        insertEnvironments();
        for (int i = 0; i < 10; i++) {
            Instant at = FIRST.plusSeconds(60L * i);
            now.set(at);
            String action = i == 2 ? "thing.broken" : "thing.made";
            String actor = i == 5 ? "key_2" : "key_1";
            insert(event(ids, scope(i), at, actor, action, "thing_" + i));
        }
        insert(event(ids, AuditScope.of(THEIRS), FIRST, "key_3", "thing.made", "thing_x"));
        insert(
                event(
                        ids,
                        AuditScope.INSTALLATION,
                        FIRST,
                        "erasure",
                        "tenant.erased",
                        GONE.toString()));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** The sixth was done in live, the seventh in test, the eighth to the billing of test. */
    private static AuditScope scope(int i) {
        return switch (i) {
            case 6 -> AuditScope.of(LIVE);
            case 7 -> AuditScope.of(TEST);
            case 8 -> AuditScope.of(OURS, Mode.TEST);
            default -> AuditScope.of(OURS);
        };
    }

    private static void insertTenant(TenantId tenant) {
        jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO tenant (id, name, created_at) VALUES (?, 'T', now())",
                        tenant.value()));
    }

    private static void insertEnvironments() {
        jdbi.useHandle(handle -> {
            handle.execute(
                    """
                    INSERT INTO project (id, tenant_id, name, status, rate_limit_default, created_at, updated_at)
                    VALUES (?, ?, 'P', 'active', 0, now(), now())
                    """,
                    LIVE.project().value(),
                    OURS.value());
            for (Environment environment : List.of(LIVE, TEST)) {
                handle.execute(
                        "INSERT INTO environment (id, project_id, tenant_id, mode) VALUES (?, ?, ?, ?)",
                        environment.id().value(),
                        environment.project().value(),
                        OURS.value(),
                        environment.mode().word());
            }
        });
    }

    private static void insert(AuditEvent event) {
        jdbi.useHandle(handle -> AuditStore.insert(handle, event));
    }

    private static AuditEvent event(
            Uuid7 ids, AuditScope scope, Instant at, String actor, String action, String subject) {
        return new AuditEvent(
                ids.next(),
                scope,
                at,
                new Actor(Actor.Kind.API_KEY, actor),
                action,
                subject,
                "done",
                null);
    }

    private static AuditFilter filter(
            @Nullable String action, @Nullable String actor, @Nullable String target) {
        return new AuditFilter(OURS, null, action, actor, target, null, null);
    }

    /** The targets of all pages of two, and how many pages there were. */
    private static List<String> targets(AuditLog log, AuditFilter filter) {
        List<String> targets = new ArrayList<>();
        UUID after = null;
        do {
            AuditLog.Page page = log.page(filter, after, 2);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(2);
            page.events().forEach(event -> targets.add(event.subject()));
            after = page.next();
        } while (after != null);
        return targets;
    }

    @Test
    void pages_hold_every_event_of_the_tenant_once_the_newest_first() {
        assertThat(targets(new AuditLog(jdbi), filter(null, null, null)))
                .containsExactly(
                        "thing_9", "thing_8", "thing_7", "thing_6", "thing_5", "thing_4", "thing_3",
                        "thing_2", "thing_1", "thing_0");
    }

    @Test
    void what_is_rare_is_found_however_few_events_are_looked_at_for_a_page() {
        for (int reach : List.of(1, 3, 10, 100)) {
            AuditLog log = new AuditLog(jdbi, reach);
            assertThat(targets(log, filter("thing.broken", null, null)))
                    .as("reach %d", reach)
                    .containsExactly("thing_2");
            assertThat(targets(log, filter(null, "key_2", null))).containsExactly("thing_5");
            assertThat(targets(log, filter(null, null, "thing_0"))).containsExactly("thing_0");
            assertThat(targets(log, filter("thing.broken", "key_2", null))).isEmpty();
            assertThat(targets(log, filter(null, null, "thing_x"))).isEmpty();
        }
    }

    @Test
    void within_an_environment_only_what_was_done_there_and_to_the_billing_of_its_mode_is_found() {
        AuditFilter filter = new AuditFilter(OURS, TEST, null, null, null, null, null);

        for (int reach : List.of(1, 100)) {
            assertThat(targets(new AuditLog(jdbi, reach), filter))
                    .containsExactly("thing_8", "thing_7");
        }
    }

    @Test
    void an_event_tells_its_environment_by_its_mode() {
        assertThat(new AuditLog(jdbi).page(filter(null, null, null), null, 10).events())
                .extracting(event -> event.scope().mode())
                .containsExactly(
                        null, Mode.TEST, Mode.TEST, Mode.LIVE, null, null, null, null, null, null);
    }

    @Test
    void a_time_holds_its_first_moment_and_not_its_last() {
        AuditFilter filter =
                new AuditFilter(
                        OURS,
                        null,
                        null,
                        null,
                        null,
                        FIRST.plusSeconds(60),
                        FIRST.plusSeconds(180));

        assertThat(targets(new AuditLog(jdbi), filter)).containsExactly("thing_2", "thing_1");
    }

    @Test
    void the_event_that_is_left_of_a_tenant_that_is_gone_is_found_by_its_tenant() {
        for (int reach : List.of(1, 100)) {
            AuditLog log = new AuditLog(jdbi, reach);
            assertThat(targets(log, new AuditFilter(GONE, null, null, null, null, null, null)))
                    .containsExactly(GONE.toString());
            assertThat(
                            targets(
                                    log,
                                    new AuditFilter(
                                            GONE, null, "tenant.erased", null, null, null, null)))
                    .containsExactly(GONE.toString());
        }
    }

    @Test
    void without_a_tenant_the_events_of_all_are_found() {
        AuditFilter filter = new AuditFilter(null, null, "thing.made", null, null, null, null);

        assertThat(targets(new AuditLog(jdbi), filter)).hasSize(10).contains("thing_x");
    }
}
