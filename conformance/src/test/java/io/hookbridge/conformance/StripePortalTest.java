package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;
import io.hookbridge.conformance.Installation.Account;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.net.HeldPort;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.stripedouble.DoubleAccount;
import io.hookbridge.stripedouble.DoubleOptions;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.StripeDouble;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The portal where Stripe does the billing, from the command that links a customer to the page. */
@Tag("black-box")
class StripePortalTest {

    private static final String PORTAL = "/v1/billing/portal";
    private static final String SESSIONS = "POST /v1/billing_portal/sessions";

    private static final StripeDouble stripe =
            StripeDouble.start(DoubleOptions.usual().withLoopbackUrls());
    private static final Place place = Place.migrated("stripe");
    private static final RunningServer server =
            RunningServer.up(place, place.launch("up").with(settings(stripe.apiBase())));

    private static Map<String, String> settings(URI apiBase) {
        return Map.of(
                "STRIPE_TEST_SECRET_KEY",
                StripeDouble.TEST_KEY,
                "STRIPE_API_BASE",
                apiBase.toString(),
                "STRIPE_PORTAL_HOSTS",
                "127.0.0.1");
    }

    @AfterAll
    static void stop() {
        server.close();
        place.close();
        stripe.close();
        stripe.assertNoViolations();
    }

    @AfterEach
    void heal() {
        stripe.heal();
    }

    @Test
    void a_linked_customer_gets_a_session_that_opens() {
        Account account = newTestTenant("Linked");
        Exchange before = portal(account);
        addSubscriber(stripe.test(), "cus_FAKElinked");
        JsonNode linked = link(account, "cus_FAKElinked");
        Exchange after = answered(account);

        assertThat(before.code()).isEqualTo("NO_SUBSCRIPTION");
        assertThat(linked.get("status").asString("none")).isEqualTo("active");
        assertThat(linked.get("plan").asString("none")).isEqualTo("pro");
        assertThat(after.status()).as(after.text()).isEqualTo(200);
        URI url = URI.create(after.data().get("portal_url").asString());
        Exchange page = CheckedHttpClient.ofLocalPort(url.getPort()).get(url.getRawPath()).send();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("cus_FAKElinked", server.publicUrl() + "/billing/test");
    }

    @Test
    void a_customer_that_does_not_fit_is_not_linked() {
        Account account = newTestTenant("Wrong");
        addSubscriber(stripe.test(), "cus_FAKEtaken");
        addSubscriber(stripe.live(), "cus_FAKElive");
        link(newTestTenant("Owner"), "cus_FAKEtaken");

        for (String customer :
                new String[] {"cus_FAKEnobody", "cus_FAKElive", "cus_FAKEtaken", "5"}) {
            linkCommand(account, "test", customer).run().assertRefused();
        }
        assertThat(answered(account).code()).isEqualTo("NO_SUBSCRIPTION");
    }

    @Test
    void a_customer_that_was_deleted_in_stripe_has_no_subscription() {
        Account account = linkedTenant("cus_FAKEleaves");
        stripe.test().deleteCustomer("cus_FAKEleaves");

        assertThat(answered(account).code()).isEqualTo("NO_SUBSCRIPTION");
    }

    @Test
    void a_customer_of_a_mode_whose_key_the_server_lacks_is_told_so() {
        Account account = Account.of(place.admin("tenant", "create", "--name", "Live"));
        addSubscriber(stripe.live(), "cus_FAKEearlier");
        Launch.Ended linked =
                linkCommand(account, "live", "cus_FAKEearlier")
                        .with("STRIPE_LIVE_SECRET_KEY", StripeDouble.LIVE_KEY)
                        .run();
        assertThat(linked.code()).as(linked.said()).isZero();

        Exchange refused = portal(account);

        assertUnavailable(refused);
        assertThat(refused.message()).contains("not configured");
    }

    @Test
    void an_outage_of_stripe_is_told_and_passes_also_when_stripe_never_answers() {
        Account account = linkedTenant("cus_FAKEpatient");
        for (Fault fault : new Fault[] {Fault.RESET, Fault.SLOW}) {
            stripe.heal();
            stripe.fail(SESSIONS, fault);
            Exchange refused = portal(account);

            assertUnavailable(refused);
        }
        stripe.heal();
        Patience.until("the portal opens again", () -> portal(account).status() == 200);
        assertThat(billing(server)).isEqualTo("ok");
    }

    @Test
    void a_server_that_cannot_reach_stripe_is_ready_and_its_billing_degraded_until_it_can() {
        try (HeldPort held = HeldPort.open();
                Place later = Place.migrated("stripe-later");
                RunningServer started =
                        RunningServer.up(
                                later,
                                later.launch("up")
                                        .with(
                                                settings(
                                                        URI.create(
                                                                "http://127.0.0.1:"
                                                                        + held.number()))))) {
            Exchange ready = started.operator("/readyz");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.json().at("/status").asString("")).isEqualTo("ready");
            assertThat(billing(started)).isEqualTo("degraded");
            assertThat(started.api().get("/docs").send().status()).isEqualTo(200);

            try (StripeDouble _ =
                    StripeDouble.start(new DoubleOptions(held.number(), Duration.ZERO, true))) {
                Patience.until("billing is whole", () -> billing(started).equals("ok"));
            }
        }
    }

    private static String billing(RunningServer server) {
        return server.operator("/readyz").json().at("/billing/status").asString("");
    }

    /** A customer with an active subscription to the plan pro. */
    private static void addSubscriber(DoubleAccount account, String customer) {
        String name = customer.substring("cus_".length());
        account.addCustomer(customer);
        account.addPrice(
                "price_" + name, "prod_" + name, "hookbridge_pro_monthly", "month", "licensed");
        account.addSubscription("sub_" + name, customer, "active", "price_" + name);
    }

    private static void assertUnavailable(Exchange refused) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("BILLING_UNAVAILABLE");
        assertThat(refused.header("Retry-After"))
                .hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
    }

    private static Account newTestTenant(String name) {
        return Account.of(place.admin("tenant", "create", "--name", name, "--mode", "test"));
    }

    private static Account linkedTenant(String customer) {
        Account account = newTestTenant(customer);
        addSubscriber(stripe.test(), customer);
        link(account, customer);
        assertThat(answered(account).status()).isEqualTo(200);
        return account;
    }

    private static JsonNode link(Account account, String customer) {
        Launch.Ended ended = linkCommand(account, "test", customer).run();
        assertThat(ended.code()).as(ended.said()).isZero();
        return Json.MAPPER.readTree(ended.out().text());
    }

    private static Launch linkCommand(Account account, String mode, String customer) {
        return place.launch(
                        "admin",
                        "billing",
                        "link",
                        "--tenant",
                        account.tenantId(),
                        "--mode",
                        mode,
                        "--customer",
                        customer)
                .with(settings(stripe.apiBase()));
    }

    /**
     * The answer to a caller who comes again as he is told to: on a busy machine the double may
     * take longer than the server waits for Stripe.
     */
    private static Exchange answered(Account account) {
        return OutboundTest.poll(
                "the portal", () -> portal(account), answer -> answer.status() != 503);
    }

    private static Exchange portal(Account account) {
        return server.api().post(PORTAL).key(account.key()).send();
    }
}
