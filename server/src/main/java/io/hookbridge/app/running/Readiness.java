package io.hookbridge.app.running;

import io.hookbridge.base.DatabaseTrouble;
import io.hookbridge.billing.provider.BillingProvider;
import io.hookbridge.billing.provider.ProviderHealth;
import io.hookbridge.db.Database;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Whether this node can do what every request needs, decided in one place for everybody who asks.
 *
 * <p>What only some requests need, such as the billing provider, is told and decides nothing: a
 * load balancer that drained every node for it would take everything down with it.
 */
public final class Readiness {

    /** The decision. */
    public enum Decision {
        READY(200),
        NOT_READY(503),
        /** On its way to an end: it finishes what runs and should get nothing more. */
        STOPPING(503);

        private final int status;

        Decision(int status) {
            this.status = status;
        }

        /** The HTTP status that tells it. */
        public int status() {
            return status;
        }

        /** The decision in words. */
        public String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private final Database database;
    private final BillingProvider billing;
    private final Supplier<Map<String, Object>> billingState;
    private final Warnings warnings;
    private volatile boolean stopping;

    /**
     * @param billingState more facts about billing, by name; asked only while the database works
     */
    public Readiness(
            Database database,
            BillingProvider billing,
            Supplier<Map<String, Object>> billingState,
            Warnings warnings) {
        this.database = database;
        this.billing = billing;
        this.billingState = billingState;
        this.warnings = warnings;
    }

    /** From now on the decision is {@link Decision#STOPPING}. */
    public void stopping() {
        stopping = true;
    }

    /**
     * Costs nothing and waits for nothing, so that strangers may ask as well; up to some seconds
     * old.
     */
    public Decision decision() {
        if (stopping) {
            return Decision.STOPPING;
        }
        return database.trouble().isPresent() ? Decision.NOT_READY : Decision.READY;
    }

    /**
     * The decision with what an operator wants to know beside it.
     *
     * @param facts members of a JSON object, in order; nothing secret
     */
    public record Page(Decision decision, Map<String, Object> facts) {}

    /** Everything there is to tell, as it is now; asks the database for it. */
    public Page page() {
        database.look();
        Decision decision = decision();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("status", decision.words());
        facts.put("database", database.trouble().map(DatabaseTrouble::word).orElse("ok"));
        facts.put("warnings", warnings.now());
        facts.put("billing", billingFacts());
        return new Page(decision, facts);
    }

    private Map<String, Object> billingFacts() {
        ProviderHealth provider = billing.health();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("provider", billing.name());
        facts.put("status", provider.ready() ? "ok" : "degraded");
        facts.putAll(new TreeMap<>(provider.details()));
        if (database.trouble().isEmpty()) {
            addBillingState(facts);
        }
        return facts;
    }

    private void addBillingState(Map<String, Object> facts) {
        try {
            facts.putAll(billingState.get());
        } catch (RuntimeException failure) {
            // The page has to be there when the database goes, too.
            if (!Database.isOutage(failure)) {
                throw failure;
            }
        }
    }
}
