package io.hookbridge.console;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.ApiKeyId;
import io.hookbridge.http.Exchange;
import io.hookbridge.http.page.Notices;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people do on the pages, and what programs see of it. */
@Tag("database")
class ConsolePagesTest {

    private static final Pattern NEW_KEY = Pattern.compile("hb_(?:live|test)_[0-9A-Za-z]{32}");
    private static final Pattern DELETE_KEY =
            Pattern.compile("/live/api-keys/(key_[0-9a-f]{32})/delete");

    @AutoClose private final ConsoleServer server = new ConsoleServer();
    private final ConsoleServer.Browser browser = server.signedIn(server.owner());
    private final String keys = browser.place() + "/api-keys";

    @Test
    void a_key_is_shown_once_works_and_stops_working_when_it_is_deleted() {
        Exchange created =
                create(Map.of("label", "order <service>", "mode", "test", "permission_read", "on"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text()).contains("shown only here", "order &lt;service&gt;");
        assertThat(created.header("Content-Security-Policy").orElseThrow())
                .endsWith("; script-src 'self'; connect-src 'self'");
        String key = found(NEW_KEY, created.text(), 0);
        assertThat(key).startsWith("hb_test_");
        assertThat(server.app.client().get("/v1/api-keys").key(key).send().status()).isEqualTo(200);
        assertThat(server.app.client().post("/v1/projects").key(key).json("{}").send().status())
                .isEqualTo(403);

        String list = browser.get(keys).text();
        assertThat(list).contains("order &lt;service&gt;", "Read").doesNotContain(key);
        String id = found(DELETE_KEY, list.substring(list.indexOf("order")), 1);
        assertThat(browser.get(keys + "/" + id + "/delete").text())
                .contains("Delete this API key?", "order &lt;service&gt;");
        Exchange deleted =
                browser.submit(keys + "/" + id + "/delete", keys + "/" + id + "/delete", Map.of());
        assertThat(deleted.header("Location")).hasValue(keys);
        assertThat(browser.get(keys).text()).contains(">The API key is deleted.");
        assertThat(browser.get(keys).text()).doesNotContain("The API key is deleted.");
        assertThat(server.app.client().get("/v1/api-keys").key(key).send().status()).isEqualTo(401);
        assertThat(browser.open(keys + "/" + id + "/delete").text())
                .contains("That API key does not exist any more.");
        assertThat(server.app.audited("api_key.deleted")).containsExactly("done");
    }

    private Exchange create(Map<String, String> fields) {
        return browser.submit(keys + "/new", keys + "/new", fields);
    }

    private static String found(Pattern pattern, String text, int group) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(group);
    }

    @Test
    void a_key_needs_a_permission_and_a_short_label() {
        Exchange without = create(Map.of("label", "none"));
        Exchange longest = create(Map.of("label", "x".repeat(256), "permission_read", "on"));

        assertThat(without.status()).isEqualTo(422);
        assertThat(without.text()).contains("Tick at least one permission.", "value=\"none\"");
        assertThat(longest.status()).isEqualTo(422);
        assertThat(longest.text()).contains("at most 255 characters");
    }

    @Test
    void a_member_gives_no_permission_that_he_lacks() {
        ConsoleServer.Browser member =
                server.signedIn(
                        server.person(
                                server.owner().tenant(), "member@example.com", UserRole.MEMBER));
        assertThat(member.get(keys + "/new").text())
                .contains("permission_read")
                .doesNotContain("permission_billing");

        Exchange created =
                member.submit(
                        keys,
                        keys + "/new",
                        Map.of("permission_billing", "on", "permission_read", "on"));

        String key = found(NEW_KEY, created.text(), 0);
        assertThat(server.app.client().post("/v1/billing/portal").key(key).send().status())
                .isEqualTo(403);
    }

    @Test
    void people_of_a_suspended_tenant_see_why_nothing_works_and_are_back_when_it_goes_on() {
        server.status("suspended");

        for (String page :
                List.of("/", keys, "/console/projects", "/billing/live", "/console/account")) {
            Exchange refused = browser.open(page);
            assertThat(refused.status()).as(page).isEqualTo(403);
            assertThat(refused.text()).contains("This account is suspended");
        }
        assertThat(browser.open("/sign-in").status()).as("as somebody else").isEqualTo(200);
        Exchange session = browser.request("GET", "/v1/projects").send();
        assertThat(session.code()).isEqualTo("TENANT_SUSPENDED");
        Exchange signIn =
                server.new Browser()
                        .submit(
                                "/sign-in",
                                "/sign-in",
                                Map.of(
                                        "email", ConsoleServer.OWNER,
                                        "password", ConsoleServer.PASSWORD));
        assertThat(signIn.status()).isEqualTo(403);
        assertThat(signIn.text()).contains("has suspended this account");

        server.status("active");
        assertThat(browser.open(keys).status()).isEqualTo(200);
    }

    @Test
    void what_manage_allows_is_said_of_live_and_test_keys_as_it_is() {
        String changes = "Change endpoints and test API keys";

        assertThat(browser.get(browser.testPlace() + "/api-keys/new").text())
                .contains(changes)
                .doesNotContain("Change projects");
        assertThat(browser.get(keys + "/new").text())
                .contains("Change projects, endpoints and API keys; with a test key, endpoints")
                .doesNotContain(changes);
    }

    @Test
    void in_test_mode_live_keys_are_neither_seen_nor_made_nor_deleted() {
        String live = found(DELETE_KEY, browser.get(keys).text(), 1);
        String testKeys = browser.testPlace() + "/api-keys";

        assertThat(browser.get(testKeys).text())
                .contains("There is no test key yet")
                .doesNotContain(live);
        Exchange created =
                browser.submit(
                        testKeys,
                        testKeys + "/new",
                        Map.of("mode", "live", "permission_read", "on"));
        assertThat(found(NEW_KEY, created.text(), 0)).startsWith("hb_test_");
        browser.submit(testKeys, testKeys + "/" + live + "/delete", Map.of());
        assertThat(server.app.client().get("/v1/api-keys").key(KEY).send().status()).isEqualTo(200);
    }

    @Test
    void a_form_acts_on_the_environment_of_its_tab_whatever_another_tab_looks_at() {
        browser.submit("/console/projects", "/console/projects", Map.of("name", "Second"));
        String second = browser.place() + "/api-keys";
        Map<String, String> form =
                Map.of(
                        "form_token", browser.formToken(keys),
                        "label", "made in the first tab",
                        "permission_read", "on");
        // The second tab: another project, and then test mode.
        assertThat(browser.get(second).text()).contains("Of the project Second");
        assertThat(browser.get(second.replace("/live/", "/test/")).text()).contains("test mode");

        Exchange created = browser.post(keys + "/new", form, server.origin());

        assertThat(found(NEW_KEY, created.text(), 0)).startsWith("hb_live_");
        assertThat(browser.get(keys).text()).contains("made in the first tab");
        assertThat(browser.get(second).text()).doesNotContain("made in the first tab");
        String id = found(DELETE_KEY, browser.get(keys).text(), 1);
        browser.submit(keys, second + "/" + id + "/delete", Map.of());
        browser.submit(keys, browser.testPlace() + "/api-keys/" + id + "/delete", Map.of());
        assertThat(browser.get(keys).text()).contains(id);
    }

    @Test
    void every_page_of_an_environment_leads_to_the_same_page_of_the_other() {
        String live = browser.place();
        String test = browser.testPlace();

        for (String page :
                List.of("/home", "/live", "/start", "/api-keys", "/billing", "/billing/plans")) {
            assertThat(browser.get(live + page).text())
                    .contains("href=\"" + test + page + "\">Test<", "current=\"true\">Live<");
            assertThat(browser.get(test + page).text())
                    .contains("href=\"" + live + page + "\">Live<", "current=\"true\">Test<");
        }
        assertThat(browser.get("/console").header("Location")).hasValue(test + "/home");
        assertThat(browser.get("/console/account").text())
                .contains("href=\"" + test + "/api-keys\"");
        assertThat(browser.get(live.replace("/live", "/sandbox") + "/start").status())
                .isEqualTo(404);
    }

    @Test
    void projects_are_created_opened_renamed_and_deleted() {
        Exchange created =
                browser.submit(
                        "/console/projects", "/console/projects", Map.of("name", " Second "));
        assertThat(created.header("Location")).hasValue("/console/projects");
        assertThat(Notices.next(created.headers()))
                .hasValue("The project is created, and selected.");
        assertThat(browser.get(browser.place() + "/api-keys").text())
                .contains("Of the project Second", "There is no key yet");
        String second = "/console/projects/" + id("Second");

        Exchange renamed = browser.submit(second, second, Map.of("name", "Staging"));
        assertThat(renamed.header("Location")).hasValue("/console/projects");
        assertThat(Notices.next(renamed.headers())).hasValue("The project is renamed.");
        assertThat(browser.get("/console/projects").text())
                .contains("/console/projects/" + id("Default") + "/live/home");
        assertThat(browser.get(keys).text()).contains("Of the project Default");

        assertThat(browser.get(second + "/delete").text())
                .contains("Delete the project Staging?", "0 endpoints, 0 sources and 0 API keys");
        Exchange mistyped =
                browser.submit(second + "/delete", second + "/delete", Map.of("name", "Default"));
        assertThat(mistyped.status()).isEqualTo(422);
        assertThat(mistyped.text()).contains("That is not its name.", "value=\"Default\"");
        browser.submit(second + "/delete", second + "/delete", Map.of("name", "Staging"));
        assertThat(browser.get("/console/projects").text()).doesNotContain("Staging");
        assertThat(browser.open(second + "/live/api-keys").text())
                .contains("That project does not exist any more.");
        assertThat(server.app.audited("project.deleted")).containsExactly("done");
    }

    private String id(String name) {
        return server.app
                .client()
                .get("/v1/projects")
                .key(KEY)
                .send()
                .data()
                .valueStream()
                .filter(project -> project.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
    }

    @Test
    void a_project_without_a_name_or_with_too_long_a_one_is_refused_with_what_was_typed() {
        assertThat(
                        browser.submit(
                                        "/console/projects",
                                        "/console/projects",
                                        Map.of("name", " \t"))
                                .text())
                .contains("Give the project a name.");
        String path = "/console/projects/" + id("Default");
        Exchange refused = browser.submit(path, path, Map.of("name", "y".repeat(256)));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("at most 255 characters", "y".repeat(256));
        assertThat(browser.get("/console/projects").text()).contains("Default");
    }

    @Test
    void two_projects_have_two_names() {
        String form = "/console/projects";
        browser.submit(form, form, Map.of("name", "Second"));
        String second = form + "/" + id("Second");

        for (Exchange refused :
                List.of(
                        browser.submit(form, form, Map.of("name", "second")),
                        browser.submit(second, second, Map.of("name", "DEFAULT")))) {
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains("There is a project of this name already.");
        }
        assertThat(browser.submit(second, second, Map.of("name", "SECOND")).status())
                .isEqualTo(303);
    }

    @Test
    void a_key_is_rotated_and_the_old_one_works_for_as_long_as_was_chosen() {
        String old =
                found(
                        NEW_KEY,
                        create(Map.of("label", "worker", "permission_read", "on")).text(),
                        0);
        String list = browser.get(keys).text();
        String id = found(DELETE_KEY, list.substring(list.indexOf("worker")), 1);
        String rotate = keys + "/" + id + "/rotate";

        Exchange kept = browser.submit(rotate, rotate, Map.of("overlap", "day"));
        assertThat(kept.text()).contains("works until", "export HOOKBRIDGE_API_KEY=");
        String next = found(NEW_KEY, kept.text(), 0);
        assertThat(List.of(lists(old), lists(next))).containsOnly(200);

        browser.submit(rotate, rotate, Map.of("overlap", "none"));
        assertThat(List.of(lists(old), lists(next))).containsExactly(401, 200);
        assertThat(browser.get(keys).text()).contains("Expired");
    }

    @Test
    void a_key_that_was_made_for_a_month_is_rotated_for_a_month() {
        create(Map.of("label", "guest", "permission_read", "on", "expires", "month"));
        String list = browser.get(keys).text();
        String id = found(DELETE_KEY, list.substring(list.indexOf("guest")), 1);
        String rotate = keys + "/" + id + "/rotate";

        browser.submit(rotate, rotate, Map.of("overlap", "hour"));
        // The new one was lost, and the old one, which ends soon by now, is rotated again.
        browser.submit(rotate, rotate, Map.of("overlap", "day"));

        int days =
                server.app
                        .jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT extract(day FROM min(expires_at - created_at))
                                                  FROM api_key
                                                 WHERE label = 'guest'
                                                   AND id <> :old
                                                """)
                                        .bind("old", ApiKeyId.parse(id).orElseThrow().value())
                                        .mapTo(Integer.class)
                                        .one());
        assertThat(days).isBetween(28, 31);
    }

    @Test
    void a_key_that_expires_before_works_no_longer_for_being_rotated_and_the_page_says_so() {
        create(Map.of("label", "visitor", "permission_read", "on", "expires", "month"));
        server.app
                .jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "UPDATE api_key SET expires_at = '2126-01-02T03:04:00Z' WHERE label = 'visitor'"));
        String list = browser.get(keys).text();
        String id = found(DELETE_KEY, list.substring(list.indexOf("visitor")), 1);
        String rotate = keys + "/" + id + "/rotate";
        assertThat(browser.get(rotate).text()).contains("Seven days").doesNotContain("Until");
        String end =
                server.app
                        .jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                """
                                                UPDATE api_key
                                                   SET expires_at = date_trunc('minute', now()) + interval '2 hours'
                                                 WHERE label = 'visitor'
                                                RETURNING to_char(expires_at AT TIME ZONE 'UTC', 'FMDD Mon YYYY, HH24:MI')
                                                """)
                                        .mapTo(String.class)
                                        .one());
        assertThat(browser.get(rotate).text())
                .contains("One hour", "Until it expires anyway, " + end + " UTC", "Not at all")
                .doesNotContain("One day", "Seven days");

        Exchange rotated = browser.submit(rotate, rotate, Map.of("overlap", "week"));

        assertThat(rotated.text()).contains("works until " + end + " UTC.");
    }

    private int lists(String key) {
        return server.app.client().get("/v1/api-keys").key(key).send().status();
    }

    @Test
    void a_key_that_may_do_more_than_a_member_is_not_the_members_to_rotate() {
        ConsoleServer.Browser member =
                server.signedIn(
                        server.person(
                                server.owner().tenant(), "member@example.com", UserRole.MEMBER));
        String rotate = keys + "/" + found(DELETE_KEY, browser.get(keys).text(), 1) + "/rotate";

        Exchange refused = member.submit(rotate, rotate, Map.of("overlap", "none"));

        assertThat(Notices.next(refused.headers()).orElseThrow()).contains("Ask an owner");
        assertThat(lists(KEY)).isEqualTo(200);
    }

    @Test
    void a_tenant_without_projects_is_shown_the_way_out() {
        String path = "/console/projects/" + id("Default") + "/delete";
        assertThat(browser.get(path).text()).contains("It is your only project");
        browser.submit(path, path, Map.of("name", "Default"));

        assertThat(browser.get("/console").header("Location")).hasValue("/console/projects");
        assertThat(browser.get("/console/projects").text())
                .contains("no project any more", "No project");
        browser.submit("/console/projects", "/console/projects", Map.of("name", "Again"));
        assertThat(browser.get(browser.place() + "/api-keys").text())
                .contains("Of the project Again");
    }

    @Test
    void what_belongs_to_another_tenant_does_not_exist() {
        ConsoleServer.Browser stranger = server.signedIn(server.stranger());
        String project = id("Default");
        String key = found(DELETE_KEY, browser.get(keys).text(), 1);

        for (String page :
                List.of("/console/projects/" + project, keys, browser.place() + "/billing")) {
            assertThat(stranger.get(page).header("Location")).hasValue("/console/projects");
        }
        for (String path :
                List.of(
                        "/console/projects/" + project,
                        "/console/projects/" + project + "/delete",
                        keys + "/" + key + "/delete",
                        stranger.place() + "/api-keys/" + key + "/delete")) {
            Exchange answer = stranger.submit("/console/projects", path, Map.of("name", "Taken"));
            assertThat(Notices.next(answer.headers()).orElseThrow())
                    .endsWith("does not exist any more.");
        }
        assertThat(stranger.get(stranger.place() + "/api-keys").text())
                .contains("Strangers")
                .doesNotContain(key);
        assertThat(
                        stranger.submit(
                                        "/console/projects",
                                        "/console/projects",
                                        Map.of("name", "Second"))
                                .text())
                .contains("Your plan allows no more than 1 project.");
        assertThat(browser.get("/console/projects").text())
                .contains("Default")
                .doesNotContain("Taken");
        assertThat(server.app.client().get("/v1/api-keys").key(KEY).send().status()).isEqualTo(200);
    }

    @Test
    void browsers_are_signed_out_one_by_one_and_all_at_once() {
        server.signedIn(server.owner());
        ConsoleServer.Browser here = server.signedIn(server.owner());
        ConsoleServer.Browser there = server.new Browser();
        there.submit(
                "/sign-in",
                "/sign-in",
                Map.of("email", ConsoleServer.OWNER, "password", ConsoleServer.PASSWORD));
        String account = here.get("/console/account").text();
        String id =
                found(
                        Pattern.compile("/console/account/browsers/([0-9a-f-]{36})/sign-out"),
                        account,
                        1);
        assertThat(account).contains("This browser");

        here.submit("/console/account", "/console/account/browsers/" + id + "/sign-out", Map.of());
        assertThat(there.get("/console/account").status()).isEqualTo(303);
        there.submit(
                "/sign-in",
                "/sign-in",
                Map.of("email", ConsoleServer.OWNER, "password", ConsoleServer.PASSWORD));
        Exchange all =
                here.submit("/console/account", "/console/account/sign-out-everywhere", Map.of());
        assertThat(all.header("Location")).hasValue("/sign-in");
        assertThat(here.get("/sign-in").text()).contains("You are signed out of every browser.");
        assertThat(there.get("/console/account").status()).isEqualTo(303);
    }

    @Test
    void a_password_is_changed_by_whoever_knows_it() {
        Map<String, String> change =
                Map.of(
                        "password", ConsoleServer.PASSWORD,
                        "new_password", "FAKE another horse",
                        "repeated_password", "FAKE another horse");

        Exchange wrong =
                browser.submit(
                        "/console/account",
                        "/console/account/password",
                        Map.of(
                                "password", "FAKE wrong",
                                "new_password", "FAKE another horse",
                                "repeated_password", "FAKE another horse"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text())
                .contains("The current password is not right.")
                .contains("\"current-password\" required aria-describedby=\"alert\"")
                .contains("aria-describedby=\"new-password-rule\"");
        assertThat(
                        browser.submit(
                                        "/console/account",
                                        "/console/account/password",
                                        Map.of(
                                                "password", ConsoleServer.PASSWORD,
                                                "new_password", "FAKE another horse",
                                                "repeated_password", "FAKE another cow"))
                                .text())
                .contains("\"current-password\" required>")
                .contains("aria-describedby=\"new-password-rule alert\"");
        assertThat(
                        browser.submit("/console/account", "/console/account/password", change)
                                .header("Location"))
                .hasValue("/console/account");
        assertThat(browser.get("/console/account").text()).contains("Your password is changed.");
    }
}
