package io.hookbridge.inbound.verify.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Presets of a project, and what is said of those that cannot be used. */
@Tag("unit")
class PresetReaderTest {

    private static final String SOUND =
            """
            {
              "id": "shop", "title": "Shop",
              "verify": {
                "kind": "hmac", "algorithm": "sha256",
                "signature": {"source": "header:X-Sig", "encoding": "hex", "prefix": "v1="},
                "signed": "{header:X-Time}.{body}",
                "timestamp": {"source": "header:X-Time", "unit": "s", "tolerance_s": 300}
              },
              "event_type": ["header:X-Topic+json:action", "json:$.type"],
              "dedupe": ["header:X-Id"],
              "challenge": [{
                "name": "proof",
                "when": {"method": "GET", "query:token": true},
                "limits": {"query:token": {"characters": "A-Za-z0-9", "least": 8, "most": 64}},
                "respond": {"status": 200, "type": "application/json",
                            "body": {"token": "{query:token}", "proof": "{hmac_hex:query:token}"}}
              }],
              "success": {"status": 200, "body": "none", "within_ms": 5000},
              "refusal": {"status": 403, "body": "none"}
            }
            """;

    private static JsonNode json(String text) {
        return Json.readSent(text.getBytes(UTF_8));
    }

    @Test
    void a_sound_preset_is_read() {
        Preset preset = PresetReader.read(json(SOUND));

        assertThat(preset.id()).isEqualTo("shop");
        assertThat(preset.eventType()).hasSize(2);
        assertThat(preset.handshakes()).hasSize(1);
        assertThat(preset.methods()).containsExactly("GET", "POST");
        assertThat(preset.answers().refusal()).isEqualTo(403);
        assertThat(preset.handbook()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/id | \"Shop!\"",
                "/id | null",
                "/title | 7",
                "/verify | null",
                "/verify | []",
                "/verify/kind | \"hnac\"",
                "/verify/kind | \"custom\"",
                "/verify/algorithm | \"md5\"",
                "/verify/signature | null",
                "/verify/signature/source | \"header\"",
                "/verify/signature/source | \"header:two words\"",
                "/verify/signature/encoding | \"base32\"",
                "/verify/signature/series | \"yes\"",
                "/verify/signature/kv | \"=\"",
                "/verify/signature/colour | \"red\"",
                "/verify/signed | \"{bodies}\"",
                "/verify/signed | \"{body\"",
                "/verify/signed | \"{secret}{body}\"",
                "/verify/timestamp/source | \"header:X-Other\"",
                "/verify/timestamp/unit | \"h\"",
                "/verify/timestamp/tolerance_s | 0",
                "/verify/url_variants | [\"upper_case\"]",
                "/verify/body_hash | \"header:X-Hash\"",
                "/event_type/0 | \"json:a..b\"",
                "/event_type | \"json:a\"",
                "/dedupe/0 | \"sig:t\"",
                "/batch | \"array\"",
                "/challenge/0/when/method | \"TRACE\"",
                "/challenge/0/when/cookie | true",
                "/challenge/0/limits | null",
                "/challenge/0/limits/query:token/characters | \"A-Za-z0-9{\"",
                "/challenge/0/limits/query:token/characters | \"z-a\"",
                "/challenge/0/limits/query:token/most | 257",
                "/challenge/0/respond/type | \"text/html\"",
                "/challenge/0/respond/headers | {\"Set-Cookie\": \"a=b\"}",
                "/challenge/0/respond/headers | {\"Content-Length\": \"1\"}",
                "/challenge/0/respond/headers | {\"x-accel-redirect\": \"/internal\"}",
                "/challenge/0/respond/body/proof | \"{hmac_hex:cookie:x}\"",
                "/challenge/0/action | {\"fetch\": \"query:token\"}",
                "/success/status | 302",
                "/success/body | \"nothing\"",
                "/refusal/status | 200",
                "/handbook | {}",
            })
    void a_mistake_is_told_with_its_place(String pointer, String value) {
        List<Mistake> mistakes = mistakes(pointer, value);

        assertThat(mistakes)
                .anyMatch(mistake -> mistake.pointer().startsWith(parent(pointer)))
                .allMatch(mistake -> !mistake.sentence().isBlank());
    }

    /** What is wrong with a part may be that something beside it is missing. */
    private static String parent(String pointer) {
        return pointer.startsWith("/challenge/0/limits")
                ? "/challenge/0/limits"
                : pointer.replaceFirst("/(kv|colour|kind|algorithm|cookie)$", "");
    }

    private static List<Mistake> mistakes(String pointer, String value) {
        ObjectNode document = (ObjectNode) json(SOUND);
        int last = pointer.lastIndexOf('/');
        JsonNode parent = document.at(pointer.substring(0, last));
        String name = pointer.substring(last + 1);
        if (parent.isArray()) {
            ((ArrayNode) parent).set(Integer.parseInt(name), json(value));
        } else {
            ((ObjectNode) parent).set(name, json(value));
        }
        return catchThrowableOfType(InvalidPreset.class, () -> PresetReader.read(document))
                .mistakes();
    }

    @Test
    void all_mistakes_are_told_at_once_and_repeat_nothing() {
        InvalidPreset invalid =
                catchThrowableOfType(
                        InvalidPreset.class,
                        () ->
                                PresetReader.read(
                                        json(
                                                "{\"id\":\"FAKE secret\",\"verify\":{\"kind\":\"x\"}}")));

        assertThat(invalid.mistakes())
                .extracting(Mistake::pointer)
                .contains("/id", "/title", "/verify/signature", "/verify/signed");
        assertThat(invalid).hasMessageNotContaining("FAKE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"x\"", "null"})
    void what_is_no_object_is_refused(String text) {
        assertThat(catchThrowableOfType(InvalidPreset.class, () -> PresetReader.read(json(text))))
                .isNotNull();
    }

    @Test
    void a_preset_without_hmac_signs_nothing_for_anybody() {
        ObjectNode document = (ObjectNode) json(SOUND);
        document.set("verify", json("{\"kind\":\"token\",\"source\":\"header:X-Token\"}"));

        assertThat(
                        catchThrowableOfType(InvalidPreset.class, () -> PresetReader.read(document))
                                .mistakes())
                .extracting(Mistake::pointer)
                .containsExactly("/challenge");
    }
}
