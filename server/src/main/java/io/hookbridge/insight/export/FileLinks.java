package io.hookbridge.insight.export;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Addresses under which a file may be fetched without a key, for some minutes: an HMAC-SHA256 over
 * the export and the end of the time, with a random secret that lies in the export's row. When the
 * row goes, its addresses are worth nothing.
 */
final class FileLinks {

    /** Bytes of a secret. */
    static final int SECRET_BYTES = 32;

    private final URI publicUrl;

    /**
     * @param publicUrl where clients reach this server, without a path
     */
    FileLinks(URI publicUrl) {
        this.publicUrl = publicUrl;
    }

    String address(UUID export, Instant until, byte[] secret) {
        return "%s/v1/exports/%s/file?expires=%d&signature=%s"
                .formatted(
                        publicUrl,
                        export,
                        until.getEpochSecond(),
                        signature(export, until.getEpochSecond(), secret));
    }

    /** Whether {@code signature} was made here for exactly this; takes the same time either way. */
    static boolean isGenuine(UUID export, long expires, String signature, byte[] secret) {
        return MessageDigest.isEqual(
                signature(export, expires, secret).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(UUID export, long expires, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            mac.doFinal(
                                    (export + "\n" + expires).getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 is missing", impossible);
        }
    }
}
