package io.hookbridge.billing.stripe;

import static io.hookbridge.billing.Answers.answer;
import static io.hookbridge.billing.Answers.opened;
import static io.hookbridge.billing.Answers.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.stripedouble.SeenRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

@Tag("unit")
class PortalSessionTest {

    private final Trial trial = Trial.begin();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_session_is_opened_for_the_customer_with_our_configuration_and_the_checked_url() {
        OpenedSession opened = opened(trial.open());
        assertThat(opened.id()).startsWith("bps_");
        assertThat(opened.url()).startsWith("https://billing.stripe.com/p/session/test_");
        assertThat(sent())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "customer", Trial.CUSTOMER,
                                "configuration", configuration(),
                                "return_url", Trial.RETURN_URL));
    }

    @Test
    void live_customers_are_served_with_the_live_key_from_the_live_account() {
        trial.stripe.live().addCustomer("cus_FAKElive");
        Asked<PortalOutcome> outcome =
                trial.provider.createPortalSession(
                        Trial.request(Mode.LIVE, "cus_FAKElive", PortalWish.NONE));
        assertThat(opened(outcome).url()).contains("/live_");
        assertThat(trial.stripe.seen()).extracting(SeenRequest::live).containsOnly(true);
    }

    @Test
    void a_customer_of_the_other_book_is_never_sent_to_stripe() {
        var request = Trial.request(Mode.TEST, PortalWish.NONE);
        var mixed =
                new io.hookbridge.billing.provider.PortalRequest(
                        new io.hookbridge.billing.provider.Customer(
                                request.customer().tenant(),
                                BillingBook.LIVE,
                                Trial.CUSTOMER,
                                false),
                        Mode.TEST,
                        request.subscription(),
                        Trial.RETURN_URL,
                        PortalWish.NONE,
                        request.maker());
        assertThat(kind(trial.provider.createPortalSession(mixed))).isEqualTo(Kind.MODE_MISMATCH);
        assertThat(trial.stripe.seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PAYMENT_METHOD_UPDATE", "SUBSCRIPTION_CANCEL", "SUBSCRIPTION_UPDATE"})
    void a_flow_names_its_type_our_subscription_and_the_checked_url_to_come_back_to(
            PortalFlow flow) {
        assertThat(answer(open(flow, null))).isInstanceOf(OpenedSession.class);
        assertThat(sent())
                .contains(
                        entry("flow_data[type]", flow.word()),
                        entry("flow_data[after_completion][type]", "redirect"),
                        entry(
                                "flow_data[after_completion][redirect][return_url]",
                                Trial.RETURN_URL),
                        entry("return_url", Trial.RETURN_URL));
        String subscription = "flow_data[" + flow.word() + "][subscription]";
        if (flow == PortalFlow.PAYMENT_METHOD_UPDATE) {
            assertThat(sent()).doesNotContainKey(subscription).hasSize(6);
        } else {
            assertThat(sent()).containsEntry(subscription, Trial.SUBSCRIPTION).hasSize(7);
        }
    }

    @Test
    void a_flow_for_a_subscription_that_stripe_does_not_know_is_our_fault_not_the_customers() {
        trial.stripe
                .test()
                .changeSubscription(
                        Trial.SUBSCRIPTION, json -> json.put("customer", "cus_FAKEelse"));
        assertThat(kind(open(PortalFlow.SUBSCRIPTION_CANCEL, null)))
                .isEqualTo(Kind.REQUEST_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"SUBSCRIPTION_CANCEL", "SUBSCRIPTION_UPDATE"})
    void a_flow_that_stripe_refuses_for_this_subscription_is_no_outage(PortalFlow flow) {
        trial.stripe
                .test()
                .changeSubscription(
                        Trial.SUBSCRIPTION, json -> json.put("schedule", "sub_sched_FAKE1"));

        assertThat(open(flow, null)).isEqualTo(new Asked.Got<>(new PortalOutcome.FlowRefused()));
        assertThat(answer(open(PortalFlow.PAYMENT_METHOD_UPDATE, null)))
                .isInstanceOf(OpenedSession.class);
        assertThat(answer(open(null, null))).isInstanceOf(OpenedSession.class);
    }

    @ParameterizedTest
    @CsvSource({
        "de, de",
        "en-gb, en-GB",
        "zh-TW, zh-TW",
        "tlh, ",
        "'', ",
        "../x, ",
    })
    void a_locale_is_written_as_the_portal_writes_it_or_left_out(
            String asked, @Nullable String written) {
        assertThat(answer(open(null, asked))).isInstanceOf(OpenedSession.class);
        assertThat(sent().get("locale")).isEqualTo(written);
    }

    @Test
    void a_customer_that_stripe_never_heard_of_is_gone() {
        assertThat(
                        trial.provider.createPortalSession(
                                Trial.request(Mode.TEST, "cus_FAKEnobody", PortalWish.NONE)))
                .isInstanceOf(Asked.CustomerGone.class);
    }

    @Test
    void a_customer_that_was_deleted_is_gone() {
        trial.stripe.test().deleteCustomer(Trial.CUSTOMER);
        assertThat(trial.open()).isInstanceOf(Asked.CustomerGone.class);
    }

    @Test
    void a_customer_that_exists_in_the_other_mode_is_a_mode_mismatch_and_not_gone() {
        trial.stripe.live().addCustomer("cus_FAKElive");
        Asked<PortalOutcome> outcome =
                trial.provider.createPortalSession(
                        Trial.request(Mode.TEST, "cus_FAKElive", PortalWish.NONE));
        assertThat(kind(outcome)).isEqualTo(Kind.MODE_MISMATCH);
    }

    private Asked<PortalOutcome> open(@Nullable PortalFlow flow, @Nullable String locale) {
        return trial.provider.createPortalSession(
                Trial.request(Mode.TEST, new PortalWish(flow, locale)));
    }

    private Map<String, String> sent() {
        return trial.stripe.seen(Trial.CREATE_SESSION).getLast().params();
    }

    private String configuration() {
        return trial.stripe.test().configurations().getFirst().get("id").asString();
    }

    private static Kind kind(Asked<PortalOutcome> outcome) {
        return why(outcome).kind();
    }
}
