package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** PostgreSQL ends under a running server. */
@Tag("black-box")
class DatabaseLossTest {

    private static final String KEY = "hb_live_FAKE0000databaseloss000";

    @AutoClose private static final Place place = Place.migrated("database-loss");

    @Test
    void a_killed_postgresql_is_started_again_and_the_server_ends_if_that_is_impossible()
            throws Exception {
        try (RunningServer server =
                RunningServer.up(place, place.launch("up").with("BOOTSTRAP_API_KEY", KEY))) {
            Path settings = place.data().resolve("postgres/postgresql.conf");
            Path kept = settings.resolveSibling("kept.conf");
            Path pipe = settings.resolveSibling("pipe.conf");
            Files.move(settings, kept);
            makePipe(pipe);
            Files.createSymbolicLink(settings, pipe);
            Signals.send(place.postmaster().orElseThrow(), "KILL");
            Patience.until("readiness is lost", () -> server.operator("/readyz").status() == 503);
            callersAreAskedToComeBack(server);

            // Whoever reads the settings has waited for somebody who writes them.
            Files.move(kept, settings, StandardCopyOption.REPLACE_EXISTING);
            Files.newOutputStream(pipe).close();
            Patience.until("it is ready", () -> server.operator("/readyz").status() == 200);
            assertThat(server.operator("/metrics").text())
                    .contains("hookbridge_postgresql_restarts_total 1");
            assertThat(server.api().get("/v1/projects").key(KEY).send().status()).isEqualTo(200);

            Files.writeString(settings, "shared_buffers = lots\n");
            Signals.send(place.postmaster().orElseThrow(), "KILL");

            assertThat(server.child().awaitExit()).isEqualTo(1);
            assertThat(server.child().said())
                    .contains(
                            "hookbridge: PostgreSQL ended by itself and could not be started again in 3 attempts");
            assertThat(place.processes()).isEmpty();
        }
    }

    private static void makePipe(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    }

    private static void callersAreAskedToComeBack(RunningServer server) {
        for (String[] request :
                new String[][] {
                    {"POST", "/v1/billing/portal"},
                    {"GET", "/v1/projects"},
                    {"POST", "/v1/api-keys"},
                }) {
            Exchange refused = server.api().request(request[0], request[1]).key(KEY).send();

            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(refused.header("Retry-After")).isPresent();
        }
        assertThat(server.operator("/readyz").json().at("/database").asString(""))
                .isEqualTo("unreachable");
        assertThat(server.operator("/healthz").status()).isEqualTo(200);
        assertThat(server.operator("/metrics").status()).isEqualTo(200);
    }
}
