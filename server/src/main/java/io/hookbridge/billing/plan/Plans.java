package io.hookbridge.billing.plan;

import io.hookbridge.retry.RetryPolicy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** All plans of this installation, in the order of the file. Immutable. */
public final class Plans {

    /**
     * The plan of a tenant without a subscription. It always exists and cannot be subscribed to.
     */
    public static final String FREE = "free";

    /** What a Stripe lookup key stands for. */
    public record Sold(Plan plan, Interval interval) {}

    private final Map<String, Plan> byName = new LinkedHashMap<>();
    private final Map<String, Sold> byLookupKey = new LinkedHashMap<>();
    private final Map<String, Integer> worth = new HashMap<>();
    private final Plan free;

    /**
     * @param plans with different names and lookup keys, one of them free
     */
    Plans(List<Plan> plans) {
        for (Plan plan : plans) {
            byName.put(plan.name(), plan);
            plan.stripeLookupKeys()
                    .forEach((interval, key) -> byLookupKey.put(key, new Sold(plan, interval)));
        }
        free = Objects.requireNonNull(byName.get(FREE), "no free plan");
        // A stable sort: of plans that allow the same, the later in the file is worth more.
        offered().stream()
                .sorted(Comparator.comparingLong(plan -> plan.limits().messagesPerMonth()))
                .forEach(plan -> worth.put(plan.name(), worth.size() + 1));
    }

    /** The plans that come with the server, for retries as they are where nobody chose others. */
    public static Plans shipped() {
        return shipped(RetryPolicy.DEFAULT);
    }

    /**
     * The plans that come with the server.
     *
     * @param retries which payloads must outlive
     * @throws InvalidPlans if those of a plan do not
     */
    public static Plans shipped(RetryPolicy retries) {
        try (InputStream resource = Plans.class.getResourceAsStream("plans.json")) {
            Objects.requireNonNull(resource, "plans.json is not in the jar");
            return parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8), retries);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads the content of a plans file.
     *
     * @param retries which payloads must outlive
     * @throws InvalidPlans with all mistakes at once
     */
    public static Plans parse(String json, RetryPolicy retries) {
        return new PlansFile(retries).read(json);
    }

    /** Every plan, the free one among them. */
    public List<Plan> all() {
        return List.copyOf(byName.values());
    }

    /** The most days that any plan keeps payloads. */
    public int longestRetentionDays() {
        return byName.values().stream()
                .mapToInt(plan -> plan.limits().retentionDays())
                .max()
                .orElseThrow();
    }

    /** The plans that a tenant may subscribe to: all but the free one. */
    public List<Plan> offered() {
        return byName.values().stream().filter(plan -> offers(plan.name())).toList();
    }

    /** Whether there is such a plan and a tenant may subscribe to it. */
    public boolean offers(String name) {
        return byName.containsKey(name) && !name.equals(FREE);
    }

    public Optional<Plan> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * What a plan is worth beside the others: more for one that allows more messages a month, and
     * for the later in the file of two that allow the same; 0 for the free plan and any other name.
     */
    public int worth(String name) {
        return worth.getOrDefault(name, 0);
    }

    /** The plan named so, or the free one: a plan may leave the file while a row still names it. */
    public Plan namedOrFree(String name) {
        return byName.getOrDefault(name, free);
    }

    /** What is sold at the Stripe price with this lookup key; empty if no plan claims it. */
    public Optional<Sold> forLookupKey(String lookupKey) {
        return Optional.ofNullable(byLookupKey.get(lookupKey));
    }

    public Plan free() {
        return free;
    }
}
