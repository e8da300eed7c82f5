package io.hookbridge.base;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Files and folders that nobody but the user of this process may look into, from the moment they
 * exist: made first and closed afterwards, they would be open for a while.
 */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");

    private static final int ROOT = 0;
    private static final int NOT_THE_OWNER = 077;
    private static final int NOT_ROOT_AND_ITS_GROUP = 037;

    private OwnerOnly() {}

    /** Makes a file so; for {@code Files.createFile} and the like. */
    public static FileAttribute<?> file() {
        return PosixFilePermissions.asFileAttribute(FILE);
    }

    /**
     * Makes the folder and what is missing above it. One that is there and open to others is
     * closed, if it is ours to close.
     */
    public static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        close(folder, FOLDER);
        return folder;
    }

    /**
     * Makes the file, empty, unless it is there. One that is there and open to others is closed, if
     * it is ours to close.
     */
    public static Path file(Path file) throws IOException {
        try {
            return Files.createFile(file, file());
        } catch (FileAlreadyExistsException _) {
            close(file, FILE);
            return file;
        }
    }

    /**
     * Closes a file that is there and open to others, if it is ours to close. Leaves alone what is
     * no file, or no longer there.
     */
    public static void closeFile(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try {
                close(file, FILE);
            } catch (NoSuchFileException _) {
                // Somebody else has taken it away meanwhile.
            }
        }
    }

    /**
     * A volume of a container may belong to somebody else: then it is for those who mounted it to
     * say who may look into it.
     */
    private static void close(Path path, Set<PosixFilePermission> most) throws IOException {
        if (most.containsAll(Files.getPosixFilePermissions(path))) {
            return;
        }
        try {
            Files.setPosixFilePermissions(path, most);
        } catch (FileSystemException _) {
            // Not ours to close.
        }
    }

    /**
     * The mode, as chmod writes it, of a file that others can get at; empty for one that they
     * cannot.
     */
    public static Optional<String> exposure(Path file) throws IOException {
        int mode = fact(file, "unix:mode") & 0777;
        return isExposed(mode, fact(file, "unix:uid"))
                ? Optional.of("%04o".formatted(mode))
                : Optional.empty();
    }

    private static int fact(Path file, String name) throws IOException {
        return (int) Objects.requireNonNull(Files.getAttribute(file, name));
    }

    /**
     * PostgreSQL's rule for private keys: a file of root's may also be readable by its group, which
     * is how a secret comes into a container that does not run as root.
     */
    static boolean isExposed(int mode, int owner) {
        return (mode & (owner == ROOT ? NOT_ROOT_AND_ITS_GROUP : NOT_THE_OWNER)) != 0;
    }
}
