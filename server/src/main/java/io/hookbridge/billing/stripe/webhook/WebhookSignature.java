package io.hookbridge.billing.stripe.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks the header {@code Stripe-Signature}: {@code t=1700000000,v1=5257a8…,v1=…}, HMAC-SHA256
 * over the time, a full stop and the body. Our own, because Stripe's library takes a time of next
 * year, a blank secret and one secret only, and throws what it likes on a header that it cannot
 * read.
 */
public final class WebhookSignature {

    private static final int LONGEST_HEADER = 2_048;
    private static final int MOST_SIGNATURES = 16;
    private static final int MOST_DIGITS = 12;
    private static final long TOLERANCE_SECONDS = Duration.ofMinutes(5).toSeconds();
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> secrets;

    /**
     * @param secrets any of which may have signed; while one is replaced there are two
     * @throws IllegalArgumentException if one is blank: anybody can sign with that
     */
    public WebhookSignature(List<String> secrets) {
        if (secrets.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a webhook secret is blank");
        }
        this.secrets =
                secrets.stream()
                        .map(secret ->
                                new SecretKeySpec(
                                        secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                        .toList();
    }

    /** Whether there is nothing that could have signed. */
    public boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** What a header holds. */
    private record Read(String time, List<byte[]> signatures) {}

    /** Whether one of the secrets signed this body within five minutes of {@code now}. */
    public boolean verify(String header, byte[] body, Instant now) {
        if (header.length() > LONGEST_HEADER) {
            return false;
        }
        Read read = read(header);
        if (read.time().isEmpty() || read.signatures().isEmpty()) {
            return false;
        }
        long age = now.getEpochSecond() - Long.parseLong(read.time());
        return Math.abs(age) <= TOLERANCE_SECONDS && isSigned(read, body);
    }

    private static Read read(String header) {
        String time = "";
        List<byte[]> signatures = new ArrayList<>();
        for (String element : header.split(",", -1)) {
            int equals = element.indexOf('=');
            String name = equals < 0 ? "" : element.substring(0, equals).strip();
            String value = element.substring(equals + 1).strip();
            if (name.equals("t")) {
                if (!time.isEmpty() || !isTime(value)) {
                    return new Read("", List.of());
                }
                time = value;
            } else if (name.equals("v1") && isSignature(value)) {
                if (signatures.size() == MOST_SIGNATURES) {
                    return new Read("", List.of());
                }
                signatures.add(HexFormat.of().parseHex(value));
            }
        }
        return new Read(time, signatures);
    }

    private static boolean isTime(String value) {
        return !value.isEmpty()
                && value.length() <= MOST_DIGITS
                && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isSignature(String value) {
        return value.length() == 64 && value.chars().allMatch(HexFormat::isHexDigit);
    }

    /** Compares every signature with every secret, so that the time taken tells nothing. */
    private boolean isSigned(Read read, byte[] body) {
        boolean signed = false;
        for (SecretKeySpec secret : secrets) {
            byte[] expected = sign(secret, read.time(), body);
            for (byte[] signature : read.signatures()) {
                signed |= MessageDigest.isEqual(expected, signature);
            }
        }
        return signed;
    }

    private static byte[] sign(SecretKeySpec secret, String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
