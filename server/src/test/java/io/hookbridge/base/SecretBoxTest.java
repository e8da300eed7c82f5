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
        Path file = Files.writeString(folder.resolve("wrong.key"), "{\"key\":\"FAKE-SECRET\"}");

        assertThatThrownBy(() -> SecretBox.open(file, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not hold a key")
                .hasMessageNotContaining("FAKE-SECRET");
    }
}
