package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.inbound.verify.scheme.Flaw;
import io.hookbridge.net.Header;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What presets share, by the one that shows it best. */
@Tag("unit")
class VerifierTest {

    private static final String SECRET = "FAKE-shared-secret";

    private static Outcome refused(Flaw flaw) {
        return new Outcome.Refused(Refusal.HMAC_FAILED, flaw);
    }

    private static String hex(String secret, String text) {
        return HexFormat.of().formatHex(Requests.hmac(secret, text));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sha256=| |lower",
                "SHA256=| |upper",
                "sha256= | |lower",
                "'sha256=\t'|'  '|lower",
                "\tsha256=| |upper"
            })
    void blanks_around_a_signature_and_letters_of_either_case_do_not_matter(
            String before, String after, String letters) {
        String signature = hex(SECRET, "{}");
        assertThat(
                        Requests.to("github")
                                .header(
                                        "X-Hub-Signature-256",
                                        before
                                                + (letters.equals("upper")
                                                        ? signature.toUpperCase(Locale.ROOT)
                                                        : signature)
                                                + (after == null ? "" : after))
                                .body("{}")
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "whsec_", "whsec_ ", "whsec_***"})
    void an_empty_or_unusable_secret_believes_nobody(String secret) {
        String body = "{}";
        assertThat(
                        Requests.to("standard-webhooks")
                                .header("webhook-id", "1")
                                .header("webhook-timestamp", "1767225600")
                                .header("webhook-signature", "v1,AAAA")
                                .body(body)
                                .judgedWith(secret))
                .isEqualTo(refused(Flaw.NO_USABLE_SECRET));
        assertThat(
                        Verifier.isUsable(
                                Vectors.PRESETS.find("standard-webhooks").orElseThrow(), secret))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitlab-token", "okta", "postmark", "microsoft-graph", "braintree"})
    void without_a_secret_no_token_is_believed(String preset) {
        for (String secret : List.of("", " ")) {
            assertThat(
                            Requests.to(preset)
                                    .header("X-Gitlab-Token", secret)
                                    .header("Authorization", secret)
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .body("bt_signature=%7C&bt_payload=")
                                    .judgedWith(secret))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            it -> assertThat(it.flaw()).isEqualTo(Flaw.NO_USABLE_SECRET));
        }
    }

    @Test
    void an_unusable_secret_beside_a_good_one_is_no_way_in() {
        Requests request =
                Requests.to("github")
                        .header("X-Hub-Signature-256", "sha256=" + hex(SECRET, "{}"))
                        .body("{}");

        assertThat(request.judgedWith("", SECRET)).isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void each_of_several_headers_with_a_signature_is_looked_at() {
        assertThat(
                        Requests.to("github")
                                .header("X-Hub-Signature-256", "sha256=" + "0".repeat(64))
                                .header("x-hub-signature-256", "sha256=" + hex(SECRET, "{}"))
                                .body("{}")
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void milliseconds_where_seconds_are_due_are_stale_and_do_not_wrap() {
        String time = "1767225600000";
        for (String far : List.of(time, "9".repeat(19), "9".repeat(30), "-" + time)) {
            assertThat(
                            Requests.to("slack")
                                    .header("X-Slack-Request-Timestamp", far)
                                    .header(
                                            "X-Slack-Signature",
                                            "v0=" + hex(SECRET, "v0:" + far + ":{}"))
                                    .body("{}")
                                    .judgedWith(SECRET))
                    .isEqualTo(refused(Flaw.STALE_TIMESTAMP));
        }
        assertThat(
                        Requests.to("slack")
                                .header("X-Slack-Request-Timestamp", "now")
                                .header("X-Slack-Signature", "v0=" + hex(SECRET, "v0:now:{}"))
                                .body("{}")
                                .judgedWith(SECRET))
                .isEqualTo(refused(Flaw.UNREADABLE_TIMESTAMP));
    }

    @Test
    void a_token_outside_of_ascii_is_compared_as_it_is_sent() {
        String sent = new String("FAKE-Zoë".getBytes(UTF_8), ISO_8859_1);
        Requests request = Requests.to("gitlab-token").header("X-Gitlab-Token", sent).body("{}");

        assertThat(request.judgedWith("FAKE-Zoë")).isInstanceOf(Outcome.Verified.class);
        assertThat(request.judgedWith("FAKE-Zoe"))
                .isEqualTo(new Outcome.Refused(Refusal.STATIC_TOKEN_FAILED, Flaw.TOKEN_MISMATCH));
    }

    @Test
    void twilio_may_sign_another_spelling_of_the_url() {
        String query = "?Caller=sip%3A1%40203.0.113.9&n=O%27Neil";
        String plain = "?Caller=sip:1@203.0.113.9&n=O'Neil";

        assertThat(twilio(query, Requests.URL + plain)).isInstanceOf(Outcome.Verified.class);
        assertThat(twilio(query, Requests.URL.replace("example.test", "example.test:443") + query))
                .isInstanceOf(Outcome.Verified.class);
        assertThat(
                        twilio(
                                "?b=2&a=1&m=Couldn%27t+find&a=",
                                Requests.URL + "?b=2&a=1&m=Couldn%27t+find&a="))
                .isInstanceOf(Outcome.Verified.class);
        assertThat(twilio(query, Requests.URL + plain.replace("Neil", "Neal")))
                .isEqualTo(refused(Flaw.SIGNATURE_MISMATCH));
        assertThat(twilio("?a=1&b=2", Requests.URL + "?b=2&a=1"))
                .isEqualTo(refused(Flaw.SIGNATURE_MISMATCH));
    }

    private static Outcome twilio(String query, String signed) {
        return Requests.to("twilio")
                .url(Requests.URL + query)
                .header("Host", "evil.test")
                .header("X-Forwarded-Host", "evil.test")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header(
                        "X-Twilio-Signature",
                        base64(Requests.hmac("HmacSHA1", SECRET, (signed + "Ab").getBytes(UTF_8))))
                .body("A=b")
                .judgedWith(SECRET);
    }

    @Test
    void a_body_that_twilio_did_not_sign_is_not_believed() {
        String signature = base64(Requests.hmac("HmacSHA1", SECRET, Requests.URL.getBytes(UTF_8)));
        for (String type :
                List.of("application/json", "text/plain", "multipart/form-data; boundary=x")) {
            assertThat(
                            Requests.to("twilio")
                                    .header("Content-Type", type)
                                    .header("X-Twilio-Signature", signature)
                                    .body("{\"forged\":true}")
                                    .judgedWith(SECRET))
                    .isEqualTo(refused(Flaw.MISSING_SIGNED_PART));
        }
    }

    @Test
    void mailgun_signs_in_forms_of_either_type_and_is_late_at_times() {
        String signature = hex("FAKE-key", "1767218400FAKE-token");
        String part = "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
        assertThat(
                        Requests.to("mailgun")
                                .header("Content-Type", "multipart/form-data; boundary=\"x\"")
                                .body(
                                        part.formatted("timestamp", "1767218400")
                                                + part.formatted("token", "FAKE-token")
                                                + part.formatted("signature", signature)
                                                + part.formatted("body-plain", "Grüße")
                                                + "--x--\r\n")
                                .judgedWith("FAKE-key"))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        it -> assertThat(it.key().orElseThrow().text()).isEqualTo("FAKE-token"));
        assertThat(
                        Requests.to("mailgun")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .body(
                                        "timestamp=1767218400&token=FAKE-token&event=opened&signature="
                                                + signature)
                                .judgedWith("FAKE-key"))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        it -> assertThat(it.eventType()).contains("opened"));
    }

    @Test
    void mailgun_is_not_believed_a_day_later_when_its_token_may_be_forgotten() {
        long sent = 1767218400;
        Requests request =
                Requests.to("mailgun")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body(
                                "timestamp=%d&token=FAKE-token&signature=%s"
                                        .formatted(sent, hex("FAKE-key", sent + "FAKE-token")));

        assertThat(request.at(sent + 86_400).judgedWith("FAKE-key"))
                .isInstanceOf(Outcome.Verified.class);
        assertThat(request.at(sent + 86_401).judgedWith("FAKE-key"))
                .isEqualTo(refused(Flaw.STALE_TIMESTAMP));
    }

    @Test
    void xero_gets_empty_answers_and_trello_signs_the_url_after_the_body() {
        String body = "{\"events\":[],\"entropy\":\"X\"}";
        assertThat(
                        Requests.to("xero")
                                .header("x-xero-signature", base64(Requests.hmac(SECRET, body)))
                                .body(body)
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
        var answers = Vectors.PRESETS.find("xero").orElseThrow().answers();
        assertThat(answers.body().orElseThrow().type()).isEmpty();
        assertThat(answers.refusalIsEmpty()).isTrue();
        assertThat(
                        Requests.to("trello")
                                .header(
                                        "X-Trello-Webhook",
                                        base64(
                                                Requests.hmac(
                                                        "HmacSHA1",
                                                        SECRET,
                                                        ("{}" + Requests.URL).getBytes(UTF_8))))
                                .body("{}")
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
        assertThat(
                        Requests.to("azure-event-grid")
                                .url(Requests.URL + "?code=FAKE-code")
                                .body("[{\"id\":\"eg-1\",\"eventType\":\"Fake.Created\"}]")
                                .judgedWith("FAKE-code"))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        it -> {
                            assertThat(it.eventType()).contains("Fake.Created");
                            assertThat(it.key().orElseThrow().text()).startsWith("eg-1:");
                        });
    }

    @Test
    void a_provider_that_cannot_be_asked_leaves_the_request_undecided() {
        var vector = Vectors.find("paypal-valid");
        assertThat(
                        new Verifier(
                                        Vectors.PRESETS.find("paypal").orElseThrow(),
                                        vector.material(),
                                        OwnChecks.NONE,
                                        Requests.NOBODY)
                                .judge(vector.request()))
                .isEqualTo(new Outcome.Undecided());
    }

    @Test
    void a_certificate_that_no_authority_vouches_for_is_not_trusted() {
        var vector = Vectors.find("paypal-valid");
        assertThat(
                        new Verifier(
                                        Vectors.PRESETS.find("paypal").orElseThrow(),
                                        vector.material(),
                                        OwnChecks.NONE,
                                        Vectors.withAuthoritiesOf(
                                                "paypal-valid", "sns-v2-notification"))
                                .judge(vector.request()))
                .isEqualTo(refused(Flaw.CERT_NOT_TRUSTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.paypal.com/v1/notifications/certs/CERT-FAKE",
                "https://uploads.paypal.com/v1/notifications/certs/CERT-FAKE",
                "https://api.paypal.com.evil.test/v1/notifications/certs/CERT-FAKE",
                "https://api.paypal.com/v1/other/CERT-FAKE",
                "https://api.paypal.com/v1/notifications/certs/../CERT-FAKE",
                "https://api.paypal.com/v1/notifications/certs/CERT-FAKE?x",
                "http://api.paypal.com/v1/notifications/certs/CERT-FAKE"
            })
    void a_certificate_of_paypal_is_one_that_its_api_publishes(String url) {
        var vector = Vectors.find("paypal-valid");
        Requests request =
                Requests.to("paypal")
                        .headers(vector.request().headers())
                        .headers(List.of(new Header("PAYPAL-CERT-URL", url)))
                        .body(vector.request().body());

        assertThat(vector.verifier().judge(request.request()))
                .isEqualTo(refused(Flaw.CERT_URL_NOT_ALLOWED));
    }

    @Test
    void a_certificate_that_a_known_authority_has_issued_to_somebody_else_is_not_paypals() {
        var vector = Vectors.find("paypal-valid");
        String pem = Vectors.find("sns-v2-notification").certificates().values().iterator().next();

        assertThat(
                        new Verifier(
                                        Vectors.PRESETS.find("paypal").orElseThrow(),
                                        vector.material(),
                                        OwnChecks.NONE,
                                        Vectors.publishing(pem))
                                .judge(vector.request()))
                .isEqualTo(refused(Flaw.CERT_NOT_TRUSTED));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"x\"', x",
        "7, 7",
        "true, true",
        "null, ''",
        "'{}', ''",
        "'[\"a\"]', ''",
        "'\"a\\u0000b\"', ''"
    })
    void an_event_type_is_a_string_a_number_or_a_boolean(String type, String expected) {
        assertThat(typeOf("{\"type\":" + type + "}")).isEqualTo(expected);
    }

    @Test
    void an_event_type_has_at_most_256_characters() {
        assertThat(typeOf("{\"type\":\"" + "x".repeat(256) + "\"}")).hasSize(256);
        assertThat(typeOf("{\"type\":\"" + "x".repeat(257) + "\"}")).isEmpty();
        assertThat(typeOf("{\"type\":\"a\",\"type\":\"b\"}")).isEmpty();
        assertThat(typeOf("not JSON")).isEmpty();
        assertThat(typeOf("")).isEmpty();
    }

    private static String typeOf(String body) {
        Outcome outcome =
                Requests.to("vercel")
                        .header(
                                "x-vercel-signature",
                                HexFormat.of()
                                        .formatHex(
                                                Requests.hmac(
                                                        "HmacSHA1", SECRET, body.getBytes(UTF_8))))
                        .body(body)
                        .judgedWith(SECRET);
        return ((Outcome.Verified) outcome).eventType().orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "github,false",
        "stripe,false",
        "chargebee,false",
        "discord-events,true",
        "wise,true",
        "braintree,true"
    })
    void a_key_of_the_provider_or_code_may_take_long(String preset, boolean takesLong) {
        Requests request = Requests.to(preset).body("{}");

        assertThat(request.verifier(Material.of(SECRET)).mayTakeLong(request.request()))
                .isEqualTo(takesLong);
    }

    @Test
    void a_compressed_body_may_take_long() {
        Requests request = Requests.to("github").header("Content-Encoding", "gzip").body("{}");

        assertThat(request.verifier(Material.of(SECRET)).mayTakeLong(request.request())).isTrue();
    }
}
