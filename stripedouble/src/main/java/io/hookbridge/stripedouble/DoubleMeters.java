package io.hookbridge.stripedouble;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Meters of one account, and the usage that they took in; guarded by the account. */
public final class DoubleMeters {

    /** How long Stripe tells a repetition; it promises no more. */
    static final Duration TELLS_REPETITIONS = Duration.ofHours(24);

    private final DoubleAccount account;
    final Resources meters = new Resources("/v1/billing/meters");
    private final List<Usage> usages = new ArrayList<>();

    /** One usage that was taken in. */
    public record Usage(
            String eventName,
            String identifier,
            String customer,
            long value,
            Instant timestamp,
            Instant takenAt) {}

    DoubleMeters(DoubleAccount account) {
        this.account = account;
    }

    public void add(String id, String eventName) {
        synchronized (account) {
            ObjectNode meter = Json.object();
            meter.put("id", id);
            meter.put("object", "billing.meter");
            meter.put("created", account.now().getEpochSecond());
            meter.put("livemode", account.live);
            meter.put("display_name", eventName);
            meter.put("event_name", eventName);
            meter.put("status", "active");
            meter.putObject("default_aggregation").put("formula", "sum");
            ObjectNode mapping = meter.putObject("customer_mapping");
            mapping.put("type", "by_id");
            mapping.put("event_payload_key", "stripe_customer_id");
            meter.putObject("value_settings").put("event_payload_key", "value");
            meters.add(meter);
        }
    }

    /** Everything that was taken in, in order. */
    public List<Usage> usages() {
        synchronized (account) {
            return List.copyOf(usages);
        }
    }

    boolean isRepetition(String identifier) {
        Instant since = account.now().minus(TELLS_REPETITIONS);
        return usages.stream()
                .anyMatch(usage ->
                        usage.identifier().equals(identifier) && usage.takenAt().isAfter(since));
    }

    void take(Usage usage) {
        usages.add(usage);
    }
}
