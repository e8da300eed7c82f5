package io.hookbridge.base;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.RegistryConfiguration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;

/**
 * Seals secrets that have to be kept in clear somewhere: AES-256-GCM, with a key that lives in a
 * file beside the database.
 */
public final class SecretBox {

    private final Aead aead;

    private SecretBox(Aead aead) {
        this.aead = aead;
    }

    /**
     * Reads the key from {@code file}, or makes it there with mode 0600.
     *
     * @param mayCreate whether a missing file is made; otherwise it is an error
     * @throws IOException with a sentence for the operator, without the key
     */
    public static SecretBox open(Path file, boolean mayCreate) throws IOException {
        SecretKeyFile keyFile = new SecretKeyFile(file);
        if (mayCreate && Files.notExists(file)) {
            keyFile.create();
        }
        try {
            return new SecretBox(
                    keyFile.read().getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException otherKind) {
            throw new IOException("the secret key file " + file + " holds a key of another kind");
        }
    }

    /**
     * @param purpose what the text is for; opening it needs the same word, so that a sealed value
     *     cannot serve another purpose
     */
    public byte[] seal(String text, String purpose) {
        return seal(text.getBytes(StandardCharsets.UTF_8), purpose);
    }

    /** The same for bytes that are no text. */
    public byte[] seal(byte[] bytes, String purpose) {
        try {
            return aead.encrypt(bytes, purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("sealing failed", impossible);
        }
    }

    /**
     * What was sealed for {@code purpose}; empty if it was sealed with another key, for another
     * purpose, or was changed.
     */
    public Optional<String> open(byte[] sealed, String purpose) {
        return openBytes(sealed, purpose).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The same for bytes that are no text. */
    public Optional<byte[]> openBytes(byte[] sealed, String purpose) {
        try {
            return Optional.of(aead.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }
}
