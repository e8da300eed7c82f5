package io.hookbridge.sdk.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookbridge.sdk.webhook.InvalidWebhookException.Reason;
import io.hookbridge.sdk.webhook.SignatureForm.Algorithm;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.spec.SecretKeySpec;

/** The signatures were made with openssl, as in the tests of the server. */
@Tag("unit")
class WebhookVerifierTest {

    private static final String KEY = "whsec_FAKE0000000000000000000000000001";
    private static final String OTHER = "whsec_FAKE0000000000000000000000000002";
    private static final Instant SENT = Instant.ofEpochSecond(1_614_265_330);
    private static final byte[] BODY = bytes("{\"test\": 2432232314}");

    private static final String SIGNATURE =
            "sha256=dbc328d90cc38d182d1c845cc47a013e5a00487cebf0251df75b80119c2fdd88";

    private static final Map<String, List<String>> HOOKBRIDGE =
            Map.of(
                    "X-Webhook-Id", List.of("msg_FAKE"),
                    "X-Webhook-Attempt", List.of("2"),
                    "X-Webhook-Timestamp", List.of("1614265330"),
                    "X-Webhook-Signature", List.of(SIGNATURE));

    private static final Map<String, List<String>> STANDARD =
            Map.of(
                    "Webhook-Id", List.of("msg_FAKE"),
                    "Webhook-Timestamp", List.of("1614265330"),
                    "Webhook-Signature",
                            List.of("v1,AWSAFRih+WIqDFb31vTtoJ/B6ZUPyRl1LMGtX/5LF1s="));

    private record Tested(long test) {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static WebhookVerifier verifier(Instant now, String... keys) {
        WebhookVerifier.Builder builder = WebhookVerifier.builder().clock(InstantSource.fixed(now));
        Arrays.stream(keys).forEach(builder::key);
        return builder.build();
    }

    private static Map<String, List<String>> with(
            Map<String, List<String>> headers, String name, String value) {
        Map<String, List<String>> changed = new HashMap<>(headers);
        changed.put(name, List.of(value));
        return changed;
    }

    private static Reason refused(
            WebhookVerifier verifier, Map<String, List<String>> headers, byte[] body) {
        return catchThrowableOfType(
                        InvalidWebhookException.class, () -> verifier.verify(headers, body))
                .reason();
    }

    @Test
    void hookbridges_own_signature_is_believed() throws Exception {
        WebhookEvent event = verifier(SENT, KEY).verify(HOOKBRIDGE, BODY);

        assertThat(event.id()).contains("msg_FAKE");
        assertThat(event.attempt()).contains(2);
        assertThat(event.timestamp()).contains(SENT);
        assertThat(event.payload()).containsEntry("test", 2432232314L);
        assertThat(event.as(Tested.class)).isEqualTo(new Tested(2432232314L));
        assertThat(event).hasToString("WebhookEvent[msg_FAKE, 20 bytes]");
    }

    @Test
    void standard_webhooks_with_a_shared_secret_are_believed() throws Exception {
        WebhookEvent event = verifier(SENT, KEY).verify(STANDARD, BODY);

        assertThat(event.id()).contains("msg_FAKE");
        assertThat(event.text()).isEqualTo("{\"test\": 2432232314}");
    }

    @Test
    void standard_webhooks_with_a_public_key_are_believed() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        Signature signing = Signature.getInstance("Ed25519");
        signing.initSign(pair.getPrivate());
        signing.update(bytes("msg_FAKE.1614265330.{\"test\": 2432232314}"));
        String signature = "v1a," + Base64.getEncoder().encodeToString(signing.sign());
        Map<String, List<String>> headers = with(STANDARD, "Webhook-Signature", signature);
        WebhookVerifier verifier =
                verifier(SENT, "whpk_" + Base64.getEncoder().encodeToString(raw));

        assertThat(verifier.verify(headers, BODY).id()).contains("msg_FAKE");
        assertThat(refused(verifier, headers, bytes("{}"))).isEqualTo(Reason.WRONG_SIGNATURE);
        assertThat(refused(verifier, STANDARD, BODY)).isEqualTo(Reason.MISSING_SIGNATURE);
    }

    /** A server sends both names of the id, and a signature covers one of them at the most. */
    @Test
    void the_id_is_the_one_that_was_signed_whatever_stands_beside_it() throws Exception {
        Map<String, List<String>> replayed = with(STANDARD, "X-Webhook-Id", "msg_other");

        assertThat(verifier(SENT, KEY).verify(replayed, BODY).id()).contains("msg_FAKE");
    }

    @Test
    void while_a_key_changes_either_is_believed_on_either_side() throws Exception {
        String both = "sha256=" + "00".repeat(32) + "," + SIGNATURE;

        assertThat(verifier(SENT, OTHER, KEY).verify(HOOKBRIDGE, BODY).id()).isPresent();
        assertThat(
                        verifier(SENT, KEY)
                                .verify(with(HOOKBRIDGE, "X-Webhook-Signature", both), BODY)
                                .id())
                .isPresent();
    }

    private static boolean isBelievedBehind(String others) {
        Map<String, List<String>> changed =
                with(HOOKBRIDGE, "X-Webhook-Signature", others + SIGNATURE);
        try {
            verifier(SENT, KEY).verify(changed, BODY);
            return true;
        } catch (InvalidWebhookException refused) {
            return false;
        }
    }

    @Test
    void no_more_than_twenty_signatures_are_looked_at() {
        String other = "sha256=" + "00".repeat(32) + ",";

        assertThat(isBelievedBehind(other.repeat(19))).isTrue();
        assertThat(isBelievedBehind(other.repeat(20))).isFalse();
    }

    @Test
    void what_is_too_short_or_too_long_for_a_signature_does_not_count() {
        String shorter = "sha256=" + "00".repeat(31) + ",";
        String longer = "sha256=" + "00".repeat(33) + ",";

        assertThat(isBelievedBehind(shorter.repeat(20) + longer.repeat(20))).isTrue();
    }

    @Test
    void a_body_is_hashed_once_however_many_signatures_there_are() {
        AtomicInteger taken = new AtomicInteger();
        byte[] secret = bytes("FAKE");
        Key counted =
                new SecretKeySpec(secret, "HmacSHA256") {
                    private static final long serialVersionUID = 1;

                    @Override
                    public byte[] getEncoded() {
                        taken.incrementAndGet();
                        return super.getEncoded();
                    }
                };
        VerificationKey key = new VerificationKey(Algorithm.HMAC_SHA256, counted);

        key.madeAny(List.of(new byte[32]), BODY);
        int once = taken.getAndSet(0);
        key.madeAny(Collections.nCopies(20, new byte[32]), BODY);

        assertThat(once).isPositive();
        assertThat(taken).hasValue(once);
    }

    /** Work that grows with the square of the spaces would not come to an end. */
    @Test
    void a_million_spaces_between_signatures_are_passed_over() {
        String spaces = "sha256=" + " ".repeat(1_000_000) + "x, ";

        assertThat(isBelievedBehind(spaces)).isTrue();
    }

    @Test
    void a_message_or_an_attempt_may_be_as_old_as_time() throws Exception {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        WebhookVerifier verifier =
                WebhookVerifier.builder()
                        .key(KEY)
                        .clock(InstantSource.fixed(SENT.plus(Duration.ofDays(100_000))))
                        .longestAge(forever)
                        .tolerance(forever)
                        .build();

        assertThat(verifier.verify(HOOKBRIDGE, BODY).timestamp()).contains(SENT);
        assertThat(verifier.verify(STANDARD, BODY).timestamp()).contains(SENT);
    }

    private static @Nullable String first(@Nullable List<String> values) {
        return values == null ? null : values.get(0);
    }

    @Test
    void a_header_can_be_asked_for_by_its_name() throws Exception {
        WebhookEvent event = verifier(SENT, KEY).verify(name -> first(HOOKBRIDGE.get(name)), BODY);

        assertThat(event.bytes()).isEqualTo(BODY);
    }

    @Test
    void another_key_another_body_another_time_or_another_id_is_refused() {
        WebhookVerifier verifier = verifier(SENT, KEY);

        assertThat(refused(verifier(SENT, OTHER), HOOKBRIDGE, BODY))
                .isEqualTo(Reason.WRONG_SIGNATURE);
        assertThat(refused(verifier, HOOKBRIDGE, bytes("{\"test\": 2432232315}")))
                .isEqualTo(Reason.WRONG_SIGNATURE);
        assertThat(refused(verifier, with(HOOKBRIDGE, "X-Webhook-Timestamp", "1614265331"), BODY))
                .isEqualTo(Reason.WRONG_SIGNATURE);
        assertThat(refused(verifier, with(STANDARD, "Webhook-Id", "msg_other"), BODY))
                .isEqualTo(Reason.WRONG_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256=", "sha256=zz", "sha1=00", "v1,AA", "sha256=dbc328d9"})
    void a_signature_that_is_none_is_refused(String signature) {
        Reason reason =
                refused(
                        verifier(SENT, KEY),
                        with(HOOKBRIDGE, "X-Webhook-Signature", signature),
                        BODY);

        assertThat(reason).isIn(Reason.MISSING_SIGNATURE, Reason.WRONG_SIGNATURE);
    }

    @Test
    void a_request_without_a_signature_or_without_what_is_signed_is_refused() {
        Map<String, List<String>> timeless = new HashMap<>(HOOKBRIDGE);
        timeless.remove("X-Webhook-Timestamp");

        assertThat(refused(verifier(SENT, KEY), Map.of(), BODY))
                .isEqualTo(Reason.MISSING_SIGNATURE);
        assertThat(refused(verifier(SENT, KEY), timeless, BODY))
                .isEqualTo(Reason.MISSING_SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"PT-5M, true", "PT-5M-1S, false", "PT5M, true", "PT5M1S, false"})
    void the_time_of_an_attempt_is_near_now(Duration late, boolean believed) {
        WebhookVerifier verifier = verifier(SENT.plus(late), KEY);

        assertThat(isBelieved(verifier, STANDARD)).isEqualTo(believed);
    }

    @ParameterizedTest
    @CsvSource({"PT-5M, true", "PT-5M-1S, false", "P30D, true", "P30DT1S, false"})
    void a_message_may_be_as_old_as_a_late_retry(Duration late, boolean believed) {
        WebhookVerifier verifier = verifier(SENT.plus(late), KEY);

        assertThat(isBelieved(verifier, HOOKBRIDGE)).isEqualTo(believed);
    }

    private static boolean isBelieved(WebhookVerifier verifier, Map<String, List<String>> headers) {
        try {
            verifier.verify(headers, BODY);
            return true;
        } catch (InvalidWebhookException refused) {
            assertThat(refused.reason()).isEqualTo(Reason.STALE_TIMESTAMP);
            return false;
        }
    }

    @Test
    void a_body_that_is_not_what_was_expected_is_told_apart_from_one_that_is_not_genuine()
            throws Exception {
        WebhookEvent event =
                WebhookVerifier.builder()
                        .key("It's a Secret to Everybody", SignatureForm.ofPreset("github"))
                        .build()
                        .verify(
                                Map.of(
                                        "X-Hub-Signature-256",
                                        List.of(
                                                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")),
                                bytes("Hello, World!"));

        assertThat(event.timestamp()).isEmpty();
        assertThatThrownBy(event::payload)
                .isInstanceOfSatisfying(
                        InvalidWebhookException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UNREADABLE_BODY));
        assertThatThrownBy(() -> event.as(Tested.class))
                .isInstanceOf(InvalidWebhookException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FAKE", "whsec_", "whsec_!", "whpk_", "whpk_AAAA", "whpk_!"})
    void a_text_that_is_no_key_is_refused_and_not_repeated(String key) {
        assertThatThrownBy(() -> WebhookVerifier.of(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        key.contains("_") && key.startsWith("wh")
                                ? "the key is not one of this form"
                                : "a key begins with");
        assertThatThrownBy(WebhookVerifier::of).isInstanceOf(IllegalArgumentException.class);
    }
}
