package io.hookbridge.billing.builtin;

import static io.hookbridge.billing.builtin.BuiltinBilling.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.base.SecretToken;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.OpenedSession;
import io.hookbridge.billing.provider.PortalFlow;
import io.hookbridge.billing.provider.PortalOutcome;
import io.hookbridge.billing.provider.PortalWish;
import io.hookbridge.tenant.audit.AuditEvent;

import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@Tag("database")
class PageAccessTest {

    private static final String RETURN_URL = "https://app.example.com/settings";

    private final BuiltinBilling billing = new BuiltinBilling();
    private final TenantId tenant = billing.subscriber("Acme", "pro");

    @AfterEach
    void close() {
        billing.close();
    }

    @Test
    void a_portal_session_is_a_link_on_this_server_and_an_id_that_grants_nothing() {
        OpenedSession session =
                billing.portal(
                        URI.create("https://hooks.example.com"), live(tenant), RETURN_URL, null);

        assertThat(session.url())
                .matches("https://hooks\\.example\\.com/billing/live/portal/[A-Za-z0-9_-]{43}");
        assertThat(session.id()).matches("bps_[0-9a-f]{32}");
        assertThat(session.toString()).doesNotContain(session.url());
    }

    @Test
    void a_link_opens_once_and_lets_this_browser_in_for_an_hour() {
        SecretToken link = link(PortalFlow.SUBSCRIPTION_CANCEL);

        PageAccess.Opened opened =
                billing.access.open(Entrance.portal(Mode.LIVE), link, "req_1").orElseThrow();

        assertThat(opened.flow()).isEqualTo(PortalFlow.SUBSCRIPTION_CANCEL);
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), link, "req_2")).isEmpty();
        assertThat(billing.access.session(Entrance.portal(Mode.LIVE), opened.cookie()))
                .hasValueSatisfying(session -> {
                    assertThat(session.tenant()).isEqualTo(tenant);
                    assertThat(session.returnUrl()).isEqualTo(RETURN_URL);
                });
        billing.later(Duration.ofHours(1).minusMillis(1));
        assertThat(billing.access.session(Entrance.portal(Mode.LIVE), opened.cookie())).isPresent();
        billing.later(Duration.ofMillis(1));
        assertThat(billing.access.session(Entrance.portal(Mode.LIVE), opened.cookie())).isEmpty();
    }

    @Test
    void the_link_itself_is_no_session() {
        SecretToken link = link(null);
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), link, "req_1")).isPresent();

        assertThat(billing.access.session(Entrance.portal(Mode.LIVE), link)).isEmpty();
    }

    @Test
    void a_link_cannot_be_opened_after_five_minutes() {
        SecretToken inTime = link(null);
        SecretToken tooLate = link(null);

        billing.later(Duration.ofMinutes(5).minusMillis(1));
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), inTime, "req_1")).isPresent();
        billing.later(Duration.ofMillis(1));
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), tooLate, "req_2")).isEmpty();
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), SecretToken.random(), "req_3"))
                .isEmpty();
    }

    @Test
    void of_many_browsers_that_open_a_link_at_once_one_gets_in() throws Exception {
        SecretToken link = link(null);

        List<Optional<PageAccess.Opened>> opened =
                BuiltinSubscriptionsTest.atOnce(
                        8, () -> billing.access.open(Entrance.portal(Mode.LIVE), link, "req_1"));

        assertThat(opened).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(billing.audit(tenant))
                .filteredOn(row -> row.startsWith("billing_portal.opened"))
                .hasSize(1);
    }

    @Test
    void opening_is_audited_under_the_name_of_the_portal_session() {
        OpenedSession session =
                billing.portal(URI.create("http://localhost:8080"), live(tenant), RETURN_URL, null);

        billing.access.open(Entrance.portal(Mode.LIVE), token(session), "req_1");

        assertThat(billing.audit(tenant))
                .last()
                .isEqualTo("billing_portal.opened portal_page " + session.id());
    }

    @Test
    void neither_a_link_nor_a_cookie_is_anywhere_in_the_database() {
        SecretToken link = link(null);
        SecretToken cookie =
                billing.access
                        .open(Entrance.portal(Mode.LIVE), link, "req_1")
                        .orElseThrow()
                        .cookie();

        String everything = everyRow();

        assertThat(everything).contains(RETURN_URL);
        assertThat(everything).doesNotContain(link.text()).doesNotContain(cookie.text());
    }

    @Test
    void what_has_expired_is_forgotten_and_the_rest_is_kept() {
        SecretToken first = link(null);
        SecretToken cookie =
                billing.access
                        .open(Entrance.portal(Mode.LIVE), first, "req_1")
                        .orElseThrow()
                        .cookie();
        billing.later(Duration.ofMinutes(5));
        SecretToken second = link(null);

        assertThat(billing.access.forgetExpired()).isEqualTo(1);
        assertThat(billing.access.session(Entrance.portal(Mode.LIVE), cookie)).isPresent();
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), second, "req_2")).isPresent();
        billing.later(Duration.ofHours(1));
        assertThat(billing.access.forgetExpired()).isEqualTo(3);
        assertThat(billing.access.forgetExpired()).isZero();
    }

    @Test
    void a_link_for_nobody_fails_alone() {
        Customer nobody = live(new TenantId(UUID.randomUUID()));
        PageAccess.Draft draft =
                billing.access.draftLink(nobody, RETURN_URL, null, BuiltinBilling.OPERATOR.actor());

        assertThat(draft.commit().with(billing.requested(nobody, draft.id().toString())))
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableThat()
                .withCauseInstanceOf(JdbiException.class);
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), link(null), "req_1"))
                .isPresent();
    }

    @Test
    void a_link_and_its_audit_row_are_stored_by_one_commit_or_not_at_all() {
        URI server = URI.create("http://localhost:8080");
        PortalOutcome.Drafted good =
                billing.draft(server, live(tenant), RETURN_URL, PortalWish.NONE);
        PortalOutcome.Drafted bad =
                billing.draft(server, live(tenant), RETURN_URL, PortalWish.NONE);
        AuditEvent row = billing.requested(live(tenant), good.session().id());

        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), token(good.session()), "req_1"))
                .isEmpty();
        assertThat(good.commit().with(row)).succeedsWithin(Duration.ofMinutes(1));
        // The same row cannot be stored twice.
        assertThat(bad.commit().with(row)).failsWithin(Duration.ofMinutes(1));

        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), token(bad.session()), "req_2"))
                .isEmpty();
        assertThat(billing.access.open(Entrance.portal(Mode.LIVE), token(good.session()), "req_3"))
                .isPresent();
        assertThat(billing.audit(tenant))
                .filteredOn(audited -> audited.startsWith("portal_session.requested"))
                .hasSize(1);
    }

    private SecretToken link(@Nullable PortalFlow flow) {
        return token(
                billing.portal(
                        URI.create("http://localhost:8080"), live(tenant), RETURN_URL, flow));
    }

    private static SecretToken token(OpenedSession session) {
        String url = session.url();
        return SecretToken.parse(url.substring(url.lastIndexOf('/') + 1)).orElseThrow();
    }

    /** All rows of all tables as text. */
    private String everyRow() {
        return billing.jdbi()
                .withHandle(handle ->
                        handle.createQuery(
                                        """
                                        SELECT string_agg(
                                                   query_to_xml(format('SELECT * FROM %I', table_name), true, false, '')::text, '')
                                          FROM information_schema.tables
                                         WHERE table_schema = 'public'
                                           AND table_type = 'BASE TABLE'
                                        """)
                                .mapTo(String.class)
                                .one());
    }
}
