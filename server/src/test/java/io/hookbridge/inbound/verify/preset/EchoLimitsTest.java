package io.hookbridge.inbound.verify.preset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("unit")
class EchoLimitsTest {

    @Test
    void ranges_and_single_characters_are_allowed_and_a_hyphen_at_the_end() {
        EchoLimits limits = EchoLimits.of("a-f0-9_-", 2, 4).orElseThrow();

        assertThat("af09").matches(limits::allow);
        assertThat("_-").matches(limits::allow);
        assertThat("a").matches(it -> !limits.allow(it), "too short");
        assertThat("aaaaa").matches(it -> !limits.allow(it), "too long");
        assertThat("ag").matches(it -> !limits.allow(it), "outside of the range");
        assertThat("a\u00e4").matches(it -> !limits.allow(it), "outside of ASCII");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "z-a", "\n", "\u00e4"})
    void what_is_no_set_of_characters_is_refused(String characters) {
        assertThat(EchoLimits.of(characters, 1, 2)).isEmpty();
    }

    @Test
    void nothing_is_safe_to_sign_that_could_be_an_event() {
        assertThat(EchoLimits.of("A-Za-z0-9+/=_-", 1, 256).orElseThrow().isSafeToSign()).isTrue();
        assertThat(EchoLimits.of("a-z", 1, 257).orElseThrow().isSafeToSign()).isFalse();
        assertThat(EchoLimits.of("a-z:", 1, 9).orElseThrow().isSafeToSign()).isFalse();
        assertThat(EchoLimits.of("a-z{", 1, 9).orElseThrow().isSafeToSign()).isFalse();
        assertThat(EchoLimits.of(" -~", 1, 9).orElseThrow().isSafeToSign()).isFalse();
        assertThat(EchoLimits.USUAL.isSafeToSign()).isFalse();
    }
}
