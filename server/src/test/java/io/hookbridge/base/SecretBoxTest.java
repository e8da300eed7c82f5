package io.hookbridge.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

@Tag("unit")
class SecretBoxTest {

    @TempDir private Path folder;

    @Test
    void a_key_file_is_made_once_readable_by_its_owner_only() throws IOException {
        Path file = folder.resolve("new/secret.key");
        byte[] sealed = SecretBox.open(file, true).seal("whsec_FAKE", "test");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SecretBox.open(file, false).open(sealed, "test")).contains("whsec_FAKE");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("whsec_FAKE");
    }

    @Test
    void a_sealed_text_opens_neither_for_another_purpose_nor_with_another_key_nor_changed()
            throws IOException {
        SecretBox box = SecretBox.open(folder.resolve("a.key"), true);
        byte[] sealed = box.seal("text", "purpose");

        assertThat(box.open(sealed, "other purpose")).isEmpty();
        assertThat(SecretBox.open(folder.resolve("b.key"), true).open(sealed, "purpose")).isEmpty();
        sealed[sealed.length - 1] ^= 1;
        assertThat(box.open(sealed, "purpose")).isEmpty();
    }

    @Test
    void a_missing_file_that_may_not_be_made_is_refused_and_not_made() {
        Path file = folder.resolve("absent.key");

        assertThatThrownBy(() -> SecretBox.open(file, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist");
        assertThat(file).doesNotExist();
    }

    @Test
    void a_file_without_a_key_is_refused_without_quoting_it() throws IOException {
        Path file = OwnerOnly.file(folder.resolve("wrong.key"));
        Files.writeString(file, "{\"key\":\"FAKE-SECRET\"}");

        assertThatThrownBy(() -> SecretBox.open(file, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not hold a key")
                .hasMessageNotContaining("FAKE-SECRET");
    }

    @Test
    void a_key_that_others_can_read_is_refused_with_the_line_that_closes_it() throws IOException {
        Path file = folder.resolve("open.key");
        new SecretKeyFile(file).create();
        for (String permissions : List.of("rw-r--r--", "rw-rw----", "rw-----w-")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

            assertThatThrownBy(() -> SecretBox.open(file, true))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("can be read by others (mode 06")
                    .hasMessageContaining("chmod 600 " + file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(SecretBox.open(file, false)).isNotNull();
    }

    @Test
    void a_folder_bytes_and_another_kind_of_file_are_no_key() throws IOException {
        assertThatThrownBy(() -> SecretBox.open(folder, true)).hasMessageContaining("is a folder");
        Path bytes = OwnerOnly.file(folder.resolve("bytes.key"));
        Files.write(bytes, new byte[] {(byte) 0xC0, (byte) 0xAF});
        assertThatThrownBy(() -> SecretBox.open(bytes, true))
                .hasMessageContaining("does not hold a key");
    }

    @Test
    void a_key_is_never_written_over_another() throws IOException {
        SecretKeyFile file = new SecretKeyFile(folder.resolve("secret.key"));
        file.create();
        byte[] sealed = SecretBox.open(file.path(), false).seal("text", "test");

        assertThatThrownBy(file::create).hasMessageContaining("never written over");
        assertThat(SecretBox.open(file.path(), false).open(sealed, "test")).contains("text");
        assertThat(folder).isDirectoryNotContaining("glob:**.secret*");
    }

    @Test
    void of_keys_made_at_the_same_moment_one_is_kept_and_the_others_are_refused() {
        for (int round = 0; round < 20; round++) {
            SecretKeyFile file = new SecretKeyFile(folder.resolve("shared" + round + ".key"));
            CyclicBarrier together = new CyclicBarrier(4);
            long made =
                    Stream.generate(() ->
                                    CompletableFuture.supplyAsync(
                                            () -> make(file, together), Thread::startVirtualThread))
                            .limit(4)
                            .toList()
                            .stream()
                            .filter(CompletableFuture::join)
                            .count();
            assertThat(made).isEqualTo(1);
        }
    }

    private static boolean make(SecretKeyFile file, CyclicBarrier together) {
        try {
            together.await();
            file.create();
            return true;
        } catch (IOException refused) {
            return false;
        } catch (InterruptedException | BrokenBarrierException never) {
            throw new IllegalStateException(never);
        }
    }
}
