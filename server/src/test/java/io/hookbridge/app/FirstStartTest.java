package io.hookbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.config.Configuration;
import io.hookbridge.app.config.ConfigurationReader;
import io.hookbridge.app.config.Profile;
import io.hookbridge.base.Patience;
import io.hookbridge.base.SecretKeyFile;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.inbound.provider.Inquiry;
import io.hookbridge.tenant.user.QuickHashing;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

@Tag("database")
class FirstStartTest {

    @Test
    void servers_that_are_started_together_on_an_empty_database_make_one_tenant()
            throws IOException {
        try (TestDatabase database = TestDatabase.create();
                Handle holder = Jdbi.create(database.dataSource()).open()) {
            Configuration configuration =
                    ConfigurationReader.read(
                            Profile.DEVELOPMENT, TestApp.withDefaults(database, Map.of()), null);
            new SecretKeyFile(configuration.storage().secretKeyFile()).create();
            holder.begin();
            // Both see that there is no tenant, and nobody can make one yet.
            holder.execute("LOCK TABLE tenant IN SHARE MODE");
            CompletableFuture<App> one = start(configuration);
            CompletableFuture<App> other = start(configuration);
            Patience.until("both wait for their turn", () -> waiting(holder) == 2);
            holder.commit();

            one.join().stop();
            other.join().stop();
            assertThat(count(holder, "tenant")).isOne();
            assertThat(count(holder, "api_key")).isOne();
            assertThat(count(holder, "console_user")).isOne();
        }
    }

    private static CompletableFuture<App> start(Configuration configuration) {
        return CompletableFuture.supplyAsync(
                () -> App.start(configuration, _ -> {}, Inquiry::over, QuickHashing.start()),
                // The common pool has one thread on two processors.
                task -> Thread.ofPlatform().start(task));
    }

    private static int waiting(Handle handle) {
        return count(
                handle,
                """
                pg_locks JOIN pg_database d ON d.oid = pg_locks.database
                 WHERE NOT granted AND datname = current_database()
                """);
    }

    private static int count(Handle handle, String from) {
        return handle.createQuery("SELECT count(*) FROM " + from).mapTo(Integer.class).one();
    }
}
