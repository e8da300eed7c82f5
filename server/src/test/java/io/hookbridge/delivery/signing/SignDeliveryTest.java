package io.hookbridge.delivery.signing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;

@Tag("unit")
class SignDeliveryTest {

    private static final String ID = "01935abc-def0-7123-9abc-def012345678";
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    @Test
    void hookbridges_own_scheme_signs_time_and_body_with_the_text_of_the_secret() {
        Map<String, String> headers =
                SignedHeaders.of(
                        SignatureScheme.HOOKBRIDGE,
                        ID,
                        1_614_265_330,
                        BODY,
                        List.of(shared("whsec_FAKE0000000000000000000000000001")));

        // Computed with: printf '%s' '1614265330.{"test": 2432232314}' | openssl dgst -sha256 -hmac
        // SECRET
        assertThat(headers)
                .containsEntry("X-Webhook-Timestamp", "1614265330")
                .containsEntry(
                        "X-Webhook-Signature",
                        "sha256=dbc328d90cc38d182d1c845cc47a013e5a00487cebf0251df75b80119c2fdd88");
    }

    @Test
    void two_keys_give_two_signatures_in_one_header() {
        List<SigningSecret> keys =
                List.of(
                        shared("whsec_FAKE0000000000000000000000000001"),
                        shared("whsec_FAKE0000000000000000000000000002"));

        assertThat(
                        SignedHeaders.of(SignatureScheme.HOOKBRIDGE, ID, 1, BODY, keys)
                                .get("X-Webhook-Signature"))
                .matches("sha256=[0-9a-f]{64},sha256=[0-9a-f]{64}");
        assertThat(
                        SignedHeaders.of(SignatureScheme.STANDARD_V1, ID, 1, BODY, keys)
                                .get("webhook-signature"))
                .matches("v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=");
    }

    @Test
    void standard_webhooks_v1_signs_id_time_and_body_with_the_bytes_of_the_secret() {
        // The same message by openssl, the key in hexadecimal.
        assertThat(
                        SignedHeaders.of(
                                SignatureScheme.STANDARD_V1,
                                "msg_FAKE",
                                1_614_265_330,
                                BODY,
                                List.of(shared("whsec_FAKE0000000000000000000000000001"))))
                .containsEntry("webhook-id", "msg_FAKE")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry(
                        "webhook-signature", "v1,AWSAFRih+WIqDFb31vTtoJ/B6ZUPyRl1LMGtX/5LF1s=");
    }

    @Test
    void a_receiver_verifies_v1a_with_the_public_key_alone() throws Exception {
        SigningSecret key = SigningSecret.random(SignatureScheme.STANDARD_V1A);
        String header =
                java.util.Objects.requireNonNull(
                        SignedHeaders.of(
                                        SignatureScheme.STANDARD_V1A,
                                        ID,
                                        1_614_265_330,
                                        BODY,
                                        List.of(key))
                                .get("webhook-signature"));

        assertThat(key.forReceiver()).startsWith("whpk_");
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(publicKey(key.forReceiver().substring("whpk_".length())));
        verifier.update((ID + ".1614265330.").getBytes(StandardCharsets.UTF_8));
        verifier.update(BODY);
        assertThat(header).startsWith("v1a,");
        assertThat(verifier.verify(Base64.getDecoder().decode(header.substring(4)))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void a_stored_signature_gives_the_same_headers(SignatureScheme scheme) {
        List<SigningSecret> keys =
                List.of(SigningSecret.random(scheme), SigningSecret.random(scheme));
        DeliverySignature signature = SignDelivery.sign(scheme, ID, 7, BODY, keys);

        DeliverySignature read = DeliverySignature.read(signature.stored());

        assertThat(read.scheme()).isEqualTo(scheme);
        assertThat(read.headers(ID, 7)).isEqualTo(signature.headers(ID, 7));
    }

    @ParameterizedTest
    @EnumSource(SignatureScheme.class)
    void a_stored_key_signs_as_before_and_shows_itself_nowhere(SignatureScheme scheme) {
        SigningSecret key = SigningSecret.random(scheme);
        SigningSecret read = SigningSecret.parse(key.stored());

        assertThat(SignedHeaders.of(scheme, ID, 7, BODY, List.of(read)))
                .isEqualTo(SignedHeaders.of(scheme, ID, 7, BODY, List.of(key)));
        assertThat(read.hint()).hasSize(4).isEqualTo(key.hint());
        assertThat(key.toString()).doesNotContain(key.stored().substring(0, 12));
    }

    private static SigningSecret shared(String text) {
        return SigningSecret.parse(text);
    }

    /** The 32 bytes are y, little-endian, with the sign of x in the top bit (RFC 8032, 5.1.2). */
    private static PublicKey publicKey(String base64) throws Exception {
        byte[] raw = Base64.getDecoder().decode(base64);
        boolean xOdd = (raw[31] & 0x80) != 0;
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = raw[31 - i];
        }
        bigEndian[0] &= 0x7F;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(
                                NamedParameterSpec.ED25519,
                                new EdECPoint(xOdd, new BigInteger(1, bigEndian))));
    }
}
