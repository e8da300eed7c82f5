package io.hookbridge.app.running;

import io.hookbridge.base.Json;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Route;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.util.List;
import java.util.Map;

/** The operator's pages, on a port of their own: is it alive, can it work, what did it do. */
public final class AdminRoutes {

    private final Readiness readiness;
    private final PrometheusMeterRegistry meters;

    public AdminRoutes(Readiness readiness, PrometheusMeterRegistry meters) {
        this.readiness = readiness;
        this.meters = meters;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/healthz", _ -> json(200, Map.of("status", "alive"))),
                Route.open("GET", "/readyz", _ -> ready(readiness.page())),
                Route.open(
                        "GET",
                        "/metrics",
                        _ ->
                                Answer.text(
                                        200,
                                        "text/plain; version=0.0.4; charset=utf-8",
                                        meters.scrape())));
    }

    private static Answer ready(Readiness.Page page) {
        return json(page.decision().status(), page.facts());
    }

    private static Answer json(int status, Map<String, Object> page) {
        return Answer.text(
                status,
                "application/json",
                Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(page) + "\n");
    }
}
