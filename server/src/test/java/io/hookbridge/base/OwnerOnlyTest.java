package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

@Tag("unit")
class OwnerOnlyTest {

    @TempDir private Path folder;

    @Test
    void folders_and_files_are_made_closed_and_open_ones_are_closed() throws IOException {
        Path open = Files.createDirectories(folder.resolve("open"));
        permit(open, "rwxr-xr-x");
        Path file = Files.writeString(open.resolve("file"), "kept");
        permit(file, "rw-r--r--");

        assertThat(mode(OwnerOnly.folder(folder.resolve("a/b")))).isEqualTo("rwx------");
        assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(OwnerOnly.file(folder.resolve("a/file")))).isEqualTo("rw-------");
        assertThat(mode(OwnerOnly.folder(open))).isEqualTo("rwx------");
        assertThat(mode(OwnerOnly.file(file))).isEqualTo("rw-------");
        assertThat(file).hasContent("kept");
    }

    @Test
    void what_is_closed_more_than_needed_stays_as_it_is() throws IOException {
        Path file = OwnerOnly.file(folder.resolve("file"));
        permit(file, "r--------");

        assertThat(mode(OwnerOnly.file(file))).isEqualTo("r--------");
    }

    @ParameterizedTest
    @CsvSource({
        "0600, 1000, false",
        "0400, 1000, false",
        "0640, 1000, true",
        "0440, 1000, true",
        "0644, 1000, true",
        "0601, 1000, true",
        "0600, 0, false",
        "0440, 0, false",
        "0640, 0, false",
        "0460, 0, true",
        "0444, 0, true",
        "0644, 0, true",
    })
    void the_group_may_read_what_root_owns_and_nobody_else_anything(
            String mode, int owner, boolean exposed) {
        assertThat(OwnerOnly.isExposed(Integer.parseInt(mode, 8), owner)).isEqualTo(exposed);
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
