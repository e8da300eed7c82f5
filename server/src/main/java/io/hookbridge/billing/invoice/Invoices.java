package io.hookbridge.billing.invoice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.hookbridge.base.Mode;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Ticker;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.InvoiceOutcome;
import io.hookbridge.billing.provider.InvoiceQuery;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.subscription.BillingRecord;
import io.hookbridge.billing.subscription.Subscriptions;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lists a tenant's invoices, also while the provider is away. Safe for use by many threads. */
public final class Invoices {

    /** The most invoices on one page. */
    public static final int MOST = 99;

    private static final Duration KEEP = Duration.ofSeconds(30);

    /** In all cached lists together; one takes about a kilobyte. */
    private static final long MOST_CACHED = 50_000;

    /** The newest are asked for in this number at least, so that the last known list is of use. */
    private static final int NEWEST = 20;

    private static final Duration REPAIR = Duration.ofMinutes(1);

    private final BillingProvider provider;
    private final Subscriptions subscriptions;
    private final Consumer<Customer> doubt;
    private final LastKnownStore lastKnown;
    private final InstantSource clock;
    private final Cache<Customer, Newest> cache;

    /**
     * @param doubt told of a customer whom the provider no longer knows: asks again in its turn and
     *     keeps the answer
     */
    public Invoices(
            BillingProvider provider,
            Subscriptions subscriptions,
            Consumer<Customer> doubt,
            Jdbi jdbi,
            InstantSource clock,
            Ticker ticker) {
        this.provider = provider;
        this.subscriptions = subscriptions;
        this.doubt = doubt;
        this.lastKnown = new LastKnownStore(jdbi);
        this.clock = clock;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(MOST_CACHED)
                        .weigher((Customer _, Newest newest) -> newest.invoices().size() + 1)
                        .ticker(ticker::nanos)
                        .expireAfterWrite(KEEP)
                        .build();
    }

    /**
     * One page, the newest first; empty for a tenant that never had a customer. What a provider
     * elsewhere said is repeated for up to half a minute.
     *
     * @param limit 1 to {@link #MOST}
     * @param startingAfter the last invoice of the page before, not trusted; null for the first
     *     page
     */
    public InvoiceResult list(
            TenantId tenant, Mode mode, int limit, @Nullable String startingAfter) {
        Optional<Customer> customer =
                subscriptions.find(tenant, provider.bookFor(mode)).map(BillingRecord::customer);
        if (customer.isEmpty()) {
            return startingAfter == null
                    ? new InvoiceResult.Listed(List.of(), false, null)
                    : new InvoiceResult.UnknownCursor();
        }
        InvoiceQuery query = new InvoiceQuery(customer.get(), mode, limit, startingAfter);
        if (provider.isLocal()) {
            return ask(query);
        }
        return Optional.ofNullable(cache.getIfPresent(query.customer()))
                .flatMap(newest -> newest.page(limit, startingAfter))
                .map(page -> listed(page, null))
                .orElseGet(() -> askElsewhere(query));
    }

    private InvoiceResult askElsewhere(InvoiceQuery query) {
        if (query.customer().broken()) {
            return lastKnown(query, gone());
        }
        return query.startingAfter() == null ? askForNewest(query) : ask(query);
    }

    private InvoiceResult askForNewest(InvoiceQuery query) {
        Instant now = clock.instant();
        InvoiceQuery atLeast =
                new InvoiceQuery(
                        query.customer(), query.mode(), Math.max(NEWEST, query.limit()), null);
        return answered(
                query,
                provider.listInvoices(atLeast),
                listed -> {
                    Newest newest = new Newest(listed.invoices(), listed.hasMore(), now);
                    cache.put(query.customer(), newest);
                    lastKnown.save(query.customer(), newest);
                    return listed(newest.page(query.limit(), null).orElseThrow(), null);
                });
    }

    private InvoiceResult ask(InvoiceQuery query) {
        return answered(
                query,
                provider.listInvoices(query),
                listed -> new InvoiceResult.Listed(listed.invoices(), listed.hasMore(), null));
    }

    private InvoiceResult answered(
            InvoiceQuery query,
            Asked<InvoiceOutcome> answer,
            Function<InvoiceOutcome.Listed, InvoiceResult> listed) {
        return switch (answer) {
            case Asked.Got(InvoiceOutcome.Listed list) -> listed.apply(list);
            case Asked.Got(InvoiceOutcome.UnknownCursor _) -> new InvoiceResult.UnknownCursor();
            case Asked.CustomerGone _ -> {
                doubt.accept(query.customer());
                yield lastKnown(query, gone());
            }
            case Asked.Unavailable(Unavailability why) -> lastKnown(query, why);
        };
    }

    private InvoiceResult lastKnown(InvoiceQuery query, Unavailability why) {
        Optional<Newest> newest = lastKnown.find(query.customer());
        return newest.flatMap(list -> list.known(query.limit(), query.startingAfter()))
                .map(page -> listed(page, newest.get().asOf()))
                .orElseGet(() -> new InvoiceResult.Unavailable(why));
    }

    private static InvoiceResult listed(Newest.Page page, @Nullable Instant staleSince) {
        return new InvoiceResult.Listed(page.invoices(), page.hasMore(), staleSince);
    }

    /** The provider has lost the customer; only a person can help. */
    private static Unavailability gone() {
        return new Unavailability(Unavailability.Kind.REQUEST_REFUSED, REPAIR);
    }
}
