package io.hookbridge.message.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.net.Trouble;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.nio.file.Path;
import java.util.Arrays;

@Tag("unit")
class ExplanationTest {

    private static Explanation of(@Nullable Integer status, String error, String decision) {
        return Explanation.of(Failed.of(status, error), decision);
    }

    @ParameterizedTest
    @CsvSource({
        "301, redirect",
        "304, redirect",
        "400, bad_request",
        "401, unauthorized",
        "402, refused",
        "403, forbidden",
        "404, not_found",
        "405, method_not_allowed",
        "408, request_timeout",
        "409, conflict",
        "410, gone",
        "413, too_large",
        "415, unsupported_type",
        "422, bad_request",
        "429, rate_limited",
        "500, server_error",
        "502, bad_gateway",
        "503, unavailable",
        "504, gateway_timeout",
        "599, server_error",
    })
    void an_answer_is_explained_by_its_status(int status, String kind) {
        Explanation explanation = of(status, "HTTP " + status, "again");

        assertThat(explanation.kind()).isEqualTo(kind);
        assertThat(explanation.cause()).startsWith("The receiver answered " + status);
    }

    @ParameterizedTest
    @EnumSource
    void whatever_goes_wrong_on_the_way_has_an_explanation_of_its_own(Trouble trouble) {
        Explanation explanation = of(null, trouble.failed().sentence(), "again");

        assertThat(explanation.kind()).isNotEqualTo(FailureKind.NO_ANSWER.word());
        assertThat(explanation.cause()).endsWith(".").doesNotContain("%");
    }

    @Test
    void an_answer_that_is_late_is_told_by_the_phase_that_was_late() {
        String late = Trouble.OUT_OF_TIME.failed().sentence();

        assertThat(Explanation.of(new Failed(null, late, false, false), "again").kind())
                .isEqualTo("connection_timeout");
        assertThat(Explanation.of(new Failed(null, late, true, false), "again").kind())
                .isEqualTo("answer_timeout");
        assertThat(Explanation.of(new Failed(null, late, true, true), "again").kind())
                .isEqualTo("answer_unfinished");
    }

    @Test
    void an_error_that_nobody_foresaw_is_told_as_it_is() {
        assertThat(of(null, "The printer is on fire.", "again").cause())
                .isEqualTo("There was no answer: The printer is on fire.");
    }

    @Test
    void what_was_cancelled_after_a_failure_is_cancelled() {
        assertThat(of(503, "cancelled on request, after: HTTP 503", "again").kind())
                .isEqualTo("cancelled");
    }

    @Test
    void whoever_lost_a_message_is_told_to_replay_it_once_the_cause_is_gone() {
        String remedy = of(404, "HTTP 404", "again").remedy();

        assertThat(of(404, "HTTP 404", "refused").remedy())
                .isEqualTo(remedy + " Then replay the message.");
        assertThat(of(503, "HTTP 503", "attempts_used_up").remedy())
                .endsWith("replay the message.");
        assertThat(of(503, "HTTP 503", "retention_over").remedy()).doesNotContain("replay");
    }

    @Test
    void the_description_of_the_api_lists_every_kind() {
        JsonNode kinds =
                new YAMLMapper()
                        .readTree(Path.of("../docs/openapi.yaml"))
                        .at("/components/schemas/Explanation/properties/kind/enum");

        assertThat(kinds.valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Arrays.stream(FailureKind.values()).map(FailureKind::word).toList());
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_has_sentences_and_a_title_that_fits_a_list(FailureKind kind) {
        assertThat(kind.remedy()).matches("[A-Z].*\\.");
        assertThat(kind.cause(Failed.of(418, "HTTP 418"))).matches("[A-Z].*\\.?");
        assertThat(kind.title()).hasSizeLessThanOrEqualTo(30).doesNotEndWith(".");
    }
}
