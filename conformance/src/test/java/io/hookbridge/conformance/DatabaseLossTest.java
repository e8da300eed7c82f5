package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL ends under a running server, which does not start another. */
@Tag("black-box")
class DatabaseLossTest {

    @AutoClose private static final Place place = Place.migrated("database-loss");

    @Test
    void callers_are_asked_to_come_back_and_the_operator_is_told() {
        String key = "hb_live_FAKE0000databaseloss000";
        try (RunningServer server =
                RunningServer.up(place, place.launch("up").with("BOOTSTRAP_API_KEY", key))) {
            assertThat(server.operator("/readyz").status()).isEqualTo(200);
            Signals.send(place.postmaster().orElseThrow(), "KILL");
            Patience.until("readiness is lost", () -> server.operator("/readyz").status() == 503);

            for (String[] request :
                    new String[][] {
                        {"POST", "/v1/billing/portal"},
                        {"GET", "/v1/projects"},
                        {"POST", "/v1/api-keys"},
                    }) {
                Exchange refused = server.api().request(request[0], request[1]).key(key).send();

                assertThat(refused.status()).as(refused.text()).isEqualTo(503);
                assertThat(refused.code()).isEqualTo("SERVICE_UNAVAILABLE");
                assertThat(refused.header("Retry-After")).isPresent();
            }
            assertThat(server.operator("/readyz").json().at("/database").asString(""))
                    .isEqualTo("unreachable");
            assertThat(server.operator("/healthz").status()).isEqualTo(200);
            assertThat(server.operator("/metrics").status()).isEqualTo(200);

            assertThat(server.stop("TERM")).isEqualTo(128 + 15);
            assertThat(place.processes()).isEmpty();
        }
        try (RunningServer server = RunningServer.up(place)) {
            assertThat(server.api().get("/v1/projects").key(key).send().status()).isEqualTo(200);
        }
    }
}
