package io.hookbridge.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.BillingTrial;
import io.hookbridge.billing.ScriptedProvider;
import io.hookbridge.billing.invoice.InvoiceResult.Listed;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Invoice;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.provider.Unavailability;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Where a list comes from: the provider, the last half minute, or what was last known. */
@Tag("database")
class InvoicesTest {

    private static final Unavailability DOWN =
            new Unavailability(Unavailability.Kind.UNREACHABLE, Duration.ofSeconds(3));

    private final BillingTrial trial = new BillingTrial();
    private final ScriptedProvider provider = new ScriptedProvider();
    private Invoices invoices = newNode();

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void a_tenant_without_a_customer_has_none_and_nobody_is_asked() {
        assertThat(list(12, null)).isEqualTo(new Listed(List.of(), false, null));
        assertThat(list(12, "in_FAKE1")).isEqualTo(new InvoiceResult.UnknownCursor());
        assertThat(provider.queries).isEmpty();
    }

    @Test
    void lists_are_repeated_for_half_a_minute_and_then_asked_for_again() {
        trial.link("cus_FAKE");
        has(3);

        assertThat(ids(list(12, null))).containsExactly("in_FAKE3", "in_FAKE2", "in_FAKE1");
        assertThat(ids(list(2, null))).containsExactly("in_FAKE3", "in_FAKE2");
        assertThat(((Listed) list(2, null)).hasMore()).isTrue();
        assertThat(ids(list(2, "in_FAKE2"))).containsExactly("in_FAKE1");
        assertThat(ids(list(2, "in_FAKE1"))).isEmpty();
        assertThat(provider.queries).hasSize(1);

        trial.later(Duration.ofSeconds(31));
        has(4);
        assertThat(ids(list(12, null))).startsWith("in_FAKE4");
    }

    @Test
    void what_lies_behind_the_newest_is_asked_for_each_time() {
        trial.link("cus_FAKE");
        has(50);

        Listed first = (Listed) list(12, null);
        assertThat(first.invoices()).hasSize(12);
        assertThat(first.hasMore()).isTrue();
        assertThat(ids(list(12, "in_FAKE36"))).startsWith("in_FAKE35");
        assertThat(ids(list(99, "in_FAKE50"))).hasSize(49);
        assertThat(ids(list(99, null))).hasSize(50);
        assertThat(provider.queries)
                .extracting(InvoiceQuery::limit, InvoiceQuery::startingAfter)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(20, null),
                        org.assertj.core.groups.Tuple.tuple(12, "in_FAKE36"),
                        org.assertj.core.groups.Tuple.tuple(99, "in_FAKE50"),
                        org.assertj.core.groups.Tuple.tuple(99, null));
    }

    @Test
    void during_an_outage_the_last_known_list_is_served_marked_and_without_links() {
        trial.link("cus_FAKE");
        has(3);
        Instant asOf = trial.clock.instant();
        Listed fresh = (Listed) list(12, null);
        assertThat(fresh.invoices().getFirst().hostedInvoiceUrl()).isNotNull();
        trial.later(Duration.ofHours(9));
        isDown();

        for (Invoices node : List.of(invoices, newNode())) {
            invoices = node;
            Listed stale = (Listed) list(2, null);
            assertThat(ids(stale)).containsExactly("in_FAKE3", "in_FAKE2");
            assertThat(stale.hasMore()).isTrue();
            assertThat(stale.staleSince()).isEqualTo(asOf);
            assertThat(stale.invoices())
                    .isEqualTo(
                            fresh.invoices().subList(0, 2).stream()
                                    .map(Invoice::withoutLinks)
                                    .toList());
            assertThat(ids(list(2, "in_FAKE2"))).containsExactly("in_FAKE1");
        }
    }

    @Test
    void what_was_never_known_is_unavailable_during_an_outage() {
        trial.link("cus_FAKE");
        isDown();
        assertThat(list(12, null)).isEqualTo(new InvoiceResult.Unavailable(DOWN));

        has(50);
        list(12, null);
        trial.later(Duration.ofHours(1));
        isDown();
        assertThat(list(12, "in_FAKE31")).isEqualTo(new InvoiceResult.Unavailable(DOWN));
        assertThat(ids(list(12, "in_FAKE33"))).containsExactly("in_FAKE32", "in_FAKE31");
        assertThat(ids(list(99, null))).hasSize(20);
    }

    @Test
    void nothing_that_is_kept_grants_access() {
        trial.link("cus_FAKE");
        has(3);
        list(12, null);

        String kept =
                trial.jdbi.withHandle(handle ->
                        handle.createQuery("SELECT invoices::text FROM last_known_invoices")
                                .mapTo(String.class)
                                .one());
        assertThat(kept).contains("in_FAKE3", "900").doesNotContain("http");
    }

    @Test
    void a_list_of_another_customer_is_not_shown_after_the_tenant_was_linked_anew() {
        trial.link("cus_FAKE");
        has(3);
        list(12, null);
        trial.jdbi.useHandle(handle ->
                handle.execute("UPDATE billing_customer SET external_id = 'cus_FAKEnew'"));
        isDown();

        assertThat(list(12, null)).isEqualTo(new InvoiceResult.Unavailable(DOWN));
    }

    @Test
    void an_older_answer_that_comes_late_does_not_replace_a_newer_one() {
        Customer customer = trial.link("cus_FAKE");
        LastKnownStore store = new LastKnownStore(trial.jdbi);
        Instant now = trial.clock.instant();

        store.save(customer, new Newest(some(3), false, now));
        store.save(customer, new Newest(some(2), false, now.minusSeconds(1)));

        assertThat(store.find(customer).orElseThrow().invoices()).hasSize(3);
    }

    @Test
    void a_customer_that_is_gone_is_looked_into_and_keeps_its_last_list() {
        Customer customer = trial.link("cus_FAKE");
        has(1);
        list(12, null);
        trial.later(Duration.ofMinutes(1));
        provider.invoices = query -> new Asked.CustomerGone<>();

        assertThat(ids(list(12, null))).containsExactly("in_FAKE1");
        assertThat(trial.doubted).containsExactly(customer);

        trial.subscriptions.setBroken(customer, true, BillingTrial.OPERATOR);
        int asked = provider.queries.size();
        assertThat(ids(list(12, null))).containsExactly("in_FAKE1");
        assertThat(provider.queries).hasSize(asked);
    }

    @Test
    void a_strangers_cursor_is_refused_by_the_provider() {
        trial.link("cus_FAKE");
        provider.invoices = query -> new Asked.Got<>(new InvoiceOutcome.UnknownCursor());

        assertThat(list(12, "in_FAKEstranger")).isEqualTo(new InvoiceResult.UnknownCursor());
    }

    @Test
    void a_provider_in_this_server_is_asked_each_time() {
        provider.local = true;
        trial.link("cus_FAKE");
        has(1);
        list(12, null);
        has(2);

        assertThat(ids(list(12, null))).hasSize(2);
    }

    @Test
    void the_other_mode_has_invoices_of_its_own() {
        trial.link("cus_FAKE");
        trial.subscriptions.link(
                new Customer(trial.tenant, BillingBook.LIVE, "cus_FAKElive", false),
                BillingTrial.OPERATOR);
        has(1);
        list(12, null);

        invoices.list(trial.tenant, Mode.LIVE, 12, null);

        assertThat(provider.queries)
                .extracting(query -> query.customer().externalId())
                .containsExactly("cus_FAKE", "cus_FAKElive");
    }

    private Invoices newNode() {
        return new Invoices(
                provider,
                trial.subscriptions,
                trial.doubted::add,
                trial.jdbi,
                trial.clock,
                trial::ticker);
    }

    private InvoiceResult list(int limit, @Nullable String startingAfter) {
        return invoices.list(trial.tenant, Mode.TEST, limit, startingAfter);
    }

    private static List<String> ids(InvoiceResult result) {
        return ((Listed) result).invoices().stream().map(Invoice::id).toList();
    }

    /** The provider has so many invoices and pages through them. */
    private void has(int count) {
        List<Invoice> all = some(count);
        provider.invoices =
                query -> {
                    int start =
                            query.startingAfter() == null
                                    ? 0
                                    : all.stream()
                                                    .map(Invoice::id)
                                                    .toList()
                                                    .indexOf(query.startingAfter())
                                            + 1;
                    int end = Math.min(all.size(), start + query.limit());
                    return new Asked.Got<>(
                            new InvoiceOutcome.Listed(all.subList(start, end), end < all.size()));
                };
    }

    private void isDown() {
        provider.invoices = query -> new Asked.Unavailable<>(DOWN);
    }

    private static List<Invoice> some(int count) {
        List<Invoice> all = new ArrayList<>();
        for (int i = count; i >= 1; i--) {
            Instant created = Instant.parse("2026-01-05T00:00:00Z").plus(Duration.ofDays(i));
            all.add(
                    new Invoice(
                            "in_FAKE" + i,
                            "paid",
                            900,
                            900,
                            "usd",
                            created,
                            created.plus(Duration.ofDays(30)),
                            created,
                            "https://pay.example.com/" + i,
                            "https://invoice.example.com/" + i,
                            List.of(new Invoice.Line("Pro", 900, 1))));
        }
        return all;
    }
}
