package io.hookbridge.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import io.hookbridge.base.Json;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.JsonBody;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;

@Tag("unit")
class RetryPolicyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                       | Up to 8 attempts: the first at once, then 7 retries after 30 minutes, 2, 6, 12, 24, 48 and 72 hours. Tried again after 408, 429 and 5xx, and where there was no complete answer. Each attempt may take 15 seconds.
                    {"attempts":1,"timeout_seconds":1}                       | One attempt, and no retry. Each attempt may take 1 second.
                    {"attempts":3}                                           | Up to 3 attempts: the first at once, then 2 retries after 30 minutes and 2 hours. Tried again after 408, 429 and 5xx, and where there was no complete answer. Each attempt may take 15 seconds.
                    {"delays_seconds":[60],"retry_statuses":[]}              | Up to 2 attempts: the first at once, then one retry after 1 minute. Tried again only where there was no complete answer. Each attempt may take 15 seconds.
                    {"delays_seconds":[90],"attempts":5,"retry_statuses":["503"],"timeout_seconds":60} | Up to 5 attempts: the first at once, then 4 retries, 90 seconds apart. Tried again after 503, and where there was no complete answer. Each attempt may take 1 minute.
                    {"delays_seconds":[5,10,86400,604800],"retry_statuses":["404","5xx"]} | Up to 5 attempts: the first at once, then 4 retries after 5, 10 seconds, 24 hours and 7 days. Tried again after 404 and 5xx, and where there was no complete answer. Each attempt may take 15 seconds.
                    """)
    void a_policy_is_told_in_words(String chosen, String words) {
        assertThat(choice(chosen).over(RetryPolicy.DEFAULT).inWords()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                          | Bis zu 8 Versuche: der erste sofort, dann 7 Wiederholungen nach 30_Minuten, 2, 6, 12, 24, 48 und 72_Stunden. Wiederholt wird nach 408, 429 und 5xx und wenn es keine vollständige Antwort gab. Jeder Versuch darf 15_Sekunden dauern.
                    {"attempts":1,"timeout_seconds":1}          | Ein Versuch, keine Wiederholung. Jeder Versuch darf 1_Sekunde dauern.
                    {"delays_seconds":[604800,604800],"retry_statuses":[]} | Bis zu 3 Versuche: der erste sofort, dann 2 Wiederholungen im Abstand von 7_Tagen. Wiederholt wird nur, wenn es keine vollständige Antwort gab. Jeder Versuch darf 15_Sekunden dauern.
                    """)
    void the_same_in_german(String chosen, String words) {
        assertThat(choice(chosen).over(RetryPolicy.DEFAULT).inWords(Phrases.in(Language.GERMAN)))
                .isEqualTo(words.replace('_', '\u00a0'));
    }

    @Test
    void what_is_not_chosen_comes_from_the_project_and_then_from_the_installation() {
        RetryPolicy project =
                choice("{\"delays_seconds\":[1,2,3],\"timeout_seconds\":30}")
                        .over(RetryPolicy.DEFAULT);
        RetryPolicy endpoint = choice("{\"retry_statuses\":[\"5xx\"]}").over(project);

        assertThat(endpoint.delays()).isEqualTo(project.delays()).hasSize(3);
        assertThat(endpoint.attempts()).isEqualTo(4);
        assertThat(endpoint.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(endpoint.statuses().words()).containsExactly("5xx");
        assertThat(choice("{\"delays_seconds\":[7]}").over(project).attempts()).isEqualTo(2);
        assertThat(RetryChoice.NONE.over(project)).isSameAs(project);
    }

    @Test
    void in_time_lapse_three_seconds_stand_for_thirty_minutes() {
        RetryChoice hurried =
                choice("{\"delays_seconds\":[1,1800,1801],\"attempts\":9}")
                        .over(RetryPolicy.DEFAULT)
                        .inTimeLapse(5);

        assertThat(hurried.delays())
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(4));
        assertThat(hurried.attempts()).isEqualTo(6);
        assertThat(hurried.statuses()).isEqualTo(RetryPolicy.DEFAULT.statuses());
    }

    @Test
    void the_last_delay_holds_for_all_retries_that_are_left() {
        RetryPolicy policy =
                choice("{\"delays_seconds\":[10,20],\"attempts\":4}").over(RetryPolicy.DEFAULT);

        assertThat(policy.delayAfter(3)).isEqualTo(Duration.ofSeconds(20));
        assertThat(policy.longestUntilEachRetry())
                .containsExactly(
                        Duration.ofSeconds(11), Duration.ofSeconds(33), Duration.ofSeconds(55));
    }

    @Test
    void what_is_stored_is_read_again() {
        RetryChoice choice =
                choice(
                        """
                        {"delays_seconds":[10,20],"attempts":4,"retry_statuses":["5xx","404"],"timeout_seconds":9}
                        """);

        assertThat(RetryChoice.ofStored(choice.stored())).isEqualTo(choice);
        assertThat(RetryChoice.ofStored(RetryChoice.NONE.stored())).isEqualTo(RetryChoice.NONE);
        assertThat(RetryChoice.in(body("{\"retry_policy\":[]}"))).isEqualTo(RetryChoice.NONE);
        assertThat(RetryChoice.in(body("{\"retry_policy\":null}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "\"fast\"",
                "{\"delays_seconds\":[]}",
                "{\"delays_seconds\":[0]}",
                "{\"delays_seconds\":[604801]}",
                "{\"delays_seconds\":[1.5]}",
                "{\"delays_seconds\":[\"1\"]}",
                "{\"delays_seconds\":1}",
                "{\"delays_second\":[1]}",
                "{\"attempts\":0}",
                "{\"attempts\":52}",
                "{\"retry_statuses\":[\"2xx\"]}",
                "{\"retry_statuses\":[\"600\"]}",
                "{\"retry_statuses\":[500]}",
                "{\"retry_statuses\":\"5xx\"}",
                "{\"timeout_seconds\":0}",
                "{\"timeout_seconds\":61}"
            })
    void what_is_no_policy_is_refused(String policy) {
        JsonBody body = body("{\"retry_policy\":%s}".formatted(policy));

        assertThatThrownBy(() -> RetryChoice.in(body))
                .isInstanceOfSatisfying(
                        ApiError.class,
                        error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @Test
    void no_status_stands_for_gone() {
        RetriedStatuses all = new RetriedStatuses(List.of("3xx", "4xx", "5xx", "410"));

        assertThat(all.contains(409)).isTrue();
        assertThat(all.contains(300)).isTrue();
        assertThat(all.contains(410)).isFalse();
        assertThat(all.contains(200)).isFalse();
    }

    @Test
    void a_plan_allows_so_many_attempts_as_its_payloads_live_to_see() {
        RetryLimits limits = new RetryLimits(5, 3, "free");
        RetryPolicy six = choice("{\"attempts\":6}").over(RetryPolicy.DEFAULT);
        RetryPolicy seven = choice("{\"attempts\":7}").over(RetryPolicy.DEFAULT);
        RetryPolicy slow = choice("{\"delays_seconds\":[259200]}").over(RetryPolicy.DEFAULT);

        limits.require(six);
        assertThatThrownBy(() -> limits.require(seven))
                .hasMessage(
                        "the plan \"free\" allows 6 attempts; ask for fewer or change the plan");
        assertThatThrownBy(() -> limits.require(slow))
                .hasMessageContaining("the last retry may come 79 hours after the message");
    }

    private static RetryChoice choice(String policy) {
        return requireNonNull(RetryChoice.in(body("{\"retry_policy\":%s}".formatted(policy))));
    }

    private static JsonBody body(String json) {
        return new JsonBody((ObjectNode) Json.MAPPER.readTree(json));
    }
}
