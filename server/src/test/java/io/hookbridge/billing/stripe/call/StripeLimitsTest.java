package io.hookbridge.billing.stripe.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("unit")
class StripeLimitsTest {

    @ParameterizedTest
    @CsvSource({"1, 16", "15, 16", "16, 16", "200, 200", "256, 256", "1000, 256"})
    void who_may_call_often_has_places_for_the_calls_of_a_second(int callsPerSecond, int places) {
        StripeLimits limits = StripeLimits.standard().withCallsPerSecond(callsPerSecond);

        assertThat(limits.callsPerSecond()).isEqualTo(callsPerSecond);
        assertThat(limits.places()).isEqualTo(places);
    }
}
