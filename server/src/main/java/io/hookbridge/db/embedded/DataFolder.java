package io.hookbridge.db.embedded;

import io.hookbridge.base.OwnerOnly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The data folder and where each thing is in it. */
record DataFolder(Path root, Path binaries) {

    /** What pg_ctl does not quote when it hands a path to the shell. */
    private static final Pattern UNSAFE_IN_SHELL = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

    /** Makes the folder, readable by its owner only, if it is not there. */
    static DataFolder at(Path folder) throws IOException {
        Path root = makePrivate(folder);
        return new DataFolder(root, root.resolve("postgres-binaries"));
    }

    /** A folder that shares its unpacked programs with others. */
    static DataFolder at(Path folder, Path sharedBinaries) throws IOException {
        return new DataFolder(makePrivate(folder), makePrivate(sharedBinaries));
    }

    /** Whether pg_ctl can hand the path to the shell. */
    static boolean isSafe(Path folder) {
        return !UNSAFE_IN_SHELL.matcher(folder.toAbsolutePath().toString()).find();
    }

    private static Path makePrivate(Path folder) throws IOException {
        if (!isSafe(folder)) {
            throw new EmbeddedPostgresException(
                    "the path of the data folder must not contain \", $, `, \\ or control characters");
        }
        return OwnerOnly.folder(folder.toAbsolutePath()).toRealPath();
    }

    Path lock() {
        return root.resolve("server.lock");
    }

    Path cluster() {
        return root.resolve("postgres");
    }

    Path password() {
        return root.resolve("postgres.password");
    }

    Path log() {
        return root.resolve("postgres.log");
    }
}
