package io.hookbridge.console;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;
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
            Pattern.compile("/api-keys/(key_[0-9a-f]{32})/delete");

    @AutoClose private final ConsoleServer server = new ConsoleServer();
    private final ConsoleServer.Browser browser = server.signedIn(server.owner());

    @Test
    void a_key_is_shown_once_works_and_stops_working_when_it_is_deleted() {
        Exchange created =
                create(Map.of("label", "order <service>", "mode", "test", "permission_read", "on"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text()).contains("shown only here", "order &lt;service&gt;");
        assertThat(created.header("Content-Security-Policy").orElseThrow())
                .endsWith("; script-src 'self'");
        String key = found(NEW_KEY, created.text(), 0);
        assertThat(key).startsWith("hb_test_");
        assertThat(server.app.client().get("/v1/api-keys").key(key).send().status()).isEqualTo(200);
        assertThat(server.app.client().post("/v1/projects").key(key).json("{}").send().status())
                .isEqualTo(403);

        String list = browser.get("/api-keys").text();
        assertThat(list).contains("order &lt;service&gt;", "Read").doesNotContain(key);
        String id = found(DELETE_KEY, list.substring(list.indexOf("order")), 1);
        assertThat(browser.get("/api-keys/" + id + "/delete").text())
                .contains("Delete this API key?", "order &lt;service&gt;");
        Exchange deleted =
                browser.submit(
                        "/api-keys/" + id + "/delete", "/api-keys/" + id + "/delete", Map.of());
        assertThat(deleted.header("Location")).hasValue("/api-keys?notice=key_deleted");
        assertThat(server.app.client().get("/v1/api-keys").key(key).send().status()).isEqualTo(401);
        assertThat(browser.get("/api-keys/" + id + "/delete").header("Location"))
                .hasValue("/api-keys?notice=key_gone");
        assertThat(server.app.audited("api_key.deleted")).containsExactly("done");
    }

    private Exchange create(Map<String, String> fields) {
        return browser.submit("/api-keys", "/api-keys", fields);
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
        assertThat(member.get("/api-keys").text()).doesNotContain("permission_billing");

        Exchange created =
                member.submit(
                        "/api-keys",
                        "/api-keys",
                        Map.of("permission_billing", "on", "permission_read", "on"));

        String key = found(NEW_KEY, created.text(), 0);
        assertThat(server.app.client().post("/v1/billing/portal").key(key).send().status())
                .isEqualTo(403);
    }

    @Test
    void people_of_a_suspended_tenant_see_why_nothing_works_and_are_back_when_it_goes_on() {
        server.status("suspended");

        for (String page : List.of("/", "/start", "/api-keys", "/billing", "/account")) {
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
        assertThat(browser.open("/api-keys").status()).isEqualTo(200);
    }

    @Test
    void in_test_mode_live_keys_are_neither_seen_nor_made_nor_deleted() {
        String live = found(DELETE_KEY, browser.get("/api-keys").text(), 1);
        Exchange switched =
                browser.submit(
                        "/api-keys", "/switch", Map.of("mode", "test", "return_to", "/api-keys"));
        assertThat(switched.header("Location")).hasValue("/api-keys?notice=switched");

        assertThat(browser.get("/api-keys").text())
                .contains("There is no test key yet")
                .doesNotContain(live);
        Exchange created = create(Map.of("mode", "live", "permission_read", "on"));
        assertThat(found(NEW_KEY, created.text(), 0)).startsWith("hb_test_");
        browser.submit("/api-keys", "/api-keys/" + live + "/delete", Map.of());
        assertThat(server.app.client().get("/v1/api-keys").key(KEY).send().status()).isEqualTo(200);
    }

    @Test
    void projects_are_created_selected_renamed_and_deleted() {
        Exchange created = browser.submit("/projects", "/projects", Map.of("name", " Second "));
        assertThat(created.header("Location")).hasValue("/projects?notice=project_created");
        assertThat(browser.get("/api-keys").text())
                .contains("Of the project Second", "There is no key yet");
        String id = id("Second");

        Exchange renamed =
                browser.submit("/projects/" + id, "/projects/" + id, Map.of("name", "Staging"));
        assertThat(renamed.header("Location")).hasValue("/projects?notice=project_renamed");
        String first = id("Default");
        browser.submit("/projects", "/switch", Map.of("project", first, "return_to", "/projects"));
        assertThat(browser.get("/api-keys").text()).contains("Of the project Default");

        assertThat(browser.get("/projects/" + id + "/delete").text())
                .contains("Delete the project Staging?", "It has no API keys.");
        browser.submit("/projects/" + id + "/delete", "/projects/" + id + "/delete", Map.of());
        assertThat(browser.get("/projects").text()).doesNotContain("Staging");
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
        assertThat(browser.submit("/projects", "/projects", Map.of("name", " \t")).text())
                .contains("Give the project a name.");
        String path = "/projects/" + id("Default");
        Exchange refused = browser.submit(path, path, Map.of("name", "y".repeat(256)));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("at most 255 characters", "y".repeat(256));
        assertThat(browser.get("/projects").text()).contains("Default");
    }

    @Test
    void a_tenant_without_projects_is_shown_the_way_out() {
        String path = "/projects/" + id("Default") + "/delete";
        assertThat(browser.get(path).text()).contains("It is your only project");
        browser.submit(path, path, Map.of());

        assertThat(browser.get("/api-keys").header("Location"))
                .hasValue("/projects?notice=no_project");
        assertThat(browser.get("/projects").text()).contains("no project any more", "No project");
        browser.submit("/projects", "/projects", Map.of("name", "Again"));
        assertThat(browser.get("/api-keys").text()).contains("Of the project Again");
    }

    @Test
    void what_belongs_to_another_tenant_does_not_exist() {
        ConsoleServer.Browser stranger = server.signedIn(server.stranger());
        String project = id("Default");
        String key = found(DELETE_KEY, browser.get("/api-keys").text(), 1);

        assertThat(stranger.get("/projects/" + project).header("Location"))
                .hasValue("/projects?notice=project_gone");
        for (String path :
                new String[] {
                    "/projects/" + project,
                    "/projects/" + project + "/delete",
                    "/api-keys/" + key + "/delete"
                }) {
            Exchange answer = stranger.submit("/projects", path, Map.of("name", "Taken"));
            assertThat(answer.header("Location").orElseThrow()).endsWith("_gone");
        }
        stranger.submit("/projects", "/switch", Map.of("project", project));
        assertThat(stranger.get("/api-keys").text()).contains("Strangers").doesNotContain(key);
        assertThat(stranger.submit("/projects", "/projects", Map.of("name", "Second")).text())
                .contains("Your plan allows no more than 1 project.");
        assertThat(browser.get("/projects").text()).contains("Default").doesNotContain("Taken");
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
        String account = here.get("/account").text();
        String id =
                found(Pattern.compile("/account/browsers/([0-9a-f-]{36})/sign-out"), account, 1);
        assertThat(account).contains("This browser");

        here.submit("/account", "/account/browsers/" + id + "/sign-out", Map.of());
        assertThat(there.get("/account").status()).isEqualTo(303);
        there.submit(
                "/sign-in",
                "/sign-in",
                Map.of("email", ConsoleServer.OWNER, "password", ConsoleServer.PASSWORD));
        Exchange all = here.submit("/account", "/account/sign-out-everywhere", Map.of());
        assertThat(all.header("Location")).hasValue("/sign-in?notice=signed_out_everywhere");
        assertThat(there.get("/account").status()).isEqualTo(303);
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
                        "/account",
                        "/account/password",
                        Map.of(
                                "password", "FAKE wrong",
                                "new_password", "FAKE another horse",
                                "repeated_password", "FAKE another horse"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("The current password is not right.");
        assertThat(browser.submit("/account", "/account/password", change).header("Location"))
                .hasValue("/account?notice=password_changed");
        assertThat(browser.get("/account").status()).isEqualTo(200);
    }
}
