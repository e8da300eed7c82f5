package io.hookbridge.insight.export;

import io.hookbridge.base.ApiKeyId;

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
 * the export, the key that asked for the address and the end of the time, with a random secret that
 * lies in the export's row. When the row goes, its addresses are worth nothing; when the key goes,
 * so are those that it asked for.
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

    /**
     * What an address gives.
     *
     * @param key that asked for it
     * @param until exclusive, in whole seconds
     */
    record Grant(UUID export, ApiKeyId key, Instant until) {

        private String text() {
            return export + "\n" + key + "\n" + until.getEpochSecond();
        }
    }

    String address(Grant grant, byte[] secret) {
        return "%s/v1/exports/%s/file?key_id=%s&expires=%d&signature=%s"
                .formatted(
                        publicUrl,
                        grant.export(),
                        grant.key(),
                        grant.until().getEpochSecond(),
                        signature(grant, secret));
    }

    /** Whether {@code signature} was made here for exactly this; takes the same time either way. */
    static boolean isGenuine(Grant grant, String signature, byte[] secret) {
        return MessageDigest.isEqual(
                signature(grant, secret).getBytes(StandardCharsets.US_ASCII),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(Grant grant, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(grant.text().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA256 is missing", impossible);
        }
    }
}
