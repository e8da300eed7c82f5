package io.hookbridge.billing.overage;

import io.hookbridge.access.Actor;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.overage.OverageStore.ClosedHour;
import io.hookbridge.billing.overage.OverageStore.Open;
import io.hookbridge.billing.provider.Asked;
import io.hookbridge.billing.provider.BillingBook;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.OverageReport;
import io.hookbridge.billing.provider.Unavailability;
import io.hookbridge.billing.provider.Unavailability.Kind;
import io.hookbridge.billing.sync.Backoff;
import io.hookbridge.billing.sync.BillingAlerts;
import io.hookbridge.billing.sync.Steps;
import io.hookbridge.db.Lease;
import io.hookbridge.tenant.audit.AuditEvent;
import io.hookbridge.tenant.audit.AuditScope;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes hours that are over to the provider's meter; each of them once. */
public final class ReportOverage {

    /** After the end of an hour, until every message of it is counted for certain. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    /**
     * The provider tells a repetition for 24 hours from when it had the report; we stop earlier.
     */
    private static final Duration SAFE_TO_REPEAT = Duration.ofHours(23);

    /** The provider takes no usage that is older than 35 days. */
    private static final Duration TAKEN_FOR = Duration.ofDays(34);

    /** How far back an ordinary step looks for hours without a report; the first looks at all. */
    private static final Duration USUAL_LOOK_BACK = Duration.ofHours(6);

    private static final Duration BETWEEN_FULL_LOOKS = Duration.ofHours(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int BATCH = 50;

    /** With these, nothing has reached the meter. */
    private static final Set<Kind> NOT_SENT =
            EnumSet.of(
                    Kind.NOT_CONFIGURED,
                    Kind.MODE_MISMATCH,
                    Kind.ACCOUNT_UNKNOWN,
                    Kind.BREAKER_OPEN);

    private static final Actor REPORTER = new Actor(Actor.Kind.SYSTEM, "billing_overage");

    private final BillingProvider provider;
    private final OverageStore store;
    private final BillingAlerts alerts;
    private final MeterRegistry meters;
    private final Lease lease;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final String meter;
    private final Steps steps;
    private Instant fullLookDue = Instant.EPOCH;

    /** Whether this step found that the meter cannot be read. */
    private boolean meterAway;

    /**
     * @param meter the name under which the provider counts
     * @param lease of all background work with the provider
     */
    public ReportOverage(
            BillingProvider provider,
            BillingAlerts alerts,
            MeterRegistry meters,
            Lease lease,
            Jdbi jdbi,
            Uuid7 ids,
            InstantSource clock,
            String meter,
            Steps steps) {
        this.provider = provider;
        this.store = new OverageStore(jdbi);
        this.alerts = alerts;
        this.meters = meters;
        this.lease = lease;
        this.ids = ids;
        this.clock = clock;
        this.meter = meter;
        this.steps = steps;
    }

    /** Makes reports of the hours that are over and sends some of those that are due. */
    public synchronized void step() {
        Optional<Mode> mode = billedMode();
        if (mode.isEmpty() || !lease.hold()) {
            return;
        }
        meterAway = false;
        openReports(BillingBook.of(mode.get()));
        for (Open report : store.due(BillingBook.of(mode.get()), clock.instant(), BATCH)) {
            if (!lease.hold() || !sent(mode.get(), report)) {
                return;
            }
        }
    }

    /**
     * Only live messages are ever overage. They are billed where the live subscriptions are: in the
     * provider's live mode, and in its test mode where it serves only that.
     */
    private Optional<Mode> billedMode() {
        return List.of(Mode.LIVE, Mode.TEST).stream().filter(provider::serves).findFirst();
    }

    private void openReports(BillingBook book) {
        Instant now = clock.instant();
        Instant before = now.minus(GRACE).truncatedTo(ChronoUnit.HOURS);
        boolean full = !now.isBefore(fullLookDue);
        Instant from = now.minus(full ? TAKEN_FOR : USUAL_LOOK_BACK);
        List<ClosedHour> found;
        do {
            found = store.unreported(book, from, before, BATCH);
            store.add(book, found, now);
            steps.reached("overage opened");
        } while (found.size() == BATCH);
        if (full) {
            fullLookDue = now.plus(BETWEEN_FULL_LOOKS);
        }
    }

    /** False if nothing can be sent now, whatever it is. */
    private boolean sent(Mode mode, Open report) {
        Instant now = clock.instant();
        if (report.hour().isBefore(now.minus(TAKEN_FOR))) {
            leave(report, "expired", BillingAlerts.Kind.OVERAGE_EXPIRED);
            return true;
        }
        if (report.customerGone()) {
            hold(report);
            return true;
        }
        Instant first = report.firstSentAt();
        if (first == null || first.isAfter(now.minus(SAFE_TO_REPEAT))) {
            return send(mode, report, first == null ? now : first);
        }
        if (meterAway) {
            store.postpone(report, 0, nextTry(report));
            return true;
        }
        return switch (provider.overageTotal(request(mode, report))) {
            case Asked.CustomerGone _ -> {
                hold(report);
                yield true;
            }
            case Asked.Unavailable(Unavailability why) -> {
                store.postpone(report, why.kind() == Kind.BREAKER_OPEN ? 0 : 1, nextTry(report));
                // A key may be good for sending only, so what needs no check does not wait.
                meterAway = why.isOutage();
                yield why.kind() != Kind.RATE_LIMITED;
            }
            case Asked.Got(BigDecimal there) -> {
                if (there.signum() == 0) {
                    yield send(mode, report, now);
                }
                if (there.compareTo(BigDecimal.valueOf(report.messages())) == 0) {
                    arrived(report);
                } else {
                    leave(report, "unclear", BillingAlerts.Kind.OVERAGE_UNCLEAR);
                }
                yield true;
            }
        };
    }

    private boolean send(Mode mode, Open report, Instant firstSentAt) {
        steps.reached("overage chosen");
        store.sending(report, firstSentAt, nextTry(report));
        steps.reached("overage noted");
        Asked<OverageReport> outcome = provider.reportOverage(request(mode, report));
        steps.reached("overage sent");
        return switch (outcome) {
            case Asked.Got _ -> {
                arrived(report);
                yield true;
            }
            case Asked.CustomerGone _ -> {
                hold(report);
                yield true;
            }
            case Asked.Unavailable(Unavailability why) -> {
                count("unavailable");
                if (NOT_SENT.contains(why.kind())) {
                    store.notSent(report);
                }
                yield !why.isOutage();
            }
        };
    }

    private OverageReport request(Mode mode, Open report) {
        return new OverageReport(
                mode,
                meter,
                report.customer(),
                report.hour(),
                report.messages(),
                report.identifier(),
                report.tries() + 1);
    }

    private Instant nextTry(Open report) {
        return clock.instant()
                .plus(Backoff.after(report.tries() + 5, LONGEST_WAIT, report.customer()));
    }

    /** The provider takes usage for a subscription that has ended, but hardly bills it. */
    private void arrived(Open report) {
        if (report.subscriptionEnded()) {
            leave(report, "ended", BillingAlerts.Kind.OVERAGE_ENDED);
            return;
        }
        store.confirm(report);
        count("confirmed");
    }

    /** A customer that is gone cannot be billed; it may come back when a person mends the link. */
    private void hold(Open report) {
        store.postpone(report, 0, clock.instant().plus(LONGEST_WAIT));
        if (report.held()) {
            store.holdOn(report);
        } else {
            leave(report, "held", BillingAlerts.Kind.OVERAGE_HELD);
        }
    }

    private void leave(Open report, String state, BillingAlerts.Kind alert) {
        store.leave(
                report,
                state,
                new AuditEvent(
                        ids.next(),
                        AuditScope.of(report.tenant(), report.book().mode()),
                        clock.instant(),
                        REPORTER,
                        "overage.left_to_a_person",
                        report.identifier(),
                        state,
                        null,
                        report.messages() + " messages"));
        alerts.raise(alert, report.tenant());
        count(state);
    }

    private void count(String outcome) {
        meters.counter("hookbridge.billing.overage", "outcome", outcome).increment();
    }
}
