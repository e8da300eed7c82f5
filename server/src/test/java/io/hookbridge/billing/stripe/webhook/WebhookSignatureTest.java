package io.hookbridge.billing.stripe.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.net.Webhook;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Holds our verifier against the signer of Stripe's own library. */
@Tag("unit")
class WebhookSignatureTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:00Z");
    private static final String OLD = "whsec_FAKEold0000000";
    private static final String NEW = "whsec_FAKEnew0000000";
    private static final String BODY = "{\"id\":\"evt_FAKE\",\"é\":\"ü\"}";

    private final WebhookSignature signature = new WebhookSignature(List.of(OLD, NEW));

    @Test
    void what_stripes_own_library_signs_with_any_of_the_secrets_is_accepted() {
        assertThat(verify(signed(BODY, OLD, NOW))).isTrue();
        assertThat(verify(signed(BODY, NEW, NOW))).isTrue();
        assertThat(verify(signed(BODY, "whsec_FAKEother00000", NOW))).isFalse();
    }

    @Test
    void random_bodies_and_secrets_agree_with_stripes_own_signer_and_verifier() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            String secret = "whsec_" + Long.toUnsignedString(random.nextLong(), 36);
            byte[] noise = new byte[random.nextInt(2_000)];
            random.nextBytes(noise);
            String body = new String(noise, StandardCharsets.ISO_8859_1);
            // Stripe's verifier looks at the real clock.
            Instant now = Instant.now();
            String header = signed(body, secret, now);
            WebhookSignature ours = new WebhookSignature(List.of(secret));
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            assertThat(ours.verify(header, bytes, now)).isTrue();
            assertThat(Webhook.Signature.verifyHeader(body, header, secret, 300)).isTrue();
            assertThat(ours.verify(header, (body + " ").getBytes(StandardCharsets.UTF_8), now))
                    .isFalse();
        }
    }

    @Test
    void five_minutes_are_tolerated_in_both_directions_and_a_second_more_is_not() {
        assertThat(verify(signed(BODY, OLD, NOW.minusSeconds(300)))).isTrue();
        assertThat(verify(signed(BODY, OLD, NOW.plusSeconds(300)))).isTrue();
        assertThat(verify(signed(BODY, OLD, NOW.minusSeconds(301)))).isFalse();
        assertThat(verify(signed(BODY, OLD, NOW.plusSeconds(301)))).isFalse();
    }

    @Test
    void one_right_signature_among_wrong_and_foreign_ones_is_enough() {
        String right = signed(BODY, NEW, NOW).split(",v1=", 2)[1];
        String time = "t=" + NOW.getEpochSecond();
        assertThat(verify(time + ",v0=" + right + ",v1=" + "0".repeat(64) + ",v1=" + right))
                .isTrue();
        assertThat(verify(time + ",v0=" + right)).isFalse();
        assertThat(verify(time + " , v1=" + right)).isTrue();
    }

    @Test
    void so_many_signatures_that_checking_them_is_work_are_refused() {
        String right = signed(BODY, OLD, NOW).split(",v1=", 2)[1];
        String time = "t=" + NOW.getEpochSecond();
        assertThat(verify(time + (",v1=" + "0".repeat(64)).repeat(15) + ",v1=" + right)).isTrue();
        assertThat(verify(time + (",v1=" + "0".repeat(64)).repeat(16) + ",v1=" + right)).isFalse();
        assertThat(verify(signed(BODY, OLD, NOW) + ",v0=" + "x".repeat(2_048))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "t",
                "t=",
                "t=abc,v1=00",
                "t=-1,v1=00",
                "t=٣,v1=00",
                "t=9999999999999999999999,v1=00",
                "v1",
                "v1=",
                "t=1763806500,v1",
                "t=1763806500,v1=zz",
                "t=1763806500,t=1763806500,v1=00",
                "=,=,=",
                "t=1763806500,v1=\u0000",
            })
    void a_header_that_cannot_be_read_is_refused_without_a_word(String header) {
        assertThat(verify(header)).isFalse();
    }

    @Test
    void a_second_time_is_refused_even_with_a_right_signature() {
        assertThat(verify(signed(BODY, OLD, NOW) + ",t=" + NOW.getEpochSecond())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void a_blank_secret_with_which_anybody_could_sign_is_refused(String blank) {
        assertThatThrownBy(() -> new WebhookSignature(List.of(OLD, blank)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private boolean verify(String header) {
        return signature.verify(header, BODY.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private static String signed(String body, String secret, Instant at) {
        try {
            return Webhook.Signature.generateSignatureHeader(body, secret, at.getEpochSecond());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
