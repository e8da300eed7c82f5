package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

@Tag("database")
class ChangeWatchTest {

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Jdbi.create(database.dataSource());
    private final AtomicLong nanos = new AtomicLong(1);
    private final ChangeWatch watch = new ChangeWatch(jdbi, nanos::get);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothing_is_trusted_before_the_first_look_nor_long_after_the_last() {
        assertThat(watch.version("access")).isEmpty();

        watch.look();
        nanos.addAndGet(ChangeWatch.TRUSTED.toNanos());
        assertThat(watch.version("access")).isPresent();

        nanos.addAndGet(1);
        assertThat(watch.version("access")).isEmpty();
        assertThat(watch.version("unheard of")).isEmpty();
    }

    @Test
    void taking_access_back_by_any_statement_is_a_new_version_and_giving_it_is_none() {
        OptionalLong before = version();
        jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO tenant (id, name, created_at) VALUES (gen_random_uuid(), 'a', now())");
            handle.execute(
                    """
                    INSERT INTO project (id, tenant_id, name, status, rate_limit_default, created_at, updated_at)
                    SELECT gen_random_uuid(), id, 'p', 'active', 0, now(), now() FROM tenant
                    """);
        });
        assertThat(version()).isEqualTo(before);

        jdbi.useHandle(handle -> handle.execute("UPDATE project SET status = 'suspended'"));
        assertThat(version()).isEqualTo(OptionalLong.of(before.getAsLong() + 1));

        jdbi.useHandle(handle -> handle.execute("UPDATE api_key SET deleted_at = now()"));
        assertThat(version()).isEqualTo(OptionalLong.of(before.getAsLong() + 2));
    }

    private OptionalLong version() {
        watch.look();
        return watch.version("access");
    }
}
