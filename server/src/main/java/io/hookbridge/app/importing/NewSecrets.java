package io.hookbridge.app.importing;

import io.hookbridge.app.terminal.StartFailure;

import org.jspecify.annotations.Nullable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of secrets that receivers do not have yet. */
final class NewSecrets implements AutoCloseable {

    private final @Nullable Path file;

    /** Null if nothing is to be written. */
    private final @Nullable BufferedWriter out;

    private boolean holdsSecrets;

    private NewSecrets(@Nullable Path file, @Nullable BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /**
     * @param file null for none
     * @throws StartFailure if it is there, because it may hold what nobody can be told again, or
     *     cannot be made
     */
    static NewSecrets at(@Nullable Path file) {
        if (file == null) {
            return new NewSecrets(null, null);
        }
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            return new NewSecrets(file, Files.newBufferedWriter(file, StandardOpenOption.APPEND));
        } catch (FileAlreadyExistsException there) {
            throw new StartFailure(
                    "--new-secrets " + file + " is there already: name another file");
        } catch (IOException impossible) {
            throw new StartFailure("--new-secrets " + file + " cannot be made");
        }
    }

    /** Writes a line, which is in the file when this returns. */
    void write(String line) {
        if (out == null) {
            throw new IllegalStateException("no file for new secrets");
        }
        holdsSecrets = true;
        try {
            out.write(line);
            out.newLine();
            out.flush();
        } catch (IOException full) {
            throw new StartFailure(
                    "a new secret could not be written; rotate that of the endpoint that was made last");
        }
    }

    /** A file without a secret goes, so that the same command may be given again. */
    @Override
    public void close() {
        if (out != null && file != null) {
            try {
                out.close();
                if (!holdsSecrets) {
                    Files.delete(file);
                }
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }
}
