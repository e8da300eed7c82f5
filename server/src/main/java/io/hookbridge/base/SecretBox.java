package io.hookbridge.base;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
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
        try {
            AeadConfig.register();
            if (Files.notExists(file)) {
                if (!mayCreate) {
                    throw new IOException("the secret key file " + file + " does not exist");
                }
                create(file);
            }
            KeysetHandle keys =
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            read(file), InsecureSecretKeyAccess.get());
            return new SecretBox(keys.getPrimitive(RegistryConfiguration.get(), Aead.class));
        } catch (GeneralSecurityException malformed) {
            // Tink's message may quote the file: not passed on.
            throw new IOException("the secret key file " + file + " does not hold a key");
        }
    }

    /** The messages of the file system name the file or the fault, never both. */
    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new IOException(
                    "the secret key file " + file + " cannot be read: " + failure.getMessage(),
                    failure);
        }
    }

    /**
     * Written beside and moved into place, so that a crash leaves no half key that seals something.
     */
    private static void create(Path file) throws IOException, GeneralSecurityException {
        KeysetHandle keys = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft =
                Files.createTempFile(
                        folder,
                        ".secret",
                        ".key",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                draft,
                TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get()));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * @param purpose what the text is for; opening it needs the same word, so that a sealed value
     *     cannot serve another purpose
     */
    public byte[] seal(String text, String purpose) {
        try {
            return aead.encrypt(
                    text.getBytes(StandardCharsets.UTF_8),
                    purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("sealing failed", impossible);
        }
    }

    /**
     * What was sealed for {@code purpose}; empty if it was sealed with another key, for another
     * purpose, or was changed.
     */
    public Optional<String> open(byte[] sealed, String purpose) {
        try {
            return Optional.of(
                    new String(
                            aead.decrypt(sealed, purpose.getBytes(StandardCharsets.UTF_8)),
                            StandardCharsets.UTF_8));
        } catch (GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }
}
