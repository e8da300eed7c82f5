package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** What is known to have come before, and what becomes of it. */
@Tag("database")
class RepetitionsTest {

    private static final String BODY = "{\"type\":\"order.created\"}";

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    @BeforeEach
    void nothing_has_come() {
        inbound.application.forget();
    }

    private static InboundTest.Source source() {
        return inbound.source("/hook", Map.of("idempotency_header_names", List.of("X-Event-Id")));
    }

    private static String send(InboundTest.Source source, String event) {
        return InboundTest.accepted(answer(source, event));
    }

    private static Exchange answer(InboundTest.Source source, String event) {
        return inbound.to(source).header("X-Event-Id", event).json(BODY).send();
    }

    @Test
    void an_event_is_known_again_whichever_way_it_went_when_it_came_first() {
        InboundTest.Source source = source();
        String forwarded = send(source, "evt_1");
        var _ = inbound.message(forwarded, "succeeded");

        assertThat(inbound.patch(source, Map.of("mode", "pull")).status()).isEqualTo(200);
        assertThat(send(source, "evt_1")).isEqualTo(forwarded);
        String fetched = send(source, "evt_2");
        assertThat(fetched).isNotEqualTo(forwarded);

        for (String mode : List.of("cli", "forward")) {
            assertThat(inbound.patch(source, Map.of("mode", mode)).status()).isEqualTo(200);
            assertThat(send(source, "evt_1")).as(mode).isEqualTo(forwarded);
            assertThat(send(source, "evt_2")).as(mode).isEqualTo(fetched);
        }
    }
}
