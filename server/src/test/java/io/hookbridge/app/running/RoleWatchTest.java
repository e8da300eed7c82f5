package io.hookbridge.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.config.Role;
import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.message.MessageRows;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;

@Tag("database")
class RoleWatchTest {

    private static final String NOBODY_DELIVERS =
            "messages wait to be delivered and no running server has the role deliver (HOOKBRIDGE_ROLES)";
    private static final String NOBODY_WORKS =
            "background work waits and no running server has the role jobs (HOOKBRIDGE_ROLES)";

    @AutoClose private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private Instant now = Instant.now();

    @Test
    void work_that_waits_for_a_role_that_no_living_server_has_is_told_until_one_has_it() {
        RoleWatch pages = server(Role.API, Role.CONSOLE);
        RoleWatch worker = server(Role.DELIVER, Role.JOBS);
        MessageRows rows = MessageRows.ofStranger(jdbi);
        rows.message(rows.endpoint()).queued();

        worker.step();
        later(pages);
        assertThat(pages.warnings()).isEmpty();

        worker.leave();
        pages.step();
        assertThat(pages.warnings()).as("a server may just be restarted").isEmpty();
        later(pages);
        assertThat(pages.warnings()).containsExactly(NOBODY_DELIVERS, NOBODY_WORKS);

        server(Role.DELIVER).step();
        pages.step();
        assertThat(pages.warnings()).containsExactly(NOBODY_WORKS);

        server(Role.JOBS).step();
        pages.step();
        assertThat(pages.warnings()).isEmpty();
    }

    @Test
    void a_role_that_nothing_waits_for_may_be_missing() {
        RoleWatch alone = server(Role.API);
        MessageRows rows = MessageRows.ofStranger(jdbi);
        rows.message(rows.endpoint()).pendingRetry(now.plusSeconds(3600), "slow");
        jdbi.useHandle(handle -> handle.execute("DELETE FROM message_count_change"));

        alone.step();
        later(alone);

        assertThat(alone.warnings()).isEmpty();
    }

    @Test
    void a_tenant_that_is_being_erased_waits_for_background_work_and_its_messages_for_nobody() {
        RoleWatch pages = server(Role.API);
        MessageRows rows = MessageRows.ofStranger(jdbi);
        rows.message(rows.endpoint()).queued();
        jdbi.useHandle(handle -> {
            handle.execute("DELETE FROM message_count_change");
            handle.execute("UPDATE tenant SET status = 'erasing', erased_counts = ''");
        });

        pages.step();
        later(pages);

        assertThat(pages.warnings()).containsExactly(NOBODY_WORKS);
    }

    @Test
    void a_server_that_says_nothing_any_more_does_nothing_any_more() {
        RoleWatch pages = server(Role.API);
        MessageRows rows = MessageRows.ofStranger(jdbi);
        rows.message(rows.endpoint()).queued();
        server(Role.DELIVER, Role.JOBS).step();
        jdbi.useHandle(handle ->
                handle.execute("UPDATE running_server SET alive_until = now() - interval '1 s'"));

        pages.step();
        later(pages);

        assertThat(pages.warnings()).isEqualTo(List.of(NOBODY_DELIVERS, NOBODY_WORKS));
    }

    private void later(RoleWatch watch) {
        now = now.plus(RoleWatch.MISSING);
        watch.step();
    }

    private RoleWatch server(Role... roles) {
        return new RoleWatch(
                jdbi, () -> now, UUID.randomUUID(), EnumSet.copyOf(Arrays.asList(roles)));
    }
}
