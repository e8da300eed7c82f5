package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A server that senders and listeners reach under addresses of their own. */
@Tag("database")
class PublicUrlsTest {

    private static final String TWILIO_TOKEN = "0123456789abcdef0123456789abcdef";

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound =
                new InboundTest(
                        Map.of(
                                "HOOKBRIDGE_PUBLIC_URL", "https://api.example",
                                "HOOKBRIDGE_RECEIVE_URL", "https://in.example:8443/",
                                "HOOKBRIDGE_STREAM_URL", "https://stream.example"));
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    @Test
    void endpoints_have_the_address_of_senders_and_that_of_listeners() {
        JsonNode cli = inbound.source(Map.of("mode", "cli")).made();
        String id = cli.path("id").asString();
        JsonNode forward = inbound.source("/hook", Map.of()).made();

        assertThat(cli.path("ingest_url").asString())
                .startsWith("https://in.example:8443/v1/webhooks/receive/" + id + "/");
        assertThat(cli.path("stream_url").asString())
                .isEqualTo("wss://stream.example/v1/listen?endpoint_id=" + id);
        assertThat(forward.has("stream_url")).isFalse();
    }

    @Test
    void what_comes_back_is_not_forwarded_whichever_of_the_addresses_it_has() {
        for (String own : new String[] {"https://IN.example:8443", "https://api.example"}) {
            Exchange refused =
                    inbound.create(
                            Map.of("url", own + "/v1/webhooks/receive/x/y", "mode", "forward"));
            assertThat(refused.code()).as(own).isEqualTo("INVALID_ENDPOINT");
        }
    }

    @Test
    void a_signature_over_the_url_is_that_of_the_stored_one_whatever_the_request_says() {
        InboundTest.Source source =
                inbound.source("/hook", Map.of("preset", "twilio", "hmac_secret", TWILIO_TOKEN));
        String signed = "https://in.example:8443" + source.path() + "?a=1";

        assertThat(call(source, signed).status()).isEqualTo(200);
        assertThat(call(source, "https://evil.example" + source.path() + "?a=1").status())
                .isBetween(400, 403);
    }

    @Test
    void a_node_that_only_receives_takes_what_others_forward_and_answers_nothing_else() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        try (TestApp gate = inbound.app.another(Map.of("HOOKBRIDGE_ROLES", "receive"))) {
            String id = InboundTest.accepted(gate.client().post(source.path()).json("{}").send());

            assertThat(inbound.forwarded(id).body()).isEqualTo("{}");
            assertThat(
                            gate.client()
                                    .get("/v1/inbound-messages/" + id)
                                    .key(TestApp.KEY)
                                    .send()
                                    .message())
                    .isEqualTo(
                            "this node does not answer this operation: requests for it belong to nodes with the role api"
                                    + " (HOOKBRIDGE_ROLES)");
            assertThat(gate.client().get("/v1/nothing").key(TestApp.KEY).send().status())
                    .isEqualTo(404);
            assertThat(gate.client().get("/sign-in").send().status()).isEqualTo(404);
        }
    }

    /** With the hosts of somebody else. */
    private static Exchange call(InboundTest.Source source, String signedUrl) {
        return inbound.app
                .client()
                .post(source.path() + "?a=1")
                .header("X-Forwarded-Host", "evil.example")
                .header("Forwarded", "host=evil.example;proto=https")
                .header("X-Twilio-Signature", sha1(signedUrl + "CallSidCA1"))
                .form(Map.of("CallSid", "CA1"))
                .send();
    }

    private static String sha1(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(TWILIO_TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
