package io.hookbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

@Tag("database")
class PublicHealthTest {

    @Test
    void the_public_port_tells_a_load_balancer_one_word_and_nothing_else() {
        try (TestApp app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "jobs"))) {
            Exchange alive = app.client().get("/healthz").send();
            assertThat(alive.status()).isEqualTo(200);
            assertThat(alive.text()).isEqualTo("alive\n");
            Exchange ready = app.client().get("/readyz").send();
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.text()).isEqualTo("ready\n");
            assertThat(app.client().request("HEAD", "/readyz").send().status()).isEqualTo(200);
        }
    }

    @Test
    void the_operators_port_answers_to_addresses_and_to_the_names_that_were_allowed() {
        try (TestApp app =
                TestApp.start(Map.of("HOOKBRIDGE_ADMIN_ALLOWED_HOSTS", "metrics.internal,x:1"))) {
            Exchange rebound =
                    app.admin().get("/metrics").header("Host", "attacker.example").send();
            assertThat(rebound.status()).isEqualTo(421);
            assertThat(rebound.json().at("/error/code").asString())
                    .isEqualTo("MISDIRECTED_REQUEST");
            assertThat(rebound.text())
                    .contains("HOOKBRIDGE_ADMIN_ALLOWED_HOSTS")
                    .doesNotContain("attacker");
            for (String known : new String[] {"10.0.0.1", "metrics.internal:9999", "[::1]:9464"}) {
                assertThat(app.admin().get("/healthz").header("Host", known).send().status())
                        .as(known)
                        .isEqualTo(200);
            }
            assertThat(app.client().get("/healthz").header("Host", "any.example").send().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void however_many_ask_the_decision_is_made_once_a_second() {
        AtomicInteger asked = new AtomicInteger();
        AtomicLong nanos = new AtomicLong(-5);
        PublicHealth health = new PublicHealth(() -> asked.incrementAndGet() > 1, nanos::get);

        assertThat(health.isReady()).isFalse();
        nanos.addAndGet(999_999_999);
        assertThat(health.isReady()).isFalse();
        nanos.addAndGet(1);
        assertThat(health.isReady()).isTrue();
        assertThat(asked).hasValue(2);
    }
}
