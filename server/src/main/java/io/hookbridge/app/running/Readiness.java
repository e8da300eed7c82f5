package io.hookbridge.app.running;

import io.hookbridge.billing.BillingProvider;
import io.hookbridge.billing.ProviderHealth;
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
    private volatile boolean stopping;

    /**
     * @param billingState more facts about billing, by name; asked only while the database answers
     */
    public Readiness(
            Database database,
            BillingProvider billing,
            Supplier<Map<String, Object>> billingState) {
        this.database = database;
        this.billing = billing;
        this.billingState = billingState;
    }

    /** From now on the decision is {@link Decision#STOPPING}. */
    public void stopping() {
        stopping = true;
    }

    /** The decision alone, which is no secret. */
    public Decision decision() {
        return decision(database.answers());
    }

    private Decision decision(boolean databaseAnswers) {
        if (stopping) {
            return Decision.STOPPING;
        }
        return databaseAnswers ? Decision.READY : Decision.NOT_READY;
    }

    /**
     * The decision with what an operator wants to know beside it.
     *
     * @param facts members of a JSON object, in order; nothing secret
     */
    public record Page(Decision decision, Map<String, Object> facts) {}

    /** Everything there is to tell; asks the database for some of it. */
    public Page page() {
        boolean databaseAnswers = database.answers();
        Decision decision = decision(databaseAnswers);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("status", decision.words());
        facts.put("database", databaseAnswers ? "ok" : "unreachable");
        facts.put("billing", billingFacts(databaseAnswers));
        return new Page(decision, facts);
    }

    private Map<String, Object> billingFacts(boolean databaseAnswers) {
        ProviderHealth provider = billing.health();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("provider", billing.name());
        facts.put("status", provider.ready() ? "ok" : "degraded");
        facts.putAll(new TreeMap<>(provider.details()));
        if (databaseAnswers) {
            facts.putAll(billingState.get());
        }
        return facts;
    }
}
