package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Permission;
import io.hookbridge.http.Admission;
import io.hookbridge.http.Exchange;
import io.hookbridge.http.Route;
import io.hookbridge.tenant.user.User;
import io.hookbridge.tenant.user.UserRole;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Walks every page and every form of the server: one that is added is walked as well. */
@Tag("database")
class PagePermissionsTest {

    private static ConsoleServer server;

    @BeforeAll
    static void start() {
        server = new ConsoleServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void each_page_says_whom_it_admits() {
        assertThat(
                        pages().map(route ->
                                "%-4s %-57s %s"
                                        .formatted(route.method(), route.template(), whom(route))))
                .containsExactlyInAnyOrder(
                        """
                        GET  /                                                         anybody
                        GET  /billing/{mode}                                           anybody
                        GET  /sign-in                                                  anybody
                        POST /sign-in                                                  anybody
                        GET  /sign-in/link/{token}                                     anybody
                        POST /sign-in/link/{token}                                     anybody
                        POST /sign-out                                                 visitors, kept out or not
                        GET  /console                                                  visitors
                        GET  /console/account                                          visitors
                        POST /console/account/password                                 visitors
                        POST /console/account/language                                 visitors
                        POST /console/account/browsers/{id}/sign-out                   visitors
                        POST /console/account/sign-out-everywhere                      visitors, kept out or not
                        GET  /console/projects                                         read
                        POST /console/projects                                         manage
                        GET  /console/projects/{project}                               manage
                        POST /console/projects/{project}                               manage
                        GET  /console/projects/{project}/delete                        manage
                        POST /console/projects/{project}/delete                        manage
                        GET  /console/find                                             read
                        GET  /console/projects/{project}/{mode}/home                   read
                        GET  /console/projects/{project}/{mode}/home/ledger            read
                        GET  /console/projects/{project}/{mode}/home/receiver          read
                        GET  /console/projects/{project}/{mode}/home/receiver/rows     read
                        POST /console/projects/{project}/{mode}/home/receiver          manage
                        POST /console/projects/{project}/{mode}/home/receiver/send     send
                        GET  /console/projects/{project}/{mode}/live                   read
                        GET  /console/projects/{project}/{mode}/live/rows              read
                        GET  /console/projects/{project}/{mode}/live/news              read
                        GET  /console/projects/{project}/{mode}/start                  read
                        GET  /console/projects/{project}/{mode}/messages               read
                        GET  /console/projects/{project}/{mode}/messages/{id}          read
                        GET  /console/projects/{project}/{mode}/messages/replay        send
                        POST /console/projects/{project}/{mode}/messages/replay        send
                        GET  /console/projects/{project}/{mode}/messages/delete        manage
                        POST /console/projects/{project}/{mode}/messages/delete        manage
                        GET  /console/projects/{project}/{mode}/messages/{id}/payload  read
                        GET  /console/projects/{project}/{mode}/messages/{id}/attempts/{attempt_no}/response-body read
                        GET  /console/projects/{project}/{mode}/messages/{id}/signature read
                        POST /console/projects/{project}/{mode}/messages/{id}/signature read
                        POST /console/projects/{project}/{mode}/messages/{id}/retry    send
                        GET  /console/projects/{project}/{mode}/messages/{id}/cancel   send
                        POST /console/projects/{project}/{mode}/messages/{id}/cancel   send
                        POST /console/projects/{project}/{mode}/messages/{id}/replay   send
                        POST /console/projects/{project}/{mode}/messages/saved         read
                        POST /console/projects/{project}/{mode}/messages/saved/{id}/forget read
                        GET  /console/projects/{project}/{mode}/messages/{id}/edit     send
                        POST /console/projects/{project}/{mode}/messages/{id}/edit     send
                        GET  /console/projects/{project}/{mode}/messages/{id}/delete   manage
                        POST /console/projects/{project}/{mode}/messages/{id}/delete   manage
                        GET  /console/projects/{project}/{mode}/dead-letters           read
                        GET  /console/projects/{project}/{mode}/dead-letters/{endpoint}/{kind}/replay send
                        POST /console/projects/{project}/{mode}/dead-letters/{endpoint}/{kind}/replay send
                        GET  /console/projects/{project}/{mode}/dead-letters/{endpoint}/{kind}/delete manage
                        POST /console/projects/{project}/{mode}/dead-letters/{endpoint}/{kind}/delete manage
                        GET  /console/projects/{project}/{mode}/dead-letters/actions   read
                        GET  /console/projects/{project}/{mode}/dead-letters/actions/{id} read
                        POST /console/projects/{project}/{mode}/dead-letters/actions/{id} manage
                        GET  /console/projects/{project}/{mode}/endpoints              read
                        GET  /console/projects/{project}/{mode}/endpoints/{id}         read
                        GET  /console/projects/{project}/{mode}/endpoints/new          manage
                        POST /console/projects/{project}/{mode}/endpoints/new          manage
                        GET  /console/projects/{project}/{mode}/endpoints/pause        manage
                        POST /console/projects/{project}/{mode}/endpoints/pause        manage
                        GET  /console/projects/{project}/{mode}/endpoints/{id}/edit    manage
                        POST /console/projects/{project}/{mode}/endpoints/{id}/edit    manage
                        GET  /console/projects/{project}/{mode}/endpoints/{id}/pause   manage
                        POST /console/projects/{project}/{mode}/endpoints/{id}/pause   manage
                        GET  /console/projects/{project}/{mode}/endpoints/{id}/resume  manage
                        POST /console/projects/{project}/{mode}/endpoints/{id}/resume  manage
                        GET  /console/projects/{project}/{mode}/endpoints/{id}/delete  manage
                        POST /console/projects/{project}/{mode}/endpoints/{id}/delete  manage
                        GET  /console/projects/{project}/{mode}/endpoints/{id}/rotate  manage
                        POST /console/projects/{project}/{mode}/endpoints/{id}/rotate  manage
                        GET  /console/projects/{project}/{mode}/endpoints/{id}/keys/{key} manage
                        POST /console/projects/{project}/{mode}/endpoints/{id}/keys/{key} manage
                        POST /console/projects/{project}/{mode}/endpoints/{id}/test    send
                        POST /console/projects/{project}/{mode}/endpoints/{id}/trial   manage
                        POST /console/projects/{project}/{mode}/endpoints/{id}/trial/end manage
                        GET  /console/projects/{project}/{mode}/api-keys               read
                        GET  /console/projects/{project}/{mode}/api-keys/new           manage
                        POST /console/projects/{project}/{mode}/api-keys/new           manage
                        GET  /console/projects/{project}/{mode}/api-keys/{id}/rotate   manage
                        POST /console/projects/{project}/{mode}/api-keys/{id}/rotate   manage
                        GET  /console/projects/{project}/{mode}/api-keys/{id}/delete   manage
                        POST /console/projects/{project}/{mode}/api-keys/{id}/delete   manage
                        GET  /console/projects/{project}/{mode}/sources                read
                        POST /console/projects/{project}/{mode}/sources                manage
                        GET  /console/projects/{project}/{mode}/sources/new            manage
                        GET  /console/projects/{project}/{mode}/sources/{id}           read
                        GET  /console/projects/{project}/{mode}/sources/{id}/edit      manage
                        POST /console/projects/{project}/{mode}/sources/{id}/edit      manage
                        GET  /console/projects/{project}/{mode}/sources/{id}/pause     manage
                        POST /console/projects/{project}/{mode}/sources/{id}/pause     manage
                        POST /console/projects/{project}/{mode}/sources/{id}/resume    manage
                        GET  /console/projects/{project}/{mode}/sources/{id}/delete    manage
                        POST /console/projects/{project}/{mode}/sources/{id}/delete    manage
                        GET  /console/projects/{project}/{mode}/sources/{id}/rejections read
                        GET  /console/projects/{project}/{mode}/sources/{id}/received/{message} read
                        GET  /console/projects/{project}/{mode}/sources/{id}/received/{message}/payload read
                        POST /console/projects/{project}/{mode}/sources/{id}/received/{message}/replay send
                        GET  /console/projects/{project}/{mode}/pull                   read
                        GET  /console/projects/{project}/{mode}/pull/{id}              read
                        GET  /console/projects/{project}/{mode}/pull/{id}/delete-events manage
                        POST /console/projects/{project}/{mode}/pull/{id}/delete-events manage
                        GET  /console/projects/{project}/{mode}/pull/{id}/events/{event} read
                        GET  /console/projects/{project}/{mode}/pull/{id}/events/{event}/payload read
                        POST /console/projects/{project}/{mode}/pull/{id}/events/{event}/acknowledge read
                        GET  /console/projects/{project}/{mode}/pull/{id}/events/{event}/delete manage
                        POST /console/projects/{project}/{mode}/pull/{id}/events/{event}/delete manage
                        GET  /console/projects/{project}/{mode}/playground             send
                        POST /console/projects/{project}/{mode}/playground             send
                        GET  /console/projects/{project}/{mode}/playground/sent        send
                        POST /console/projects/{project}/{mode}/playground/receiver    manage
                        GET  /console/projects/{project}/{mode}/exports                read
                        POST /console/projects/{project}/{mode}/exports                read
                        GET  /console/projects/{project}/{mode}/exports/list           read
                        GET  /console/projects/{project}/{mode}/exports/{id}/file      read
                        GET  /console/projects/{project}/{mode}/exports/{id}/delete    manage
                        POST /console/projects/{project}/{mode}/exports/{id}/delete    manage
                        GET  /console/projects/{project}/{mode}/metrics                read
                        GET  /console/projects/{project}/{mode}/metrics/csv            read
                        GET  /console/projects/{project}/{mode}/settings               read
                        POST /console/projects/{project}/{mode}/settings/rate          manage
                        POST /console/projects/{project}/{mode}/settings/retries       manage
                        GET  /console/audit                                            manage
                        GET  /console/audit/csv                                        manage
                        GET  /console/people                                           read
                        POST /console/people                                           owners
                        GET  /console/people/{id}/link                                 owners
                        POST /console/people/{id}/link                                 owners
                        GET  /console/people/{id}/role                                 owners
                        POST /console/people/{id}/role                                 owners
                        GET  /console/people/{id}/remove                               owners
                        POST /console/people/{id}/remove                               owners
                        GET  /console/operator                                         operators
                        GET  /console/operator/tenants/{tenant}                        operators
                        POST /console/operator/tenants/{tenant}/suspend                operators
                        POST /console/operator/tenants/{tenant}/resume                 operators
                        GET  /console/operator/servers                                 operators
                        GET  /console/operator/settings                                operators
                        GET  /console/projects/{project}/{mode}/billing                billing
                        GET  /console/projects/{project}/{mode}/billing/plans          billing
                        POST /console/projects/{project}/{mode}/billing/plans          billing
                        POST /console/projects/{project}/{mode}/billing/manage         billing
                        GET  /billing/live/portal/{token}                              anybody
                        HEAD /billing/live/portal/{token}                              anybody
                        GET  /billing/live/checkout/{token}                            anybody
                        HEAD /billing/live/checkout/{token}                            anybody
                        GET  /billing/live/portal                                      billing
                        GET  /billing/live/statements.csv                              billing
                        GET  /billing/live/plan                                        billing
                        GET  /billing/live/plan/confirm                                billing
                        POST /billing/live/plan                                        billing
                        GET  /billing/live/checkout                                    billing
                        GET  /billing/live/checkout/confirm                            billing
                        POST /billing/live/checkout                                    billing
                        GET  /billing/live/checkout/order                              billing
                        POST /billing/live/checkout/order                              billing
                        GET  /billing/live/cancel                                      billing
                        POST /billing/live/cancel                                      billing
                        POST /billing/live/resume                                      billing
                        """
                                .lines()
                                .flatMap(PagePermissionsTest::inBothModes)
                                .toArray(String[]::new));
    }

    /** The built-in portal and checkout have the same pages in live and in test. */
    private static Stream<String> inBothModes(String page) {
        return Stream.of(page, page.replace("/billing/live/", "/billing/test/")).distinct();
    }

    private static Stream<Route> pages() {
        return server.app.routes().stream().filter(route -> route.admits() != null);
    }

    private static String whom(Route page) {
        return switch (page.admits()) {
            case null -> throw new IllegalArgumentException(page.template() + " is no page");
            case Admission.Anybody _ -> "anybody";
            case Admission.Visitors(boolean keptOutToo) ->
                    keptOutToo ? "visitors, kept out or not" : "visitors";
            case Admission.Owners _ -> "owners";
            case Admission.Operators _ -> "operators";
            case Admission.Permitted(Permission permission) -> permission.word();
        };
    }

    @ParameterizedTest
    @EnumSource
    void who_lacks_the_permission_of_a_page_is_told_so_and_changes_nothing(UserRole role) {
        User person = server.person(server.owner().tenant(), role.word() + "@example.com", role);
        ConsoleServer.Browser browser = server.signedIn(person);
        String token = browser.formToken("/console/account");
        String place = browser.place();
        for (Route page : pages().filter(PagePermissionsTest::isOfConsole).toList()) {
            boolean admitted = admits(page, role);
            if (!isForSome(page) || (admitted && page.method().equals("POST"))) {
                continue;
            }
            List<Object> before = state();
            String path =
                    page.template()
                            .replaceFirst("^/console/projects/\\{project}/\\{mode}", place)
                            .replaceFirst("^/console/projects/\\{project}", projectOf(place))
                            .replaceAll("\\{\\w+}", "key_01935abcdef071239abcdef012345678");

            Exchange answer =
                    page.method().equals("GET")
                            ? browser.get(path)
                            : browser.post(
                                    path,
                                    Map.of(
                                            "form_token", token,
                                            "name", "Taken",
                                            "permission_read", "on",
                                            "plan", "business",
                                            "interval", "monthly"),
                                    server.origin());

            if (admitted) {
                assertThat(answer.status()).as(path).isIn(200, 303, 404);
            } else if (page.admits() instanceof Admission.Operators) {
                assertThat(answer.status()).as(path).isEqualTo(404);
                assertThat(state()).as(path).isEqualTo(before);
            } else {
                assertThat(answer.status()).as(path).isEqualTo(403);
                assertThat(answer.text()).as(path).contains("<h1>", "Ask an owner", "Account</a>");
                assertThat(state()).as(path).isEqualTo(before);
            }
        }
    }

    private static boolean isForSome(Route page) {
        return page.admits() instanceof Admission.Permitted
                || page.admits() instanceof Admission.Owners
                || page.admits() instanceof Admission.Operators;
    }

    /** Whether a person with this role, who is no operator, comes in. */
    private static boolean admits(Route page, UserRole role) {
        return switch (page.admits()) {
            case Admission.Permitted(Permission needed) -> role.permissions().contains(needed);
            case Admission.Owners _ -> role == UserRole.OWNER;
            case null, default -> false;
        };
    }

    /** The pages behind billing links know no people, and are open to whoever opened a link. */
    private static boolean isOfConsole(Route page) {
        return !page.template().startsWith("/billing");
    }

    private static String projectOf(String place) {
        return place.replaceFirst("/[a-z]+$", "");
    }

    private static List<Object> state() {
        return server.app
                .jdbi()
                .withHandle(handle ->
                        List.copyOf(
                                handle.createQuery(
                                                """
                                                SELECT (SELECT count(*) FROM audit_event) AS events,
                                                       (SELECT count(*) FROM api_key) AS keys,
                                                       (SELECT string_agg(name || status, ',' ORDER BY id) FROM project) AS projects,
                                                       (SELECT string_agg(plan || status, ',') FROM subscription) AS plans
                                                """)
                                        .mapToMap()
                                        .one()
                                        .values()));
    }
}
