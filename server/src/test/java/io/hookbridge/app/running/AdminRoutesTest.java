package io.hookbridge.app.running;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class AdminRoutesTest {

    @Test
    void the_operators_port_tells_life_readiness_and_figures_and_nothing_else() {
        try (TestApp app = TestApp.start()) {
            app.client().post("/v1/billing/portal").key(KEY).send();

            assertThat(app.admin().get("/healthz").send().status()).isEqualTo(200);
            Exchange ready = app.admin().get("/readyz").send();
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.json().path("status").asString()).isEqualTo("ready");
            assertThat(ready.json().at("/billing/provider").asString()).isEqualTo("builtin");
            Exchange metrics = app.admin().get("/metrics").send();
            assertThat(metrics.text())
                    .contains("hookbridge_portal_requests_total{outcome=\"opened\"} 1")
                    .contains("route=\"/v1/billing/portal\"")
                    .contains("hikaricp_connections")
                    .contains("jvm_memory_used_bytes")
                    .doesNotContain("tenant_");
            assertThat(app.admin().get("/billing").send().status()).isEqualTo(404);
            assertThat(app.client().get("/metrics").send().status()).isEqualTo(404);
        }
    }

    @Test
    void a_server_without_the_console_role_has_no_pages_and_without_the_api_role_no_operations() {
        try (TestApp app = TestApp.start(java.util.Map.of("HOOKBRIDGE_ROLES", "api"))) {
            assertThat(app.client().get("/billing/live").send().status()).isEqualTo(404);
            assertThat(app.client().post("/v1/billing/portal").key(KEY).send().status())
                    .isEqualTo(200);
        }
        try (TestApp app = TestApp.start(java.util.Map.of("HOOKBRIDGE_ROLES", "console"))) {
            assertThat(app.client().get("/billing/live").send().status()).isEqualTo(200);
            assertThat(app.client().get("/docs").send().status()).isEqualTo(200);
            assertThat(app.client().get("/v1/logs").key(KEY).send().status()).isEqualTo(421);
        }
    }
}
