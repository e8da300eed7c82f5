package io.hookbridge.delivery.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.delivery.signing.VerifyDelivery.Verdict;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

@Tag("unit")
class VerifyDeliveryTest {

    private static final byte[] BODY = "{\"a\": 1.0}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CHANGED = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource
    void what_was_signed_verifies_with_either_key_and_with_no_other(SignatureScheme scheme) {
        SigningSecret old = SigningSecret.random(scheme);
        SigningSecret fresh = SigningSecret.random(scheme);
        Map<String, String> headers = signed(scheme, List.of(old, fresh));

        Verdict genuine = new Verdict.Genuine(scheme, "1700000000");
        assertThat(verdict(headers, BODY, key(old))).isEqualTo(genuine);
        assertThat(verdict(headers, BODY, key(fresh))).isEqualTo(genuine);
        assertThat(verdict(headers, BODY, key(SigningSecret.random(scheme)), key(old)))
                .isEqualTo(genuine);
        assertThat(verdict(headers, BODY, key(SigningSecret.random(scheme))))
                .isEqualTo(new Verdict.Forged());
        assertThat(verdict(headers, BODY)).isEqualTo(new Verdict.Forged());
    }

    @ParameterizedTest
    @EnumSource
    void nothing_that_is_signed_may_be_changed_or_left_out(SignatureScheme scheme) {
        SigningSecret secret = SigningSecret.random(scheme);
        Map<String, String> headers = signed(scheme, List.of(secret));
        boolean own = scheme == SignatureScheme.HOOKBRIDGE;
        String timestamp = own ? "X-Webhook-Timestamp" : "webhook-timestamp";

        assertThat(verdict(headers, CHANGED, key(secret))).isEqualTo(new Verdict.Forged());
        assertThat(verdict(with(headers, timestamp, "1700000001"), BODY, key(secret)))
                .isEqualTo(new Verdict.Forged());
        assertThat(verdict(without(headers, timestamp), BODY, key(secret)))
                .isEqualTo(new Verdict.Incomplete(timestamp));
        if (!own) {
            assertThat(verdict(with(headers, "webhook-id", "another"), BODY, key(secret)))
                    .isEqualTo(new Verdict.Forged());
            assertThat(verdict(without(headers, "webhook-id"), BODY, key(secret)))
                    .isEqualTo(new Verdict.Incomplete("webhook-id"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "sha256=", "v1,", "v1a,", "v1a,!", "v2,AAAA", "md5=0", " v1 "})
    void a_signature_that_is_none_is_forged(String signature) {
        for (SignatureScheme scheme : SignatureScheme.values()) {
            SigningSecret secret = SigningSecret.random(scheme);
            String header =
                    scheme == SignatureScheme.HOOKBRIDGE
                            ? "X-Webhook-Signature"
                            : "webhook-signature";

            assertThat(
                            verdict(
                                    with(signed(scheme, List.of(secret)), header, signature),
                                    BODY,
                                    key(secret)))
                    .as(scheme.word())
                    .isEqualTo(new Verdict.Forged());
        }
    }

    @Test
    void a_request_without_a_signature_is_unsigned() {
        assertThat(
                        verdict(
                                Map.of("X-Webhook-Timestamp", "1700000000"),
                                BODY,
                                key(SigningSecret.random(SignatureScheme.HOOKBRIDGE))))
                .isEqualTo(new Verdict.Unsigned());
    }

    @Test
    void a_secret_from_elsewhere_that_is_no_base64_verifies_nothing_in_the_standard_scheme() {
        SigningSecret secret = SigningSecret.random(SignatureScheme.STANDARD_V1);

        assertThat(
                        verdict(
                                signed(SignatureScheme.STANDARD_V1, List.of(secret)),
                                BODY,
                                VerifyingKey.parse("whsec_not-base64").orElseThrow()))
                .isEqualTo(new Verdict.Forged());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "FAKE", "whsec_", "whsec_ FAKE", "whpk_FAKE", "whpk_!", "whsk_FAKEFAKE"})
    void what_is_no_key_is_not_read_as_one(String text) {
        assertThat(VerifyingKey.parse(text)).isEmpty();
    }

    private static Map<String, String> signed(SignatureScheme scheme, List<SigningSecret> secrets) {
        return SignedHeaders.of(scheme, "msg_1", 1_700_000_000, BODY, secrets);
    }

    private static VerifyingKey key(SigningSecret secret) {
        return VerifyingKey.parse(secret.forReceiver()).orElseThrow();
    }

    private static Verdict verdict(Map<String, String> headers, byte[] body, VerifyingKey... keys) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        return VerifyDelivery.verdict(
                name -> Optional.ofNullable(anyCase.get(name)), body, List.of(keys));
    }

    private static Map<String, String> with(
            Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> without(Map<String, String> headers, String name) {
        Map<String, String> fewer = new TreeMap<>(headers);
        fewer.remove(name);
        return fewer;
    }
}
