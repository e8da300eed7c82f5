package io.hookbridge.app;

import io.hookbridge.app.config.Role;
import io.hookbridge.console.ConsoleRoutes;
import io.hookbridge.http.Route;
import io.hookbridge.insight.export.ExportRoutes;
import io.hookbridge.insight.export.Exports;
import io.hookbridge.insight.export.WriteExports;
import io.hookbridge.insight.log.FindMessages;
import io.hookbridge.insight.log.LogRoutes;
import io.hookbridge.insight.log.MessageListRoutes;
import io.hookbridge.insight.log.MessageLog;
import io.hookbridge.insight.metric.DueMessages;
import io.hookbridge.insight.metric.FoldCounts;
import io.hookbridge.insight.metric.Ledger;
import io.hookbridge.insight.metric.LedgerGauges;
import io.hookbridge.insight.metric.LedgerRoutes;
import io.hookbridge.insight.metric.MetricRoutes;
import io.hookbridge.insight.metric.OldestFetched;
import io.hookbridge.insight.metric.PullMetricRoutes;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.insight.metric.SeriesRoutes;
import io.hookbridge.message.MessageApi;

import org.jdbi.v3.core.Jdbi;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can be seen of messages, and the background work for it. */
final class Insight implements Part {

    private static final Duration FOLD = Duration.ofSeconds(1);
    private static final Duration EXPORT = Duration.ofMillis(500);
    private static final Duration CLEAR_EXPORTS = Duration.ofMinutes(1);

    private final FoldCounts fold;
    private final Ledger ledger;
    private final ReadCounts counts;
    private final Exports orders;
    private final WriteExports exports;
    private final List<Route> routes = new ArrayList<>();

    /**
     * @param publicUrl where clients reach this server, without a path
     */
    Insight(Core core, URI publicUrl) {
        Jdbi jdbi = core.storage.database().jdbi();
        fold = new FoldCounts(jdbi);
        Jdbi reading = core.storage.database().reading();
        ledger = new Ledger(reading);
        new LedgerGauges(
                        ledger,
                        new DueMessages(reading),
                        new OldestFetched(reading),
                        core.configuration.messages().lagObjective(),
                        core.clock,
                        System::nanoTime)
                .bindTo(core.meters);
        Jdbi read = core.reads.jdbi();
        counts = new ReadCounts(read, core.clock);
        orders = new Exports(jdbi, core.apiKeys, publicUrl, core.ids, core.clock);
        MessageLog log = new MessageLog(read);
        exports = new WriteExports(jdbi, core.reads, core.coldPayloads, core.clock);
        List<Route> lists = new ArrayList<>();
        for (MessageApi api : MessageApi.values()) {
            lists.addAll(new LogRoutes(api, log).routes());
            lists.addAll(new MessageListRoutes(api, new FindMessages(read, core.search)).routes());
            lists.addAll(new MetricRoutes(api, counts).routes());
            lists.addAll(new SeriesRoutes(api, counts).routes());
        }
        lists.addAll(new PullMetricRoutes(counts).routes());
        routes.addAll(new ReadFromReplica(core, publicUrl).api(lists));
        routes.addAll(new ExportRoutes(orders).routes());
    }

    /** What the console tells of messages in numbers. */
    ConsoleRoutes.Figures figures() {
        return new ConsoleRoutes.Figures(counts, orders);
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        return roles.contains(Role.API) ? List.copyOf(routes) : List.of();
    }

    @Override
    public List<Route> adminRoutes() {
        return new LedgerRoutes(ledger).routes();
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        return roles.contains(Role.JOBS)
                ? List.of(
                        new Loop("counts", FOLD, fold::step),
                        new Loop("exports", EXPORT, exports::step),
                        new Loop("exports-old", CLEAR_EXPORTS, exports::clear))
                : List.of();
    }
}
