package io.hookbridge.billing.builtin;

import static io.hookbridge.billing.Answers.opened;
import static io.hookbridge.billing.builtin.BuiltinBilling.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Interval;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.CheckoutOutcome;
import io.hookbridge.billing.provider.OpenedSession;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

@Tag("database")
class CheckoutLinksTest {

    private static final URI SERVER = URI.create("https://hooks.example.com");
    private static final String SUCCESS = "https://app.example.com/b?checkout=done";
    private static final String CANCEL = "https://app.example.com/b?checkout=canceled";
    private static final PlanChoice PRO = new PlanChoice("pro", Interval.MONTHLY);
    private static final PlanChoice STARTER = new PlanChoice("starter", Interval.ANNUAL);

    private final BuiltinBilling billing = new BuiltinBilling();
    private final TenantId acme = billing.tenant("Acme");

    @AfterEach
    void close() {
        billing.close();
    }

    @Test
    void a_link_opens_once_within_five_minutes_and_only_as_a_checkout() {
        SecretToken link = token(checkout(PRO));

        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), link, "req_1")).isEmpty();
        PageAccess.Opened opened =
                billing.access.open(Entrance.checkout(Mode.LIVE), link, "req_1").orElseThrow();
        assertThat(billing.access.open(Entrance.checkout(Mode.LIVE), link, "req_2")).isEmpty();
        assertThat(billing.access.session(Entrance.portal(Mode.LIVE), opened.cookie())).isEmpty();
        assertThat(billing.access.session(Entrance.checkout(Mode.LIVE), opened.cookie()))
                .hasValueSatisfying(session -> {
                    assertThat(session.tenant()).isEqualTo(acme);
                    assertThat(session.purchase()).isEqualTo(new Purchase(PRO, CANCEL));
                    assertThat(session.returnUrl()).isEqualTo(SUCCESS);
                });

        SecretToken late = token(checkout(STARTER));
        billing.later(Duration.ofMinutes(5));
        assertThat(billing.access.open(Entrance.checkout(Mode.LIVE), late, "req_3")).isEmpty();
    }

    @Test
    void a_portal_link_is_no_checkout() {
        TenantId other = billing.subscriber("Other", "pro");
        String url = billing.portal(SERVER, live(other), SUCCESS, null).url();

        assertThat(billing.access.open(Entrance.checkout(Mode.LIVE), token(url), "req_1"))
                .isEmpty();
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), token(url), "req_1"))
                .isPresent();
    }

    @Test
    void the_same_choice_gets_the_same_link_until_it_is_opened_or_nearly_over() {
        OpenedSession first = checkout(PRO);
        assertThat(checkout(PRO)).isEqualTo(first);

        billing.later(Duration.ofMinutes(4));
        OpenedSession second = checkout(PRO);
        assertThat(second.id()).isNotEqualTo(first.id());

        billing.access.open(Entrance.checkout(Mode.LIVE), token(second), "req_1");
        assertThat(checkout(PRO).id()).isNotEqualTo(second.id());
    }

    @Test
    void another_choice_takes_back_the_link_before_and_the_page_it_opened() {
        OpenedSession pro = checkout(PRO);
        OpenedSession starter = checkout(STARTER);
        assertThat(billing.access.open(Entrance.checkout(Mode.LIVE), token(pro), "req_1"))
                .isEmpty();

        SecretToken page =
                billing.access
                        .open(Entrance.checkout(Mode.LIVE), token(starter), "req_1")
                        .orElseThrow()
                        .cookie();
        checkout(PRO);
        assertThat(billing.access.session(Entrance.checkout(Mode.LIVE), page)).isEmpty();
    }

    @Test
    void however_many_ask_at_once_there_is_one_link() throws Exception {
        billing.stored.linkFirst(
                BuiltinBilling.live(acme), BuiltinBilling.OPERATOR.actor(), "req_0");

        List<Asked<CheckoutOutcome>> outcomes =
                BuiltinSubscriptionsTest.atOnce(
                        8, () -> billing.checkout(SERVER, acme, PRO, SUCCESS, CANCEL));

        assertThat(outcomes.stream().distinct()).hasSize(1);
    }

    @Test
    void a_live_subscription_leaves_nothing_to_check_out() {
        TenantId subscribed = billing.subscriber("Other", "starter");

        assertThat(billing.checkout(SERVER, subscribed, PRO, SUCCESS, CANCEL))
                .isEqualTo(new Asked.Got<>(new CheckoutOutcome.AlreadySubscribed()));
    }

    @Test
    void neither_the_token_nor_the_link_is_in_the_database() {
        OpenedSession opened = checkout(PRO);

        Optional<String> row =
                billing.jdbi()
                        .withHandle(handle ->
                                handle.createQuery(
                                                """
                                                SELECT t::text || encode(sealed, 'escape')
                                                  FROM builtin_page_token AS t
                                                """)
                                        .mapTo(String.class)
                                        .findOne());
        assertThat(row.orElseThrow())
                .contains("pro", "monthly")
                .doesNotContain(token(opened).text());
    }

    @Test
    void opening_is_audited_under_the_name_of_the_session() {
        OpenedSession opened = checkout(PRO);
        billing.access.open(Entrance.checkout(Mode.LIVE), token(opened), "req_1");

        assertThat(billing.audit(acme))
                .contains("checkout_session.opened portal_page " + opened.id());
    }

    private OpenedSession checkout(PlanChoice choice) {
        return opened(billing.checkout(SERVER, acme, choice, SUCCESS, CANCEL));
    }

    private static SecretToken token(OpenedSession opened) {
        return token(opened.url());
    }

    private static SecretToken token(String url) {
        return SecretToken.parse(url.substring(url.lastIndexOf('/') + 1)).orElseThrow();
    }
}
