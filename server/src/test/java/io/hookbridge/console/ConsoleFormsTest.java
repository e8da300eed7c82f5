package io.hookbridge.console;

import static io.hookbridge.console.ConsoleServer.OWNER;
import static io.hookbridge.console.ConsoleServer.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;
import io.hookbridge.http.page.Notices;
import io.hookbridge.outbound.OutboundTest;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What holds for every form of the console. */
@Tag("database")
class ConsoleFormsTest {

    private static ConsoleServer server;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void endSessions() {
        server.app.jdbi().useHandle(handle -> handle.execute("DELETE FROM console_session"));
    }

    private static String hidden(String page, String name) {
        Matcher field = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertThat(field.find()).as(page).isTrue();
        return field.group(1);
    }

    /** Signs in on the page that a form was answered with. */
    private static Exchange signIn(ConsoleServer.Browser browser, Exchange page) {
        return browser.post(
                "/sign-in",
                Map.of(
                        "form_token",
                        hidden(page.text(), "form_token"),
                        "kept",
                        hidden(page.text(), "kept"),
                        "return_to",
                        "/console",
                        "email",
                        OWNER,
                        "password",
                        PASSWORD),
                server.origin());
    }

    @Test
    void what_was_typed_when_the_session_had_ended_is_back_in_the_form_after_the_sign_in() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String endpoints = browser.place() + "/endpoints";
        String token = browser.formToken(endpoints + "/new");
        endSessions();

        Exchange refused =
                browser.post(
                        endpoints + "/new",
                        Map.of(
                                "form_token", token,
                                "url", "https://203.0.114.9/<orders>",
                                "headers", "Authorization: FAKE secret"),
                        server.origin());
        Exchange in = signIn(browser, refused);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text())
                .contains("what you typed is kept")
                .doesNotContain("FAKE secret", "RkFLRSBz");
        assertThat(in.header("Location")).hasValue(endpoints + "/new");
        assertThat(browser.get(endpoints + "/new").text())
                .contains(
                        "The last step was not done",
                        "value=\"https://203.0.114.9/&lt;orders&gt;\"")
                .doesNotContain("FAKE secret");
        assertThat(browser.get(endpoints + "/new").text()).doesNotContain("&lt;orders&gt;");
        assertThat(browser.get(endpoints).text()).doesNotContain("orders");
    }

    @Test
    void a_long_payload_comes_through_the_sign_in_as_well() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String playground = browser.place() + "/playground";
        var _ = server.endpoint("https://203.0.114.9/long");
        String payload = "{\"a\":\"" + "€\\n".repeat(12_000) + "\"}";
        String token = browser.formToken(playground);
        endSessions();

        Exchange refused =
                browser.post(
                        playground,
                        Map.of("form_token", token, "payload", payload),
                        server.origin());
        Exchange in = signIn(browser, refused);

        assertThat(in.header("Location")).hasValue(playground);
        assertThat(browser.get(playground).text().replace("&#34;", "\"").replace("&quot;", "\""))
                .contains(payload);
    }

    @Test
    void a_wrong_password_on_the_way_back_keeps_it_as_well() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String token = browser.formToken("/console/projects");
        endSessions();
        Exchange refused =
                browser.post(
                        "/console/projects",
                        Map.of("form_token", token, "name", "Kept"),
                        server.origin());
        Exchange wrong =
                browser.post(
                        "/sign-in",
                        Map.of(
                                "form_token",
                                hidden(refused.text(), "form_token"),
                                "kept",
                                hidden(refused.text(), "kept"),
                                "email",
                                OWNER,
                                "password",
                                "FAKE wrong"),
                        server.origin());

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(signIn(browser, wrong).header("Location")).hasValue("/console/projects");
        assertThat(browser.get("/console/projects").text()).contains("value=\"Kept\"");
    }

    @Test
    void a_form_from_before_the_person_signed_in_anew_is_shown_again_as_it_was() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String token = browser.formToken("/console/projects");
        endSessions();
        browser.submit("/sign-in", "/sign-in", Map.of("email", OWNER, "password", PASSWORD));

        Exchange answer =
                browser.post(
                        "/console/projects",
                        Map.of("form_token", token, "name", "Of the other tab"),
                        server.origin());

        assertThat(answer.header("Location")).hasValue("/console/projects");
        assertThat(browser.get("/console/projects").text())
                .contains("The last step was not done", "value=\"Of the other tab\"");
    }

    @Test
    void what_another_site_sends_to_somebody_without_a_session_is_not_kept() {
        ConsoleServer.Browser browser = server.new Browser();

        Exchange answer =
                browser.post(
                        "/console/projects", Map.of("name", "Planted"), "https://evil.example");

        assertThat(answer.header("Location")).hasValue("/sign-in");
    }

    @Test
    void two_clicks_do_the_work_once_and_lead_to_the_same_place() throws Exception {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        Map<String, String> form =
                Map.of(
                        "form_token",
                        browser.formToken("/console/projects"),
                        "name",
                        "Clicked twice");
        Callable<Exchange> click =
                () ->
                        browser.request("POST", "/console/projects")
                                .form(form)
                                .header("Origin", server.origin())
                                .send();

        List<Exchange> answers;
        try (ExecutorService fingers = Executors.newVirtualThreadPerTaskExecutor()) {
            answers =
                    fingers.invokeAll(List.of(click, click, click)).stream()
                            .map(Future::resultNow)
                            .toList();
        }

        assertThat(answers)
                .allSatisfy(answer -> {
                    assertThat(answer.header("Location")).hasValue("/console/projects");
                    assertThat(Notices.next(answer.headers()))
                            .hasValue("The project is created, and selected.");
                });
        assertThat(projects("Clicked twice")).isEqualTo(1);
    }

    @Test
    void what_the_second_click_did_after_the_first_had_failed_is_not_done_once_more()
            throws Exception {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        Map<String, String> form =
                Map.of(
                        "form_token",
                        browser.formToken("/console/projects"),
                        "name",
                        "Failed first");
        Callable<Exchange> click =
                () ->
                        browser.request("POST", "/console/projects")
                                .form(form)
                                .header("Origin", server.origin())
                                .send();

        Exchange second;
        try (ExecutorService fingers = Executors.newVirtualThreadPerTaskExecutor();
                Handle writer = server.app.jdbi().open()) {
            writer.begin();
            writer.execute("LOCK TABLE project IN SHARE MODE");
            Future<Exchange> first = fingers.submit(click);
            int pid = awaitConnection("wait_event_type = 'Lock' AND query LIKE '%INTO project%'");
            Future<Exchange> waiting = fingers.submit(click);
            awaitConnection("query LIKE '%SELECT page, notice%'");
            server.app
                    .jdbi()
                    .useHandle(handle -> handle.execute("SELECT pg_cancel_backend(?)", pid));
            assertThat(first.get().status()).isGreaterThanOrEqualTo(500);
            writer.rollback();
            second = waiting.get();
        }
        Exchange third = click.call();

        for (Exchange answer : List.of(second, third)) {
            assertThat(answer.header("Location")).hasValue("/console/projects");
            assertThat(Notices.next(answer.headers()))
                    .hasValue("The project is created, and selected.");
        }
        assertThat(projects("Failed first")).isEqualTo(1);
    }

    /** Until the server has a connection to the database of which this holds. */
    private static int awaitConnection(String condition) {
        return OutboundTest.poll(
                        condition,
                        () ->
                                server.app
                                        .jdbi()
                                        .withHandle(handle ->
                                                handle.createQuery(
                                                                "SELECT pid FROM pg_stat_activity"
                                                                        + " WHERE datname = current_database()"
                                                                        + " AND pid <> pg_backend_pid() AND "
                                                                        + condition)
                                                        .mapTo(Integer.class)
                                                        .findFirst()),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static long projects(String name) {
        return server.app
                .jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT count(*) FROM project WHERE name = :name")
                                .bind("name", name)
                                .mapTo(Long.class)
                                .one());
    }

    @Test
    void a_reload_of_what_a_form_answered_makes_no_second_key() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        String keys = browser.place() + "/api-keys";
        Map<String, String> form =
                Map.of(
                        "form_token", browser.formToken(keys),
                        "label", "made once",
                        "permission_read", "on");

        assertThat(browser.post(keys + "/new", form, server.origin()).status()).isEqualTo(201);
        String again = browser.told(browser.post(keys + "/new", form, server.origin()));

        assertThat(again)
                .contains("This form was sent before")
                .containsOnlyOnce("\"Delete made once");
    }

    @Test
    void a_form_that_was_refused_may_be_sent_again_as_it_is() {
        ConsoleServer.Browser browser = server.signedIn(server.owner());
        Map<String, String> nameless =
                Map.of("form_token", browser.formToken("/console/projects"), "name", "");

        for (int i = 0; i < 2; i++) {
            Exchange refused = browser.post("/console/projects", nameless, server.origin());
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains("Give the project a name.");
        }
    }
}
