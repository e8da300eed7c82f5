package io.hookbridge.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TenantId;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.tenant.audit.AuditFilter;
import io.hookbridge.tenant.audit.AuditLog;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** More events than a file may have, of which the oldest alone has an action of its own. */
@Tag("database")
class AuditFileTest {

    private static final TenantId TENANT = new TenantId(new UUID(7, 1));

    private static TestDatabase database;
    private static Jdbi jdbi;

    @BeforeAll
    static void fill() {
        database = TestDatabase.create();
        jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
        jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO tenant (id, name, created_at) VALUES (?, 'T', now())",
                    TENANT.value());
            handle.execute(
                    """
                    INSERT INTO audit_event (id, tenant_id, at, actor_kind, actor_id, action, subject, outcome)
                    SELECT lpad(to_hex(n), 32, '0')::uuid, ?, now(), 'system', 'server',
                           CASE n WHEN 1 THEN 'thing.first' ELSE 'thing.made' END, 'thing_' || n, 'done'
                      FROM generate_series(1, 21000) AS n
                    """,
                    TENANT.value());
        });
    }

    @AfterAll
    static void close() {
        database.close();
    }

    /** Without the line of titles. */
    private static List<String> file(int reach, @Nullable String action) {
        AuditFilter filter = new AuditFilter(TENANT, null, action, null, null, null, null);
        byte[] file =
                new AuditFile(new AuditLog(jdbi, reach), _ -> new Names(Map.of(), Map.of()))
                        .of(filter);
        return new String(file, StandardCharsets.UTF_8).lines().skip(1).toList();
    }

    @Test
    void a_file_has_the_newest_events_and_no_more_than_it_says() {
        assertThat(file(1, null))
                .hasSize(20_000)
                .first()
                .asString()
                .contains("thing.made", "thing_21000");
    }

    @Test
    void a_search_in_which_nothing_fits_ends_although_the_log_goes_on() {
        assertThat(file(1, "thing.first")).as("behind what a file looks at").isEmpty();
        assertThat(file(21_000, "thing.first")).hasSize(1);
    }
}
