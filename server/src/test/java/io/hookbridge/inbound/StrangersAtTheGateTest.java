package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.UUID;

@Tag("database")
class StrangersAtTheGateTest {

    @Test
    void whoever_tries_ids_is_held_up_and_a_known_endpoint_of_the_same_address_is_not() {
        try (InboundTest inbound = new InboundTest()) {
            InboundTest.Source source = inbound.source(Map.of("mode", "cli"));
            InboundTest.accepted(inbound.to(source).json("{}").send());

            Exchange refused = tried(inbound, source);
            for (int i = 0; i < 200 && refused.status() == 404; i++) {
                refused = tried(inbound, source);
            }

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isPresent();
            InboundTest.accepted(inbound.to(source).json("{}").send());
        }
    }

    private static Exchange tried(InboundTest inbound, InboundTest.Source source) {
        String path = source.path().replace(source.id(), UUID.randomUUID().toString());
        return inbound.app.client().post(path).json("{}").send();
    }
}
