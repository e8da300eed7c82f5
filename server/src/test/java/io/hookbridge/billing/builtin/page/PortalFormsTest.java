package io.hookbridge.billing.builtin.page;

import static io.hookbridge.billing.builtin.BuiltinBilling.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.builtin.BuiltinBilling;
import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.http.page.FormGuard;
import io.hookbridge.http.page.Notices;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What a form must carry to change anything. One server for all tests; each has tenants of its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("database")
class PortalFormsTest {

    private static final String CONFIRM_STARTER =
            "/billing/live/plan/confirm?plan=starter&interval=monthly";
    private static final String CHOICE = "plan=starter&interval=monthly";
    private static final String FORM = "form_token=%s&" + CHOICE;

    private final PortalServer server = new PortalServer();
    private final BuiltinBilling billing = server.billing;
    private TenantId acme = billing.tenant("Acme");

    @BeforeEach
    void start_with_a_new_tenant() {
        acme = billing.subscriber("Acme", "pro");
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void a_form_sent_many_times_at_once_changes_the_plan_once() throws Exception {
        PortalServer.Browser browser = server.browser(acme);
        String form = FORM.formatted(browser.formToken(CONFIRM_STARTER));

        List<HttpResponse<String>> answers =
                atOnce(
                        6,
                        () ->
                                browser.post(
                                        "/billing/live/plan",
                                        form,
                                        "Origin",
                                        server.url.toString()));

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(Notices.next(answer.headers()))
                                .hasValueSatisfying(said ->
                                        assertThat(said)
                                                .startsWith("Your plan has been changed.")));
        assertThat(billing.subscriptions.statements(live(acme), 10)).hasSize(2);
    }

    @Test
    void a_choice_that_no_page_offers_is_refused_with_a_page() {
        PortalServer.Browser browser = server.browser(acme);
        String token = browser.formToken("/billing/live/cancel");

        for (String choice : List.of("plan=free&interval=monthly", "plan=pro&interval=daily", "")) {
            HttpResponse<String> answer =
                    browser.post("/billing/live/plan", "form_token=" + token + "&" + choice);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("<h1>This did not work</h1>");
        }
        assertThat(subscription(acme).plan()).isEqualTo("pro");
    }

    @Test
    void a_form_without_the_sessions_own_token_is_refused() {
        PortalServer.Browser browser = server.browser(acme);
        String others = server.browser(acme).formToken("/billing/live/cancel");
        String origin = server.url.toString();

        for (String form :
                List.of("", "form_token=", FORM.formatted("wrong"), FORM.formatted(others))) {
            for (String action :
                    List.of(
                            "/billing/live/plan",
                            "/billing/live/cancel",
                            "/billing/live/resume",
                            "/billing/live/checkout")) {
                HttpResponse<String> answer = browser.post(action, form, "Origin", origin);
                assertThat(answer.statusCode()).as(action + " " + form).isEqualTo(403);
                assertThat(answer.headers().firstValue("Content-Type"))
                        .hasValue("text/html; charset=utf-8");
            }
        }
        assertThat(subscription(acme).plan()).isEqualTo("pro");
        assertThat(subscription(acme).cancelAtPeriodEnd()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost",
                "https://localhost:{port}",
                "http://localhost:{port}.evil.example",
                "http://127.0.0.1:{port}",
                ""
            })
    void a_form_from_another_origin_is_refused_even_with_the_right_token(String origin) {
        PortalServer.Browser browser = server.browser(acme);
        String form = FORM.formatted(browser.formToken(CONFIRM_STARTER));
        String sender = origin.replace("{port}", Integer.toString(server.url.getPort()));

        assertThat(browser.post("/billing/live/plan", form, "Origin", sender).statusCode())
                .isEqualTo(403);
        assertThat(subscription(acme).plan()).isEqualTo("pro");
    }

    @Test
    void without_an_origin_the_browsers_own_word_on_the_sender_counts() {
        PortalServer.Browser browser = server.browser(acme);
        String form = FORM.formatted(browser.formToken(CONFIRM_STARTER));

        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(
                            browser.post("/billing/live/plan", form, "Sec-Fetch-Site", site)
                                    .statusCode())
                    .isEqualTo(403);
        }
        assertThat(
                        browser.post("/billing/live/plan", form, "Sec-Fetch-Site", "same-origin")
                                .statusCode())
                .isEqualTo(303);
        assertThat(browser.post("/billing/live/plan", form).statusCode()).isEqualTo(303);
    }

    @Test
    void a_public_url_and_the_origin_that_browsers_send_for_it_are_the_same() {
        FormGuard guard = new FormGuard(URI.create("HTTPS://Hooks.Example.com:443/"));

        assertThat(guard.origin()).isEqualTo("https://hooks.example.com");
        assertThat(new FormGuard(URI.create("http://[::1]:8080")).origin())
                .isEqualTo("http://[::1]:8080");
    }

    @Test
    void a_session_reaches_its_own_tenant_and_no_other() {
        TenantId other = billing.subscriber("Other", "business");
        PortalServer.Browser browser = server.browser(acme);
        PortalServer.Browser stranger = server.browser(other);

        assertThat(browser.get("/billing/live/portal").body())
                .contains("Acme")
                .doesNotContain("Other");
        HttpResponse<String> foreign =
                stranger.post(
                        "/billing/live/plan",
                        FORM.formatted(browser.formToken(CONFIRM_STARTER)) + "&tenant=" + acme);
        assertThat(foreign.statusCode()).isEqualTo(403);
        stranger.submit(CONFIRM_STARTER, "/billing/live/plan", CHOICE + "&tenant=" + acme);

        assertThat(subscription(acme).plan()).isEqualTo("pro");
        assertThat(subscription(other).plan()).isEqualTo("starter");
    }

    private Subscription subscription(TenantId tenant) {
        return billing.subscriptions.find(live(tenant)).orElseThrow();
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures =
                    threads.invokeAll(Stream.generate(() -> work).limit(times).toList());
            return futures.stream().map(Future::resultNow).toList();
        }
    }
}
