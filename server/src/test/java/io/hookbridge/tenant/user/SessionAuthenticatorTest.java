package io.hookbridge.tenant.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.access.Permission;
import io.hookbridge.base.Mode;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.http.HttpServer;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.SessionCookie;
import io.hookbridge.tenant.Tenants;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The session as a second way into operations, on routes made for this test. */
@Tag("database")
class SessionAuthenticatorTest {

    private static final String ORIGIN = "https://hooks.example.com";
    private static final SessionCookie COOKIE =
            SessionCookie.of("hookbridge_session", "/", URI.create(ORIGIN));

    @AutoClose private final PeopleOnAClock people = new PeopleOnAClock();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server = server();
    private String cookie = "";
    private String environment = "";

    @BeforeEach
    void start() throws Exception {
        people.projects.create(people.tenant, "First", 0, PeopleOnAClock.OPERATOR, null);
        cookie = COOKIE.name() + "=" + people.chosen().text();
        environment = projectId() + "/live";
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    private HttpServer server() {
        Route.Handler who =
                call ->
                        Answer.ok(
                                List.of(
                                        call.caller().actor().toString(),
                                        call.caller().mode().word(),
                                        call.caller().project().toString(),
                                        call.caller().permissions().toString()));
        return new HttpServer(
                new HttpServer.Listen("127.0.0.1", 0, 16, Duration.ofSeconds(5), false),
                List.of(
                        Route.api("GET", "/both", Permission.READ, who).orSession(),
                        Route.api("POST", "/both", Permission.BILLING, who).orSession(),
                        Route.api("DELETE", "/both", Permission.MANAGE, who).orSession(),
                        Route.api("GET", "/keys-only", Permission.READ, who)),
                new SessionAuthenticator(
                        people.sessions,
                        people.projects,
                        COOKIE,
                        ORIGIN,
                        call -> {
                            throw new ApiError(ErrorCode.UNAUTHORIZED, "ask the next one");
                        }),
                _ -> Optional.empty(),
                people.ids,
                new SimpleMeterRegistry());
    }

    @Test
    void a_session_acts_for_its_person_where_the_route_allows_it_and_nowhere_else() {
        assertThat(send("GET", "/both").body()).contains(people.ada.id().toString(), "live");
        assertThat(send("GET", "/keys-only").statusCode()).isEqualTo(401);
    }

    @Test
    void a_call_is_about_the_environment_it_names() {
        people.projects.create(people.tenant, "Second", 0, PeopleOnAClock.OPERATOR, null);
        String second = projectId();
        TenantId strangers =
                new Tenants(people.jdbi, people.ids, people.clock)
                        .create("Strangers", PeopleOnAClock.OPERATOR)
                        .id();
        String foreign =
                people.projects.createFirst(strangers, PeopleOnAClock.OPERATOR).id().toString();

        assertThat(about(second + "/test").body()).contains("test", second);
        assertThat(about(second + "/live").body()).contains("live", second);
        for (String none :
                List.of(
                        second,
                        second + "/",
                        second + "/sandbox",
                        foreign + "/live",
                        "x/live",
                        "")) {
            assertThat(about(none).statusCode()).as(none).isEqualTo(404);
        }
    }

    @Test
    void a_call_that_names_no_environment_is_refused_whatever_the_session_looked_at_last() {
        people.sessions.select(
                people.session(token()),
                people.projects.list(people.tenant).getFirst().id(),
                Mode.TEST);

        for (String method : List.of("GET", "POST", "DELETE")) {
            HttpResponse<String> refused =
                    sendAsIs(method, "/both", "Origin", ORIGIN, "Content-Type", "application/json");
            assertThat(refused.statusCode()).as(method).isEqualTo(400);
            assertThat(refused.body())
                    .contains("INVALID_REQUEST", "the id of a project", "HookBridge-Environment");
        }
    }

    private SecretToken token() {
        return SecretToken.parse(cookie.substring(cookie.indexOf('=') + 1)).orElseThrow();
    }

    private HttpResponse<String> about(String named) {
        environment = named;
        return send("GET", "/both");
    }

    /** Of the newest project. */
    private String projectId() {
        return people.projects.list(people.tenant).getLast().id().toString();
    }

    @Test
    void behind_https_the_cookie_is_one_that_no_sister_host_can_plant() {
        assertThat(COOKIE.name()).isEqualTo("__Host-hookbridge_session");
        assertThat(COOKIE.keep(SecretToken.random(), Sessions.LONGEST))
                .endsWith("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure");
        cookie = cookie.replaceFirst("__Host-", "");
        assertThat(send("GET", "/both").statusCode()).isEqualTo(401);
    }

    @Test
    void a_header_with_a_key_wins_over_a_cookie() {
        assertThat(send("GET", "/both", "Authorization", "Bearer x").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com, application/json, 200",
        "https://hooks.example.com, application/json; charset=utf-8, 200",
        "https://hooks.example.com, text/plain, 403",
        "https://hooks.example.com, , 403",
        ", application/json, 403",
        "null, application/json, 403",
        "https://hooks.example.com.evil.example, application/json, 403",
        "http://hooks.example.com, application/json, 403",
        "https://evil.example, application/json, 403",
    })
    void a_request_that_changes_something_comes_from_our_pages_as_json(
            String origin, String contentType, int status) {
        List<String> headers = new ArrayList<>();
        if (origin != null) {
            headers.addAll(List.of("Origin", origin));
        }
        if (contentType != null) {
            headers.addAll(List.of("Content-Type", contentType));
        }

        for (String method : List.of("POST", "DELETE")) {
            assertThat(send(method, "/both", headers.toArray(String[]::new)).statusCode())
                    .isEqualTo(status);
        }
    }

    @Test
    void a_member_may_do_everything_but_billing() {
        User bob =
                people.users
                        .create(
                                people.tenant,
                                new EmailAddress("bob@example.com"),
                                UserRole.MEMBER,
                                PeopleOnAClock.OPERATOR,
                                null)
                        .orElseThrow();
        SecretToken link =
                people.links
                        .make(bob, PasswordLinks.LIFE, PeopleOnAClock.OPERATOR, null)
                        .orElseThrow()
                        .token();
        cookie =
                COOKIE.name()
                        + "="
                        + PeopleOnAClock.cookie(
                                        people.signIns.byLink(
                                                link,
                                                PeopleOnAClock.PASSWORD,
                                                PeopleOnAClock.attempt()))
                                .text();

        assertThat(send("GET", "/both").body()).contains("[SEND, READ, MANAGE]");
        HttpResponse<String> refused =
                send("POST", "/both", "Origin", ORIGIN, "Content-Type", "application/json");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("required_permission", "billing");
    }

    @Test
    void a_session_that_has_ended_and_a_tenant_without_projects_are_refused() {
        people.projects
                .list(people.tenant)
                .forEach(project ->
                        people.projects.delete(
                                people.tenant, project.id(), PeopleOnAClock.OPERATOR, "req_test"));
        assertThat(send("GET", "/both").statusCode()).isEqualTo(404);
        people.later(Sessions.IDLE);
        assertThat(send("GET", "/both").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> send(String method, String path, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(SessionAuthenticator.ENVIRONMENT, environment));
        return sendAsIs(method, path, all.toArray(String[]::new));
    }

    private HttpResponse<String> sendAsIs(String method, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Cookie", cookie);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
