package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Asana, which brings the secret of the endpoint with its first request; case H4. */
@Tag("database")
class SecretsByHandshakeTest {

    private static final String SECRET = "FAKE-secret-that-asana-has-made";
    private static final String EVENTS = "{\"events\":[{\"action\":\"changed\"}]}";

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    private static InboundTest.Source open() {
        return inbound.source("/hook", Map.of("preset", "asana", "await_secret", true));
    }

    private static Exchange handshake(InboundTest.Source source, String secret) {
        return inbound.to(source).header("X-Hook-Secret", secret).send();
    }

    private static CheckedHttpClient.Draft event(InboundTest.Source source, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return inbound.to(source)
                    .header(
                            "X-Hook-Signature",
                            HexFormat.of()
                                    .formatHex(
                                            mac.doFinal(EVENTS.getBytes(StandardCharsets.UTF_8))))
                    .json(EVENTS);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static JsonNode shown(InboundTest.Source source) {
        return inbound.get("/v1/inbound-endpoints/" + source.id()).data();
    }

    @Test
    void the_first_secret_that_comes_is_taken_and_events_are_checked_with_it() {
        InboundTest.Source source = open();
        assertThat(source.made().path("secret_awaited_until").asString()).isNotEmpty();
        assertThat(event(source, SECRET).send().status()).as("before there is one").isEqualTo(401);

        Exchange answered = handshake(source, SECRET);

        assertThat(answered.status()).as(answered.text()).isEqualTo(200);
        assertThat(answered.header("X-Hook-Secret")).hasValue(SECRET);
        var _ = InboundTest.accepted(event(source, SECRET).send());
        assertThat(event(source, "FAKE-another-secret-of-somebody").send().status()).isEqualTo(401);
        JsonNode shown = shown(source);
        assertThat(shown.has("secret_awaited_until")).isFalse();
        assertThat(shown.path("hmac_secret_hints")).hasToString("[\"made\"]");
        assertThat(shown.toString()).doesNotContain(SECRET);
        assertThat(inbound.app.audited("inbound_endpoint.secret_taken")).contains("done");
    }

    @Test
    void the_same_secret_is_answered_again_and_another_one_is_not() {
        InboundTest.Source source = open();
        assertThat(handshake(source, SECRET).status()).isEqualTo(200);

        Exchange again = handshake(source, SECRET);
        Exchange evil = handshake(source, "FAKE-evil-secret-of-a-stranger");

        assertThat(again.header("X-Hook-Secret")).hasValue(SECRET);
        assertThat(evil.status()).isEqualTo(401);
        assertThat(evil.header("X-Hook-Secret")).isEmpty();
        assertThat(evil.text()).doesNotContain("evil");
        var _ = InboundTest.accepted(event(source, SECRET).send());
        assertThat(inbound.rejections(source, "challenge_closed").toString())
                .doesNotContain(SECRET, "FAKE-evil-secret");
    }

    @Test
    void of_two_that_come_at_once_one_is_taken() {
        InboundTest.Source source = open();

        List<Exchange> answers =
                IntStream.range(0, 6)
                        .mapToObj(number ->
                                CompletableFuture.supplyAsync(
                                        () -> handshake(source, "FAKE-secret-number-" + number)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    }

    @Test
    void a_door_that_is_closed_or_was_never_open_takes_none() {
        InboundTest.Source closed = open();
        assertThat(inbound.patch(closed, Map.of("await_secret", false)).status())
                .as("it would have no secret and await none")
                .isEqualTo(400);
        InboundTest.Source never =
                inbound.source("/hook", Map.of("preset", "asana", "hmac_secret", SECRET));

        assertThat(handshake(never, "FAKE-evil-secret-of-a-stranger").status()).isEqualTo(401);
        assertThat(handshake(never, SECRET).status()).isEqualTo(200);
    }

    @Test
    void when_the_time_is_over_no_secret_is_taken() {
        InboundTest.Source source = open();
        inbound.jdbi.useHandle(handle ->
                handle.execute(
                        """
                        UPDATE inbound_endpoint
                           SET takes_secret_until = now() - interval '1 second'
                         WHERE endpoint_id = ?::uuid
                        """,
                        source.id()));

        assertThat(handshake(source, SECRET).status()).isEqualTo(401);
        assertThat(inbound.patch(source, Map.of("name", "Still here")).status()).isEqualTo(200);
    }

    @Test
    void an_owner_who_opens_the_door_again_gets_another_secret_in_the_place_of_the_first() {
        InboundTest.Source source = open();
        assertThat(handshake(source, "FAKE-evil-secret-of-a-stranger").status()).isEqualTo(200);
        assertThat(inbound.patch(source, Map.of("await_secret", true)).status()).isEqualTo(200);

        assertThat(handshake(source, SECRET).status()).isEqualTo(200);

        var _ = InboundTest.accepted(event(source, SECRET).send());
        assertThat(event(source, "FAKE-evil-secret-of-a-stranger").send().status()).isEqualTo(401);
    }

    @Test
    void an_owner_who_enters_the_secret_awaits_none_any_more() {
        InboundTest.Source source = open();

        JsonNode changed = inbound.patch(source, Map.of("hmac_secret", SECRET)).data();

        assertThat(changed.has("secret_awaited_until")).isFalse();
        assertThat(handshake(source, "FAKE-evil-secret-of-a-stranger").status()).isEqualTo(401);
    }

    @Test
    void a_secret_that_no_provider_sends_is_not_taken() {
        InboundTest.Source source = open();

        assertThat(handshake(source, "short").status()).isEqualTo(401);
        assertThat(handshake(source, "x".repeat(1000)).status()).isEqualTo(401);

        assertThat(handshake(source, SECRET).status()).isEqualTo(200);
    }

    @Test
    void whoever_looks_before_there_is_a_secret_is_answered_and_events_are_not_taken() {
        InboundTest.Source source =
                inbound.source("/hook", Map.of("preset", "trello", "await_secret", true));

        assertThat(inbound.app.client().request("HEAD", source.path()).send().status())
                .isEqualTo(200);
        assertThat(inbound.to(source).header("X-Trello-Webhook", "AAAA").json("{}").send().status())
                .isEqualTo(401);
        assertThat(inbound.rejections(source, "no_usable_secret")).isNotEmpty();
    }
}
