package io.hookbridge.billing.sync;

import io.hookbridge.base.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Locale;

/**
 * Tells an operator of what no program can put right: an error line, and the counter {@code
 * hookbridge.billing.alert} by kind.
 */
public final class BillingAlerts {

    private static final Logger log = LoggerFactory.getLogger(BillingAlerts.class);

    /** What there is to tell. */
    public enum Kind {
        UNKNOWN_STATUS(
                "the provider names a subscription status that this version does not know; the last known one holds"),
        UNKNOWN_PRICE(
                "a price that is paid names no plan, now or before; the subscription's last known plan holds, the free one if there is none; give the price a plan's lookup key"),
        SEVERAL_LIVE(
                "the customer has several live subscriptions; one counts, end the others at the provider"),
        CUSTOMER_GONE(
                "the provider does not know the customer any more; the link is kept, repair it"),
        METER_ERROR(
                "the provider refused usage that it had accepted before; look at its meter's errors"),
        MASS_CHANGE("a reconcile would take access from unusually many tenants and has stopped"),
        RECONCILE_INCOMPLETE(
                "a reconcile ended without some customers, which could not be fetched"),
        EVENTS_MISSED(
                "the provider's list of events does not reach back to where it was last read"),
        OVERAGE_HELD(
                "overage cannot be billed, because the provider does not know the customer any more or the tenant has another one; bill it by hand, unless that customer is there after all"),
        OVERAGE_ENDED(
                "overage was reported for a subscription that had ended; look whether its last invoice has it, and bill it by hand if not"),
        OVERAGE_EXPIRED(
                "overage was not reported within the time the provider takes it; bill it by hand"),
        OVERAGE_UNCLEAR(
                "the provider's meter shows another amount than was reported; compare by hand");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final MeterRegistry meters;

    public BillingAlerts(MeterRegistry meters) {
        this.meters = meters;
        for (Kind kind : Kind.values()) {
            // Present from the start, so that a rule on the first increase works.
            counter(kind);
        }
    }

    /**
     * @param tenant for the log only; null if it is about no single one
     */
    public void raise(Kind kind, @Nullable TenantId tenant) {
        counter(kind).increment();
        log.error("billing: {}; tenant={}", kind.sentence, tenant == null ? "-" : tenant);
    }

    private Counter counter(Kind kind) {
        return Counter.builder("hookbridge.billing.alert")
                .description("Alerts of billing that a person should look at")
                .tag("kind", kind.word())
                .register(meters);
    }
}
