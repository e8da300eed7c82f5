package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.inbound.provider.AskProviders;
import io.hookbridge.inbound.provider.ProviderDouble;
import io.hookbridge.inbound.verify.Vectors.Vector;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.scheme.Flaw;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.UUID;
import java.util.stream.Stream;

/** Requests that are checked with keys that their provider's server publishes. */
@Tag("unit")
class KeysOfProvidersTest {

    private static final String PLAID_KEY = "/webhook_verification_key/get";

    static Stream<Vector> vectors() {
        return Vectors.ALL.stream()
                .filter(vector -> !vector.certificates().isEmpty() || !vector.keys().isEmpty());
    }

    /** A server that publishes what belongs to the vector. */
    private static ProviderDouble provider(Vector vector) {
        if (!vector.keys().isEmpty()) {
            return ProviderDouble.of("production.plaid.com")
                    .publish(
                            PLAID_KEY,
                            200,
                            "{\"key\":" + vector.keys().values().iterator().next() + "}");
        }
        var certificate = vector.certificates().entrySet().iterator().next();
        URI url = URI.create(certificate.getKey());
        return ProviderDouble.of(url.getHost())
                .publish(url.getRawPath(), 200, certificate.getValue());
    }

    private static Verifier verifier(Vector vector, ProviderDouble provider) {
        return verifier(vector, vector.material(), provider);
    }

    private static Verifier verifier(Vector vector, Material material, ProviderDouble provider) {
        AskProviders asking =
                new AskProviders(provider.inquiry(), Patience.LONGEST, System::nanoTime);
        return new Verifier(
                Vectors.PRESETS.find(vector.preset()).orElseThrow(),
                material,
                OwnChecks.NONE,
                new CheckCoded(
                        asking.keysFor(
                                new AskProviders.Asker(
                                        new TargetId(new UUID(7, 1)),
                                        new EnvironmentId(new UUID(8, 1)))),
                        vector::authorities));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_key_that_is_fetched_decides_as_one_that_was_known(Vector vector) {
        try (ProviderDouble provider = provider(vector)) {
            Outcome fetched = verifier(vector, provider).judge(vector.request());

            Outcome known = vector.verifier().judge(vector.request());
            assertThat(fetched).hasSameClassAs(known);
            if (known instanceof Outcome.Refused) {
                assertThat(fetched).isEqualTo(known);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void while_the_provider_is_away_nothing_is_believed(Vector vector) {
        try (ProviderDouble provider = provider(vector)) {
            provider.goAway();

            assertThat(verifier(vector, provider).judge(vector.request()))
                    .isNotInstanceOf(Outcome.Verified.class)
                    .isNotInstanceOf(Outcome.Answered.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sns-v2-notification", "paypal-valid", "plaid-valid"})
    void while_the_provider_cannot_tell_the_request_has_to_come_again(String id) {
        Vector vector = Vectors.find(id);
        try (ProviderDouble provider = provider(vector)) {
            provider.publish(PLAID_KEY, 503, "");
            vector.certificates()
                    .keySet()
                    .forEach(url -> provider.publish(URI.create(url).getRawPath(), 503, ""));

            assertThat(verifier(vector, provider).judge(vector.request()))
                    .isEqualTo(new Outcome.Undecided());
        }
    }

    @Test
    void a_key_that_plaid_no_longer_signs_with_is_none() {
        Vector vector = Vectors.find("plaid-valid");
        String key = vector.keys().values().iterator().next();
        long now = vector.request().receivedAt().getEpochSecond();
        try (ProviderDouble provider = provider(vector)) {
            provider.publish(PLAID_KEY, 200, withEnd(key, now + 1));
            assertThat(verifier(vector, provider).judge(vector.request()))
                    .isInstanceOf(Outcome.Verified.class);

            provider.publish(PLAID_KEY, 200, withEnd(key, now));
            assertThat(verifier(vector, provider).judge(vector.request()))
                    .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.UNKNOWN_KEY));
        }
    }

    private static String withEnd(String key, long second) {
        return "{\"key\":" + key.replaceFirst("\\{", "{\"expired_at\":" + second + ",") + "}";
    }

    @Test
    void of_two_accounts_at_plaid_the_one_that_is_told_the_key_will_do() {
        Vector vector = Vectors.find("plaid-valid");
        Material two =
                Material.of("sandbox:client:FAKE-secret", vector.material().secrets().getFirst());
        try (ProviderDouble provider = provider(vector)) {
            // The double has no certificate for the sandbox, so that this is away.
            assertThat(verifier(vector, two, provider).judge(vector.request()))
                    .isInstanceOf(Outcome.Verified.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Whoever has the bucket of this name publishes there what he likes.
                "https://sns.s3-us-west-2.amazonaws.com/key.pem",
                "https://sns.s3.amazonaws.com/key.pem",
                "https://sns.eu-test-1.amazonaws.com.evil.test/key.pem",
                "https://evil.test/sns.eu-test-1.amazonaws.com/key.pem",
                "https://sns.eu-test-1.amazonaws.com@evil.test/key.pem",
                "https://sns.eu-test-1.amazonaws.com:8443/key.pem",
                "http://sns.eu-test-1.amazonaws.com/key.pem",
                "https://sns.eu-test-1.amazonaws.com/key.pem?x",
                "https://sns.eu-test-1.amazonaws.com/key.der"
            })
    void a_certificate_of_sns_is_fetched_from_amazon_alone(String url) {
        Vector vector = Vectors.find("sns-v2-notification");
        String evil =
                new String(vector.request().body(), UTF_8)
                        .replaceFirst("https://sns[^\"]*\\.pem", url);
        try (ProviderDouble provider = provider(vector)) {
            assertThat(
                            verifier(vector, provider)
                                    .judge(
                                            Requests.to("aws-sns")
                                                    .at(
                                                            vector.request()
                                                                    .receivedAt()
                                                                    .getEpochSecond())
                                                    .body(evil)
                                                    .request()))
                    .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CERT_URL_NOT_ALLOWED));
            assertThat(provider.asked()).isEmpty();
        }
    }
}
