package io.hookbridge.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Keeps docs/configuration.md, and the file of settings that comes with a release, equal to the
 * declarations of the settings. {@code -Ddocs=apply} rewrites both.
 */
@Tag("unit")
class ConfigurationDocumentTest {

    /** Comments are cut at this column. */
    private static final int WIDTH = 110;

    @Test
    void the_document_lists_every_setting_as_it_is() throws IOException {
        assertIs(Path.of("../docs/configuration.md"), document());
    }

    @Test
    void the_file_of_a_release_has_every_setting_to_be_filled_in() throws IOException {
        assertIs(Path.of("../deploy/hookbridge.properties"), properties());
    }

    private static void assertIs(Path file, String expected) throws IOException {
        if ("apply".equals(System.getProperty("docs"))) {
            Files.writeString(file, expected);
        }

        assertThat(Files.readString(file))
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

                        All mistakes are reported together before anything starts, those in files that settings name among
                        them: nothing is made and no migration runs. A variable that begins with `HOOKBRIDGE_`
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

                ## The secret key file

                Everything that has to be kept sealed in the database, such as signing keys, is sealed with this key. `./hookbridge admin
                key-file create PATH` makes one with mode 0600 and never writes over another; keep a copy in another place, because without
                it what was sealed is lost. A database remembers which key it was first started with, and a start with another key, or
                without the one that it needs, ends before anything is changed.

                A file that others can read is refused, and the refusal says how to close it: no bit but the owner's may be set. Only a file
                that root owns may also be readable by its group, as PostgreSQL has it for its own keys, because that is how a secret reaches
                a container that does not run as root:

                - Kubernetes: a `secret` volume with `defaultMode: 0440` and the pod's `securityContext.fsGroup`.
                - Docker Swarm and Compose: the long form of `secrets` with `uid` of the container's user and `mode: 0400`. Compose mounts a
                  secret that comes from a file as it is: `chown` and `chmod 600` that file.

                ## An external PostgreSQL

                PostgreSQL 15 or newer, a database with encoding UTF8, and a role that may make tables in the first schema of its
                `search_path`, which the owner of a database may:

                ```
                CREATE ROLE hookbridge LOGIN PASSWORD '…';
                CREATE DATABASE hookbridge OWNER hookbridge ENCODING 'UTF8' TEMPLATE template0;
                ```

                `HOOKBRIDGE_DATABASE_URL` is percent-encoded: in a password write `%` as `%25`, `@` as `%40`, `:` as `%3A`, `/` as `%2F`, `?` as
                `%3F`, `#` as `%23`, `&` as `%26` and a blank as `%20`. After the `?` stand parameters of pgJDBC, of which these matter most:
                `sslmode=verify-full` with `sslrootcert=FILE`, and `targetServerType=primary` where several hosts are named,
                `postgresql://user:password@db1:5432,db2:5432/name?targetServerType=primary`. What the driver does not know is refused, so that a
                misspelt `sslmode` never means no encryption.

                A start that cannot work with its database says why in one line: host, port and database, and never a part of the password.

                ## The operator's port and load balancers

                `/healthz`, `/readyz`, `/metrics` and `/ledger` are on a port of their own, without sign-in, on 127.0.0.1. Where probes and Prometheus
                come from other machines, set `HOOKBRIDGE_ADMIN_HOST` to an address that only they reach. Where they use a
                host name, list it in `HOOKBRIDGE_ADMIN_ALLOWED_HOSTS`: requests with any other name get 403.

                For a load balancer that reaches the public port only, the same decision is there: `/readyz` answers 200 `ready` or 503 `not
                ready`, `/healthz` 200 `alive`, without any details. Send traffic to nodes whose `/readyz` is 200; restart one whose
                `/healthz` does not answer, and not one that is merely not ready.

                ## Java

                The JVM takes its own options from `HOOKBRIDGE_JAVA_OPTS`, for example `HOOKBRIDGE_JAVA_OPTS=-Xmx2g ./hookbridge serve`.
                """);
        return text.toString();
    }

    /** Each setting with its meaning, commented out. */
    private static String properties() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # The settings of HookBridge, for serve --config FILE. Take the # from those that you set.
                        #
                        # HOOKBRIDGE_PUBLIC_URL is required, and in production HOOKBRIDGE_DATABASE_URL and
                        # HOOKBRIDGE_SECRET_KEY_FILE belong to it. docs/configuration.md says more. A backslash in a value is
                        # written twice, and a blank at the end of one counts.
                        """);
        for (Setting setting : Setting.values()) {
            String standard = setting.defaultText(Profile.PRODUCTION);
            boolean described = standard.startsWith("<");
            text.append('\n');
            comment(text, setting.meaning());
            if (described) {
                comment(text, "Default: " + value(setting, Profile.PRODUCTION) + ".");
            }
            text.append('#')
                    .append(setting.variable())
                    .append('=')
                    .append(described ? "" : standard)
                    .append('\n');
        }
        return text.toString();
    }

    private static void comment(StringBuilder text, String sentences) {
        int column = 0;
        for (String word : sentences.split(" ")) {
            if (column == 0 || column + 1 + word.length() > WIDTH) {
                text.append(column == 0 ? "# " : "\n# ").append(word);
                column = 2 + word.length();
            } else {
                text.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        text.append('\n');
    }

    private static String value(Setting setting, Profile profile) {
        String text = setting.defaultText(profile);
        return text.startsWith("<") ? text.substring(1, text.length() - 1) : "`" + text + "`";
    }
}
