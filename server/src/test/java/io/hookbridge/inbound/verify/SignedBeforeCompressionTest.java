package io.hookbridge.inbound.verify;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.base.Json;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.preset.PresetReader;
import io.hookbridge.inbound.verify.scheme.Flaw;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** Some providers sign a body and then compress it, others the other way round. */
@Tag("unit")
class SignedBeforeCompressionTest {

    private static final String SECRET = "FAKE-secret";
    private static final byte[] BODY = "{\"type\":\"message.new\",\"id\":\"m-1\"}".getBytes(UTF_8);

    private static Preset preset(String body) {
        return PresetReader.read(
                Json.readSent(
                        """
                        {"id": "chat", "title": "Chat",
                         "verify": {"kind": "hmac", "algorithm": "sha256",
                                    "signature": {"source": "header:X-Signature", "encoding": "hex"},
                                    "signed": "{body}", "signed_body": "%s"},
                         "event_type": ["json:type"], "dedupe": ["json:id"]}
                        """
                                .formatted(body)
                                .getBytes(UTF_8)));
    }

    private static byte[] gzip(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    private static Requests compressed(String preset, byte[] signed, byte[] sent) {
        return Requests.to(preset(preset))
                .header("Content-Type", "application/json")
                .header(
                        "X-Signature",
                        HexFormat.of().formatHex(Requests.hmac("HmacSHA256", SECRET, signed)))
                .body(sent);
    }

    @Test
    void a_body_that_was_signed_first_is_decoded_and_read() {
        for (String coding : new String[] {"gzip", "GZIP", "x-gzip"}) {
            assertThat(
                            compressed("decoded", BODY, gzip(BODY))
                                    .header("Content-Encoding", coding)
                                    .judgedWith(SECRET))
                    .isInstanceOfSatisfying(
                            Outcome.Verified.class,
                            it -> assertThat(it.eventType()).contains("message.new"));
        }
        assertThat(compressed("decoded", BODY, gzip(BODY)).judgedWith(SECRET))
                .as("not declared, but plain to see")
                .isInstanceOf(Outcome.Verified.class);
        assertThat(compressed("decoded", BODY, BODY).judgedWith(SECRET))
                .as("not compressed")
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void the_two_ways_are_not_mixed_up() {
        assertThat(
                        compressed("wire", gzip(BODY), gzip(BODY))
                                .header("Content-Encoding", "gzip")
                                .judgedWith(SECRET))
                .isInstanceOfSatisfying(
                        Outcome.Verified.class,
                        it -> assertThat(it.eventType()).contains("message.new"));
        assertThat(
                        compressed("wire", BODY, gzip(BODY))
                                .header("Content-Encoding", "gzip")
                                .judgedWith(SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.SIGNATURE_MISMATCH));
        assertThat(
                        compressed("decoded", gzip(BODY), gzip(BODY))
                                .header("Content-Encoding", "gzip")
                                .judgedWith(SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.HMAC_FAILED, Flaw.SIGNATURE_MISMATCH));
    }

    @Test
    void a_body_that_grows_too_large_is_refused_and_not_kept() {
        byte[] zeros = new byte[1 << 20];

        assertThat(
                        compressed("decoded", zeros, gzip(zeros))
                                .mostDecoded(zeros.length - 1)
                                .judgedWith(SECRET))
                .isEqualTo(new Outcome.Refused(Refusal.PAYLOAD_TOO_LARGE, Flaw.BODY_TOO_LARGE));
        assertThat(
                        compressed("decoded", zeros, gzip(zeros))
                                .mostDecoded(zeros.length)
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void what_only_says_that_it_is_compressed_is_taken_as_it_is() {
        assertThat(
                        compressed("decoded", BODY, BODY)
                                .header("Content-Encoding", "gzip")
                                .judgedWith(SECRET))
                .isInstanceOf(Outcome.Verified.class);
    }
}
