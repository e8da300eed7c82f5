package io.hookbridge.loadtest.chaos;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The messages of a run: each is known again by its number, and any change of it is noticed. */
final class NumberedMessage {

    /** The numbers of what is received begin here; below are those of what is sent. */
    static final int FIRST_RECEIVED = 1_000_000_000;

    private static final String START = "{\"number\":";
    private static final int TEXT = 300;

    private NumberedMessage() {}

    /** The payload of message {@code number}, a JSON object. */
    static byte[] payload(int number) {
        StringBuilder json = new StringBuilder(START).append(number).append(",\"text\":\"");
        int state = number;
        for (int i = 0; i < TEXT; i++) {
            state = state * 1_103_515_245 + 12_345;
            json.append((char) ('a' + (state >>> 16) % 26));
        }
        return json.append("\"}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** What PostgreSQL says is {@code sha256} of the payload of message {@code number}. */
    static String hash(int number) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(payload(number)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The number of this payload; -1 if it is not, byte for byte, one of ours. */
    static int numberOf(byte[] payload) {
        int number = 0;
        int i = START.length();
        while (i < payload.length && payload[i] >= '0' && payload[i] <= '9') {
            number = number * 10 + payload[i] - '0';
            i++;
        }
        return Arrays.equals(payload, payload(number)) ? number : -1;
    }

    /** Whether it comes from a provider, and is not sent with a key. */
    static boolean isReceived(int number) {
        return number >= FIRST_RECEIVED;
    }

    /** What a provider calls the event that this is. */
    static String eventId(int number) {
        return "event-" + number;
    }

    /**
     * The idempotency key of message {@code number}, as the database has it: every other one that
     * is sent has one, and all that are received.
     */
    static Optional<String> key(int number) {
        if (isReceived(number)) {
            String id = eventId(number);
            return Optional.of(id.length() + ":" + id);
        }
        return number % 2 == 0 ? Optional.of("chaos-" + number) : Optional.empty();
    }

    /** The body of the request that sends it. */
    static String request(int number, String endpoint) {
        return "{\"endpoint_id\":\"%s\",%s\"payload\":%s}"
                .formatted(
                        endpoint,
                        key(number).map("\"idempotency_key\":\"%s\","::formatted).orElse(""),
                        new String(payload(number), StandardCharsets.US_ASCII));
    }
}
