package io.hookbridge.app;

import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.db.Lease;
import io.hookbridge.http.Route;
import io.hookbridge.insight.export.ExportRoutes;
import io.hookbridge.insight.export.Exports;
import io.hookbridge.insight.export.WriteExports;
import io.hookbridge.insight.log.FindMessages;
import io.hookbridge.insight.log.LogRoutes;
import io.hookbridge.insight.log.MessageListRoutes;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.FoldCounts;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.insight.metric.LedgerGauges;
import io.hookbridge.insight.metric.MetricRoutes;
import io.hookbridge.insight.metric.OldestDue;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.insight.metric.SeriesRoutes;
import io.hookbridge.message.retention.Retention;

import org.jdbi.v3.core.Jdbi;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What can be seen of messages, how long it is kept, and the background work for both. */
final class Insight {

    private static final Duration FOLD = Duration.ofSeconds(1);
    private static final Duration EXPORT = Duration.ofMillis(500);
    private static final Duration CLEAR_EXPORTS = Duration.ofMinutes(1);
    private static final Duration RETENTION = Duration.ofMinutes(10);

    /** Longer than the longest statement of the work that it is for. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final FoldCounts fold;
    private final Ledger ledger;
    private final WriteExports exports;
    private final Lease lease;
    private final Retention retention;
    private final List<Route> routes = new ArrayList<>();
    private final List<RunUntilStopped> loops = new ArrayList<>();

    private Insight(Core core, URI publicUrl) {
        Jdbi jdbi = core.storage.database().jdbi();
        fold = new FoldCounts(jdbi);
        ledger = new Ledger(jdbi);
        new LedgerGauges(ledger, new OldestDue(jdbi), core.clock, System::nanoTime)
                .bindTo(core.meters);
        ReadCounts counts = new ReadCounts(jdbi, core.clock);
        MessageLog log = new MessageLog(jdbi);
        exports = new WriteExports(jdbi, log, core.clock);
        lease = new Lease(jdbi, core.clock, "retention", core.ids.next(), LEASE);
        retention =
                new Retention(
                        jdbi,
                        lease,
                        core.clock,
                        core.plans.longestRetentionDays(),
                        core.configuration.historyDays());
        routes.addAll(new LogRoutes(log).routes());
        routes.addAll(new MessageListRoutes(new FindMessages(jdbi)).routes());
        routes.addAll(
                new ExportRoutes(new Exports(jdbi, core.apiKeys, publicUrl, core.ids, core.clock))
                        .routes());
        routes.addAll(new MetricRoutes(counts).routes());
        routes.addAll(new SeriesRoutes(counts).routes());
    }

    /**
     * @param publicUrl where clients reach this server, without a path
     */
    static Insight of(Core core, URI publicUrl) {
        return new Insight(core, publicUrl);
    }

    /** Makes room for the messages of the coming days; every node does it before it accepts any. */
    void prepare() {
        retention.prepare();
    }

    /** Begins the background work; every node may do it. */
    void start() {
        loops.add(RunUntilStopped.start("counts", FOLD, fold::step));
        loops.add(RunUntilStopped.start("exports", EXPORT, exports::step));
        loops.add(RunUntilStopped.start("exports-old", CLEAR_EXPORTS, exports::clear));
        loops.add(RunUntilStopped.start("retention", RETENTION, retention::step));
    }

    /** Ends the background work and lets another node have what one does alone. */
    void stop() {
        if (!loops.isEmpty()) {
            lease.giveUp();
        }
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
