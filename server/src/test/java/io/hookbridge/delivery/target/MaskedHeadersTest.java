package io.hookbridge.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;

/** What is shown of the headers of an attempt. */
@Tag("unit")
class MaskedHeadersTest {

    @Test
    void a_receiver_that_repeats_a_secret_does_not_show_it() {
        AddedHeaders sent =
                AddedHeaders.of(
                        Map.of("X-Custom", "Bearer FAKE-hunter2", "X-Region", "eu-west-1"),
                        Map.of("X-Token", "FAKE"));
        assertThat(sent.secrets()).containsExactlyInAnyOrder("Bearer FAKE-hunter2", "FAKE");

        Map<String, String> answered =
                Map.of(
                        "X-Custom", "Bearer FAKE-hunter2",
                        "X-Echo", "got: Bearer FAKE-hunter2",
                        "X-Short", "FAKE",
                        "Set-Cookie", "a=b",
                        "X-Region", "eu-west-1",
                        "X-Words", "FAKE is short");
        Map<String, String> shown = new HashMap<>();
        answered.forEach((name, value) ->
                shown.put(name, MaskedHeaders.answered(name, value, sent.secrets())));

        assertThat(shown)
                .isEqualTo(
                        Map.of(
                                "X-Custom", "***",
                                "X-Echo", "***",
                                "X-Short", "***",
                                "Set-Cookie", "***",
                                "X-Region", "eu-west-1",
                                "X-Words", "FAKE is short"));
    }
}
