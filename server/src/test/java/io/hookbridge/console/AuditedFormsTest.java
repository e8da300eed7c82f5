package io.hookbridge.console;

import static io.hookbridge.console.ConsoleServer.OWNER;
import static io.hookbridge.console.ConsoleServer.PASSWORD;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.message.MessageRows;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the audit has of everything that a person does in the console. */
@Tag("database")
class AuditedFormsTest {

    @Test
    void every_event_of_a_person_tells_the_address_and_the_request() {
        try (ConsoleServer server = new ConsoleServer()) {
            server.app
                    .jdbi()
                    .useHandle(handle -> handle.execute("UPDATE console_user SET operator = true"));
            User member =
                    server.person(server.owner().tenant(), "member@example.com", UserRole.MEMBER);
            User stranger = server.stranger();
            ConsoleServer.Browser other = server.signedIn(server.owner());
            ConsoleServer.Browser browser = server.new Browser();
            browser.submit("/sign-in", "/sign-in", Map.of("email", OWNER, "password", PASSWORD));
            String people = "/console/people";
            browser.submit(people, people, Map.of("email", "new@example.com", "role", "member"));
            String person = people + "/" + member.id();
            browser.submit(people, person + "/link", Map.of());
            browser.submit(people, person + "/role", Map.of("role", "owner"));
            browser.submit(people, person + "/remove", Map.of());
            String tenant = "/console/operator/tenants/" + stranger.tenant();
            browser.submit(tenant, tenant + "/suspend", Map.of("reason", "late"));
            browser.submit(tenant, tenant + "/resume", Map.of());
            messages(server, browser);

            String account = "/console/account";
            browser.submit(
                    account,
                    account + "/password",
                    Map.of(
                            "password", PASSWORD,
                            "new_password", "FAKE a third horse",
                            "repeated_password", "FAKE a third horse"));
            var _ = other.get("/console");
            browser.submit(account, account + "/sign-out-everywhere", Map.of());
            ConsoleServer.Browser last = server.signedIn(server.owner());
            last.submit(account, "/sign-out", Map.of());

            List<String> actions =
                    actions(server, "request_id IS NOT NULL AND address IS NOT NULL");
            assertThat(actions)
                    .contains(
                            "user.signed_in",
                            "user.created",
                            "user.link_made",
                            "user.role_changed",
                            "user.removed",
                            "messages.replayed",
                            "messages.deleted",
                            "bulk_action.paused",
                            "user.password_set",
                            "session.ended",
                            "session.all_ended");
            assertThat(actions(server, "request_id IS NULL")).isEmpty();
            // Other tenants read these, and keep them when the operator is removed.
            assertThat(actions(server, "address IS NULL"))
                    .containsOnly("tenant.suspended", "tenant.resumed");
        }
    }

    private static void messages(ConsoleServer server, ConsoleServer.Browser browser) {
        MessageRows rows = MessageRows.of(server.app);
        EndpointId endpoint = rows.endpoint();
        rows.message(endpoint).failed();
        String place = browser.place();
        String list = browser.get(place + "/messages?q=status:failed").text();
        for (String what : List.of("delete", "replay")) {
            String ask =
                    place + "/messages/" + what + first(list, "/messages/" + what + "([^\"]*)\"");
            String form = first(browser.get(ask).text(), "action=\"([^\"]*most=[^\"]*)\"");
            String action = ConsoleServer.path(browser.submit(ask, form, Map.of("pace", "1")));
            browser.submit(action, action, Map.of("do", "pause"));
        }
    }

    private static String first(String page, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1).replace("&amp;", "&");
    }

    /** But for what a server finished later, which no call asked for just then. */
    private static List<String> actions(ConsoleServer server, String condition) {
        return server.app
                .jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT DISTINCT action FROM audit_event"
                                                + " WHERE actor_kind = 'user' AND NOT (action LIKE 'messages.%' AND outcome = 'done') AND ("
                                                + condition
                                                + ")")
                                .mapTo(String.class)
                                .list());
    }
}
