package io.hookbridge.base;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.Optional;

/** The file that holds the key of a {@link SecretBox}. Its failures are sentences for operators. */
public record SecretKeyFile(Path path) {

    /**
     * Makes a new key in a file that there is not yet, with mode 0600.
     *
     * @throws IOException also if there is such a file: what its key has sealed would be lost
     */
    public void create() throws IOException {
        try {
            AeadConfig.register();
            String key =
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            KeysetHandle.generateNew(
                                    PredefinedAeadParameters.AES256_GCM,
                                    RegistryConfiguration.get()),
                            RegistryConfiguration.get(),
                            InsecureSecretKeyAccess.get());
            write(key);
        } catch (FileAlreadyExistsException _) {
            throw new IOException(
                    "there is a file " + path + " already, and a key is never written over one");
        } catch (IOException failure) {
            throw failed("cannot be made: this process may not write there, or the disk is full");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no key could be made", impossible);
        }
    }

    /**
     * Written beside and linked into place, so that a crash leaves no half key. A link is never
     * made over a file that another process has put there meanwhile, as a move may be.
     */
    private void write(String key) throws IOException {
        Path folder = Objects.requireNonNull(path.toAbsolutePath().getParent());
        if (Files.notExists(folder)) {
            OwnerOnly.folder(folder);
        }
        Path draft = Files.createTempFile(folder, ".secret", ".key", OwnerOnly.file());
        try {
            // On disk before anything that is sealed with it.
            Files.writeString(draft, key, StandardOpenOption.DSYNC);
            Files.createLink(path, draft);
        } finally {
            Files.deleteIfExists(draft);
        }
        // The name as well, before anything is sealed.
        try (FileChannel entries = FileChannel.open(folder)) {
            entries.force(true);
        }
    }

    /**
     * The key.
     *
     * @throws IOException also if others can read the file
     */
    KeysetHandle read() throws IOException {
        try {
            AeadConfig.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    text(), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException malformed) {
            // Tink's message may quote the file: not passed on.
            throw failed("does not hold a key: put a copy of the right one there");
        }
    }

    private String text() throws IOException {
        if (Files.isDirectory(path)) {
            throw failed("is a folder: name the file in it");
        }
        Optional<String> exposure;
        String text;
        try {
            exposure = OwnerOnly.exposure(path);
            text = exposure.isPresent() ? "" : Files.readString(path);
        } catch (NoSuchFileException absent) {
            throw failed(
                    "does not exist: put a copy of the installation's there, or make one for a new installation with"
                            + " ./hookbridge admin key-file create "
                            + path);
        } catch (CharacterCodingException binary) {
            throw failed("does not hold a key: put a copy of the right one there");
        } catch (IOException failure) {
            throw failed("cannot be read: this process may not do so");
        }
        if (exposure.isPresent()) {
            throw failed(
                    "can be read by others (mode %s): chmod 600 %s, or where it is mounted, mount it with mode 0400, or"
                                    .formatted(exposure.get(), path)
                            + " 0440 if root owns it");
        }
        return text;
    }

    private IOException failed(String how) {
        return new IOException("the secret key file " + path + " " + how);
    }
}
