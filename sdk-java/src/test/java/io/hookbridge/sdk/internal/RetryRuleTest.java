package io.hookbridge.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.sdk.ErrorBody;
import io.hookbridge.sdk.HookBridgeException;
import io.hookbridge.sdk.NoAnswerException;
import io.hookbridge.sdk.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

@Tag("unit")
class RetryRuleTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final RetryRule RULE = new RetryRule(4, LONGEST, () -> 1);

    @ParameterizedTest
    @CsvSource({
        "429, 5,    CODE,                 true,  true",
        "429,  ,    REPLAY_LIMIT_EXCEEDED, false, false",
        "503, 5,    SERVICE_UNAVAILABLE,  false, true",
        "500,  ,    INTERNAL_ERROR,       false, true",
        "502,  ,    '',                   false, true",
        "504,  ,    '',                   false, true",
        "409,  ,    IDEMPOTENCY_CONFLICT, false, true",
        "409,  ,    IDEMPOTENCY_MISMATCH, false, false",
        "400,  ,    INVALID_REQUEST,      false, false",
        "401,  ,    UNAUTHORIZED,         false, false",
        "404,  ,    NOT_FOUND,            false, false",
        "501,  ,    '',                   false, false",
    })
    void what_was_refused_is_sent_again_if_that_helps_and_does_no_harm(
            int status,
            @Nullable Integer retryAfter,
            String code,
            boolean whateverItIs,
            boolean ifRepeatable) {
        HookBridgeException refused = refused(status, code, retryAfter);

        assertThat(RULE.waitAfter(1, refused, false).isPresent()).isEqualTo(whateverItIs);
        assertThat(RULE.waitAfter(1, refused, true).isPresent()).isEqualTo(ifRepeatable);
    }

    @Test
    void what_never_reached_the_server_is_sent_again_whatever_it_is() {
        HookBridgeException neverSent = new NoAnswerException("", false, null);
        HookBridgeException maybeDone = new NoAnswerException("", true, null);

        assertThat(RULE.waitAfter(1, neverSent, false)).isPresent();
        assertThat(RULE.waitAfter(1, maybeDone, false)).isEmpty();
        assertThat(RULE.waitAfter(1, maybeDone, true)).isPresent();
    }

    @Test
    void attempts_come_to_an_end() {
        HookBridgeException failure = new NoAnswerException("", false, null);

        assertThat(RULE.waitAfter(3, failure, true)).isPresent();
        assertThat(RULE.waitAfter(4, failure, true)).isEmpty();
    }

    @Test
    void waits_grow_up_to_the_longest_and_differ_from_caller_to_caller() {
        HookBridgeException failure = new NoAnswerException("", false, null);
        RetryRule patient = new RetryRule(100, LONGEST, () -> 1);
        RetryRule half = new RetryRule(100, LONGEST, () -> 0.5);

        assertThat(patient.waitAfter(1, failure, true)).contains(Duration.ofMillis(200));
        assertThat(patient.waitAfter(2, failure, true)).contains(Duration.ofMillis(400));
        assertThat(patient.waitAfter(3, failure, true)).contains(Duration.ofMillis(800));
        assertThat(patient.waitAfter(99, failure, true)).contains(LONGEST);
        assertThat(half.waitAfter(3, failure, true)).contains(Duration.ofMillis(400));
    }

    @Test
    void the_server_says_how_long_to_wait_at_least() {
        assertThat(RULE.waitAfter(1, refused(429, "RATE_LIMITED", 5), true))
                .contains(Duration.ofMillis(5200));
        assertThat(RULE.waitAfter(1, refused(429, "RATE_LIMITED", 30), true)).contains(LONGEST);
        assertThat(RULE.waitAfter(1, refused(429, "RATE_LIMITED", 31), true)).isEmpty();
    }

    private static RefusedException refused(int status, String code, @Nullable Integer retryAfter) {
        return new RefusedException(
                status,
                new ErrorBody(code, "no", Map.of()),
                "req_1",
                retryAfter == null ? null : Duration.ofSeconds(retryAfter));
    }
}
