package io.hookbridge.billing.builtin.page;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.browser.Chromium;
import io.hookbridge.browser.Chromium.Flaws;
import io.hookbridge.browser.Chromium.Scheme;
import io.hookbridge.http.Exchange;
import io.hookbridge.stripedouble.DoubleOptions;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.Map;

/** From free to pro, to canceled, and back, over the API and in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("browser")
class CheckoutInBrowserTest {

    private static final String PRO = "{\"plan\":\"pro\",\"interval\":\"monthly\"}";

    private Chromium browser;

    @BeforeAll
    void start() {
        browser = Chromium.start();
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1280, 900, LIGHT",
        "1280, 900, DARK",
        "390, 844, LIGHT",
        "320, 700, LIGHT",
    })
    void a_tenant_goes_from_free_to_pro_to_canceled_and_back(int width, int height, Scheme scheme) {
        String screen = width + "-" + scheme.word();
        browser.look(width, height, scheme);
        try (TestApp app = TestApp.start()) {
            startOver(app);

            // Second thoughts.
            browser.open(checkoutUrl(app));
            assertThat(browser.text()).contains("Start with Pro?", "takes no payments");
            assertThat(browser.path()).isEqualTo("/billing/live/checkout/order");
            look("checkout-order-" + screen);
            browser.follow("Back");
            assertThat(browser.path()).isEqualTo("/billing/live");
            assertThat(invoices(app)).isZero();

            // Yes.
            browser.open(checkoutUrl(app));
            browser.follow("Start with Pro");
            assertThat(browser.path()).isEqualTo("/billing/live");
            assertThat(browser.text()).contains("The Pro plan is active.");
            look("checkout-done-" + screen);
            assertThat(checkout(app).code()).isEqualTo("SUBSCRIPTION_EXISTS");

            // Away, and back by taking it back.
            browser.open(portalUrl(app));
            browser.follow("Cancel plan");
            browser.follow("Cancel at period end");
            assertThat(checkout(app).code()).isEqualTo("SUBSCRIPTION_EXISTS");
            browser.follow("Keep Pro");
            assertThat(browser.text()).contains("The cancellation has been taken back.");

            // Away for good, and back by another checkout.
            browser.follow("Cancel plan");
            browser.follow("Cancel at period end");
            periodEnds(app);
            browser.open(portalUrl(app));
            assertThat(browser.text()).contains("Ended");
            assertThat(invoices(app)).isEqualTo(1);
            browser.open(checkoutUrl(app));
            browser.follow("Start with Pro");
            assertThat(browser.text()).contains("The Pro plan is active.");

            // The link of the first time.
            browser.open(app.publicUrl().resolve("/billing/live/checkout/" + "A".repeat(43)));
            assertThat(browser.text()).contains("This link no longer works");
            look("checkout-dead-link-" + screen);
        }
    }

    @Test
    void with_stripe_the_browser_leaves_for_its_page_and_comes_back_subscribed() {
        browser.look(1280, 900, Scheme.LIGHT);
        try (StripeDouble stripe = StripeDouble.start(DoubleOptions.usual().withLoopbackUrls());
                TestApp app =
                        TestApp.start(
                                Map.of(
                                        "HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY",
                                        StripeDouble.LIVE_KEY,
                                        "HOOKBRIDGE_STRIPE_API_BASE",
                                        stripe.apiBase().toString(),
                                        "HOOKBRIDGE_STRIPE_CHECKOUT_HOSTS",
                                        "127.0.0.1"))) {
            stripe.live()
                    .addPrice(
                            "price_FAKE",
                            "prod_FAKE",
                            "hookbridge_pro_monthly",
                            "month",
                            "licensed");

            browser.open(checkoutUrl(app));
            browser.follow("Subscribe");

            assertThat(browser.address()).endsWith("?checkout=done");
            assertThat(checkout(app).code()).isEqualTo("SUBSCRIPTION_EXISTS");
            assertThat(invoices(app)).isEqualTo(1);
            stripe.assertNoViolations();
        }
    }

    private void look(String name) {
        browser.screenshot(name);
        assertThat(browser.flaws(Flaws.ALL)).as(name).isEmpty();
    }

    private static URI checkoutUrl(TestApp app) {
        return URI.create(checkout(app).data().path("checkout_url").asString());
    }

    private static Exchange checkout(TestApp app) {
        return app.client().post("/v1/billing/checkout").key(KEY).json(PRO).send();
    }

    private static URI portalUrl(TestApp app) {
        return URI.create(
                app.client()
                        .post("/v1/billing/portal")
                        .key(KEY)
                        .send()
                        .data()
                        .path("portal_url")
                        .asString());
    }

    private static int invoices(TestApp app) {
        return app.client().get("/v1/billing/invoices").key(KEY).send().data().size();
    }

    /** The demo tenant as if it had never subscribed. */
    private static void startOver(TestApp app) {
        app.jdbi()
                .useHandle(handle -> {
                    handle.execute("DELETE FROM builtin_statement");
                    handle.execute("DELETE FROM subscription");
                    handle.execute("DELETE FROM billing_customer");
                });
    }

    private static void periodEnds(TestApp app) {
        app.jdbi()
                .useHandle(handle -> {
                    handle.execute(
                            """
                            UPDATE subscription
                               SET current_period_start = now() - interval '40 days',
                                   current_period_end = now() - interval '10 days'
                            """);
                    handle.execute(
                            """
                            UPDATE builtin_statement
                               SET anchor = now() - interval '40 days',
                                   period_start = now() - interval '40 days',
                                   period_end = now() - interval '10 days'
                            """);
                });
    }
}
