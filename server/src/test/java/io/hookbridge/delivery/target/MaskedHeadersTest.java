package io.hookbridge.delivery.target;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** What is shown of the headers of an attempt. */
@Tag("unit")
class MaskedHeadersTest {

    private static final Map<String, String> SENT =
            Map.of("X-Custom", "Bearer FAKE-hunter2", "X-Region", "eu-west-1", "X-Token", "FAKE");

    @Test
    void a_receiver_that_repeats_a_secret_does_not_show_it() {
        assertThat(
                        MaskedHeaders.answered(
                                Map.of(
                                        "X-Custom", "Bearer FAKE-hunter2",
                                        "X-Echo", "got: Bearer FAKE-hunter2",
                                        "X-Short", "FAKE",
                                        "Set-Cookie", "a=b",
                                        "X-Region", "eu-west-1",
                                        "X-Words", "FAKE is short"),
                                SENT,
                                MaskedHeaders.sent(SENT)))
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
