package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Sha256;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.inbound.verify.preset.Answers;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.request.Source;
import io.hookbridge.inbound.verify.scheme.Flaw;
import io.hookbridge.inbound.verify.scheme.Scheme;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an endpoint checks without knowing its sender: token, signature, time, address. */
@Tag("unit")
class OwnChecksTest {

    private static final String SECRET = "whsec_demo_FAKE";
    private static final String TIME = "1767225600";
    private static final Preset SIGNED = signature(Optional.empty(), false).preset();

    private static OwnSignature signature(Optional<String> timestamp, boolean trusts) {
        return new OwnSignature("X-Sig", timestamp, Duration.ofMinutes(5), trusts);
    }

    private static Preset nothing() {
        return new Preset(
                "none",
                "Nothing",
                List.of(new Scheme.None()),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Answers.USUAL,
                Optional.empty());
    }

    private static OwnChecks token(Optional<String> header, Optional<String> parameter) {
        return new OwnChecks(
                Optional.of(
                        new OwnChecks.StaticToken(
                                header, parameter, Sha256.of("FAKE-static-token"))),
                Optional.empty(),
                List.of());
    }

    private static OwnChecks dedupeBy(String... headers) {
        return new OwnChecks(Optional.empty(), Optional.empty(), List.of(headers));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(Requests.hmac(SECRET, text));
    }

    @Test
    void a_token_may_stand_in_a_header_or_in_the_query() {
        OwnChecks both = token(Optional.of("X-Tok"), Optional.of("tok"));

        assertThat(to(both).header("x-tok", "FAKE-static-token").judgedWith())
                .isInstanceOf(Outcome.Verified.class);
        assertThat(to(both).url(Requests.URL + "?tok=FAKE-static-token").judgedWith())
                .isInstanceOf(Outcome.Verified.class);
        assertThat(to(both).header("X-Tok", "FAKE").judgedWith())
                .isEqualTo(new Outcome.Refused(Refusal.STATIC_TOKEN_FAILED, Flaw.TOKEN_MISMATCH));
        assertThat(to(both).judgedWith())
                .isEqualTo(new Outcome.Refused(Refusal.STATIC_TOKEN_FAILED, Flaw.MISSING_TOKEN));
        assertThat(
                        to(both).header("X-Tok", "FAKE")
                                .url(Requests.URL + "?tok=FAKE-static-token")
                                .judgedWith())
                .as("the query counts only where the header is absent")
                .isEqualTo(new Outcome.Refused(Refusal.STATIC_TOKEN_FAILED, Flaw.TOKEN_MISMATCH));
        assertThat(to(both).verifier(Material.of()).credentials())
                .containsExactly(new Source.InHeader("X-Tok"), new Source.InQuery("tok"));
    }

    private static Requests to(OwnChecks own) {
        return Requests.to(nothing()).own(own);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sha256= %s", "sha256=%s", "SHA256=%S", "\t%s", "%s  ", "v0=%s", "v1= %s"})
    void a_signature_of_an_unknown_sender_may_be_written_in_many_ways(String form) {
        assertThat(
                        Requests.to(SIGNED)
                                .header("X-Sig", form.formatted(hex("{}")))
                                .body("{}")
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
        assertThat(
                        Requests.to(SIGNED)
                                .header("X-Sig", form.formatted(hex("{} ")))
                                .body("{}")
                                .judgedWith(SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.SIGNATURE_MISMATCH));
    }

    @Test
    void it_may_be_in_base64_of_the_right_length_only() {
        byte[] hmac = Requests.hmac(SECRET, "{}");
        Base64.Encoder base64 = Base64.getEncoder();

        assertThat(
                        Requests.to(SIGNED)
                                .header("X-Sig", "sha256=" + base64.encodeToString(hmac))
                                .body("{}")
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
        assertThat(
                        Requests.to(SIGNED)
                                .header("X-Sig", base64.encodeToString(Arrays.copyOf(hmac, 31)))
                                .body("{}")
                                .judgedWith(SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.SIGNATURE_MISMATCH));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ":", ""})
    void time_and_body_may_be_signed_in_each_usual_way_and_it_is_told_which(String between) {
        Preset preset = signature(Optional.of("X-Time"), false).preset();

        assertThat(
                        Requests.to(preset)
                                .header("X-Sig", hex(TIME + between + "{}"))
                                .header("X-Time", TIME)
                                .body("{}")
                                .judgedWith(SECRET))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        it ->
                                assertThat(it.construction())
                                        .isEqualTo("{header:X-Time}" + between + "{body}"));
        assertThat(
                        Requests.to(preset)
                                .at(Long.parseLong(TIME) + 301)
                                .header("X-Sig", hex(TIME + between + "{}"))
                                .header("X-Time", TIME)
                                .body("{}")
                                .judgedWith(SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.STALE_TIMESTAMP));
    }

    @Test
    void a_time_that_is_not_signed_is_believed_only_by_whoever_wants_that() {
        Requests strict = Requests.to(signature(Optional.of("X-Time"), false).preset());
        Requests trusting = Requests.to(signature(Optional.of("X-Time"), true).preset());

        for (Requests request : List.of(strict, trusting)) {
            request.header("X-Sig", hex("{}")).header("X-Time", TIME).body("{}");
        }
        assertThat(strict.judgedWith(SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.SIGNATURE_MISMATCH));
        assertThat(trusting.judgedWith(SECRET)).isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void one_header_may_hold_time_and_signature() {
        assertThat(
                        Requests.to(signature(Optional.of("x-sig"), false).preset())
                                .header("X-Sig", "t=" + TIME + ",v1=" + hex(TIME + ".{}"))
                                .body("{}")
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void a_known_header_brings_its_preset_with_it() {
        assertThat(named("stripe-signature")).contains("stripe");
        assertThat(named("X-Slack-Signature")).contains("slack");
        assertThat(named("webhook-signature")).contains("standard-webhooks");
        assertThat(named("Paddle-Signature")).contains("paddle");
        assertThat(named("X-Hub-Signature")).as("several sign differently there").isEmpty();
        assertThat(named("X-Signature")).as("plain HMAC-SHA256").isEmpty();
        assertThat(named("X-Unknown")).isEmpty();
    }

    private static Optional<String> named(String header) {
        return Vectors.PRESETS.ofSignatureHeader(header).map(Preset::id);
    }

    @Test
    void only_addresses_on_the_list_come_in() {
        OwnChecks own =
                new OwnChecks(
                        Optional.empty(),
                        Optional.of(
                                List.of(
                                        AddressRange.of("203.0.113.0/24"),
                                        AddressRange.of("2001:db8::/32"))),
                        List.of());

        assertThat(to(own).from("203.0.113.7").judgedWith()).isInstanceOf(Outcome.Verified.class);
        assertThat(to(own).from("::ffff:203.0.113.7").judgedWith())
                .isInstanceOf(Outcome.Verified.class);
        assertThat(to(own).from("2001:DB8:0:0::7").judgedWith())
                .isInstanceOf(Outcome.Verified.class);
        assertThat(to(own).from("198.51.100.1").judgedWith())
                .isEqualTo(new Outcome.Refused(Refusal.IP_NOT_ALLOWED, Flaw.ADDRESS_NOT_ALLOWED));
        assertThat(to(own).judgedWith())
                .isEqualTo(new Outcome.Refused(Refusal.IP_NOT_ALLOWED, Flaw.UNKNOWN_ADDRESS));
    }

    @Test
    void without_any_check_an_event_is_unproven() {
        assertThat(((Outcome.Verified) to(OwnChecks.NONE).judgedWith()).isProven()).isFalse();
    }

    @Test
    void without_any_of_its_headers_an_event_has_no_key() {
        OwnChecks own = dedupeBy("X-Event-Id", "X-Shop");

        assertThat(key(to(own))).isEmpty();
        assertThat(key(to(own).header("X-Event-Id", ""))).isEmpty();
    }

    @Test
    void keys_differ_wherever_their_parts_do() {
        OwnChecks own = dedupeBy("X-Event-Id", "X-Shop");
        List<Requests> requests =
                List.of(
                        to(own).header("X-Event-Id", "a").header("X-Shop", "bc"),
                        to(own).header("X-Event-Id", "ab").header("X-Shop", "c"),
                        to(own).header("X-Shop", "abc"),
                        to(own).header("X-Event-Id", "").header("X-Shop", "abc"),
                        to(own).header("X-Event-Id", "abc"),
                        to(own).header("X-Event-Id", "x".repeat(4_096)));
        Set<String> hashes = new HashSet<>();

        for (Requests request : requests) {
            hashes.add(HexFormat.of().formatHex(key(request).orElseThrow().hash()));
        }

        assertThat(hashes).hasSize(requests.size()).allMatch(hash -> hash.length() == 64);
        assertThat(key(to(own).header("x-event-id", "abc")).orElseThrow().hash())
                .as("names of headers have no case")
                .isEqualTo(key(requests.get(4)).orElseThrow().hash());
    }

    @Test
    void headers_of_the_endpoint_go_before_what_the_preset_says() {
        String body = "{\"id\":\"evt_FAKE\",\"type\":\"a\"}";
        String signature = "t=" + TIME + ",v1=" + hex(TIME + "." + body);
        Requests request =
                Requests.to("stripe").own(dedupeBy("X-Own")).header("Stripe-Signature", signature);

        assertThat(key(request.body(body), SECRET).orElseThrow().text()).isEqualTo("evt_FAKE");
        assertThat(key(request.header("X-Own", "1"), SECRET).orElseThrow().text()).isEqualTo("1");
    }

    private static Optional<DedupeKey> key(Requests request, String... secrets) {
        return ((Outcome.Verified) request.judgedWith(secrets)).key();
    }
}
