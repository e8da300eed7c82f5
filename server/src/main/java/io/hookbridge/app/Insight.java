package io.hookbridge.app;

import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.http.Route;
import io.hookbridge.insight.log.LogRoutes;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.FoldCounts;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.insight.metric.LedgerGauges;
import io.hookbridge.insight.metric.MetricRoutes;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.insight.series.SeriesRoutes;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What can be seen of messages, and the background work for it. */
final class Insight {

    private static final Duration FOLD = Duration.ofSeconds(1);

    private final FoldCounts fold;
    private final Ledger ledger;
    private final List<Route> routes = new ArrayList<>();
    private final List<RunUntilStopped> loops = new ArrayList<>();

    private Insight(Core core) {
        Jdbi jdbi = core.storage.database().jdbi();
        fold = new FoldCounts(jdbi);
        ledger = new Ledger(jdbi);
        new LedgerGauges(ledger, System::nanoTime).bindTo(core.meters);
        ReadCounts counts = new ReadCounts(jdbi, core.clock);
        routes.addAll(new LogRoutes(new MessageLog(jdbi)).routes());
        routes.addAll(new MetricRoutes(counts).routes());
        routes.addAll(new SeriesRoutes(counts).routes());
    }

    static Insight of(Core core) {
        return new Insight(core);
    }

    /** Begins the background work; every node may do it. */
    void start() {
        loops.add(RunUntilStopped.start("counts", FOLD, fold::step));
    }

    void stop() {
        loops.forEach(RunUntilStopped::stop);
    }

    /** Of the operator's port. */
    List<Route> adminRoutes() {
        return new LedgerRoutes(ledger).routes();
    }

    /** Of the API. */
    List<Route> routes() {
        return List.copyOf(routes);
    }
}
