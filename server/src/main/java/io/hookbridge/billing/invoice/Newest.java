package io.hookbridge.billing.invoice;

import io.hookbridge.billing.provider.Invoice;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The newest invoices of a customer, without a gap from the newest on.
 *
 * @param hasMore whether there are older ones
 * @param asOf when the provider was asked
 */
record Newest(List<Invoice> invoices, boolean hasMore, Instant asOf) {

    /** A part of them, and whether older ones follow. */
    record Page(List<Invoice> invoices, boolean hasMore) {}

    Newest {
        invoices = List.copyOf(invoices);
    }

    /** The page exactly as the provider would answer it; empty if that takes invoices not here. */
    Optional<Page> page(int limit, @Nullable String startingAfter) {
        return known(limit, startingAfter)
                .filter(page -> !hasMore || page.invoices().size() == limit);
    }

    /** As much of the page as is here; empty if that is nothing, although there is something. */
    Optional<Page> known(int limit, @Nullable String startingAfter) {
        int start = startingAfter == null ? 0 : positionOf(startingAfter) + 1;
        if (startingAfter != null && start == 0) {
            return Optional.empty();
        }
        int end = Math.min(invoices.size(), start + limit);
        if (start == end && hasMore) {
            return Optional.empty();
        }
        return Optional.of(
                new Page(invoices.subList(start, end), hasMore || end < invoices.size()));
    }

    private int positionOf(String id) {
        for (int i = 0; i < invoices.size(); i++) {
            if (invoices.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
