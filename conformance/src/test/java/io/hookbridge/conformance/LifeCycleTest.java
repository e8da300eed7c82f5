package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;

/** Starts, stops and crashes of {@code up}. */
@Tag("black-box")
class LifeCycleTest {

    private static final int INTERRUPTED = 128 + 2;
    private static final int TERMINATED = 128 + 15;

    @AutoClose private static final Place place = Place.migrated("life-cycle");

    @Test
    void a_first_start_prints_a_request_that_opens_the_portal() throws IOException {
        Signals.assumeInterruptsAreHeard();
        try (Place empty = Place.empty("a newcomer's place");
                RunningServer server = RunningServer.up(empty)) {
            String portal = printedPortal(server);
            Exchange page = CheckedHttpClient.ofLocalPort(server.port()).get(path(portal)).send();

            assertThat(portal).startsWith(server.publicUrl() + "/");
            assertThat(page.status()).isIn(200, 303);
            assertThat(Files.getPosixFilePermissions(empty.data()))
                    .as("who may look into the data folder")
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(server.stop("INT")).isEqualTo(INTERRUPTED);
            assertThat(empty.processes()).isEmpty();
            assertThat(Files.readString(empty.data().resolve("log/requests.jsonl")))
                    .contains("/v1/billing/portal", "/billing/live/portal/{token}")
                    .doesNotContain(empty.key())
                    .doesNotContain(path(portal));
        }
    }

    @Test
    void a_stop_finishes_what_runs_and_the_next_start_has_the_same_key_and_all_rows()
            throws IOException {
        String key;
        try (RunningServer server = RunningServer.up(place);
                RawHttp request = new RawHttp(server.port())) {
            key = place.key();
            String body = "{\"label\":\"in time\"}";
            request.lines(
                    "POST /v1/api-keys HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + key,
                    "Content-Length: " + body.length(),
                    "Expect: 100-continue",
                    "");
            // Whoever wants to read the body says so: the request is in the hands of its handler.
            assertThat(request.head()).startsWith("HTTP/1.1 100");
            server.child().signal("TERM");
            Patience.until("nothing new is accepted", () -> refuses(server));
            assertThat(request.text(body).reply().status()).isEqualTo(201);

            assertThat(server.child().awaitExit()).isEqualTo(TERMINATED);
            assertThat(place.processes()).isEmpty();
        }
        try (RunningServer server = RunningServer.up(place)) {
            assertThat(place.key()).isEqualTo(key);
            assertThat(printedPortal(server)).startsWith(server.publicUrl() + "/");
            assertThat(labels(server, key)).contains("in time");
        }
    }

    @Test
    void a_start_after_a_kill_replaces_the_orphaned_postgresql_and_finds_all_rows() {
        String key;
        long orphan;
        try (RunningServer server = RunningServer.up(place)) {
            key = place.key();
            server.api().post("/v1/api-keys").key(key).json("{\"label\":\"survivor\"}").send();
            orphan = place.postmaster().orElseThrow();
            server.stop("KILL");
            assertThat(place.processes()).contains(orphan);
        }
        try (RunningServer server = RunningServer.up(place)) {
            assertThat(place.processes()).doesNotContain(orphan);
            assertThat(place.postmaster().orElseThrow()).isNotEqualTo(orphan);
            assertThat(labels(server, key)).contains("survivor");
        }
        assertThat(place.processes()).isEmpty();
    }

    @Test
    void a_key_is_printed_only_as_long_as_it_works() throws IOException {
        try (Place mine = Place.migrated("keys")) {
            Path file = mine.keyFile();
            String own = "hb_live_FAKEown000000000000000000";
            String other = "hb_live_FAKEother0000000000000000";
            Launch up = mine.launch("up");
            assertPrints(mine, up.with("BOOTSTRAP_API_KEY", own), own);
            // Only the first start makes a key of the variable.
            assertPrints(mine, up.with("BOOTSTRAP_API_KEY", other), own);
            // The file may be lost, be of another installation, or be none.
            Files.delete(file);
            assertPrints(mine, up.with("BOOTSTRAP_API_KEY", own), own);
            assertThat(Files.readString(file)).isEqualTo(own + "\n");
            Files.writeString(file, other);
            assertPrintsNone(mine, up);
            Files.delete(file);
            Files.createDirectory(file);
            assertPrintsNone(mine, up);
            Files.delete(file);
            Files.writeString(file, own);
            try (RunningServer server = RunningServer.up(mine, up)) {
                String project =
                        server.api()
                                .get("/v1/projects")
                                .key(own)
                                .send()
                                .data()
                                .at("/0/id")
                                .asString();
                assertThat(server.api().delete("/v1/projects/" + project).key(own).send().status())
                        .isEqualTo(200);
            }
            assertPrintsNone(mine, up);
        }
    }

    private static void assertPrints(Place place, Launch up, String key) {
        try (RunningServer server = RunningServer.up(place, up)) {
            assertThat(server.child().out().text())
                    .containsOnlyOnce("  API key   " + key + " (kept in " + place.keyFile() + ")\n")
                    .containsOnlyOnce(key);
            assertThat(printedPortal(server)).isNotEmpty();
        }
    }

    private static void assertPrintsNone(Place place, Launch up) {
        try (RunningServer server = RunningServer.up(place, up)) {
            assertThat(server.child().out().text())
                    .contains(
                            "none that works is known",
                            "./hookbridge admin key create --tenant tenant_")
                    .doesNotContain("hb_live_");
        }
    }

    @Test
    void a_second_server_on_the_same_folder_is_refused_and_the_first_goes_on() {
        try (RunningServer server = RunningServer.up(place)) {
            Launch.Ended second = place.launch("up").run();

            second.assertRefused();
            assertThat(second.code()).isEqualTo(1);
            assertThat(second.err().text()).contains(place.data().toString());
            assertThat(printedPortal(server)).isNotEmpty();
        }
    }

    @Test
    void a_start_that_is_interrupted_leaves_nothing_running() {
        Signals.assumeInterruptsAreHeard();
        try (Child child = place.launch("up").start()) {
            child.out().await(Pattern.compile("PostgreSQL is ready"), RunningServer.LONGEST_START);
            child.signal("INT");

            assertThat(child.awaitExit()).isEqualTo(INTERRUPTED);
            assertThat(place.processes()).isEmpty();
        }
    }

    @Test
    void a_port_that_is_taken_is_named_and_the_next_start_works_as_a_first_one() throws Exception {
        try (Place empty = Place.migrated("taken-port")) {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                String port = Integer.toString(taken.getLocalPort());
                for (String setting : List.of("PORT", "ADMIN_PORT")) {
                    Launch.Ended ended = empty.launch("up").with(setting, port).run();

                    ended.assertRefused();
                    assertThat(ended.err().text())
                            .contains(
                                    "HOOKBRIDGE_" + setting,
                                    "127.0.0.1:" + port,
                                    "another process");
                    assertThat(empty.processes()).as("after a taken %s", setting).isEmpty();
                }
            }
            try (RunningServer server = RunningServer.up(empty)) {
                assertThat(printedPortal(server)).isNotEmpty();
            }
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_named_in_one_line() {
        Launch.Ended ended =
                place.launch("up")
                        .with("DATABASE_URL", "postgresql://u:FAKEpassword@db.invalid/x")
                        .run();

        ended.assertRefused();
        assertThat(ended.err().text())
                .contains("HOOKBRIDGE_DATABASE_URL: the database at db.invalid:5432/x ");
        assertThat(ended.said()).doesNotContain("FAKEpassword");
        assertThat(place.processes()).isEmpty();
    }

    private static boolean refuses(RunningServer server) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port())) {
            return !socket.isConnected();
        } catch (IOException refused) {
            return true;
        }
    }

    /** Where the printed line leads, pasted into a shell as it stands. */
    private static String printedPortal(RunningServer server) {
        String line =
                server.child()
                        .out()
                        .await(Pattern.compile("^ +(curl .*)$"), RunningServer.LONGEST_START)
                        .group(1);
        try (Shell shell = new Shell("sh", server.place().folder())) {
            shell.paste(line + "; echo"); // The answer itself ends without a line.
            return shell.out()
                    .await(Pattern.compile("\"portal_url\":\"([^\"]*)\""), Patience.LONGEST)
                    .group(1);
        }
    }

    private static String path(String url) {
        return URI.create(url).getRawPath();
    }

    private static List<String> labels(RunningServer server, String key) {
        Exchange list = server.api().get("/v1/api-keys").key(key).send();
        assertThat(list.status()).as(list.text()).isEqualTo(200);
        return list.data().valueStream().map(LifeCycleTest::label).toList();
    }

    private static String label(JsonNode key) {
        return key.get("label").asString("");
    }
}
