package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/** The billing page with Stripe behind the server. */
@Tag("database")
class StripeBillingPagesTest {

    private static final Map<String, String> PRO = Map.of("plan", "pro", "interval", "monthly");

    private final StripeDouble stripe = StripeDouble.start();
    private final ConsoleServer server =
            new ConsoleServer(
                    Map.of(
                            "HOOKBRIDGE_STRIPE_LIVE_SECRET_KEY",
                            StripeDouble.LIVE_KEY,
                            "HOOKBRIDGE_STRIPE_API_BASE",
                            stripe.apiBase().toString()));
    private final ConsoleServer.Browser browser = server.signedIn(server.owner());
    private final String billing = browser.place() + "/billing";
    private final String plans = billing + "/plans";

    StripeBillingPagesTest() {
        stripe.live()
                .addPrice("price_FAKE", "prod_FAKE", "hookbridge_pro_monthly", "month", "licensed");
    }

    @AfterEach
    void close() {
        server.close();
        stripe.close();
        stripe.assertNoViolations();
    }

    @Test
    void an_owner_subscribes_at_stripe_and_sees_it_on_coming_back_although_no_event_has_come() {
        Exchange leaving = browser.submit(plans, plans, PRO);

        assertThat(leaving.status()).isEqualTo(200);
        String session = stripe.live().checkouts(customer()).getFirst().get("id").asString();
        String url = "https://checkout.stripe.com/c/pay/" + session;
        assertThat(leaving.text())
                .contains("content=\"0; url=" + url + "\"", "href=\"" + url + "\"");
        assertThat(leaving.header("Cache-Control")).hasValue("no-store");
        assertThat(stripe.seen("POST /v1/checkout/sessions").getFirst().params())
                .containsEntry("success_url", server.origin() + billing + "?checkout=done");

        stripe.live().completeCheckout(session);
        assertThat(browser.get(billing + "?checkout=done").text())
                .contains("The checkout is finished.", "Pro", "Active", "$49.00", "Paid")
                .doesNotContain("some minutes");
        Exchange portal = browser.submit(billing, billing + "/manage", Map.of());
        assertThat(portal.text()).contains("https://billing.stripe.com/p/session/");
        assertThat(stripe.seen("POST /v1/billing_portal/sessions").getFirst().params())
                .containsEntry("return_url", server.origin() + billing + "?portal=left");
    }

    private void subscribe() {
        browser.submit(plans, plans, PRO);
        stripe.live()
                .completeCheckout(
                        stripe.live().checkouts(customer()).getFirst().get("id").asString());
        browser.get(billing + "?checkout=done");
    }

    private String customer() {
        return stripe.live().customers().getFirst();
    }

    @Test
    void while_stripe_is_away_the_page_is_there_and_says_what_it_cannot_show() {
        subscribe();
        stripe.fail("POST /v1/billing_portal/sessions", Fault.EMPTY_502);
        stripe.fail("GET /v1/customers", Fault.EMPTY_502);

        Exchange refused = browser.submit(billing, billing + "/manage", Map.of());

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("customer portal is not available right now", "Pro");
    }

    @Test
    void a_mode_without_a_key_shows_the_limits_that_the_other_one_decides_about() {
        String test = browser.testPlace() + "/billing";
        CheckedHttpClient client = server.app.client();
        String testKey =
                client.post("/v1/api-keys")
                        .key(TestApp.KEY)
                        .json("{\"mode\":\"test\"}")
                        .send()
                        .data()
                        .path("key")
                        .asString();
        subscribe();

        assertThat(browser.get(test).text())
                .contains("Pro", "No subscription", "Billing is connected for the other mode only");
        JsonNode shown = client.get("/v1/billing/subscription").key(testKey).send().data();
        assertThat(shown.path("plan").asString()).isEqualTo("free");
        assertThat(shown.path("limits"))
                .isEqualTo(
                        client.get("/v1/billing/subscription")
                                .key(TestApp.KEY)
                                .send()
                                .data()
                                .path("limits"));
        assertThat(shown.at("/limits/plan").asString()).isEqualTo("pro");
    }

    @Test
    void a_mode_without_a_key_has_no_billing() {
        String test = browser.testPlace() + "/billing";

        assertThat(browser.get(test).text()).contains("Free", "No subscription");
        Exchange refused = browser.submit(test + "/plans", test + "/plans", PRO);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("Billing is not available right now");
    }
}
