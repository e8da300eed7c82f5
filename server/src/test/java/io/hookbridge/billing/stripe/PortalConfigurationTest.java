package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.stripedouble.Fault;
import io.hookbridge.stripedouble.SeenRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Tag("unit")
class PortalConfigurationTest {

    private static final String LICENSED = "licensed";

    private final Trial trial = Trial.begin();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void it_cancels_at_the_end_of_the_period_and_shows_invoices_and_ways_to_pay() {
        trial.open();
        assertThat(created())
                .containsEntry("metadata[app]", "hookbridge")
                .containsEntry("features[subscription_cancel][enabled]", "true")
                .containsEntry("features[subscription_cancel][mode]", "at_period_end")
                .containsEntry("features[invoice_history][enabled]", "true")
                .containsEntry("features[payment_method_update][enabled]", "true");
    }

    @Test
    void it_is_made_once_and_used_for_every_session() {
        trial.open();
        trial.open();
        assertThat(posts()).hasSize(1);
        assertThat(trial.stripe.seen(Trial.GET_ACCOUNT)).hasSize(1);
    }

    @Test
    void the_next_server_finds_it() {
        trial.open();
        StripeBillingProvider next = trial.second();
        assertThat(answer(Trial.open(next))).isInstanceOf(OpenedSession.class);
        next.stop();
        assertThat(posts()).hasSize(1);
        assertThat(usedConfigurations()).hasSize(2).containsOnly(usedConfigurations().getFirst());
    }

    @Test
    void many_servers_and_callers_that_start_together_make_one() throws Exception {
        List<StripeBillingProvider> servers = new ArrayList<>();
        List<Callable<Asked<PortalOutcome>>> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            StripeBillingProvider server = trial.second();
            servers.add(server);
            callers.add(() -> Trial.open(server));
            callers.add(() -> Trial.open(server));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Asked<PortalOutcome>> outcome : threads.invokeAll(callers)) {
                assertThat(answer(outcome.get())).isInstanceOf(OpenedSession.class);
            }
        }
        servers.forEach(StripeBillingProvider::stop);
        assertThat(trial.stripe.test().configurations()).hasSize(1);
        assertThat(usedConfigurations()).hasSize(8);
    }

    @Test
    void it_is_found_behind_pages_of_other_configurations() {
        trial.open();
        for (int i = 0; i < 250; i++) {
            trial.stripe.test().addForeignConfiguration("bpc_FAKEforeign" + i);
        }
        StripeBillingProvider next = trial.second();
        Trial.open(next);
        next.stop();
        assertThat(posts()).hasSize(1);
        assertThat(trial.stripe.seen(Trial.LIST_CONFIGURATIONS)).hasSize(1 + 3);
    }

    @Test
    void a_configuration_of_somebody_else_is_left_alone() {
        trial.stripe.test().addForeignConfiguration("bpc_FAKEforeign");
        trial.open();
        assertThat(usedConfigurations()).doesNotContain("bpc_FAKEforeign");
    }

    @Test
    void one_that_was_switched_off_is_replaced_after_one_refused_session() {
        trial.open();
        trial.stripe.test().deactivateConfigurations();
        assertThat(trial.open()).isInstanceOf(Asked.Unavailable.class);
        assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        assertThat(trial.stripe.test().configurations()).hasSize(2);
    }

    @Test
    void live_and_test_each_have_their_own() {
        trial.stripe.live().addCustomer(Trial.CUSTOMER);
        trial.open();
        trial.provider.createPortalSession(Trial.request(Mode.LIVE, PortalWish.NONE));
        assertThat(trial.stripe.test().configurations()).hasSize(1);
        assertThat(trial.stripe.live().configurations()).hasSize(1);
    }

    @Test
    void plans_can_be_changed_between_the_prices_that_name_a_plan_and_are_paid_in_advance() {
        trial.stripe
                .test()
                .addPrice("price_FAKEyear", "prod_FAKEpro", "pro_annual", "year", LICENSED);
        trial.stripe
                .test()
                .addPrice("price_FAKEover", "prod_FAKEpro", "pro_monthly", "month", "metered");
        trial.stripe.test().addPrice("price_FAKEtea", "prod_FAKEtea", "tea", "month", LICENSED);
        trial.stripe
                .test()
                .addPrice(
                        "price_FAKEstarter",
                        "prod_FAKEstarter",
                        "starter_monthly",
                        "month",
                        LICENSED);
        trial.open();
        ObjectNode update =
                (ObjectNode)
                        trial.stripe
                                .test()
                                .configurations()
                                .getFirst()
                                .at("/features/subscription_update");
        assertThat(update.get("products"))
                .hasToString(
                        "[{\"product\":\"prod_FAKEpro\","
                                + "\"prices\":[\"price_FAKEpro\",\"price_FAKEyear\"]},"
                                + "{\"product\":\"prod_FAKEstarter\","
                                + "\"prices\":[\"price_FAKEstarter\"]}]");
        assertThat(update.get("default_allowed_updates")).hasToString("[\"price\"]");
        assertThat(trial.provider.offers(Mode.TEST, PortalFlow.SUBSCRIPTION_UPDATE)).isTrue();
    }

    @Test
    void prices_are_read_to_the_last_page_and_the_first_ten_products_are_offered() {
        for (int i = 0; i < 120; i++) {
            trial.stripe
                    .test()
                    .addPrice(
                            "price_FAKE%03d".formatted(i),
                            "prod_FAKE%03d".formatted(i),
                            "pro_monthly",
                            "month",
                            LICENSED);
        }
        trial.open();
        assertThat(trial.stripe.seen(Trial.LIST_PRICES)).hasSize(2);
        assertThat(created())
                .containsEntry(
                        "features[subscription_update][products][9][product]", "prod_FAKE009")
                .doesNotContainKey("features[subscription_update][products][10][product]");
    }

    @Test
    void new_prices_get_a_new_configuration_and_old_servers_keep_theirs() {
        trial.open();
        trial.stripe
                .test()
                .addPrice(
                        "price_FAKEstarter",
                        "prod_FAKEstarter",
                        "starter_monthly",
                        "month",
                        LICENSED);
        StripeBillingProvider upgraded = trial.second();
        Trial.open(upgraded);
        upgraded.stop();
        trial.open();
        assertThat(usedConfigurations()).hasSize(3);
        assertThat(usedConfigurations().get(1)).isNotEqualTo(usedConfigurations().get(0));
        assertThat(usedConfigurations().get(2)).isEqualTo(usedConfigurations().get(0));
    }

    @Test
    void a_key_that_may_not_read_prices_gets_a_portal_without_plan_changes() {
        trial.stripe.fail(Trial.LIST_PRICES, Fault.FORBIDDEN);
        assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        assertThat(trial.provider.offers(Mode.TEST, PortalFlow.SUBSCRIPTION_UPDATE)).isFalse();
        assertThat(
                        trial.provider.createPortalSession(
                                Trial.request(
                                        Mode.TEST,
                                        new PortalWish(PortalFlow.SUBSCRIPTION_UPDATE, null))))
                .isEqualTo(new Asked.Got<>(new PortalOutcome.FlowRefused()));
    }

    @Test
    void prices_that_stripe_refuses_to_offer_do_not_cost_the_rest_of_the_portal() {
        trial.stripe.fail(Trial.CREATE_CONFIGURATION, Fault.REFUSED, 1);
        assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        assertThat(posts()).hasSize(2);
        assertThat(created()).doesNotContainKey("features[subscription_update][enabled]");
        assertThat(trial.provider.offers(Mode.TEST, PortalFlow.SUBSCRIPTION_UPDATE)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "SERVER_ERROR_FINAL", "ODD_ERROR"})
    void a_failure_that_stripe_keeps_with_the_idempotency_key_closes_the_portal_for_one_call(
            Fault fault) {
        trial.stripe.fail(Trial.CREATE_CONFIGURATION, fault, 1);
        trial.open();
        assertThat(answer(trial.open())).isInstanceOf(OpenedSession.class);
        StripeBillingProvider next = trial.second();
        assertThat(answer(Trial.open(next))).isInstanceOf(OpenedSession.class);
        next.stop();
        assertThat(trial.stripe.test().configurations()).hasSize(1);
    }

    private List<SeenRequest> posts() {
        return trial.stripe.seen(Trial.CREATE_CONFIGURATION);
    }

    private Map<String, String> created() {
        return posts().getLast().params();
    }

    private List<String> usedConfigurations() {
        return trial.stripe.seen(Trial.CREATE_SESSION).stream()
                .map(session -> String.valueOf(session.params().get("configuration")))
                .toList();
    }
}
