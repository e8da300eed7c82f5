package io.hookbridge.app;

import io.hookbridge.base.Json;
import io.hookbridge.billing.BillingProvider;
import io.hookbridge.billing.ProviderHealth;
import io.hookbridge.db.Database;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The operator's pages, on a port of their own: is it alive, can it work, what did it do. */
final class AdminRoutes {

    private final Database database;
    private final BillingProvider billing;
    private final Supplier<Map<String, Object>> billingState;
    private final PrometheusMeterRegistry meters;
    private volatile boolean stopping;

    /**
     * @param billingState more facts about billing, by name; asked only while the database answers
     */
    AdminRoutes(
            Database database,
            BillingProvider billing,
            Supplier<Map<String, Object>> billingState,
            PrometheusMeterRegistry meters) {
        this.database = database;
        this.billing = billing;
        this.billingState = billingState;
        this.meters = meters;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/healthz", _ -> json(200, Map.of("status", "alive"))),
                Route.open("GET", "/readyz", this::ready),
                Route.open(
                        "GET",
                        "/metrics",
                        _ ->
                                Answer.text(
                                        200,
                                        "text/plain; version=0.0.4; charset=utf-8",
                                        meters.scrape())));
    }

    /** From now on {@code /readyz} says no, so that a load balancer sends nothing more. */
    void stopping() {
        stopping = true;
    }

    /** The decision alone. */
    boolean isReady() {
        return database.answers() && billing.health().ready() && !stopping;
    }

    private Answer ready(Call call) {
        boolean databaseAnswers = database.answers();
        ProviderHealth provider = billing.health();
        boolean ready = databaseAnswers && provider.ready() && !stopping;
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("status", stopping ? "stopping" : ready ? "ready" : "not ready");
        page.put("database", databaseAnswers ? "ok" : "unreachable");
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("provider", billing.name());
        details.put("status", provider.ready() ? "ok" : "unavailable");
        details.putAll(new TreeMap<>(provider.details()));
        if (databaseAnswers) {
            details.putAll(billingState.get());
        }
        page.put("billing", details);
        return json(ready ? 200 : 503, page);
    }

    private static Answer json(int status, Map<String, Object> page) {
        return Answer.text(
                status,
                "application/json",
                Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(page) + "\n");
    }
}
