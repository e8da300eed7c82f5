package io.hookbridge.sdk.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.sdk.webhook.InvalidWebhookException.Reason;
import io.hookbridge.sdk.webhook.SignatureForm.TimeForm;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the presets of this client to those of the server, and to requests that others signed. */
@Tag("unit")
class PresetsTest {

    private static final Path SERVER = Path.of("..", "server", "src");
    private static final String PACKAGE = "resources/io/hookbridge/inbound/verify/";

    private static final Map<String, JsonNode> OF_THE_SERVER =
            read("main/" + PACKAGE + "preset/presets.json")
                    .path("presets")
                    .valueStream()
                    .collect(
                            Collectors.toMap(
                                    each -> each.path("id").stringValue(), Function.identity()));

    private static JsonNode read(String file) {
        return JsonMapper.shared().readTree(SERVER.resolve(file).toFile());
    }

    static Stream<JsonNode> vectors() {
        return read("test/" + PACKAGE + "vectors.json")
                .path("vectors")
                .valueStream()
                .filter(each -> Presets.ALL.containsKey(each.path("preset").stringValue()))
                .filter(each -> !isHandshake(each.path("expect")));
    }

    private static JsonNode verify(String preset) {
        return Objects.requireNonNull(OF_THE_SERVER.get(preset)).path("verify");
    }

    /** Handshakes are between a server and the provider. */
    private static boolean isHandshake(JsonNode expected) {
        return expected.toString().contains("challenge")
                || expected.path("refused").asString("").equals("signed_for_anybody");
    }

    private static byte[] body(JsonNode request) {
        return request.has("body_b64")
                ? Base64.getDecoder().decode(request.path("body_b64").stringValue())
                : request.path("body").asString("").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void every_preset_whose_signature_is_made_of_headers_and_body_is_known() {
        Set<String> expected = new TreeSet<>();
        OF_THE_SERVER.forEach((id, preset) -> {
            JsonNode verify = preset.path("verify");
            if (preset.path("verify").isObject() && canBeTold(verify)) {
                expected.add(id);
            }
        });

        assertThat(new TreeSet<>(Presets.ALL.keySet())).isEqualTo(expected);
    }

    private static boolean canBeTold(JsonNode verify) {
        String signed = verify.path("signed").asString("");
        boolean isKeyOfHookBridge = verify.path("key").path("strip").toString().contains("whpk_");
        return (verify.path("kind").stringValue().equals("hmac") || isKeyOfHookBridge)
                && verify.path("signature").path("source").asString("").startsWith("header:")
                && !verify.path("signature").has("series")
                && signed.replaceAll("\\{(body|header:[^}]+|sig:[^}]+)}", "").indexOf('{') < 0
                && !verify.path("timestamp").path("source").asString("").startsWith("json:");
    }

    @ParameterizedTest
    @MethodSource("known")
    void a_preset_signs_as_the_server_says(String id) {
        JsonNode verify = verify(id);
        SignatureForm form = SignatureForm.ofPreset(id);
        JsonNode signature = verify.path("signature");
        String prefix =
                signature.has("kv")
                        ? signature.path("field").stringValue() + signature.path("kv").stringValue()
                        : signature.path("prefix").asString("");

        assertThat("header:" + form.header()).isEqualTo(signature.path("source").stringValue());
        assertThat(form.prefix()).isEqualTo(prefix);
        assertThat(form.separator()).isEqualTo(signature.path("split").asString(""));
        assertThat(form.encoding().name())
                .isEqualToIgnoringCase(signature.path("encoding").stringValue());
        assertThat(form.signed()).isEqualTo(verify.path("signed").stringValue());
        assertThat(form.time()).isEqualTo(verify.path("timestamp").path("source").asString(""));
        assertThat(form.unit() == TimeForm.RFC3339)
                .isEqualTo(verify.path("timestamp").path("unit").asString("").equals("rfc3339"));
        assertThat(form.algorithm().name().toLowerCase(Locale.ROOT))
                .isEqualTo(
                        verify.has("algorithm")
                                ? "hmac_" + verify.path("algorithm").stringValue()
                                : verify.path("kind").stringValue());
    }

    @ParameterizedTest
    @MethodSource("known")
    void the_id_is_where_the_server_finds_it_if_that_is_signed(String id) {
        String signed = verify(id).path("signed").stringValue();
        Set<String> ids =
                Objects.requireNonNull(OF_THE_SERVER.get(id))
                        .path("dedupe")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .filter(place -> signed.contains("{" + place + "}"))
                        .collect(Collectors.toSet());
        String found = SignatureForm.ofPreset(id).signedId();

        assertThat(ids).isEqualTo(found == null ? Set.of() : Set.of("header:" + found));
    }

    static Set<String> known() {
        return Presets.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_request_that_others_signed_is_believed_as_the_server_does(JsonNode vector)
            throws Exception {
        Instant now = Instant.ofEpochSecond(vector.path("now").longValue());
        String preset = vector.path("preset").stringValue();
        JsonNode timestamp = verify(preset).path("timestamp");
        WebhookVerifier.Builder builder =
                WebhookVerifier.builder()
                        .clock(InstantSource.fixed(now))
                        .tolerance(Duration.ofSeconds(timestamp.path("tolerance_s").asInt(300)));
        vector.path("secrets")
                .forEach(secret ->
                        builder.key(secret.stringValue(), SignatureForm.ofPreset(preset)));
        WebhookVerifier verifier = builder.build();
        Map<String, List<String>> headers =
                vector.path("request").path("headers").properties().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        each -> List.of(each.getValue().stringValue())));
        byte[] body = body(vector.path("request"));

        if (vector.path("expect").path("verdict").stringValue().equals("accept")) {
            assertThat(verifier.verify(headers, body).bytes()).isEqualTo(body);
        } else {
            assertThatThrownBy(() -> verifier.verify(headers, body))
                    .isInstanceOfSatisfying(
                            InvalidWebhookException.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(reason(vector.path("expect"))));
        }
    }

    private static Reason reason(JsonNode expected) {
        return switch (expected.path("refused").stringValue()) {
            case "missing_signature", "missing_signed_part" -> Reason.MISSING_SIGNATURE;
            case "stale_timestamp", "unreadable_timestamp" -> Reason.STALE_TIMESTAMP;
            default -> Reason.WRONG_SIGNATURE;
        };
    }

    @Test
    void a_preset_that_cannot_be_verified_here_is_refused() {
        assertThatThrownBy(() -> SignatureForm.ofPreset("twilio"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
