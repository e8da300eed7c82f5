package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Json;
import io.hookbridge.base.Patience;
import io.hookbridge.conformance.Installation.Account;
import io.hookbridge.http.Exchange;
import io.hookbridge.stripedouble.StripeDouble;
import io.hookbridge.stripedouble.WebhookDelivery;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** What Stripe knows becomes what the server answers: by webhook, by command, and told of. */
@Tag("black-box")
class StripeStateTest {

    private static final String SECRET = "whsec_FAKEconformance";

    private static final StripeDouble stripe = StripeDouble.start();
    private static final Place place = Place.migrated("stripe-state");
    private static final RunningServer server =
            RunningServer.up(place, place.launch("up").with(settings()));

    private static Map<String, String> settings() {
        return Map.of(
                "STRIPE_TEST_SECRET_KEY",
                StripeDouble.TEST_KEY,
                "STRIPE_TEST_WEBHOOK_SECRETS",
                SECRET,
                "STRIPE_API_BASE",
                stripe.apiBase().toString());
    }

    @AfterAll
    static void stop() {
        server.close();
        place.close();
        stripe.close();
        stripe.assertNoViolations();
    }

    @Test
    void a_webhook_makes_the_server_ask_and_answer_with_the_new_state() {
        Account account = subscriber("1");
        stripe.test().events.change("sub_FAKE1", json -> json.put("status", "past_due"));

        assertThat(deliverLast().status()).isEqualTo(200);

        Patience.until("the state is fetched", () -> status(account).equals("past_due"));
        JsonNode billing = server.operator("/readyz").json().path("billing");
        assertThat(billing.path("test.last_webhook_seconds_ago").isNumber()).isTrue();
        assertThat(billing.path("test.inbox_pending").asInt(-1)).isZero();
        assertThat(billing.path("test.reconcile_brake").asString("")).isEqualTo("off");
        assertThat(billing.path("test.breaker.sync_customer").asString("")).isEqualTo("closed");
    }

    @Test
    void commands_ask_for_one_tenant_and_for_all_and_tell_the_state() {
        Account account = subscriber("2");
        stripe.test().changeSubscription("sub_FAKE2", json -> json.put("status", "unpaid"));
        JsonNode one = command("sync", "--tenant", account.tenantId(), "--mode", "test");
        assertThat(one.path("status").asString("")).isEqualTo("unpaid");
        assertThat(status(account)).isEqualTo("unpaid");

        stripe.test().changeSubscription("sub_FAKE2", json -> json.put("status", "active"));
        JsonNode all = command("sync", "--all", "--mode", "test");
        assertThat(all.path("checked").asInt()).isPositive();
        assertThat(status(account)).isEqualTo("active");

        JsonNode told = command("status");
        assertThat(told.path("provider").asString("")).isEqualTo("stripe");
        assertThat(told.at("/test/pinned_account").asString("")).startsWith("acct_");
        assertThat(told.at("/test/reconcile_nightly").asString("")).isEqualTo("done");
        assertThat(told.at("/test/webhook_secrets").asInt()).isEqualTo(1);
        assertThat(told.at("/live/key").asString("")).isEqualTo("none");
    }

    @Test
    void a_customer_that_was_deleted_is_replaced_by_another_one() {
        Account account = subscriber("3");
        stripe.test().events.deleteCustomer("cus_FAKE3");
        stripe.test().addCustomer("cus_FAKE4");
        stripe.test().events.subscribe("sub_FAKE4", "cus_FAKE4", "trialing", "price_FAKEpro");
        String[] link = {
            "link", "--tenant", account.tenantId(), "--mode", "test", "--customer", "cus_FAKE4"
        };
        launch(link).run().assertRefused();

        String[] replace = Arrays.copyOf(link, link.length + 1);
        replace[link.length] = "--replace";
        JsonNode replaced = command(replace);

        assertThat(replaced.path("replaced").asString("")).isEqualTo("cus_FAKE3");
        Patience.until("the subscription is there", () -> status(account).equals("trialing"));
    }

    @Test
    void commands_refuse_what_they_cannot_do() {
        Account stranger = Account.of(place.admin("tenant", "create", "--name", "Nobody"));
        for (String[] arguments :
                new String[][] {
                    {"sync", "--tenant", stranger.tenantId(), "--mode", "test"},
                    {"sync", "--all", "--mode", "live"},
                    {"sync", "--mode", "test"},
                    {"sync", "--all", "--tenant", stranger.tenantId(), "--mode", "test"},
                    {"reconcile", "--mode", "test"},
                    {"reconcile", "--accept", "--mode", "test"},
                }) {
            launch(arguments).run().assertRefused();
        }
    }

    private static Account subscriber(String number) {
        Account account =
                Account.of(
                        place.admin("tenant", "create", "--name", "T" + number, "--mode", "test"));
        stripe.test().addCustomer("cus_FAKE" + number);
        stripe.test()
                .addPrice(
                        "price_FAKEpro",
                        "prod_FAKEpro",
                        "hookbridge_pro_monthly",
                        "month",
                        "licensed");
        stripe.test()
                .events
                .subscribe("sub_FAKE" + number, "cus_FAKE" + number, "active", "price_FAKEpro");
        command(
                "link",
                "--tenant",
                account.tenantId(),
                "--mode",
                "test",
                "--customer",
                "cus_FAKE" + number);
        // The command asks; if that comes to nothing in time, the server does.
        Patience.until("the subscription is there", () -> status(account).equals("active"));
        return account;
    }

    private static Exchange deliverLast() {
        WebhookDelivery delivery =
                WebhookDelivery.of(stripe.test().events.last(), SECRET, Instant.now());
        return server.api()
                .post("/v1/billing/stripe/webhook/test")
                .header("Stripe-Signature", delivery.signature())
                .raw(delivery.body())
                .send();
    }

    private static String status(Account account) {
        return server.api()
                .get("/v1/billing/subscription")
                .key(account.key())
                .send()
                .data()
                .path("status")
                .asString("");
    }

    /**
     * What the command answers. On a busy machine the deadline for Stripe may pass before the
     * command gets to read an answer that is there; then it says so, and is run again.
     */
    private static JsonNode command(String... arguments) {
        AtomicReference<Launch.Ended> last = new AtomicReference<>();
        Patience.until(
                "Stripe is asked in time",
                () -> {
                    Launch.Ended ended = launch(arguments).run();
                    last.set(ended);
                    return !ended.said().contains("Stripe could not be asked");
                });
        Launch.Ended ended = Objects.requireNonNull(last.get());
        assertThat(ended.code()).as(ended.said()).isZero();
        return Json.MAPPER.readTree(ended.out().text());
    }

    private static Launch launch(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "admin";
        all[1] = "billing";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return place.launch(all).with(settings());
    }
}
