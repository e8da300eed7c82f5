package io.hookbridge.message.cold;

import io.hookbridge.base.SecretBox;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.bucket.BucketTrouble;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals payloads with AES-256-GCM, each with a key of its own, and the keys with the secret key
 * file. A key is used once, so the nonce may be zero.
 */
final class PayloadSeal {

    /** How much longer a sealed payload is, in bytes. */
    static final int TAG = 16;

    private static final int KEY = 32;
    private static final byte[] NONCE = new byte[12];

    private final SecretBox secrets;
    private final SecureRandom random = new SecureRandom();

    PayloadSeal(SecretBox secrets) {
        this.secrets = secrets;
    }

    /**
     * @param key sealed, to be kept in the row of the message
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Sealed(byte[] body, byte[] key) {}

    Sealed seal(UUID environment, UUID message, byte[] payload) {
        byte[] key = new byte[KEY];
        random.nextBytes(key);
        try {
            return new Sealed(
                    cipher(Cipher.ENCRYPT_MODE, key, environment, message).doFinal(payload),
                    secrets.seal(key, purpose(message)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("sealing failed", impossible);
        }
    }

    /**
     * @throws BucketException {@link BucketTrouble#DAMAGED} if these are not the bytes that were
     *     sealed
     */
    byte[] open(StoredPayload.Cold cold, byte[] sealed) {
        byte[] key =
                secrets.openBytes(cold.key(), purpose(cold.message()))
                        .orElseThrow(() -> new BucketException(BucketTrouble.DAMAGED));
        try {
            return cipher(Cipher.DECRYPT_MODE, key, cold.environment(), cold.message())
                    .doFinal(sealed);
        } catch (GeneralSecurityException notOurs) {
            throw new BucketException(BucketTrouble.DAMAGED, notOurs);
        }
    }

    private static Cipher cipher(int mode, byte[] key, UUID environment, UUID message)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, NONCE));
        cipher.updateAAD((environment + "/" + message).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String purpose(UUID message) {
        return "cold payload " + message;
    }
}
