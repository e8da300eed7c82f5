package io.hookbridge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.http.Route;
import io.hookbridge.http.page.Notices;
import io.hookbridge.tenant.user.EmailAddress;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Walks every route of the server: a route that is added is walked without a change here. */
@Tag("database")
class ConsoleAccessTest {

    /** What contract and documentation give to sessions as well as to keys, and nothing else. */
    private static final Set<String> FOR_SESSIONS =
            Set.of(
                    "/v1/billing/portal",
                    "/v1/billing/checkout",
                    "/v1/billing/subscription",
                    "/v1/billing/usage-history",
                    "/v1/billing/invoices",
                    "/v1/api-keys",
                    "/v1/api-keys/{id}",
                    "/v1/projects",
                    "/v1/projects/{id}",
                    "/v1/audit-events");

    /** Pages for people who are signed out, or who come with a link of their own. */
    private static final Pattern PUBLIC_PAGES =
            Pattern.compile(
                    "/|/healthz|/readyz|/sign-in.*|/billing.*|/docs|/openapi\\.(yaml|json)|/assets/.*"
                            + "|/v1/billing/(stripe/)?webhook.*|/v1/exports/\\{id\\}/file"
                            + "|/v1/webhooks/receive/.*|/try/.*");

    private static final String OBJECT = "{\"name\":\"a\"}";

    /** JSON in another encoding, and JSON with bytes in it that are no character. */
    private static final List<byte[]> NO_JSON =
            List.of(
                    OBJECT.getBytes(StandardCharsets.UTF_16),
                    OBJECT.getBytes(StandardCharsets.UTF_16BE),
                    OBJECT.getBytes(StandardCharsets.UTF_16LE),
                    OBJECT.getBytes(Charset.forName("UTF-32BE")),
                    OBJECT.getBytes(Charset.forName("UTF-32LE")),
                    OBJECT.getBytes(Charset.forName("X-UTF-32LE-BOM")),
                    "{\"name\":\"\u00C0\u00AF\"}".getBytes(StandardCharsets.ISO_8859_1),
                    "{\"name\":\"\u00ED\u00A0\u0080\"}".getBytes(StandardCharsets.ISO_8859_1),
                    "{\"\u00F5\u0080\u0080\u0080\":1}".getBytes(StandardCharsets.ISO_8859_1));

    private static final List<byte[]> NO_FORMS =
            List.of(
                    "name=a".getBytes(StandardCharsets.UTF_16BE),
                    "name=\u00C0\u00AF".getBytes(StandardCharsets.ISO_8859_1),
                    "name=%C0%AF".getBytes(StandardCharsets.US_ASCII),
                    "name=%ED%A0%80".getBytes(StandardCharsets.US_ASCII),
                    "%F5%80%80%80=a".getBytes(StandardCharsets.US_ASCII));

    private static final String PASSWORD = "FAKE correct horse battery";

    private static final AtomicInteger senders = new AtomicInteger();

    private static TestApp app;
    private static String cookie;
    private static String environment;

    @BeforeAll
    static void signIn() {
        app = TestApp.start(Map.of("HOOKBRIDGE_TRUSTED_PROXIES", "127.0.0.1/32"));
        CheckedHttpClient client = app.client();
        String link = app.firstLink(new EmailAddress("owner@localhost")).getPath();
        Exchange form = client.get(link).send();
        String browser = form.header("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        String token =
                form.text().replaceFirst("(?s).*name=\"form_token\" value=\"([^\"]+)\".*", "$1");
        Exchange in =
                client.post(link)
                        .header("Cookie", browser)
                        .header("Origin", app.publicUrl().toString())
                        .form(
                                Map.of(
                                        "form_token", token,
                                        "new_password", PASSWORD,
                                        "repeated_password", PASSWORD))
                        .send();
        cookie =
                in.headers().allValues("Set-Cookie").stream()
                        .filter(set -> set.startsWith("hookbridge_session="))
                        .findFirst()
                        .orElseThrow()
                        .replaceFirst(";.*", "");
        String project =
                client.get("/v1/projects")
                        .key(TestApp.KEY)
                        .send()
                        .data()
                        .get(0)
                        .path("id")
                        .asString();
        environment = project + "/live";
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void a_session_opens_the_operations_that_are_for_people_too_and_no_others() {
        for (Route route : app.routes()) {
            if (route.needs() == null) {
                continue;
            }
            assertThat(route.session())
                    .as(route.method() + " " + route.template())
                    .isEqualTo(FOR_SESSIONS.contains(route.template()));
            int status = send(route, app.publicUrl().toString()).status();
            if (route.session()) {
                assertThat(status).as(route.template()).isNotIn(401, 403);
                assertThat(withoutEnvironment(route))
                        .as(route.template())
                        .contains("INVALID_REQUEST", "HookBridge-Environment");
            } else {
                assertThat(status).as(route.template()).isEqualTo(401);
            }
        }
    }

    @Test
    void no_other_site_makes_a_browser_change_anything_through_the_api() {
        for (Route route : app.routes()) {
            if (route.needs() != null && !route.method().equals("GET")) {
                assertThat(send(route, "https://evil.example").status())
                        .as(route.method() + " " + route.template())
                        .isIn(401, 403);
            }
        }
    }

    @Test
    void every_page_leads_to_the_sign_in_and_every_form_wants_its_token() {
        for (Route route : app.routes()) {
            if (route.needs() != null || PUBLIC_PAGES.matcher(route.template()).matches()) {
                continue;
            }
            Exchange signedOut = app.client().request(route.method(), path(route)).send();
            assertThat(signedOut.status()).as(route.template()).isEqualTo(303);
            assertThat(signedOut.header("Location").orElseThrow()).startsWith("/sign-in");
            if (route.method().equals("POST")) {
                Exchange forged =
                        app.client()
                                .post(path(route))
                                .header("Cookie", cookie)
                                .header("Origin", app.publicUrl().toString())
                                .form(Map.of("name", "forged", "form_token", "FAKE"))
                                .send();
                assertThat(forged.status()).as(route.template()).isEqualTo(303);
                assertThat(Notices.next(forged.headers()).orElseThrow())
                        .as(route.template())
                        .contains("The last step was not done");
            }
        }
        assertThat(app.client().get("/console/account").header("Cookie", cookie).send().status())
                .isEqualTo(200);
    }

    @Test
    void no_operation_and_no_form_takes_what_is_not_utf_8() {
        for (Route route : app.routes()) {
            boolean form =
                    route.method().equals("POST")
                            && route.needs() == null
                            && !PUBLIC_PAGES.matcher(route.template()).matches();
            if (!form && route.words().members().isEmpty()) {
                continue;
            }
            for (byte[] body : form ? NO_FORMS : NO_JSON) {
                Exchange answer =
                        app.client()
                                .request(route.method(), path(route))
                                .header(
                                        form ? "Cookie" : "Authorization",
                                        form ? cookie : "Bearer " + TestApp.KEY)
                                .header("Origin", app.publicUrl().toString())
                                .raw(body)
                                .send();
                assertThat(answer.status())
                        .as(
                                "%s %s %s",
                                route.method(), route.template(), HexFormat.of().formatHex(body))
                        // Of what does not exist nothing is changed, whatever the body says.
                        .isIn(route.template().contains("{id}") ? Set.of(400, 404) : Set.of(400));
            }
        }
    }

    /** From an address of its own: who fails as often from one gets another answer. */
    private static Exchange send(Route route, String origin) {
        return app.client()
                .request(route.method(), path(route))
                .header("X-Forwarded-For", "192.0.2." + senders.incrementAndGet() % 256)
                .header("Cookie", cookie)
                .header("Origin", origin)
                .header("HookBridge-Environment", environment)
                .json("{}")
                .send();
    }

    private static String withoutEnvironment(Route route) {
        return app.client()
                .request(route.method(), path(route))
                .header("Cookie", cookie)
                .header("Origin", app.publicUrl().toString())
                .json("{}")
                .send()
                .text();
    }

    private static String path(Route route) {
        return route.template().replaceAll("\\{[^}]+}", "x");
    }

    @Test
    void a_first_start_has_somebody_who_can_sign_in_by_one_link_at_a_time() {
        try (TestApp fresh = TestApp.start()) {
            EmailAddress owner = new EmailAddress("owner@localhost");
            String first = fresh.firstLink(owner).getPath();
            String second = fresh.firstLink(owner).getPath();

            assertThat(fresh.client().get(first).send().status()).isEqualTo(410);
            assertThat(fresh.client().get(second).send().text()).contains("owner@localhost");
        }
    }
}
