package io.hookbridge.console;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.Exchange;
import io.hookbridge.http.page.Notices;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** People, audit, settings, and the pages of an operator. */
@Tag("database")
class AdministrationPagesTest {

    private static final String PEOPLE = "/console/people";

    private static ConsoleServer server;
    private static ConsoleServer.Browser owner;
    private static User stranger;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
        owner = server.signedIn(server.owner());
        stranger = server.stranger();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String told(Exchange redirect) {
        return Notices.next(redirect.headers()).orElseThrow();
    }

    @Test
    void somebody_is_invited_by_a_link_gets_another_role_and_is_removed() {
        Exchange invited =
                owner.submit(PEOPLE, PEOPLE, Map.of("email", "ada@example.com", "role", "member"));
        assertThat(invited.status()).isEqualTo(201);
        Matcher link =
                Pattern.compile(server.origin() + "(/sign-in/link/[A-Za-z0-9_-]{43})")
                        .matcher(invited.text());
        assertThat(link.find()).as(invited.text()).isTrue();
        assertThat(owner.get(PEOPLE).text()).contains("ada@example.com", "Invited", "Member");
        assertThat(server.new Browser().get(link.group(1)).text()).contains("ada@example.com");

        String person = PEOPLE + "/" + id("ada@example.com");
        assertThat(owner.get(person + "/role").text()).contains("Make an owner");
        assertThat(told(owner.submit(person + "/role", person + "/role", Map.of("role", "owner"))))
                .contains("The role is changed");
        owner.submit(person + "/remove", person + "/remove", Map.of());
        assertThat(owner.get(PEOPLE).text()).doesNotContain("ada@example.com");
        assertThat(server.new Browser().get(link.group(1)).status()).isEqualTo(410);
    }

    private static String id(String email) {
        return server.app
                .jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT 'user_' || replace(id::text, '-', '') FROM console_user WHERE email = :email")
                                .bind("email", email)
                                .mapTo(String.class)
                                .one());
    }

    @Test
    void the_last_owner_stays_an_owner() {
        ConsoleServer.Browser alone = server.signedIn(stranger);
        String self = PEOPLE + "/" + stranger.id();

        for (Exchange refused :
                List.of(
                        alone.submit(self + "/role", self + "/role", Map.of("role", "member")),
                        alone.submit(self + "/remove", self + "/remove", Map.of()))) {
            assertThat(told(refused)).contains("this is the last owner");
        }
        assertThat(alone.get(PEOPLE).text()).contains("stranger@example.com", "Owner");
    }

    @Test
    void an_address_that_somebody_has_is_not_invited_again() {
        Exchange taken =
                owner.submit(
                        PEOPLE,
                        PEOPLE,
                        Map.of("email", ConsoleServer.OWNER.toUpperCase(Locale.ROOT)));

        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.text()).contains("has this address already", "value=\"OWNER@LOCALHOST\"");
    }

    @Test
    void a_tenant_has_at_most_a_thousand_people() {
        try (ConsoleServer full = new ConsoleServer()) {
            ConsoleServer.Browser browser = full.signedIn(full.owner());
            full.app
                    .jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    """
                                    INSERT INTO console_user (id, tenant_id, email, role, created_at)
                                    SELECT gen_random_uuid(), tenant_id, 'p' || n || '@example.com', 'member', now()
                                      FROM console_user, generate_series(1, 998) AS n
                                    """));

            assertThat(browser.submit(PEOPLE, PEOPLE, Map.of("email", "last@example.com")).status())
                    .isEqualTo(201);
            Exchange refused = browser.submit(PEOPLE, PEOPLE, Map.of("email", "more@example.com"));

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text())
                    .contains("A tenant has at most 1,000 people", "value=\"more@example.com\"");
        }
    }

    @Test
    void no_owner_becomes_an_operator_by_a_link_for_one_or_changes_a_stranger() {
        User second = server.person(server.owner().tenant(), "second@example.com", UserRole.OWNER);
        ConsoleServer.Browser browser = server.signedIn(second);

        for (User other : List.of(server.owner(), stranger)) {
            for (String step : List.of("/link", "/role", "/remove")) {
                String path = PEOPLE + "/" + other.id() + step;
                assertThat(told(browser.submit(PEOPLE, path, Map.of("role", "member"))))
                        .contains("not one of yours");
            }
        }
        assertThat(browser.get("/console/operator").status()).isEqualTo(404);
        for (String page : List.of(PEOPLE, "/console/find?q=operator")) {
            assertThat(browser.get(page).text()).doesNotContain("\"/console/operator\"");
        }
    }

    @Test
    void the_audit_tells_who_did_what_and_is_a_file_as_well() {
        owner.submit("/console/projects", "/console/projects", Map.of("name", "=audited"));

        String page = owner.get("/console/audit?action=project.created").text();
        String file =
                owner.get(
                                "/console/audit/csv?action=project.created&actor="
                                        + id(ConsoleServer.OWNER))
                        .text();

        assertThat(page)
                .contains("project.created", ConsoleServer.OWNER, "HookBridge")
                .doesNotContain("user.signed_in");
        assertThat(file)
                .startsWith("created_at,actor_kind,actor_id,actor,address,action,")
                .contains(",user," + id(ConsoleServer.OWNER) + "," + ConsoleServer.OWNER);
        assertThat(file.lines()).hasSize(2);
        assertThat(owner.get("/console/audit?from=2031-01-01").text()).contains("No event fits.");
    }

    @Test
    void the_settings_of_a_project_are_shown_and_changed() {
        String settings = owner.place() + "/settings";
        assertThat(owner.get(settings).text())
                .contains("Limits of the plan", "Payloads", "Up to 8 attempts");

        Exchange tooFast = owner.submit(settings, settings + "/rate", Map.of("rate", "99999999"));
        assertThat(tooFast.status()).isEqualTo(422);
        assertThat(tooFast.text())
                .contains("Enter a whole number", "value=\"99999999\"")
                .contains("id=\"rate-alert\"", "aria-describedby=\"rate-alert\"");
        owner.submit(settings, settings + "/rate", Map.of("rate", "77"));

        Exchange wrong = owner.submit(settings, settings + "/retries", Map.of("delays", "soon"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text()).contains("Write delays such as", "value=\"soon\"");
        Exchange tooLong =
                owner.submit(settings, settings + "/retries", Map.of("delays", "7d,7d,7d,7d,7d"));
        assertThat(tooLong.status()).isEqualTo(422);
        assertThat(tooLong.text()).contains("role=\"alert\"");
        owner.submit(settings, settings + "/retries", Map.of("delays", "10s", "timeout", "5"));

        assertThat(owner.get(settings).text())
                .contains("value=\"77\"", "Up to 2 attempts", "Each attempt may take 5 seconds.");
        assertThat(
                        server.app
                                .client()
                                .get("/v1/projects")
                                .key(KEY)
                                .send()
                                .data()
                                .valueStream()
                                .map(project -> project.path("rate_limit_default").asInt()))
                .contains(77);
        owner.submit(settings, settings + "/retries", Map.of());
        assertThat(owner.get(settings).text()).contains("Up to 8 attempts");
    }

    @Test
    void what_a_project_has_in_live_and_test_is_judged_by_the_plan_of_live_on_both_pages() {
        try (ConsoleServer other = new ConsoleServer()) {
            other.app
                    .jdbi()
                    .useHandle(handle ->
                            handle.execute(
                                    "UPDATE subscription SET plan = 'starter' WHERE book = 'builtin_live'"));
            ConsoleServer.Browser browser = other.signedIn(other.owner());
            String settings = browser.testPlace() + "/settings";
            assertThat(browser.get(settings).text()).contains("Limits of the plan Pro");

            Exchange rate = browser.submit(settings, settings + "/rate", Map.of("rate", "50000"));
            Exchange retries =
                    browser.submit(settings, settings + "/retries", Map.of("delays", "7d,7d,2d"));
            Exchange allowed =
                    browser.submit(settings, settings + "/rate", Map.of("rate", "12000"));

            assertThat(rate.status()).isEqualTo(422);
            assertThat(rate.text())
                    .contains(
                            "from 1 to 12,000, which is what the plan Starter (live) allows",
                            "value=\"50000\"");
            assertThat(retries.status()).isEqualTo(422);
            assertThat(retries.text())
                    .contains("The plan Starter (live) keeps payloads for", "7d,7d,2d");
            assertThat(browser.told(allowed)).contains("value=\"12000\"");
        }
    }

    @Test
    void an_operator_sees_tenants_and_stops_another_one_but_not_the_own() {
        server.app
                .jdbi()
                .useHandle(handle ->
                        handle.execute(
                                "INSERT INTO tenant VALUES ('01935abc-def0-7123-9abc-000000000001', 'Other', 'active', now())"));
        String tenants = "/console/operator";
        String other = tenants + "/tenants/tenant_01935abcdef071239abc000000000001";
        String own = tenants + "/tenants/" + server.owner().tenant();

        assertThat(owner.get(tenants).text()).contains("Demo", "Other", "Messages this month");
        assertThat(owner.get(tenants + "?q=oth").text()).contains("Other").doesNotContain(">Demo<");
        owner.submit(other, other + "/suspend", Map.of("reason", "has not paid"));
        assertThat(owner.get(other).text()).contains("Suspended", "Resume Other");
        assertThat(told(owner.submit(other, other + "/resume", Map.of()))).contains("goes on");
        Exchange self = owner.submit(other, own + "/suspend", Map.of());
        assertThat(self.status()).isEqualTo(422);
        assertThat(self.text()).contains("you would be locked out");
        assertThat(server.app.audited("tenant.suspended")).containsExactly("done");
    }

    @Test
    void an_operator_sees_servers_disk_ledger_and_settings_without_their_secrets() {
        String servers = owner.get("/console/operator/servers").text();
        String settings = owner.get("/console/operator/settings").text();

        assertThat(servers)
                .contains("lost.", "api, console, deliver, jobs, receive", "Alive", "message")
                .contains("The database takes");
        assertThat(settings)
                .contains("HOOKBRIDGE_BOOTSTRAP_API_KEY", "***", "by default")
                .doesNotContain(KEY);
    }
}
