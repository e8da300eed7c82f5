package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Json;
import io.hookbridge.http.Exchange;
import io.hookbridge.inbound.provider.ProviderDouble;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Amazon SNS, whose certificate is fetched and whose subscription is confirmed by a visit. */
@Tag("database")
class SnsAtTheGateTest {

    private static final String HOST = "sns.eu-test-1.amazonaws.com";
    private static final String TOPIC = "arn:aws:sns:eu-test-1:000000000000:fake";
    private static final String CONFIRM = "/?Action=ConfirmSubscription&Token=FAKE";

    private static KeyPair keys;
    private static ProviderDouble amazon;
    private static InboundTest inbound;

    @BeforeAll
    static void start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        String certificate =
                Base64.getMimeEncoder()
                        .encodeToString(
                                ProviderDouble.AUTHORITY.certificate(HOST, keys).getEncoded());
        amazon =
                ProviderDouble.of(HOST)
                        .publish(
                                "/FAKE.pem",
                                200,
                                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                                        .formatted(certificate))
                        .publish("/away.pem", 503, "");
        inbound = new InboundTest(Map.of(), _ -> amazon.inquiry());
    }

    @AfterAll
    static void stop() {
        inbound.close();
        amazon.close();
    }

    private static InboundTest.Source source() {
        return inbound.source("/hook", Map.of("preset", "aws-sns", "hmac_secret", TOPIC));
    }

    private static Map<String, String> message(String type) {
        Map<String, String> message = new LinkedHashMap<>();
        message.put("Type", type);
        message.put("MessageId", "sns-fake-1");
        message.put("TopicArn", TOPIC);
        message.put("Message", "FAKE message");
        message.put("Timestamp", "2026-01-01T00:00:00.000Z");
        if (!type.equals("Notification")) {
            message.put("Token", "FAKE");
            message.put("SubscribeURL", "https://" + HOST + CONFIRM);
        }
        message.put("SignatureVersion", "2");
        message.put("SigningCertURL", "https://" + HOST + "/FAKE.pem");
        return message;
    }

    private static String signed(Map<String, String> message) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String name :
                List.of(
                        "Message",
                        "MessageId",
                        "SubscribeURL",
                        "Timestamp",
                        "Token",
                        "TopicArn",
                        "Type")) {
            String value = message.get(name);
            if (value != null) {
                text.append(name).append('\n').append(value).append('\n');
            }
        }
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
        message.put("Signature", Base64.getEncoder().encodeToString(signature.sign()));
        return Json.MAPPER.writeValueAsString(message);
    }

    private static Exchange send(InboundTest.Source source, String body) {
        return inbound.to(source).header("Content-Type", "text/plain").raw(body).send();
    }

    private static String reason(InboundTest.Source source) {
        return inbound.rejections(source).path(0).path("reason_code").asString();
    }

    @Test
    void a_genuine_message_is_forwarded() throws Exception {
        InboundTest.Source source = source();

        String id = InboundTest.accepted(send(source, signed(message("Notification"))));

        assertThat(inbound.forwarded(id).header("X-Webhook-Verified")).isEqualTo("true");
        assertThat(inbound.forwarded(id).header("X-Webhook-Event-Type")).isEqualTo(TOPIC);
    }

    @Test
    void a_genuine_confirmation_is_confirmed_before_it_is_answered() throws Exception {
        InboundTest.Source source = source();
        amazon.publish(CONFIRM, 200, "<ok/>");
        long before = amazon.asked(CONFIRM);

        Exchange answered = send(source, signed(message("SubscriptionConfirmation")));

        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        assertThat(amazon.asked(CONFIRM)).isEqualTo(before + 1);
        assertThat(reason(source)).isEqualTo("handshake_answered");
    }

    @Test
    void a_confirmation_that_amazon_does_not_take_now_has_to_come_again() throws Exception {
        InboundTest.Source source = source();
        amazon.publish(CONFIRM, 500, "");

        Exchange answered = send(source, signed(message("SubscriptionConfirmation")));

        assertThat(answered.status()).isEqualTo(503);
        assertThat(reason(source)).isEqualTo("undecided");
    }

    @Test
    void who_unsubscribes_is_not_subscribed_again() throws Exception {
        InboundTest.Source source = source();
        long before = amazon.asked(CONFIRM);

        Exchange answered =
                inbound.to(source)
                        .header("x-amz-sns-message-type", "SubscriptionConfirmation")
                        .raw(signed(message("UnsubscribeConfirmation")))
                        .send();

        assertThat(answered.status()).isEqualTo(200);
        assertThat(inbound.rejections(source).path(0).path("reason_detail").asString())
                .isEqualTo("unsubscribed");
        assertThat(amazon.asked(CONFIRM)).isEqualTo(before);
    }

    @Test
    void a_forged_confirmation_leads_nowhere() throws Exception {
        InboundTest.Source source = source();
        long before = amazon.asked(CONFIRM);
        String forged =
                signed(message("SubscriptionConfirmation")).replace("FAKE message", "FAKE other");

        assertThat(send(source, forged).status()).isEqualTo(401);

        assertThat(reason(source)).isEqualTo("hmac_failed");
        assertThat(amazon.asked(CONFIRM)).isEqualTo(before);
    }

    @Test
    void a_confirmation_that_leads_elsewhere_is_refused_though_it_is_signed() throws Exception {
        InboundTest.Source source = source();
        Map<String, String> message = message("SubscriptionConfirmation");
        message.put("SubscribeURL", "https://127.0.0.1/internal");
        int before = amazon.asked().size();

        assertThat(send(source, signed(message)).status()).isEqualTo(401);

        assertThat(inbound.rejections(source).path(0).path("reason_detail").asString())
                .startsWith("cert_url_not_allowed: ");
        assertThat(amazon.asked().size()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void while_amazon_is_away_its_messages_have_to_come_again_and_are_listed() throws Exception {
        InboundTest.Source source = source();
        Map<String, String> message = message("Notification");
        message.put("SigningCertURL", "https://" + HOST + "/away.pem");

        Exchange undecided = send(source, signed(message));

        assertThat(undecided.status()).isEqualTo(503);
        assertThat(undecided.code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(undecided.header("Retry-After")).isPresent();
        assertThat(reason(source)).isEqualTo("undecided");
        assertThat(inbound.get("/v1/inbound-logs?inbound_endpoint_id=" + source.id()).data())
                .isEmpty();
    }
}
