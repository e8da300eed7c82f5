package io.hookbridge.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The password of a cluster's roles, in a file that only its owner may read. */
record PasswordFile(Path file) {

    private static final int BYTES = 32;

    String read() throws IOException {
        return Files.readString(file).strip();
    }

    /** Makes a random password if there is none; nobody ever sees a half-written file. */
    void makeIfAbsent() throws IOException {
        if (Files.exists(file)) {
            return;
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        // Temporary files are made with mode 0600, and a move keeps it.
        Path unfinished = Files.createTempFile(file.getParent(), "postgres", ".password");
        Files.writeString(unfinished, HexFormat.of().formatHex(random) + "\n");
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
