package io.hookbridge.billing.reconcile;

import io.hookbridge.base.Mode;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.EventPage;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.billing.sync.Inbox;
import io.hookbridge.billing.sync.Steps;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads the provider's list of events each hour, for those that were never sent to us. */
public final class ReadMissedEvents {

    private static final Duration EVERY = Duration.ofHours(1);

    /** Read again each time: clocks differ, and an event may enter the list late. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    /** The provider lists no older ones. */
    private static final Duration LISTED_FOR = Duration.ofDays(30);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

    private final BillingProvider provider;
    private final Inbox inbox;
    private final BillingAlerts alerts;
    private final EventListStore store;
    private final InstantSource clock;
    private final Steps steps;
    private final Map<Mode, Instant> notBefore = new EnumMap<>(Mode.class);

    public ReadMissedEvents(
            BillingProvider provider,
            Inbox inbox,
            BillingAlerts alerts,
            Jdbi jdbi,
            InstantSource clock,
            Steps steps) {
        this.provider = provider;
        this.inbox = inbox;
        this.alerts = alerts;
        this.store = new EventListStore(jdbi);
        this.clock = clock;
        this.steps = steps;
    }

    /** Reads the list if that is due; a list that could not be read to its end is read again. */
    public synchronized void step(Mode mode) {
        BillingBook book = BillingBook.of(mode);
        Instant now = clock.instant();
        Optional<Instant> readUntil = store.readUntil(book);
        if (now.isBefore(notBefore.getOrDefault(mode, Instant.EPOCH))
                || readUntil.filter(until -> until.plus(EVERY).isAfter(now)).isPresent()) {
            return;
        }
        Instant since = readUntil.orElse(now).minus(OVERLAP);
        Instant oldest = now.minus(LISTED_FOR);
        boolean missed = since.isBefore(oldest);
        if (isRead(mode, book, missed ? oldest : since)) {
            if (missed) {
                alerts.raise(BillingAlerts.Kind.EVENTS_MISSED, null);
            }
            store.save(book, now);
        } else {
            notBefore.put(mode, now.plus(PAUSE_AFTER_FAILURE));
        }
    }

    private boolean isRead(Mode mode, BillingBook book, Instant since) {
        Optional<String> after = Optional.empty();
        do {
            switch (provider.listEvents(mode, since, after.orElse(null))) {
                case Asked.CustomerGone _, Asked.Unavailable _ -> {
                    return false;
                }
                case Asked.Got(EventPage page) -> {
                    inbox.keep(book, page.events(), Inbox.Source.LIST);
                    steps.reached("events kept");
                    after = page.next();
                }
            }
        } while (after.isPresent());
        return true;
    }
}
