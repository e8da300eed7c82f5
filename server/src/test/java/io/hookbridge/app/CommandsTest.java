package io.hookbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.command.Main;
import io.hookbridge.base.SecretKeyFile;
import io.hookbridge.base.TenantId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** What commands say and how they end, in this JVM, where a command line costs no process. */
@Tag("database")
class CommandsTest {

    /** Command lines that are refused; TENANT stands for one that there is. */
    private static final List<String> BAD =
            List.of(
                    "upp",
                    "up --port 80",
                    "serve now",
                    "admin",
                    "admin tenant",
                    "admin tenant create",
                    "admin tenant create --name",
                    "admin tenant create --name=",
                    "admin tenant create --name LONG",
                    "admin tenant create --name x --plan diamond",
                    "admin tenant create --name x --mode both",
                    "admin tenant show --tenant tenant_1",
                    "admin tenant rename --tenant TENANT --name LONG",
                    "admin tenant suspend --tenant TENANT --reason LONGLONG",
                    "admin tenant delete --tenant TENANT",
                    "admin tenant delete --tenant TENANT --confirm nobody",
                    "admin key create --tenant tenant_1",
                    "admin key create --tenant TENANT --mode both",
                    "admin key create --tenant TENANT --label LONG",
                    "admin key create --tenant TENANT --permissions read,write",
                    "admin key create --tenant TENANT --permissions=",
                    "admin key create --tenant TENANT --project 01935abc-def0-7123-9abc-def012345678",
                    "admin key delete --tenant TENANT",
                    "admin key delete --tenant TENANT --key key_1",
                    "admin key delete --tenant tenant_00000000000000000000000000000000 --key key_1",
                    "admin key list --tenant tenant_1",
                    "admin audit --since yesterday",
                    "admin audit --limit 0",
                    "admin user create --tenant TENANT",
                    "admin user create --tenant TENANT --email nobody",
                    "admin user create --tenant TENANT --email owner@localhost",
                    "admin user create --tenant TENANT --email x@example.com --role king",
                    "admin user create --tenant tenant_1 --email x@example.com",
                    "admin user reset --email nobody@example.com",
                    "admin user list --tenant tenant_1",
                    "admin user disable --email nobody@example.com",
                    "admin user role --email owner@localhost --role king",
                    "admin user remove --email nobody@example.com",
                    "admin plan set --tenant TENANT --plan diamond",
                    "admin plan set --plan pro",
                    "admin billing link --tenant TENANT --mode test --customer cus_FAKE1",
                    "admin billing link --tenant TENANT --mode test --customer cus_FAKE1 --replace=maybe");

    @TempDir private static Path folder;

    private static TestApp app;
    private static Path settings;
    private static String tenant;

    /** How a command ended. */
    record Ended(int code, String out, String err) {

        void assertRefused() {
            assertThat(code).as(err).isIn(1, 2);
            assertThat(err.lines())
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("hookbridge: "))
                    .noneMatch(line -> line.contains("fault in the program"));
            assertThat(out).isEmpty();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        Path key = folder.resolve("server.key");
        app = TestApp.start(Map.of("HOOKBRIDGE_SECRET_KEY_FILE", key.toString()));
        Map<String, String> lines = new TreeMap<>(app.database());
        lines.put("HOOKBRIDGE_DATABASE_CONNECTIONS", "2");
        lines.put("HOOKBRIDGE_SECRET_KEY_FILE", key.toString());
        settings =
                settings(
                        lines.entrySet().stream()
                                .map(line -> line.getKey() + "=" + line.getValue())
                                .toArray(String[]::new));
        tenant =
                app.client()
                        .get("/v1/projects")
                        .key(TestApp.KEY)
                        .send()
                        .data()
                        .at("/0/tenant_id")
                        .asString();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    static List<String> bad() {
        return BAD;
    }

    @ParameterizedTest
    @MethodSource("bad")
    void bad_input_ends_with_one_clear_line(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split(" ")) {
            words.add(word.replace("TENANT", tenant).replace("LONG", "x".repeat(256)));
        }
        if (words.stream().anyMatch(word -> word.startsWith("--"))
                && words.getFirst().equals("admin")) {
            words.addAll(3, List.of("--config", settings.toString()));
        }

        run(words).assertRefused();
    }

    @Test
    void every_command_explains_itself() {
        List<String> explained = explain(Main.commandLine(), "hookbridge");

        assertThat(explained)
                .contains("hookbridge up", "hookbridge admin key-file create")
                .hasSizeGreaterThan(20);
    }

    /** The names of a command and of all below it, each of which was asked what it does. */
    private static List<String> explain(CommandLine command, String name) {
        StringWriter out = new StringWriter();
        int code = command.setOut(new PrintWriter(out)).execute("--help");
        assertThat(code).as(name).isZero();
        assertThat(out.toString()).contains("Usage: " + name);
        List<String> explained = new ArrayList<>(List.of(name));
        command.getSubcommands()
                .forEach((word, below) -> explained.addAll(explain(below, name + " " + word)));
        return explained;
    }

    @Test
    void a_command_without_an_installation_says_so_and_makes_nothing() throws IOException {
        Path data = folder.resolve("no/data");
        Path nowhere = settings("HOOKBRIDGE_DATA_DIR=" + data);
        for (String line :
                List.of(
                        "admin tenant create --name x",
                        "admin user list",
                        "admin key delete --tenant x --key y",
                        "admin plan set --tenant x --plan pro")) {
            Ended ended =
                    run(
                            Stream.concat(
                                            Stream.of(line.split(" ")),
                                            Stream.of("--config", nowhere.toString()))
                                    .toList());

            ended.assertRefused();
            assertThat(ended.err())
                    .contains("there is no installation in " + data, "HOOKBRIDGE_DATABASE_URL");
        }
        assertThat(data.getParent()).doesNotExist();
    }

    @Test
    void a_key_file_is_made_for_its_owner_only_and_never_twice() throws IOException {
        Path key = folder.resolve("new/secret.key");
        Path named = settings("HOOKBRIDGE_SECRET_KEY_FILE=" + key);

        assertThat(run(List.of("admin", "key-file", "create", key.toString())).code()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        byte[] made = Files.readAllBytes(key);
        for (String[] where : new String[][] {{key.toString()}, {"--config", named.toString()}}) {
            Ended again =
                    run(
                            Stream.concat(
                                            Stream.of("admin", "key-file", "create"),
                                            Stream.of(where))
                                    .toList());
            again.assertRefused();
            assertThat(again.err()).contains("there is a file " + key + " already");
        }
        assertThat(key).hasBinaryContent(made);
    }

    @Test
    void every_mistake_is_told_at_once_with_the_key_file_among_them() throws IOException {
        Path key = folder.resolve("open.key");
        new SecretKeyFile(key).create();
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Path wrong =
                settings(
                        "HOOKBRIDGE_PORT=65536",
                        "HOOKBRIDGE_DATABASE_URL=postgresql://u:p@FAKEpassword@db.example/x",
                        "HOOKBRIDGE_SECRET_KEY_FILE=" + key);

        Ended ended = run(List.of("migrate", "--config", wrong.toString()));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err().lines())
                .hasSize(4)
                .anyMatch(line -> line.startsWith("  - HOOKBRIDGE_PORT must be"))
                .anyMatch(line -> line.startsWith("  - HOOKBRIDGE_DATABASE_URL must look like"))
                .anyMatch(line -> line.contains("(mode 0644): chmod 600 " + key))
                .noneMatch(line -> line.contains("FAKE"));
    }

    @Test
    void nothing_can_be_done_with_a_tenant_that_is_being_erased_but_to_erase_it_however_often() {
        TenantId gone = beingErased();
        for (String line :
                List.of(
                        "admin tenant rename --name x",
                        "admin tenant suspend",
                        "admin tenant resume",
                        "admin key create",
                        "admin plan set --plan pro",
                        "admin user create --email x@example.com")) {
            Ended ended = runFor(gone, line);

            ended.assertRefused();
            assertThat(ended.err()).as(line).contains("is being erased");
        }

        app.jdbi().useHandle(handle -> handle.execute("DELETE FROM forgotten"));
        // Either this goes on or the server has finished already; the second comes too late.
        for (int i = 0; i < 2; i++) {
            Ended erased = runFor(gone, "admin tenant delete");
            assertThat(erased.code()).as(erased.err()).isZero();
        }
    }

    /** A tenant that is being erased, and that the server cannot finish with yet. */
    private static TenantId beingErased() {
        TenantId tenant = new TenantId(UUID.randomUUID());
        app.jdbi()
                .useTransaction(handle -> {
                    handle.execute("CREATE TABLE forgotten (tenant_id uuid REFERENCES tenant)");
                    handle.execute(
                            """
                            INSERT INTO tenant (id, name, created_at, status, erased_counts)
                            VALUES (?, 'Erased', now(), 'erasing', 'people 7')
                            """,
                            tenant.value());
                    handle.execute("INSERT INTO forgotten VALUES (?)", tenant.value());
                });
        return tenant;
    }

    private static Ended runFor(TenantId tenant, String line) {
        return run(List.of((line + " --tenant " + tenant + " --config " + settings).split(" ")));
    }

    private static Path settings(String... lines) throws IOException {
        return Files.write(Files.createTempFile(folder, "settings", ".properties"), List.of(lines));
    }

    static Ended run(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code =
                Main.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(words.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }
}
