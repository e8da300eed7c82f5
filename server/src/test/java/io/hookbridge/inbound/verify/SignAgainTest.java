package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.inbound.verify.Vectors.Vector;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was held up for days and goes on to another URL, signed as its provider would. */
@Tag("unit")
class SignAgainTest {

    private static final Duration HELD_UP = Duration.ofDays(3);

    /**
     * Those that only the provider can sign for, that have nothing to sign, or sign in the body.
     */
    private static final Set<String> AS_THEY_ARE =
            Set.of(
                    "adyen-standard",
                    "auth0",
                    "aws-sns",
                    "braintree",
                    "chargebee",
                    "cloudevents-http",
                    "discord-events",
                    "gitlab-token",
                    "linear",
                    "mailgun",
                    "microsoft-graph",
                    "okta",
                    "paypal",
                    "plaid",
                    "postmark",
                    "sendgrid",
                    "standard-webhooks-v1a",
                    "telegram",
                    "wise");

    static Stream<Vector> accepted() {
        return Vectors.ALL.stream()
                .filter(Vector::isAccepted)
                .filter(vector -> !AS_THEY_ARE.contains(vector.preset()));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void an_event_verifies_days_later_and_elsewhere(Vector vector) {
        ReceivedRequest late = elsewhere(vector.request());
        List<Header> signed = vector.verifier().signAgain(late, late.receivedAt()).orElseThrow();

        assertThat(vector.verifier().judge(replaced(late, signed)))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void what_has_a_time_or_the_url_in_its_signature_would_not_verify_as_it_came() {
        Set<String> refused =
                accepted()
                        .filter(vector ->
                                vector.verifier().judge(elsewhere(vector.request()))
                                        instanceof Outcome.Refused)
                        .map(Vector::preset)
                        .collect(Collectors.toSet());

        assertThat(refused)
                .contains("stripe", "slack", "standard-webhooks", "twilio", "square", "hubspot-v3");
    }

    @Test
    void what_only_the_provider_can_sign_is_not_signed() {
        assertThat(
                        Vectors.ALL.stream()
                                .filter(Vector::isAccepted)
                                .filter(vector ->
                                        vector.verifier()
                                                .signAgain(vector.request(), Requests.NOW)
                                                .isEmpty())
                                .map(Vector::preset)
                                .collect(Collectors.toSet()))
                .isEqualTo(AS_THEY_ARE);
    }

    @Test
    void which_presets_can_be_signed_again_is_known_before_anything_comes() {
        Set<String> cannot =
                Vectors.PRESETS.all().stream()
                        .filter(preset -> !Verifier.canSignAgain(preset))
                        .map(Preset::id)
                        .collect(Collectors.toSet());

        Set<String> expected = new HashSet<>(AS_THEY_ARE);
        // No vector of it is an event.
        expected.add("azure-event-grid");
        assertThat(cannot).isEqualTo(expected);
    }

    @Test
    void of_two_secrets_the_first_signs() {
        Vector vector = Vectors.find("std-rotation-two-secrets");
        ReceivedRequest late = elsewhere(vector.request());
        ReceivedRequest signed =
                replaced(late, vector.verifier().signAgain(late, late.receivedAt()).orElseThrow());

        assertThat(
                        new Verifier(
                                        Vectors.PRESETS.find(vector.preset()).orElseThrow(),
                                        Material.of(vector.material().secrets().getFirst()),
                                        OwnChecks.NONE,
                                        Requests.NOBODY)
                                .judge(signed))
                .isInstanceOf(Outcome.Verified.class);
    }

    private static ReceivedRequest elsewhere(ReceivedRequest request) {
        Instant late = request.receivedAt().plus(HELD_UP);
        return new ReceivedRequest(
                request.method(),
                "https://app.example.test/hooks",
                request.rawQuery().or(() -> Optional.of("team=7")),
                request.headers(),
                request.body(),
                request.mostDecoded(),
                request.source(),
                late);
    }

    private static ReceivedRequest replaced(ReceivedRequest request, List<Header> headers) {
        Stream<Header> others =
                request.headers().stream()
                        .filter(header ->
                                headers.stream()
                                        .noneMatch(
                                                it -> it.name().equalsIgnoreCase(header.name())));
        return new ReceivedRequest(
                request.method(),
                request.ingestUrl(),
                request.rawQuery(),
                Stream.concat(others, headers.stream()).toList(),
                request.body(),
                request.mostDecoded(),
                request.source(),
                request.receivedAt());
    }
}
