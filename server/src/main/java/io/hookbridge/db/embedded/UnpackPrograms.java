package io.hookbridge.db.embedded;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.jar.JarFile;

/** Unpacks the PostgreSQL programs from the class path, once per archive. */
final class UnpackPrograms {

    private static final Logger log = LoggerFactory.getLogger(UnpackPrograms.class);
    private static final int OWNER_MAY_EXECUTE = 0100;

    private UnpackPrograms() {}

    /** The programs in this folder, unpacked now unless this very archive was unpacked before. */
    static Programs into(Path folder) throws IOException {
        URL archive = archive();
        Path unpacked = folder.resolve(fingerprint(archive));
        if (Files.notExists(unpacked)) {
            log.info("First start: unpacking PostgreSQL into {}", unpacked);
            FileUtils.deleteDirectory(folder.toFile());
            Path unfinished = Files.createDirectories(folder.resolve("unfinished"));
            unpack(archive, unfinished);
            Files.move(unfinished, unpacked, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Programs(unpacked);
    }

    private static URL archive() {
        String system =
                System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
                        ? "darwin"
                        : "linux";
        String machine = System.getProperty("os.arch");
        String name =
                "/postgres-%s-%s.txz"
                        .formatted(system, machine.equals("aarch64") ? "arm_64" : "x86_64");
        URL archive = UnpackPrograms.class.getResource(name);
        if (archive == null) {
            throw new EmbeddedPostgresException(
                    "no PostgreSQL for %s on %s is packed with this build; set HOOKBRIDGE_DATABASE_URL"
                            .formatted(System.getProperty("os.name"), machine));
        }
        return archive;
    }

    /**
     * Tells archives apart without reading them: a jar already knows the checksum of what it holds.
     */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection inJar) {
            try (JarFile jar = inJar.getJarFile()) {
                return Long.toHexString(jar.getEntry(inJar.getEntryName()).getCrc());
            }
        }
        return connection.getContentLengthLong() + "-" + connection.getLastModified();
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        try (InputStream compressed = new BufferedInputStream(archive.openStream());
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(compressed))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                write(entry, tar, folder.resolve(entry.getName()));
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
