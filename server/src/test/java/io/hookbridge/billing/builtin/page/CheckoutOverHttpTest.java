package io.hookbridge.billing.builtin.page;

import static io.hookbridge.billing.builtin.BuiltinBilling.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.builtin.BuiltinBilling;
import io.hookbridge.billing.builtin.PlanChoice;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.Subscription;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.net.http.HttpResponse;
import java.time.Duration;

/** What a browser gets from a checkout link; one server, each test with a tenant of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("database")
class CheckoutOverHttpTest {

    private static final String ORDER = "/billing/live/checkout/order";
    private static final PlanChoice PRO = new PlanChoice("pro", Interval.ANNUAL);
    private static final PlanChoice STARTER = new PlanChoice("starter", Interval.MONTHLY);

    private final PortalServer server = new PortalServer();
    private final BuiltinBilling billing = server.billing;
    private TenantId acme = billing.tenant("Acme");

    @BeforeEach
    void start_with_a_new_tenant() {
        billing.at("2026-11-22T10:15:00Z");
        acme = billing.tenant("Acme");
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void a_link_lets_the_browser_in_by_a_cookie_of_its_own() {
        HttpResponse<String> opened = server.send("GET", server.checkoutLink(acme, PRO), null);

        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(opened.headers().firstValue("Location")).hasValue(ORDER);
        assertThat(opened.headers().firstValue("Set-Cookie").orElseThrow())
                .matches(
                        "hookbridge_checkout=[A-Za-z0-9_-]{43}; Path=/billing/live; Max-Age=3600; HttpOnly; SameSite=Lax");
    }

    @Test
    void the_page_shows_the_plan_and_its_limits_and_leads_on_or_back() {
        HttpResponse<String> page = server.browser(server.checkoutLink(acme, PRO)).get(ORDER);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<h1>Start with Pro?</h1>", "50,000", "statement every year")
                .contains("this server takes no payments")
                .contains("href=\"" + PortalServer.RETURN_URL + "?checkout=canceled\"");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("form-action 'self' https://app.example.com;");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void confirming_starts_what_the_link_was_made_for_whatever_the_form_says_and_goes_back() {
        PortalServer.Browser browser = server.browser(server.checkoutLink(acme, PRO));

        HttpResponse<String> answer =
                browser.submit(ORDER, ORDER, "plan=enterprise&interval=monthly");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue(PortalServer.RETURN_URL + "?checkout=done");
        assertThat(PlanChoice.of(subscription())).isEqualTo(PRO);
        assertThat(browser.get(ORDER).headers().firstValue("Location"))
                .hasValue(PortalServer.RETURN_URL + "?checkout=done");
    }

    @Test
    void confirming_twice_is_confirming_once() {
        PortalServer.Browser browser = server.browser(server.checkoutLink(acme, PRO));
        String form = "form_token=" + browser.formToken(ORDER);

        browser.post(ORDER, form, "Origin", server.url.toString());
        HttpResponse<String> again = browser.post(ORDER, form, "Origin", server.url.toString());

        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(billing.subscriptions.statements(live(acme), 10)).hasSize(1);
    }

    @Test
    void who_got_another_plan_in_the_meantime_keeps_it() {
        PortalServer.Browser browser = server.browser(server.checkoutLink(acme, PRO));
        String form = "form_token=" + browser.formToken(ORDER);
        billing.subscriptions.subscribe(live(acme), STARTER, BuiltinBilling.OPERATOR);

        HttpResponse<String> answer = browser.post(ORDER, form, "Origin", server.url.toString());

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("There is a plan already").contains("checkout=canceled");
        assertThat(browser.get(ORDER).statusCode()).isEqualTo(409);
        assertThat(PlanChoice.of(subscription())).isEqualTo(STARTER);
    }

    @Test
    void a_form_from_elsewhere_or_without_its_token_starts_nothing() {
        PortalServer.Browser browser = server.browser(server.checkoutLink(acme, PRO));
        String form = "form_token=" + browser.formToken(ORDER);

        assertThat(browser.post(ORDER, form, "Origin", "https://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(browser.post(ORDER, "", "Origin", server.url.toString()).statusCode())
                .isEqualTo(403);
        assertThat(billing.subscriptions.find(live(acme))).isEmpty();
    }

    @Test
    void a_checkout_opens_no_portal_and_a_portal_no_checkout() {
        PortalServer.Browser buyer = server.browser(server.checkoutLink(acme, PRO));
        String asPortal = buyer.cookie.replace("hookbridge_checkout", "hookbridge_billing");
        for (String page :
                new String[] {
                    "/billing/live/portal", "/billing/live/plan", "/billing/live/cancel"
                }) {
            assertThat(buyer.get(page).statusCode()).isEqualTo(401);
            assertThat(server.send("GET", page, null, "Cookie", asPortal).statusCode())
                    .isEqualTo(410);
        }

        TenantId other = billing.subscriber("Other", "pro");
        assertThat(server.browser(other).get(ORDER).statusCode()).isEqualTo(401);
        String portalLink = server.link(other, null);
        assertThat(
                        server.send("GET", portalLink.replace("/portal/", "/checkout/"), null)
                                .statusCode())
                .isEqualTo(410);
        assertThat(server.send("GET", portalLink, null).statusCode()).isEqualTo(303);
    }

    @Test
    void asking_about_a_link_does_not_open_it() {
        String link = server.checkoutLink(acme, PRO);

        assertThat(server.send("HEAD", link, null).statusCode()).isEqualTo(204);
        assertThat(server.send("GET", link, null).statusCode()).isEqualTo(303);
        assertThat(server.send("GET", link, null).statusCode()).isEqualTo(410);
    }

    @Test
    void an_hour_later_the_page_is_closed() {
        PortalServer.Browser browser = server.browser(server.checkoutLink(acme, PRO));
        billing.later(Duration.ofHours(1));

        assertThat(browser.get(ORDER).statusCode()).isEqualTo(410);
    }

    @Test
    void the_page_of_the_portal_where_a_plan_is_chosen_is_still_there() {
        TenantId former = billing.subscriber("Former", "pro");
        billing.subscriptions.cancel(live(former), BuiltinBilling.OPERATOR);
        billing.later(Duration.ofDays(40));

        assertThat(server.browser(former).get("/billing/live/checkout").body())
                .contains("Choose a plan");
    }

    private Subscription subscription() {
        return billing.subscriptions.find(live(acme)).orElseThrow();
    }
}
