package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Presets of a project. */
@Tag("database")
class OwnPresetsTest {

    private static final String ALL = "/v1/inbound-presets";
    private static final String SECRET = "FAKE-secret-of-the-shop";
    private static final String ORDER = "{\"type\":\"order.created\"}";

    private static final String DOCUMENT =
            """
            {"id":"%s","title":"Shop",
             "verify":{"kind":"hmac","algorithm":"sha256",
                       "signature":{"source":"header:X-Shop-Signature","encoding":"hex","prefix":"v1="},
                       "signed":"{header:X-Shop-Time}.{body}",
                       "timestamp":{"source":"header:X-Shop-Time","unit":"s","tolerance_s":300}},
             "event_type":["header:X-Shop-Topic","json:type"],
             "dedupe":["header:X-Shop-Id"],"success":{"status":200}}
            """;

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    private static String id() {
        return "shop-" + UUID.randomUUID();
    }

    private static String document(String id) {
        return DOCUMENT.formatted(id);
    }

    private static Exchange create(String document) {
        return inbound.app.client().post(ALL).key(TestApp.KEY).json(document).send();
    }

    private static String created() {
        String id = id();
        Exchange made = create(document(id));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return id;
    }

    private static Exchange request(String method, String id, String body) {
        return inbound.app
                .client()
                .request(method, ALL + "/" + id)
                .key(TestApp.KEY)
                .json(body)
                .send();
    }

    private static InboundTest.Source source(String preset) {
        return inbound.source("/hook", Map.of("preset", preset, "hmac_secret", SECRET));
    }

    private static Exchange order(TestApp server, InboundTest.Source source) {
        try {
            String time = Long.toString(Instant.now().getEpochSecond());
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal((time + "." + ORDER).getBytes(StandardCharsets.UTF_8));
            return server.client()
                    .post(source.path())
                    .header("X-Shop-Time", time)
                    .header("X-Shop-Signature", "v1=" + HexFormat.of().formatHex(signature))
                    .header("X-Shop-Id", UUID.randomUUID().toString())
                    .json(ORDER)
                    .send();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String accepted(Exchange answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.data().path("message_id").asString();
    }

    @Test
    void an_endpoint_that_names_one_is_checked_by_it() {
        String id = created();
        InboundTest.Source source = source(id);

        String message = accepted(order(inbound.app, source));

        assertThat(source.made().path("ingest_response_code").intValue())
                .as("what the shop wants to hear")
                .isEqualTo(200);
        assertThat(inbound.forwarded(message).header("X-Webhook-Event-Type"))
                .isEqualTo("order.created");
        assertThat(inbound.forwarded(message).header("X-Webhook-Verified")).isEqualTo("true");
        assertThat(inbound.to(source).json(ORDER).send().status()).isEqualTo(401);
        assertThat(inbound.rejections(source).path(0).path("reason_detail").asString())
                .startsWith("missing_signature: ");
    }

    @Test
    void one_is_found_as_it_was_written_and_stands_before_those_that_ship() {
        String id = created();

        JsonNode found = inbound.get(ALL + "/" + id).data();
        JsonNode list = inbound.get(ALL).data();

        assertThat(found.path("ships").booleanValue()).isFalse();
        assertThat(found.path("can_sign_as_provider").booleanValue()).isTrue();
        assertThat(found.at("/verify/signed").asString()).isEqualTo("{header:X-Shop-Time}.{body}");
        assertThat(list.findValuesAsString("id")).contains(id, "github", "stripe");
        assertThat(list.path(0).path("ships").booleanValue()).isFalse();
        assertThat(inbound.app.audited("inbound_preset.created")).contains("done");
    }

    @Test
    void what_ships_can_be_read_and_not_changed() {
        JsonNode github = inbound.get(ALL + "/github").data();

        assertThat(github.path("ships").booleanValue()).isTrue();
        assertThat(github.path("evidence").asString()).isEqualTo("published");
        assertThat(request("PATCH", "github", "{\"title\":\"Mine\"}").status()).isEqualTo(404);
        assertThat(request("DELETE", "github", "{}").status()).isEqualTo(404);
        Exchange taken = create(document("github"));
        assertThat(taken.status()).isEqualTo(400);
        assertThat(taken.json().at("/error/details/pointer").asString()).isEqualTo("/id");
    }

    @Test
    void a_change_holds_for_the_next_request_here_and_on_other_servers_within_a_second() {
        String id = created();
        InboundTest.Source source = source(id);
        try (TestApp other = inbound.app.another()) {
            var _ = accepted(order(inbound.app, source));
            var _ = accepted(order(other, source));

            Exchange changed =
                    request(
                            "PATCH",
                            id,
                            """
                            {"dedupe":null,
                             "verify":{"kind":"token","source":"header:X-Shop-Token"}}
                            """);

            assertThat(changed.status()).as(changed.text()).isEqualTo(200);
            assertThat(changed.data().has("dedupe")).isFalse();
            assertThat(order(inbound.app, source).status()).isEqualTo(401);
            Patience.until(
                    "the other server has noticed", () -> order(other, source).status() == 401);
            assertThat(
                            other.client()
                                    .post(source.path())
                                    .header("X-Shop-Token", SECRET)
                                    .json(ORDER)
                                    .send()
                                    .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void one_that_an_endpoint_names_cannot_be_deleted() {
        String id = created();
        InboundTest.Source source = source(id);

        Exchange refused = request("DELETE", id, "{}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("PRESET_IN_USE");
        var _ = accepted(order(inbound.app, source));
        var _ = inbound.call("DELETE", "/v1/inbound-endpoints/" + source.id());
        Exchange deleted = request("DELETE", id, "{}");
        assertThat(deleted.data().path("deleted").booleanValue()).isTrue();
        assertThat(inbound.get(ALL + "/" + id).status()).isEqualTo(404);
        assertThat(order(inbound.app, source).status())
                .as("of the deleted endpoint")
                .isEqualTo(410);
    }

    @Test
    void a_change_that_would_leave_an_endpoint_unchecked_is_refused() {
        String id = created();
        InboundTest.Source source = source(id);

        Exchange refused =
                request(
                        "PATCH",
                        id,
                        """
                        {"verify":{"kind":"hmac","algorithm":"sha256","key":{"decode":"hex"},
                         "signature":{"source":"header:X-Shop-Signature","encoding":"hex"},"signed":"{body}"}}
                        """);

        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("PRESET_IN_USE");
        assertThat(refused.json().at("/error/details/inbound_endpoint_id").asString())
                .isEqualTo(source.id());
        var _ = accepted(order(inbound.app, source));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|/id|is missing",
                "{\"id\":\"Shop\",\"title\":\"Shop\",\"verify\":{\"kind\":\"basic\"}}|/id|lower-case",
                "{\"id\":\"shop\",\"title\":\"Shop\",\"verify\":{\"kind\":\"basic\"},\"batch\":\"xml\"}|/batch|must be json",
                "{\"id\":\"shop\",\"title\":\"Shop\",\"verify\":{\"kind\":\"none\"}}|/verify/kind|checks something",
                "{\"id\":\"shop\",\"title\":\"Shop\",\"verify\":{\"kind\":\"custom\",\"name\":\"plaid\"}}|/verify/kind|ship only",
                "{\"id\":\"shop\",\"title\":\"Shop\",\"verify\":{\"kind\":\"token\",\"source\":\"header:X\",\"stripp\":\"a\"}}|/verify/stripp|",
                "{\"id\":\"shop\",\"title\":\"Shop\",\"verify\":{\"kind\":\"basic\"},\"challenge\":[{\"name\":\"n\",\"when\":{\"method\":\"GET\",\"query:u\":true},\"respond\":{\"status\":200},\"action\":{\"fetch\":\"query:u\"}}]}|/challenge/0/action/fetch|must be store_secret"
            })
    void a_mistake_is_pointed_at(String document, String pointer, String sentence) {
        Exchange refused = create(document);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().at("/error/details/mistakes").findValuesAsString("pointer"))
                .contains(pointer);
        assertThat(refused.json().at("/error/details/mistakes").toString())
                .contains(sentence == null ? "" : sentence);
    }

    @Test
    void all_mistakes_are_told_at_once() {
        Exchange refused =
                create("{\"id\":\"S\",\"verify\":{\"kind\":\"hmac\",\"algorithm\":\"md5\"}}");

        assertThat(refused.json().at("/error/details/mistakes").findValuesAsString("pointer"))
                .contains(
                        "/id",
                        "/title",
                        "/verify/algorithm",
                        "/verify/signature",
                        "/verify/signed");
        assertThat(refused.message()).startsWith("/id: ");
    }

    @Test
    void two_of_an_environment_cannot_have_one_id() {
        String id = created();

        Exchange refused = create(document(id));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/details/pointer").asString()).isEqualTo("/id");
        assertThat(request("PATCH", id, "{\"id\":\"" + id() + "\"}").status()).isEqualTo(400);
    }

    @Test
    void one_of_another_environment_cannot_be_named_or_seen() {
        String id = created();
        String stranger = inbound.app.keyOfAnotherTenant();

        assertThat(inbound.app.client().get(ALL + "/" + id).key(stranger).send().status())
                .isEqualTo(404);
        assertThat(inbound.app.client().get(ALL).key(stranger).send().text()).doesNotContain(id);
        Exchange named =
                inbound.app
                        .client()
                        .post("/v1/inbound-endpoints")
                        .key(stranger)
                        .json(
                                "{\"mode\":\"cli\",\"preset\":\"%s\",\"hmac_secret\":\"FAKE\"}"
                                        .formatted(id))
                        .send();
        assertThat(named.status()).isEqualTo(400);
        assertThat(named.json().at("/error/details/pointer").asString()).isEqualTo("/preset");
    }

    @Test
    void a_document_that_is_too_long_is_refused() {
        String id = id();

        Exchange refused =
                create(
                        "{\"id\":\"%s\",\"title\":\"Shop\",\"verify\":{\"kind\":\"basic\"},\"batch\":\"%s\"}"
                                .formatted(id, "x".repeat(17_000)));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.message()).contains("16384 bytes");
    }

    @Test
    void an_environment_has_a_limit_of_them() {
        try (InboundTest another = new InboundTest()) {
            for (int i = 0; i < 50; i++) {
                assertThat(
                                another.app
                                        .client()
                                        .post(ALL)
                                        .key(TestApp.KEY)
                                        .json(document("shop-" + i))
                                        .send()
                                        .status())
                        .isEqualTo(201);
            }

            Exchange refused =
                    another.app
                            .client()
                            .post(ALL)
                            .key(TestApp.KEY)
                            .json(document("shop-50"))
                            .send();

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.code()).isEqualTo("FORBIDDEN");
        }
    }
}
