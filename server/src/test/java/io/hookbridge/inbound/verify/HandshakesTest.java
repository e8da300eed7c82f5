package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.inbound.verify.Vectors.Vector;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.preset.PresetReader;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.inbound.verify.scheme.Flaw;
import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Requests that are answered and are no events. */
@Tag("unit")
class HandshakesTest {

    private static final Material WITHOUT_SECRET = Material.of();

    /** Until a second after requests come. */
    private static final Material OPEN =
            new Material(List.of(), Optional.empty(), Optional.of(Requests.NOW.plusSeconds(1)));

    @Test
    void a_secret_that_comes_when_the_time_is_over_is_not_taken() {
        Requests handshake = Requests.to("asana").header("X-Hook-Secret", "FAKE-asana-secret");

        assertThat(
                        handshake.judged(
                                new Material(
                                        List.of(), Optional.empty(), Optional.of(Requests.NOW))))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_CLOSED));
    }

    @Test
    void a_provider_may_look_with_head_before_there_is_a_secret() {
        assertThat(Requests.to("trello").method("HEAD").judged(WITHOUT_SECRET))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> {
                            assertThat(answered.status()).isEqualTo(200);
                            assertThat(answered.body()).isEmpty();
                        });
        assertThat(
                        Requests.to("trello")
                                .header("X-Trello-Webhook", "AAAA")
                                .body("{}")
                                .judged(WITHOUT_SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.NO_USABLE_SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "GET", "PUT", "DELETE", "OPTIONS"})
    void a_method_without_a_rule_is_refused(String method) {
        assertThat(Requests.to("github").method(method).judgedWith("FAKE"))
                .isEqualTo(new Outcome.Refused(Refusal.INVALID_METHOD, Flaw.METHOD_NOT_ALLOWED));
    }

    @Test
    void a_secret_is_taken_only_while_the_door_is_open() {
        Requests handshake = Requests.to("asana").header("X-Hook-Secret", "FAKE-evil-secret");

        assertThat(handshake.judged(WITHOUT_SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_CLOSED));
        assertThat(handshake.judged(OPEN))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> {
                            assertThat(answered.action())
                                    .contains(new Outcome.Action.StoreSecret("FAKE-evil-secret"));
                            assertThat(answered.headers())
                                    .contains(new Header("X-Hook-Secret", "FAKE-evil-secret"));
                        });
    }

    @Test
    void a_secret_that_could_be_no_key_is_not_taken() {
        Preset inHex =
                PresetReader.read(
                        Json.readSent(
                                """
                                {"id": "shop", "title": "Shop",
                                 "verify": {"kind": "hmac", "algorithm": "sha256", "key": {"decode": "hex"},
                                            "signature": {"source": "header:X-Sig", "encoding": "hex"},
                                            "signed": "{body}"},
                                 "challenge": [{"name": "secret", "when": {"method": "POST", "header:X-Secret": true},
                                                "respond": {"status": 200},
                                                "action": {"store_secret": "header:X-Secret"}}]}
                                """
                                        .getBytes(UTF_8)));

        assertThat(Requests.to(inHex).header("X-Secret", "no hex").judged(OPEN))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.NO_USABLE_SECRET));
        assertThat(Requests.to(inHex).header("X-Secret", "00ff").judged(OPEN))
                .isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void an_unsigned_handshake_has_to_pass_the_endpoints_own_checks() {
        OwnChecks own =
                new OwnChecks(
                        Optional.of(
                                new OwnChecks.StaticToken(
                                        Optional.empty(),
                                        Optional.of("token"),
                                        Sha256.of("FAKE-static-token"))),
                        Optional.of(List.of(AddressRange.of("192.0.2.0/24"))),
                        List.of());

        assertThat(asana(own, "?token=FAKE-other", "192.0.2.1"))
                .isEqualTo(new Outcome.Refused(Refusal.STATIC_TOKEN_FAILED, Flaw.TOKEN_MISMATCH));
        assertThat(asana(own, "?token=FAKE-static-token", "198.51.100.1"))
                .isEqualTo(new Outcome.Refused(Refusal.IP_NOT_ALLOWED, Flaw.ADDRESS_NOT_ALLOWED));
        assertThat(asana(own, "?token=FAKE-static-token", "192.0.2.1"))
                .isInstanceOf(Outcome.Answered.class);
    }

    private static Outcome asana(OwnChecks own, String query, String from) {
        return Requests.to("asana")
                .own(own)
                .url(Requests.URL + query)
                .from(from)
                .header("X-Hook-Secret", "FAKE-asana-secret")
                .judged(OPEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "-1e5", "1e99999999999", "true", "null", "a=b", "event==x"})
    void what_could_be_a_whole_event_is_not_signed(String token) {
        assertThat(crc(token))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_PATTERN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fakecrc123", "MTIzNDU=", "abc==", "1a2b"})
    void what_a_handshake_signs_for_anybody_is_no_event(String token) {
        assertThat(crc(token)).isInstanceOf(Outcome.Answered.class);
        assertThat(
                        Requests.to("x")
                                .header(
                                        "x-twitter-webhooks-signature",
                                        "sha256="
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                Requests.hmac("FAKE", token)))
                                .body(token)
                                .judgedWith("FAKE"))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.SIGNED_FOR_ANYBODY));
    }

    private static Outcome crc(String token) {
        return Requests.to("x")
                .method("GET")
                .url(Requests.URL + "?crc_token=" + URLEncoder.encode(token, UTF_8))
                .judgedWith("FAKE");
    }

    @Test
    void what_braintree_has_signed_in_a_challenge_is_no_event() {
        String challenge = "20f9f8ed05f77439fe955c977e4c8a53";
        Outcome answer =
                Requests.to("braintree")
                        .method("GET")
                        .url(Requests.URL + "?bt_challenge=" + challenge)
                        .judgedWith("FAKEpublic|FAKEprivate");
        String signed = new String(((Outcome.Answered) answer).body(), UTF_8);

        assertThat(
                        Requests.to("braintree")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .body(
                                        "bt_signature="
                                                + URLEncoder.encode(signed, UTF_8)
                                                + "&bt_payload="
                                                + challenge)
                                .judgedWith("FAKEpublic|FAKEprivate"))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.SIGNED_FOR_ANYBODY));
    }

    @Test
    void the_secret_that_is_known_is_echoed_again_and_changes_nothing() {
        assertThat(
                        Requests.to("asana")
                                .header("X-Hook-Secret", "FAKE-asana-secret")
                                .judgedWith("FAKE-asana-secret"))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.action()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with blank in it", "line\u0001end"})
    void a_secret_that_no_provider_sends_is_not_taken(String secret) {
        assertThat(Requests.to("asana").header("X-Hook-Secret", secret).judged(OPEN))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_PATTERN));
        assertThat(Requests.to("asana").header("X-Hook-Secret", "x".repeat(257)).judged(OPEN))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_PATTERN));
    }

    @Test
    void a_handshake_that_is_also_an_event_is_no_event() {
        byte[] body = "{\"events\":[{\"action\":\"changed\"}]}".getBytes(UTF_8);
        assertThat(
                        Requests.to("asana")
                                .header("X-Hook-Secret", "FAKE-asana-secret")
                                .header("X-Hook-Signature", "00")
                                .body(body)
                                .judgedWith("FAKE-asana-secret"))
                .isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void a_confirmation_has_its_url_fetched_and_the_end_of_a_subscription_has_not() {
        Vector confirmation = Vectors.find("sns-confirmation");

        assertThat(confirmation.verifier().judge(confirmation.request()))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered ->
                                assertThat(answered.action())
                                        .get()
                                        .isInstanceOf(Outcome.Action.Fetch.class));
        // The type is signed: one that was changed is not believed.
        assertThat(
                        confirmation
                                .verifier()
                                .judge(
                                        withBody(
                                                confirmation.request(),
                                                "SubscriptionConfirmation",
                                                "UnsubscribeConfirmation")))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.SIGNATURE_MISMATCH));
        assertThat(
                        Vectors.PRESETS.find("aws-sns").orElseThrow().handshakes().stream()
                                .filter(it -> it.action().isEmpty())
                                .map(it -> it.name()))
                .containsExactly("unsubscribed");
    }

    private static ReceivedRequest withBody(ReceivedRequest request, String from, String to) {
        return new ReceivedRequest(
                request.method(),
                request.ingestUrl(),
                request.rawQuery(),
                request.headers(),
                new String(request.body(), UTF_8)
                        .replace("\"Type\":\"" + from, "\"Type\":\"" + to)
                        .getBytes(UTF_8),
                request.mostDecoded(),
                request.source(),
                request.receivedAt());
    }

    @Test
    void the_token_that_notion_sends_is_shown() {
        assertThat(
                        Requests.to("notion")
                                .body("{\"verification_token\":\"secret_FAKE\"}")
                                .judged(WITHOUT_SECRET))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered ->
                                assertThat(answered.action())
                                        .contains(new Outcome.Action.Show("secret_FAKE")));
    }

    @Test
    void once_there_is_a_secret_no_other_is_shown() {
        assertThat(
                        Requests.to("notion")
                                .body("{\"verification_token\":\"secret_FAKE_of_a_stranger\"}")
                                .judgedWith("secret_FAKE"))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_CLOSED));
    }

    @Test
    void without_a_verify_token_of_ours_no_guarded_handshake_is_answered() {
        Requests handshake =
                Requests.to("meta")
                        .method("GET")
                        .url(
                                Requests.URL
                                        + "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=");

        assertThat(handshake.judgedWith("FAKE"))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_GUARD));
        assertThat(
                        handshake.judged(
                                new Material(List.of("FAKE"), Optional.of(""), Optional.empty())))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_GUARD));
    }

    @Test
    void what_is_echoed_is_short_and_has_no_control_characters() {
        assertThat(
                        Requests.to("dropbox")
                                .method("GET")
                                .url(Requests.URL + "?challenge=" + "x".repeat(1_025))
                                .judgedWith("FAKE"))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_PATTERN));
        assertThat(
                        Requests.to("dropbox")
                                .method("GET")
                                .url(Requests.URL + "?challenge=a%0D%0Ab")
                                .judgedWith("FAKE"))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.CHALLENGE_PATTERN));
    }
}
