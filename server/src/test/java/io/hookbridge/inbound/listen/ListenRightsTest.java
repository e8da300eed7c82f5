package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Actor;
import io.hookbridge.app.TestApp;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.http.Exchange;
import io.hookbridge.inbound.InboundTest;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.tenant.Tenants;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Who may listen, and for how long. */
@Tag("database")
class ListenRightsTest {

    @Test
    void a_stream_and_a_request_that_is_held_end_with_their_key_or_its_tenant() {
        try (InboundTest inbound = new InboundTest()) {
            InboundTest.Source source = inbound.source(Map.of("mode", "cli"));
            InboundTest.Source quiet = inbound.source(Map.of("mode", "cli", "name", "quiet"));
            JsonNode key =
                    inbound.app
                            .client()
                            .post("/v1/api-keys")
                            .key(TestApp.KEY)
                            .json("{\"label\":\"for a while\"}")
                            .send()
                            .data();
            String text = key.path("key").asString();
            String poll = "/v1/inbound-endpoints/" + quiet.id() + "/listen?wait=30";
            CompletableFuture<Exchange> held =
                    CompletableFuture.supplyAsync(
                            () -> inbound.app.client().get(poll).key(text).send());
            try (TestListener listener =
                    TestListener.connect(inbound.app.port(), "endpoint_id=" + source.id(), text)) {
                awaitMetric(inbound, "hookbridge_listen_waiting 1.0");

                inbound.call("DELETE", "/v1/api-keys/" + key.path("key_id").asString());

                assertThat(listener.closedWith()).isEqualTo(4401);
                assertThat(held.join().status()).isEqualTo(401);
            }
            try (TestListener listener =
                    TestListener.connect(inbound.app, "endpoint_id=" + source.id())) {
                suspendTenant(inbound);
                assertThat(listener.closedWith()).isEqualTo(4401);
                assertThat(
                                TestListener.refused(
                                        inbound.app.port(),
                                        "endpoint_id=" + source.id(),
                                        TestApp.KEY))
                        .isEqualTo(403);
            }
        }
    }

    private static void suspendTenant(InboundTest inbound) {
        Jdbi jdbi = Database.withArguments(inbound.jdbi);
        Tenants tenants = new Tenants(jdbi, new Uuid7(Instant::now), Instant::now);
        assertThat(
                        tenants.suspend(
                                tenants.oldest().orElseThrow().id(),
                                null,
                                new Actor(Actor.Kind.OPERATOR, "test"),
                                null))
                .isTrue();
    }

    private static void awaitMetric(InboundTest inbound, String line) {
        OutboundTest.poll(
                line,
                () -> inbound.app.admin().get("/metrics").send().text(),
                metrics -> metrics.contains(line));
    }

    @Test
    void who_has_as_many_listeners_as_it_may_have_is_refused_until_one_has_gone() {
        Map<String, String> settings = Map.of("HOOKBRIDGE_LISTENERS_PER_ADDRESS", "1");
        try (InboundTest inbound = new InboundTest(settings)) {
            String endpoint = "endpoint_id=" + inbound.source(Map.of("mode", "cli")).id();
            int port = inbound.app.port();
            try (TestListener _ = TestListener.connect(inbound.app, endpoint)) {
                assertThat(TestListener.refused(port, endpoint, TestApp.KEY)).isEqualTo(429);
            }
            awaitMetric(inbound, "hookbridge_listeners 0.0");
            TestListener.connect(inbound.app, endpoint).close();
        }
    }
}
