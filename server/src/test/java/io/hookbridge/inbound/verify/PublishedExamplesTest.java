package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/**
 * Examples that providers have published in their documents, or in the tests of their SDKs: keys,
 * bodies and signatures as they stand there. All of the keys are examples.
 *
 * <p>Two others that are known are missing. That of Adyen's platforms signs a file of its SDK's
 * tests, which was not at hand; that of Dropbox stands in a library of others, whose tests are not
 * part of what is published of it.
 */
@Tag("unit")
class PublishedExamplesTest {

    /**
     * An example.
     *
     * @param source where it stands
     */
    record Example(String source, Requests request, String secret) {

        @Override
        public String toString() {
            return source;
        }
    }

    static List<Example> signed() {
        return List.of(
                new Example(
                        "GitHub, Validating webhook deliveries",
                        Requests.to("github")
                                .header(
                                        "X-Hub-Signature-256",
                                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")
                                .body("Hello, World!"),
                        "It's a Secret to Everybody"),
                new Example(
                        "octokit/webhooks-methods.js test/verify.test.ts",
                        Requests.to("github")
                                .header(
                                        "X-Hub-Signature-256",
                                        "sha256=e3eccac34c43c7dc1cbb905488b1b81347fcc700a7b025697a9d07862256023f")
                                .body("{\n  \"foo\": \"bar\"\n}\n"),
                        "mysecret"),
                new Example(
                        "slackapi/python-slack-sdk test_signature_verifier.py",
                        Requests.to("slack")
                                .at(1_531_420_618)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("X-Slack-Request-Timestamp", "1531420618")
                                .header(
                                        "X-Slack-Signature",
                                        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")
                                .body(
                                        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                                                + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
                                                + "&user_name=roadrunner&command=%2Fwebhook-collect&text="
                                                + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
                                                + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"),
                        "8f742231b10e8888abcd99yyyzzz85a5"),
                new Example(
                        "Twilio, Validating signatures",
                        Requests.to("twilio")
                                .url("https://mycompany.com/myapp.php?foo=1&bar=2")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("X-Twilio-Signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
                                .body(
                                        "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234"
                                                + "&From=%2B14158675309&To=%2B18005551212"),
                        "12345"),
                new Example(
                        "PaddleHQ/paddle-node-sdk webhooks-validator.node.test.ts",
                        Requests.to("paddle")
                                .at(1_698_796_800)
                                .header(
                                        "Paddle-Signature",
                                        "ts=1698796800;h1=a300428748dce5c70e4da19bffd60769591ea969c99dea3105d0ec9612cf43f9")
                                .body("{\"data\": [\"1\", \"2\"]}"),
                        "VALID_SECRET"),
                new Example(
                        "PaddleHQ/paddle-node-sdk webhooks-validator.node.test.ts, several",
                        Requests.to("paddle")
                                .at(1_698_796_800)
                                .header(
                                        "Paddle-Signature",
                                        "ts=1698796800;h1=28981e941fae76e53db32f3d2a83cb69db41476595e84e1970a1b5d98f62b261;h1=28981e941fae76e53db32f3d2a83cb69db41476595e84e1970a1b5d98f62b261;h2=RANDOM_HASH")
                                .body("{\"data\": \"value\"}"),
                        "VALID_SECRET"),
                new Example(
                        "square/square-nodejs-sdk tests/integration/webhooks.test.ts",
                        Requests.to("square")
                                .url("https://webhook.site/679a4f3a-dcfa-49ee-bac5-9d0edad886b9")
                                .header(
                                        "x-square-hmacsha256-signature",
                                        "GF4YkrJgGBDZ9NIYbNXBnMzqb2HoL4RW/S6vkZ9/2N4=")
                                .body(
                                        "{\"merchant_id\":\"MLEFBHHSJGVHD\",\"type\":\"webhooks.test_notification\",\"event_id\":\"ac3ac95b-f97d-458c-a6e6-18981597e05f\",\"created_at\":\"2022-07-13T20:30:59.037339943Z\",\"data\":{\"type\":\"webhooks\",\"id\":\"bc368e64-01aa-407e-b46e-3231809b1129\"}}"),
                        "Ibxx_5AKakO-3qeNVR61Dw"),
                new Example(
                        "square/square-nodejs-sdk tests/integration/webhooks.test.ts, marks",
                        Requests.to("square")
                                .url("https://webhook.site/webhooks")
                                .header(
                                        "x-square-hmacsha256-signature",
                                        "Cxt7+aTi4rKgcA0bC4g9EHdVtLSDWdqccmL5MvihU4U=")
                                .body("{\"data\":{\"type\":\"webhooks\",\"id\":\">id<\"}}"),
                        "signature-key"),
                new Example(
                        "Adyen/adyen-node-api-library hmacValidator.spec.ts",
                        Requests.to("adyen-standard")
                                .body(
                                        """
                                        {"notificationItems":[{"NotificationRequestItem":{
                                         "pspReference":"pspReference","originalReference":"originalReference",
                                         "merchantAccountCode":"merchantAccount","merchantReference":"reference",
                                         "amount":{"currency":"EUR","value":1000},"eventCode":"CAPTURE","success":"true",
                                         "additionalData":{"hmacSignature":"xhpHvYq2u2Np0rstbZ6QjLGu7JWhvf7Iwaa6EviJSX0="}}}]}
                                        """),
                        "DFB1EB5485895CFA84146406857104ABB4CBCABDC8AAF103A624C8F6A3EAAB00"),
                new Example(
                        "HubSpot/hubspot-api-nodejs signature.spec.ts, v1",
                        Requests.to("hubspot-v1")
                                .header(
                                        "X-HubSpot-Signature",
                                        "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de")
                                .body(
                                        "[{\"eventId\":1,\"subscriptionId\":12345,\"portalId\":62515,\"occurredAt\":1564113600000,\"subscriptionType\":\"contact.creation\",\"attemptNumber\":0,\"objectId\":123,\"changeSource\":\"CRM\",\"changeFlag\":\"NEW\",\"appId\":54321}]"),
                        "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"),
                new Example(
                        "HubSpot/hubspot-api-nodejs signature.spec.ts, v2 with body",
                        Requests.to("hubspot-v2")
                                .url("https://www.example.com/webhook_uri")
                                .header(
                                        "X-HubSpot-Signature",
                                        "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900")
                                .body("{\"example_field\":\"example_value\"}"),
                        "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"),
                new Example(
                        "razorpay/razorpay-node razorpay-utils.spec.js",
                        Requests.to("razorpay")
                                .header(
                                        "X-Razorpay-Signature",
                                        "2fe04e22977002e6c7cb553adab8b460cb9e2a4970d5953cb27a8472752e3bbc")
                                .body("{\"a\":1,\"b\":2,\"c\":{\"d\":3}}"),
                        "123456"),
                new Example(
                        "openai/openai-python tests/lib/test_webhooks.py",
                        Requests.to("openai")
                                .at(1_750_861_210)
                                .header("webhook-id", "wh_685c059ae39c8190af8c71ed1022a24d")
                                .header("webhook-timestamp", "1750861210")
                                .header(
                                        "webhook-signature",
                                        "v1,gUAg4R2hWouRZqRQG4uJypNS8YK885G838+EHb4nKBY=")
                                .body(
                                        "{\"id\": \"evt_685c059ae3a481909bdc86819b066fb6\", \"object\": \"event\", \"created_at\": 1750861210, \"type\": \"response.completed\", \"data\": {\"id\": \"resp_123\"}}"),
                        "whsec_RdvaYFYUXuIFuEbvZHwMfYFhUf7aMYjYcmM24+Aj40c="),
                new Example(
                        "standard-webhooks/standard-webhooks libraries/python/tests/test_webhooks.py",
                        Requests.to("standard-webhooks")
                                .at(1_614_265_330)
                                .header("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                                .header("webhook-timestamp", "1614265330")
                                .header(
                                        "webhook-signature",
                                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
                                .body("{\"test\": 2432232314}"),
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                new Example(
                        "svix/svix-webhooks, the same under its own names",
                        Requests.to("svix")
                                .at(1_614_265_330)
                                .header("svix-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                                .header("svix-timestamp", "1614265330")
                                .header(
                                        "svix-signature",
                                        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
                                .body("{\"test\": 2432232314}"),
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                new Example(
                        "sendgrid/sendgrid-python test_eventwebhook.py",
                        Requests.to("sendgrid")
                                .at(1_600_112_502)
                                .header("X-Twilio-Email-Event-Webhook-Timestamp", "1600112502")
                                .header(
                                        "X-Twilio-Email-Event-Webhook-Signature",
                                        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=")
                                .body(
                                        "[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":\"Bounced Address\",\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\",\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\",\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\",\"timestamp\":1600112492}]\r\n"),
                        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="),
                new Example(
                        "PagerDuty/go-pagerduty webhookv3_test.go",
                        Requests.to("pagerduty")
                                .header(
                                        "X-PagerDuty-Signature",
                                        "v1=0c0b9495b893a39e70d1fea2fe11fbe0a825f88b9f67846f6cc07dd2bc5476cd")
                                .body(
                                        "{\"event\":{\"id\":\"01BWDWL3NYY7LUFPZCC28QUCMK\",\"event_type\":\"incident.priority_updat"
                                                + "ed\",\"resource_type\":\"incident\",\"occurred_at\":\"2021-04-26T17:36:27.458Z\",\"agent\""
                                                + ":{\"html_url\":\"https://acme.pagerduty.com/users/PLH1HKV\",\"id\":\"PLH1HKV\",\"self\":\""
                                                + "https://api.pagerduty.com/users/PLH1HKV\",\"summary\":\"Tenex Engineer\",\"type\":\"user_r"
                                                + "eference\"},\"client\":null,\"data\":{\"id\":\"PGR0VU2\",\"type\":\"incident\",\"self\":\""
                                                + "https://api.pagerduty.com/incidents/PGR0VU2\",\"html_url\":\"https://acme.pagerduty.com/in"
                                                + "cidents/PGR0VU2\",\"number\":2,\"status\":\"triggered\",\"title\":\"A little bump in the r"
                                                + "oad\",\"service\":{\"html_url\":\"https://acme.pagerduty.com/services/PF9KMXH\",\"id\":\"P"
                                                + "F9KMXH\",\"self\":\"https://api.pagerduty.com/services/PF9KMXH\",\"summary\":\"API Service"
                                                + "\",\"type\":\"service_reference\"},\"assignees\":[{\"html_url\":\"https://acme.pagerduty.c"
                                                + "om/users/PTUXL6G\",\"id\":\"PTUXL6G\",\"self\":\"https://api.pagerduty.com/users/PTUXL6G\""
                                                + ",\"summary\":\"User 123\",\"type\":\"user_reference\"}],\"escalation_policy\":{\"html_url"
                                                + "\":\"https://acme.pagerduty.com/escalation_policies/PUS0KTE\",\"id\":\"PUS0KTE\",\"self\":"
                                                + "\"https://api.pagerduty.com/escalation_policies/PUS0KTE\",\"summary\":\"Default\",\"type\""
                                                + ":\"escalation_policy_reference\"},\"teams\":[{\"html_url\":\"https://acme.pagerduty.com/te"
                                                + "ams/PFCVPS0\",\"id\":\"PFCVPS0\",\"self\":\"https://api.pagerduty.com/teams/PFCVPS0\",\"su"
                                                + "mmary\":\"Engineering\",\"type\":\"team_reference\"}],\"priority\":{\"html_url\":\"https:/"
                                                + "/acme.pagerduty.com/account/incident_priorities\",\"id\":\"PSO75BM\",\"self\":\"https://ap"
                                                + "i.pagerduty.com/priorities/PSO75BM\",\"summary\":\"P1\",\"type\":\"priority_reference\"},"
                                                + "\"urgency\":\"high\",\"conference_bridge\":{\"conference_number\":1000,\"conference_url\":"
                                                + "\"https://example.com\"},\"resolve_reason\":null}}}"),
                        "lDQHScfUeXUKaQRNF+8XIiDKZ7XX3itBAYzwU0TARw8lJqRnkKl2iB1anSb0Z+IK"),
                new Example(
                        "transferwise/digital-signatures-examples verify-webhook-signature",
                        Requests.to("wise")
                                .header(
                                        "X-Signature-SHA256",
                                        "wKcKCYXAzxNgiu7xmoDm943NUni7Rz33QN8JkEA9dWSGebgndonabgSj18Y4C08OrwVmueGsED2s00M7DtJVcYKOS1i3G4TMVx+mgM3aL9djMBkQtiYNBFUd6wrPI7ZUNHv/TrlKSjTMc+6JFvUvJ7owY3z85e3I4jLRLJowMFvO8kvCJ60+1pY9wDwZvtZ//WS93LrwGjk9Dvwzpmu0w+P4J75tETT5qC3Uv0y5G2yO8SEoO3yNP/tg/BOli02niHb53vEOUWUb9bly6thnfMoXoiV/osoGxgF20R58RlvkAmezyyl1Sv542TfS2DpiwVnmjjjkCyXeSUcKookYLQ==")
                                .body(
                                        "{\"data\":{\"resource\":{\"id\":49983981,\"profile_id\":16055450,\"account_id\":14124090,\"type\":\"transfer\"},\"current_state\":\"incoming_payment_waiting\",\"previous_state\":null,\"occurred_at\":\"2021-08-23T10:12:50Z\"},\"subscription_id\":\"90aa8e14-4ef1-4a56-861c-f3c9cde097ea\",\"event_type\":\"transfers#state-change\",\"schema_version\":\"2.0.0\",\"sent_at\":\"2021-08-23T10:12:50Z\"}"),
                        """
                        -----BEGIN PUBLIC KEY-----
                        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwpb91cEYuyJNQepZAVfP
                        ZIlPZfNUefH+n6w9SW3fykqKu938cR7WadQv87oF2VuT+fDt7kqeRziTmPSUhqPU
                        ys/V2Q1rlfJuXbE+Gga37t7zwd0egQ+KyOEHQOpcTwKmtZ81ieGHynAQzsn1We3j
                        wt760MsCPJ7GMT141ByQM+yW1Bx+4SG3IGjXWyqOWrcXsxAvIXkpUD/jK/L958Cg
                        nZEgz0BSEh0QxYLITnW1lLokSx/dTianWPFEhMC9BgijempgNXHNfcVirg1lPSyg
                        z7KqoKUN0oHqWLr2U1A+7kqrl6O2nx3CKs1bj1hToT1+p4kcMoHXA7kA+VBLUpEs
                        VwIDAQAB
                        -----END PUBLIC KEY-----
                        """));
    }

    @ParameterizedTest
    @MethodSource("signed")
    void an_event_that_was_published_is_genuine(Example example) {
        assertThat(example.request().judgedWith(example.secret()))
                .isInstanceOf(Outcome.Verified.class);
    }

    @ParameterizedTest
    @MethodSource("signed")
    void one_that_was_changed_is_not(Example example) {
        String body = new String(example.request().request().body(), UTF_8);
        String changed =
                body.contains("1") ? body.replaceFirst("1", "7") : body.replaceFirst("[aoe]", "u");

        assertThat(changed).isNotEqualTo(body);
        assertThat(example.request().body(changed).judgedWith(example.secret()))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void the_proof_that_x_wants_is_the_one_that_convoy_gives() {
        // frain-dev/convoy internal/pkg/crc/crc_test.go
        assertThat(
                        Requests.to("x")
                                .method("GET")
                                .url(Requests.URL + "?crc_token=uzwcfYtzr9")
                                .judgedWith("Convoy"))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered ->
                                assertThat(new String(answered.body(), UTF_8))
                                        .contains(
                                                "\"sha256=HXvxTdsfShG6k2zC9NVANwFquJBdOugRYHax2vNiiOo=\""));
    }

    @Test
    void the_answer_to_braintrees_challenge_is_that_of_its_sdk() {
        // braintree/braintree_python tests/unit/test_webhooks.py
        assertThat(
                        Requests.to("braintree")
                                .method("GET")
                                .url(
                                        Requests.URL
                                                + "?bt_challenge=20f9f8ed05f77439fe955c977e4c8a53")
                                .judgedWith("integration_public_key|integration_private_key"))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered ->
                                assertThat(new String(answered.body(), UTF_8))
                                        .isEqualTo(
                                                "integration_public_key|d9b899556c966b3f06945ec21311865d35df3ce4"));
    }
}
