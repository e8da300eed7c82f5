package io.hookbridge.insight.metric;

import io.hookbridge.base.Json;
import io.hookbridge.base.ProjectId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.Route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code /ledger} of the operator's port, as JSON and as text for a terminal: that no message is
 * lost. With {@code ?project_id=…} the figures are those of one project.
 */
public final class LedgerRoutes {

    private final Ledger ledger;

    public LedgerRoutes(Ledger ledger) {
        this.ledger = ledger;
    }

    public List<Route> routes() {
        return List.of(
                Route.open("GET", "/ledger", this::json).query("project_id"),
                Route.open("GET", "/ledger.txt", this::text).query("project_id"));
    }

    private Answer json(Call call) {
        return Answer.text(
                200,
                "application/json",
                Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(figures(call))
                        + "\n");
    }

    private Answer text(Call call) {
        return Answer.text(
                200,
                "text/plain; charset=utf-8",
                figures(call).entrySet().stream()
                        .map(figure -> "%-10s %20d%n".formatted(figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining()));
    }

    private Map<String, Long> figures(Call call) {
        Figures figures =
                call.query("project_id")
                        .map(LedgerRoutes::project)
                        .map(ledger::read)
                        .orElseGet(ledger::read);
        Map<String, Long> page = new LinkedHashMap<>();
        page.put("accepted", figures.accepted());
        page.put("delivered", figures.delivered());
        page.put("dead", figures.dead());
        page.put("deleted", figures.deleted());
        page.put("pending", figures.pending());
        page.put("difference", figures.difference());
        return page;
    }

    private static ProjectId project(String text) {
        return ProjectId.parse(text)
                .orElseThrow(() -> ApiError.invalidRequest("project_id must be a project's id"));
    }
}
