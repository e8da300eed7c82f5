package io.hookbridge.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.rolling.RollingFileAppender;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

@Tag("unit")
class OwnersLogFileTest {

    @TempDir private Path folder;

    @Test
    void the_request_log_is_for_its_owner_only_from_its_first_byte_to_its_last_roll()
            throws IOException {
        Path log = folder.resolve("log/requests.jsonl");
        var appender = (RollingFileAppender<?>) Logging.file(new LoggerContext(), log);
        try {
            assertThat(mode(folder.resolve("log"))).isEqualTo("rwx------");
            assertThat(mode(log)).isEqualTo("rw-------");
            appender.rollover();
            assertThat(mode(log)).isEqualTo("rw-------");
            assertThat(mode(folder.resolve("log/requests.jsonl.1"))).isEqualTo("rw-------");
        } finally {
            appender.stop();
        }
    }

    @Test
    void what_an_older_release_left_open_is_closed() throws IOException {
        Path earlier = Files.createDirectories(folder.resolve("log")).resolve("requests.jsonl.2");
        Files.writeString(earlier, "kept");
        Files.setPosixFilePermissions(earlier, PosixFilePermissions.fromString("rw-r--r--"));

        Path subfolder = Files.createDirectory(folder.resolve("log/kept"));
        Files.setPosixFilePermissions(subfolder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path absent = folder.resolve("absent");
        Files.createSymbolicLink(folder.resolve("log/absent"), absent);

        Logging.file(new LoggerContext(), folder.resolve("log/requests.jsonl")).stop();

        assertThat(mode(subfolder)).isEqualTo("rwxr-xr-x");
        assertThat(absent).doesNotExist();
        assertThat(mode(earlier)).isEqualTo("rw-------");
        assertThat(mode(folder.resolve("log"))).isEqualTo("rwx------");
        assertThat(earlier).hasContent("kept");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
