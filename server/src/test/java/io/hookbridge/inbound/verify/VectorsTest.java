package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.inbound.verify.Vectors.Vector;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every preset against requests that other code has signed. */
@Tag("unit")
class VectorsTest {

    static List<Vector> vectors() {
        return Vectors.ALL;
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void every_request_is_judged_as_it_has_to_be(Vector vector) {
        JsonNode expect = vector.expect();

        switch (vector.verifier().judge(vector.request())) {
            case Outcome.Verified verified -> {
                assertThat(expect.path("verdict").stringValue()).isEqualTo("accept");
                assertThat(verified.isProven()).isTrue();
                assertThat(verified.eventType().orElse("")).isEqualTo(text(expect, "event_type"));
                if (expect.has("dedupe")) {
                    assertThat(verified.key().orElseThrow().text())
                            .isEqualTo(text(expect, "dedupe"));
                }
            }
            case Outcome.Refused refused -> {
                assertThat(expect.path("verdict").stringValue())
                        .as(refused.toString())
                        .isEqualTo("reject");
                assertThat(refused.flaw().code()).isEqualTo(text(expect, "refused"));
            }
            case Outcome.Answered answered -> {
                assertThat(expect.path("verdict").stringValue()).isEqualTo("challenge");
                assertThat(answered.status()).isEqualTo(expect.path("status").intValue());
                assertThat(new String(answered.body(), UTF_8)).isEqualTo(text(expect, "body"));
                assertThat(answered.headers()).containsAll(headers(expect));
            }
            case Outcome.Undecided() -> assertThat(expect).as("undecided").isNull();
        }
    }

    private static String text(JsonNode node, String name) {
        return node.has(name) ? node.path(name).stringValue() : "";
    }

    private static List<Header> headers(JsonNode expect) {
        List<Header> headers =
                expect.path("headers").properties().stream()
                        .map(each -> new Header(each.getKey(), each.getValue().stringValue()))
                        .collect(Collectors.toList());
        if (expect.has("content_type")) {
            headers.add(new Header("Content-Type", text(expect, "content_type")));
        }
        return headers;
    }

    @Test
    void every_preset_but_those_that_only_we_have_signed_for_has_a_request_that_it_accepts() {
        Set<String> without =
                Vectors.PRESETS.all().stream()
                        .map(Preset::id)
                        .collect(Collectors.toCollection(TreeSet::new));
        Vectors.ALL.stream()
                .filter(Vector::isAccepted)
                .map(Vector::preset)
                .forEach(without::remove);

        // Their requests are in VerifierTest; that of Event Grid is answered, not kept.
        assertThat(without).containsExactly("azure-event-grid", "trello", "xero");
    }
}
