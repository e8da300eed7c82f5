package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.inbound.verify.Material;
import io.hookbridge.inbound.verify.Outcome;
import io.hookbridge.inbound.verify.OwnChecks;
import io.hookbridge.inbound.verify.Verifier;
import io.hookbridge.inbound.verify.coded.CheckCoded;
import io.hookbridge.inbound.verify.coded.ProviderKeys;
import io.hookbridge.inbound.verify.preset.Presets;
import io.hookbridge.inbound.verify.request.ReceivedRequest;
import io.hookbridge.net.Header;
import io.hookbridge.outbound.Receiver.Delivered;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What is forwarded so that the application's own check of the provider's signature passes. */
@Tag("database")
class SignAsProviderTest {

    private static final String SECRET = "FAKE-secret-of-the-provider";
    private static final String PAID = "{\"id\":\"evt_1\",\"type\":\"invoice.paid\"}";

    /** What Stripe still takes, but not for long. */
    private static final long HELD_UP = 240;

    private static InboundTest inbound;

    @BeforeAll
    static void start() {
        inbound = new InboundTest();
    }

    @AfterAll
    static void stop() {
        inbound.close();
    }

    @BeforeEach
    void nothing_has_come() {
        inbound.application.forget();
    }

    private static byte[] hmac(String algorithm, String secret, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static InboundTest.Source source(String preset, Map<String, Object> more) {
        Map<String, Object> members = new HashMap<>(more);
        members.put("preset", preset);
        if (!members.containsKey("hmac_secrets")) {
            members.put("hmac_secret", SECRET);
        }
        members.putIfAbsent("sign_as_provider", true);
        return inbound.source("/hook", members);
    }

    private static CheckedHttpClient.Draft stripe(
            InboundTest.Source source, long time, String body) {
        return inbound.to(source)
                .header("Stripe-Signature", "t=" + time + ",v1=" + stripe(SECRET, time, body))
                .header("X-Else", "kept")
                .json(body);
    }

    private static String stripe(String secret, long time, String body) {
        return HexFormat.of().formatHex(hmac("HmacSHA256", secret, time + "." + body));
    }

    /** What the application's SDK would say. */
    private static Outcome downstream(
            String preset, String secret, Delivered delivered, Instant now) {
        return new Verifier(
                        Presets.shipped().find(preset).orElseThrow(),
                        Material.of(secret),
                        OwnChecks.NONE,
                        new CheckCoded(ProviderKeys.NONE, Set::of))
                .judge(
                        new ReceivedRequest(
                                "POST",
                                inbound.application.url(delivered.path()),
                                Optional.empty(),
                                delivered.headers().entrySet().stream()
                                        .flatMap(each ->
                                                each.getValue().stream()
                                                        .map(value ->
                                                                new Header(each.getKey(), value)))
                                        .toList(),
                                delivered.body().getBytes(StandardCharsets.UTF_8),
                                1 << 20,
                                Optional.empty(),
                                now));
    }

    private static long time(Delivered delivered) {
        return Long.parseLong(
                delivered.header("Stripe-Signature").replaceFirst("t=(\\d+),.*", "$1"));
    }

    @Test
    void each_attempt_carries_a_signature_of_its_own_time() {
        InboundTest.Source source = source("stripe", Map.of());
        long sent = Instant.now().getEpochSecond() - HELD_UP;
        inbound.application.answer(400);
        String id = InboundTest.accepted(stripe(source, sent, PAID).send());
        var _ = inbound.message(id, "failed_permanent");
        inbound.application.answer(200);

        var _ = inbound.call("POST", "/v1/inbound-messages/" + id + "/replay");
        var _ = inbound.message(id, "succeeded");

        Delivered first = inbound.application.next();
        Delivered replayed = inbound.application.next();
        for (Delivered delivered : List.of(first, replayed)) {
            assertThat(time(delivered)).isGreaterThanOrEqualTo(sent + HELD_UP);
            assertThat(delivered.headers().get("Stripe-signature")).hasSize(1);
            assertThat(delivered.header("X-Else")).isEqualTo("kept");
            // Long after the provider's own signature would have been refused.
            assertThat(
                            downstream(
                                    "stripe",
                                    SECRET,
                                    delivered,
                                    Instant.ofEpochSecond(sent + HELD_UP + 200)))
                    .isInstanceOf(Outcome.Verified.class);
        }
        assertThat(time(replayed)).isGreaterThanOrEqualTo(time(first));
    }

    @Test
    void a_signature_of_the_url_is_made_for_the_one_that_it_goes_to() {
        InboundTest.Source source = source("square", Map.of());
        String signed = source.made().path("ingest_url").asString() + PAID;

        String id =
                InboundTest.accepted(
                        inbound.to(source)
                                .header(
                                        "x-square-hmacsha256-signature",
                                        Base64.getEncoder()
                                                .encodeToString(hmac("HmacSHA256", SECRET, signed)))
                                .json(PAID)
                                .send());

        assertThat(downstream("square", SECRET, inbound.forwarded(id), Instant.now()))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void of_two_secrets_the_first_signs_whichever_the_provider_used() {
        InboundTest.Source source =
                source("stripe", Map.of("hmac_secrets", List.of("FAKE-new-secret", SECRET)));
        long now = Instant.now().getEpochSecond();

        String id = InboundTest.accepted(stripe(source, now, PAID).send());

        assertThat(downstream("stripe", "FAKE-new-secret", inbound.forwarded(id), Instant.now()))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void what_was_never_verified_by_the_preset_does_not_look_so() {
        InboundTest.Source source = inbound.source("/hook", Map.of());
        inbound.application.answer(400);
        String id =
                InboundTest.accepted(
                        inbound.to(source)
                                .header("Stripe-Signature", "t=1,v1=00")
                                .json(PAID)
                                .send());
        var _ = inbound.message(id, "failed_permanent");
        inbound.application.answer(200);
        inbound.application.forget();
        Exchange changed =
                inbound.patch(
                        source,
                        Map.of(
                                "preset",
                                "stripe",
                                "hmac_secret",
                                SECRET,
                                "sign_as_provider",
                                true));
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);

        var _ = inbound.call("POST", "/v1/inbound-messages/" + id + "/replay");

        assertThat(inbound.forwarded(id).header("Stripe-Signature")).isEqualTo("t=1,v1=00");
    }

    @Test
    void unless_the_owner_wants_it_the_providers_signature_goes_along_as_it_came() {
        InboundTest.Source source = source("stripe", Map.of("sign_as_provider", false));
        long sent = Instant.now().getEpochSecond() - HELD_UP;

        String id = InboundTest.accepted(stripe(source, sent, PAID).send());

        assertThat(inbound.forwarded(id).header("Stripe-Signature"))
                .isEqualTo("t=" + sent + ",v1=" + stripe(SECRET, sent, PAID));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"preset\":\"discord-events\",\"hmac_secret\":\"0101010101010101010101010101010101010101010101010101010101010101\"",
                "\"preset\":\"gitlab-token\",\"hmac_secret\":\"FAKE\"",
                "\"preset\":\"linear\",\"hmac_secret\":\"FAKE\"",
                "\"name\":\"without a preset\""
            })
    void what_only_the_provider_can_sign_cannot_be_asked_for(String members) {
        Exchange refused =
                inbound.app
                        .client()
                        .post("/v1/inbound-endpoints")
                        .key(TestApp.KEY)
                        .json("{\"mode\":\"cli\",\"sign_as_provider\":true," + members + "}")
                        .send();

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().at("/error/details/pointer").asString())
                .isEqualTo("/sign_as_provider");
    }
}
