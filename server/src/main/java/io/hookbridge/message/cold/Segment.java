package io.hookbridge.message.cold;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * An object of sealed payloads, one behind the other, and one with the index of it, by which the
 * bucket explains itself.
 *
 * @param bytes the sealed payloads
 * @param index lines of JSON, compressed: what the object is, then a line for each payload
 * @param sha256 of the payloads
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Segment(UUID id, LocalDate day, int payloads, byte[] bytes, byte[] index, byte[] sha256) {

    /** Where the payloads of a segment are. */
    static String payloads(LocalDate day, UUID id) {
        return day + "/" + id + ".payloads";
    }

    /** Where its index is. */
    static String index(LocalDate day, UUID id) {
        return day + "/" + id + ".index.jsonl.gz";
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Puts a segment together. */
    static final class Builder {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final StringBuilder lines = new StringBuilder();
        private int payloads;

        /** Adds a sealed payload; the offset at which it begins. */
        int add(UUID environment, UUID message, byte[] sealed) {
            int offset = bytes.size();
            bytes.writeBytes(sealed);
            payloads++;
            lines.append("{\"environment_id\":\"")
                    .append(environment)
                    .append("\",\"message_id\":\"")
                    .append(message)
                    .append("\",\"offset\":")
                    .append(offset)
                    .append(",\"bytes\":")
                    .append(sealed.length)
                    .append("}\n");
            return offset;
        }

        boolean isEmpty() {
            return payloads == 0;
        }

        Segment build(UUID id, LocalDate day) {
            byte[] all = bytes.toByteArray();
            byte[] sha256 = Segment.sha256(all);
            String about =
                    """
                    {"format":"HookBridge cold payloads, version 1","segment":"%s","payloads_expire_on":"%s",\
                    "payloads":%d,"bytes":%d,"sha256":"%s",\
                    "cipher":"AES-256-GCM, nonce of 12 zero bytes, tag of 16 bytes at the end, additional data: environment_id/message_id",\
                    "keys":"cold_key of the row of message, sealed with the secret key file of the database"}
                    """
                            .formatted(
                                    id,
                                    day,
                                    payloads,
                                    all.length,
                                    HexFormat.of().formatHex(sha256));
            return new Segment(id, day, payloads, all, compressed(about + lines), sha256);
        }

        private static byte[] compressed(String text) {
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(compressed)) {
                zip.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return compressed.toByteArray();
        }
    }
}
