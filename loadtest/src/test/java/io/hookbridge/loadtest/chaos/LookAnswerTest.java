package io.hookbridge.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@Tag("unit")
class LookAnswerTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final Instant LATER = NOON.plusMillis(300);

    private static UUID id(int number) {
        return new UUID(0x7000, number);
    }

    private static String page(Instant asOf, int... numbers) {
        StringBuilder page = new StringBuilder("{\"data\":[");
        for (int number : numbers) {
            page.append("{\"message_id\":\"").append(id(number)).append("\"},");
        }
        return page.append("],\"meta\":{\"as_of\":\"").append(asOf).append("\"}}").toString();
    }

    @Test
    void a_page_of_a_moment_before_it_was_asked_for_is_well() {
        LookAnswer answer =
                LookAnswer.listing(
                        page(NOON.minusSeconds(2), 4, 3),
                        NOON,
                        LATER,
                        Map.of(id(3), NOON.minusSeconds(3), id(4), NOON.minusSeconds(3)));

        assertThat(answer)
                .isEqualTo(new LookAnswer(Optional.of(Duration.ofSeconds(2)), 2, List.of()));
    }

    @Test
    void what_is_of_the_primary_has_no_age() {
        LookAnswer answer = LookAnswer.of("{\"data\":{},\"meta\":{}}", NOON, LATER);

        assertThat(answer.age()).isEmpty();
        assertThat(answer.wrong()).isEmpty();
    }

    @Test
    void a_moment_that_is_still_to_come_is_wrong() {
        assertThat(LookAnswer.of(page(LATER.plusSeconds(1)), NOON, LATER).wrong())
                .singleElement()
                .asString()
                .contains("later");
    }

    @Test
    void a_moment_that_is_too_long_ago_is_wrong() {
        assertThat(LookAnswer.of(page(NOON.minusSeconds(10)), NOON, LATER).wrong()).isEmpty();
        assertThat(LookAnswer.of(page(NOON.minusSeconds(11)), NOON, LATER).wrong())
                .singleElement()
                .asString()
                .contains("too old");
    }

    @Test
    void a_message_that_was_accepted_before_that_moment_must_not_be_missing() {
        assertThat(
                        LookAnswer.listing(
                                        page(NOON.minusSeconds(2), 5, 3),
                                        NOON,
                                        LATER,
                                        Map.of(id(4), NOON.minusSeconds(3)))
                                .wrong())
                .singleElement()
                .asString()
                .contains(id(4) + " was accepted");
    }

    @Test
    void what_came_after_that_moment_or_before_the_page_may_be_missing() {
        LookAnswer answer =
                LookAnswer.listing(
                        page(NOON.minusSeconds(2), 5, 3),
                        NOON,
                        LATER,
                        Map.of(id(2), NOON.minusSeconds(9), id(6), NOON.minusSeconds(1)));

        assertThat(answer.wrong()).isEmpty();
        assertThat(answer.compared()).isZero();
    }
}
