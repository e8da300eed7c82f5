package io.hookbridge.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;

/** Pages while somebody works on their templates. */
@Tag("unit")
class TemplatesOfAFolderTest {

    @TempDir private Path folder;

    @Test
    void a_template_that_changed_shows_with_the_next_page() throws IOException {
        FileUtils.copyDirectory(Path.of("src/main/jte").toFile(), folder.toFile());
        Pages pages = Pages.from(folder, URI.create("http://localhost:8080"));
        String before = page(pages);

        Path template = folder.resolve("problem.jte");
        FileTime written = Files.getLastModifiedTime(template);
        Files.writeString(
                template, Files.readString(template).replace("${page.", "Changed! ${page."));
        Files.setLastModifiedTime(
                template, FileTime.from(written.toInstant().plus(Duration.ofMinutes(1))));

        assertThat(before).contains("What is the matter").doesNotContain("Changed!");
        assertThat(page(pages)).contains("Changed! What is the matter");
    }

    private static String page(Pages pages) {
        Problem problem = new Problem("What is the matter", "What", "What to do", null, null);
        return new String(
                pages.problem(400, problem, Language.ENGLISH).body(), StandardCharsets.UTF_8);
    }
}
