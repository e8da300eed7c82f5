package io.hookbridge.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Keeps docs/configuration.md equal to the declarations of the settings. {@code -Ddocs=apply}
 * rewrites it.
 */
@Tag("unit")
class ConfigurationDocumentTest {

    private static final Path DOCUMENT = Path.of("../docs/configuration.md");

    @Test
    void the_document_lists_every_setting_as_it_is() throws IOException {
        String expected = document();
        if ("apply".equals(System.getProperty("docs"))) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(Files.readString(DOCUMENT))
                .as(
                        "write it again with: mvn -q -pl server test -Dtest=ConfigurationDocumentTest -Ddocs=apply")
                .isEqualTo(expected);
    }

    private static String document() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Configuration

                        Every setting is an environment variable. The same names may stand in a properties file that is given
                        with `--config FILE`; the environment wins over the file.

                        All mistakes are reported together before anything starts. A variable that begins with `HOOKBRIDGE_`
                        and is not listed here is a mistake too, so that a misspelt name never goes unnoticed. Left alone are
                        those of the official SDKs and their test suites, and of `./hookbridge receive`:
                        %s.
                        Values of settings marked *secret* are never printed or logged.

                        `./hookbridge up` is for a developer's machine, `./hookbridge serve` for production. The code is the
                        same, the defaults differ.

                        | setting | default with `up` | default with `serve` | meaning |
                        |---|---|---|---|
                        """
                                .formatted(
                                        SettingValues.NOT_OURS.stream()
                                                .sorted()
                                                .map(name -> "`" + name + "`")
                                                .collect(Collectors.joining(", "))));
        for (Setting setting : Setting.values()) {
            text.append("| `")
                    .append(setting.variable())
                    .append("`")
                    .append(setting.secret() ? " *secret*" : "")
                    .append(" | ")
                    .append(value(setting, Profile.DEVELOPMENT))
                    .append(" | ")
                    .append(value(setting, Profile.PRODUCTION))
                    .append(" | ")
                    .append(setting.meaning())
                    .append(" |\n");
        }
        text.append(
                """

                The JVM takes its own options from `HOOKBRIDGE_JAVA_OPTS`, for example `HOOKBRIDGE_JAVA_OPTS=-Xmx2g ./hookbridge serve`.
                """);
        return text.toString();
    }

    private static String value(Setting setting, Profile profile) {
        String text = setting.defaultText(profile);
        return text.startsWith("<") ? text.substring(1, text.length() - 1) : "`" + text + "`";
    }
}
