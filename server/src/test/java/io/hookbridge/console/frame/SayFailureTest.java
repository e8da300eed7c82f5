package io.hookbridge.console.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.page.Language;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.message.explanation.Explanation;
import io.hookbridge.message.explanation.Failed;
import io.hookbridge.message.explanation.FailureKind;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("unit")
class SayFailureTest {

    private static final Phrases GERMAN = Phrases.in(Language.GERMAN);

    @ParameterizedTest
    @EnumSource
    void every_failure_is_explained_in_each_language_of_the_console(FailureKind kind) {
        Explanation english = new Explanation(kind.word(), "It is so.", kind.remedy());

        Explanation german = SayFailure.explanation(english, 599, null, GERMAN);

        assertThat(german.cause()).isNotEqualTo(english.cause());
        assertThat(german.remedy()).isNotEqualTo(english.remedy());
        assertThat(SayFailure.title(kind, GERMAN)).isNotEqualTo(kind.title());
        assertThat(SayFailure.explanation(english, 599, null, Phrases.ENGLISH)).isEqualTo(english);
    }

    @Test
    void an_explanation_names_the_answer_and_the_replay_that_follows_the_remedy() {
        Explanation english = Explanation.of(Failed.of(503, "503"), "attempts_used_up");

        assertThat(SayFailure.explanation(english, 503, "503", GERMAN))
                .isEqualTo(
                        new Explanation(
                                "unavailable",
                                "Der Empfänger hat mit 503 geantwortet: Er ist überlastet oder wird"
                                        + " gerade gewartet.",
                                "Prüfen Sie, ob der Empfänger läuft und genügend Kapazität hat."
                                        + " Senden Sie die Nachricht danach erneut."));
    }

    @Test
    void a_refusal_is_told_by_its_code_and_else_as_the_api_does() {
        ApiError known = new ApiError(ErrorCode.ENDPOINT_DELETED, "the endpoint was deleted");
        ApiError other = ApiError.invalidRequest("payload must be a JSON object");

        assertThat(SayFailure.refusal(known, GERMAN)).isEqualTo("Der Endpunkt ist gelöscht.");
        assertThat(SayFailure.refusal(other, GERMAN))
                .isEqualTo("Der Server nimmt das nicht an: „Payload must be a JSON object.“");
        assertThat(SayFailure.refusal(other, Phrases.ENGLISH))
                .isEqualTo("Payload must be a JSON object.");
    }

    @Test
    void what_is_stored_of_a_failure_is_told_by_its_kind_and_a_status_as_it_is() {
        String stored = "The certificate has expired.";

        assertThat(SayFailure.error(null, stored, GERMAN)).isEqualTo("Zertifikat abgelaufen");
        assertThat(SayFailure.error(null, stored, Phrases.ENGLISH)).isEqualTo(stored);
        assertThat(SayFailure.error(503, "HTTP 503", GERMAN)).isEqualTo("HTTP 503");
    }
}
