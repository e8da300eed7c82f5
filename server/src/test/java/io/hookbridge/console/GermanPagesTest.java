package io.hookbridge.console;

import static io.hookbridge.console.ConsoleServer.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.billing.plan.Plans;
import io.hookbridge.http.Exchange;
import io.hookbridge.inbound.verify.preset.Preset;
import io.hookbridge.inbound.verify.preset.Presets;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Pages of the console with something on them, in German: nothing on them is English. */
@Tag("database")
class GermanPagesTest {

    private static final Pattern KEY = Pattern.compile("/api-keys/(key_[0-9a-f]{32})/delete");

    /** What is on the pages and belongs to no language. */
    private static final Set<String> NAMES =
            Set.of(
                    // Of this test and its fixtures.
                    "member",
                    "example",
                    "com",
                    "ada",
                    "Strangers",
                    "Other",
                    "Bestelldienst",
                    "Shop with a name that is long enough to reach any edge",
                    "order",
                    "type",
                    "application",
                    "api",
                    "key",
                    "first",
                    "start",
                    "json",
                    "FAKE",
                    "secret",
                    "builtin",
                    "Shop",
                    "Token",
                    "X",
                    "in",
                    "Ein",
                    "Content",
                    "Length",
                    "Type",
                    "Host",
                    "User",
                    "Agent",
                    "Java",
                    "http",
                    "client",
                    "created",
                    "Orders",
                    // Of the product.
                    "live",
                    "test",
                    "Pro",
                    "Free",
                    "MiB",
                    "API",
                    "First key",
                    "m",
                    "h",
                    "d",
                    "xx");

    private static ConsoleServer server;
    private static ConsoleServer.Browser browser;
    private static SourcesOnShow shown;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
        shown = SourcesOnShow.on(server.app);
        browser = german(server.owner());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ConsoleServer.Browser german(User user) {
        ConsoleServer.Browser itsBrowser = server.signedIn(user);
        // The notice of the sign-in is shown once, in English.
        var _ = itsBrowser.open("/console/account");
        itsBrowser.cookie("hookbridge_language", "de");
        return itsBrowser;
    }

    private static ConsoleServer.Browser germanStranger() {
        ConsoleServer.Browser itsBrowser = server.new Browser();
        itsBrowser.cookie("hookbridge_language", "de");
        return itsBrowser;
    }

    private static void assertGerman(Exchange page, String... more) {
        Set<String> names = new HashSet<>(NAMES);
        names.addAll(List.of(more));
        Plans.shipped().offered().forEach(plan -> names.add(plan.title()));
        GermanPages.hold(names, page);
    }

    private static void assertGerman(Stream<String> paths, String... more) {
        paths.forEach(path -> assertGerman(browser.open(path), more));
    }

    @Test
    void signing_in_and_choosing_a_password() {
        ConsoleServer.Browser stranger = germanStranger();
        assertGerman(stranger.get("/sign-in"));
        assertGerman(stranger.get("/billing/live"));
        assertGerman(
                stranger.submit(
                        "/sign-in",
                        "/sign-in",
                        Map.of("email", "ada@example.com", "password", "FAKE wrong")));
        User ada = server.person(server.owner().tenant(), "ada@example.com", UserRole.MEMBER);
        String link = server.link(ada);
        assertGerman(stranger.get(link));
        assertGerman(
                stranger.submit(link, link, Map.of("new_password", "a", "repeated_password", "b")));
        Exchange in =
                stranger.submit(
                        link,
                        link,
                        Map.of("new_password", PASSWORD, "repeated_password", PASSWORD));
        assertThat(stranger.open(in.header("Location").orElseThrow()).text())
                .contains("Ihr Passwort");
        assertGerman(stranger.get(link));
        assertGerman(stranger.get(server.link(ada)));
        for (String path : List.of(stranger.place() + "/billing", "/console/audit")) {
            assertGerman(stranger.get(path));
        }
        assertGerman(stranger.submit("/console/people", "/console/people", Map.of()));
    }

    @Test
    void api_keys() {
        String keys = browser.place() + "/api-keys";
        assertGerman(Stream.of(keys, browser.testPlace() + "/api-keys", keys + "/new"));
        assertGerman(browser.submit(keys + "/new", keys + "/new", Map.of("label", "x")));
        Exchange made =
                browser.submit(
                        keys + "/new",
                        keys + "/new",
                        Map.of(
                                "label",
                                "Bestelldienst",
                                "permission_read",
                                "on",
                                "permission_send",
                                "on",
                                "expires",
                                "month"));
        assertThat(made.status()).isEqualTo(201);
        assertGerman(made);
        String page = browser.get(keys).text();
        assertGerman(Stream.of(keys));
        Matcher key = KEY.matcher(page);
        while (key.find()) {
            String path = keys + "/" + key.group(1);
            assertGerman(Stream.of(path + "/rotate", path + "/delete"));
            assertGerman(
                    browser.submit(path + "/rotate", path + "/rotate", Map.of("overlap", "day")));
        }
    }

    @Test
    void projects_start_and_settings() {
        String place = browser.place();
        String projects = "/console/projects";
        String project = place.substring(0, place.lastIndexOf('/'));
        assertGerman(
                Stream.of(
                        projects,
                        project,
                        project + "/delete",
                        place + "/start",
                        browser.testPlace() + "/start",
                        place + "/settings",
                        browser.testPlace() + "/settings"));
        assertGerman(browser.submit(projects, projects, Map.of("name", "")));
        assertGerman(browser.submit(projects, projects, Map.of("name", "Default")));
        assertGerman(
                browser.submit(project, project, Map.of("name", "x".repeat(300))), "x".repeat(300));
        assertGerman(browser.submit(projects, project + "/delete", Map.of("name", "Default?")));
        String settings = place + "/settings";
        assertGerman(browser.submit(settings, settings + "/rate", Map.of("rate", "0")));
        for (String delays : List.of("7d,7d,7d,7d,7d", "1s,".repeat(40) + "1s")) {
            assertGerman(browser.submit(settings, settings + "/retries", Map.of("delays", delays)));
        }
    }

    @Test
    void people_and_the_record_of_changes() {
        String people = "/console/people";
        Exchange invited =
                browser.submit(
                        people, people, Map.of("email", "member@example.com", "role", "member"));
        assertThat(invited.status()).isEqualTo(201);
        assertGerman(invited);
        assertGerman(browser.submit(people, people, Map.of("email", "member@example.com")));
        assertGerman(browser.submit(people, people, Map.of("email", "nobody")), "nobody");
        String page = browser.get(people).text();
        assertGerman(Stream.of(people));
        Matcher person = Pattern.compile(people + "/user_[0-9a-f]{32}/").matcher(page);
        while (person.find()) {
            assertGerman(Stream.of("link", "role", "remove").map(person.group()::concat));
        }
        assertGerman(
                Stream.of(
                        "/console/audit?action=user.created",
                        "/console/audit?from=2031-01-01",
                        "/console/audit?action=project.created"));
    }

    @Test
    void the_pages_of_an_operator() {
        User stranger = server.stranger();
        String tenants = "/console/operator";
        String other = tenants + "/tenants/" + stranger.tenant();
        assertGerman(
                Stream.of(
                        tenants,
                        tenants + "?q=nothing-like-it",
                        tenants + "/servers",
                        tenants + "/settings",
                        tenants + "/tenants/" + server.owner().tenant(),
                        other),
                "nothing-like-it",
                "api",
                "console",
                "deliver",
                "jobs",
                "receive",
                "stranger");
        ConsoleServer.Browser itsBrowser = german(stranger);
        browser.submit(other, other + "/suspend", Map.of());
        assertGerman(Stream.of(other, tenants));
        assertGerman(itsBrowser.get("/console/account"));
        assertGerman(
                itsBrowser.submit(
                        "/sign-in",
                        "/sign-in",
                        Map.of("email", "stranger@example.com", "password", PASSWORD)),
                "stranger");
    }

    @Test
    void sources_and_what_they_received_and_refused() {
        String place = browser.place();
        String sources = place + "/sources";
        String source = place + shown.source();
        assertGerman(
                Stream.of(
                        sources,
                        source,
                        source + "/rejections",
                        source + "/edit",
                        source + "/pause",
                        source + "/delete",
                        place + shown.request(),
                        browser.testPlace() + "/sources",
                        sources + "/new?preset=",
                        sources + "/new?q=nobody-is-called-so"),
                "nobody-is-called-so");
        String[] titles =
                Presets.shipped().all().stream().map(Preset::title).toArray(String[]::new);
        assertGerman(Stream.of(sources + "/new"), titles);
        for (Map<String, String> typed :
                List.of(
                        Map.of("check", "hmac", "mode", "cli"),
                        Map.of("check", "token", "mode", "cli"),
                        Map.of("check", "hmac", "mode", "forward"),
                        Map.of("preset", "meta", "mode", "cli", "secret", "FAKE-secret"),
                        Map.of("preset", "stripe", "mode", "cli", "secret", ""))) {
            Exchange refused =
                    browser.submit(
                            sources + "/new?preset=" + typed.getOrDefault("preset", ""),
                            sources,
                            typed);
            assertThat(refused.status()).isEqualTo(422);
            assertGerman(refused, titles);
        }
    }

    @Test
    void events_that_wait() {
        String place = browser.place();
        String pull = place + shown.pull();
        assertGerman(
                Stream.of(
                        place + "/pull",
                        browser.testPlace() + "/pull",
                        pull,
                        pull + "?status=all",
                        pull + "?status=delivered",
                        pull + "/delete-events",
                        place + shown.event(),
                        place + shown.event() + "/delete",
                        place + shown.pull().replace("/pull", "/sources")));
    }
}
