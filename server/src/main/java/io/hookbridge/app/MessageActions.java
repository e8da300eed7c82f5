package io.hookbridge.app;

import io.hookbridge.base.RunUntilStopped;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageRoutes;
import io.hookbridge.message.action.DeletionRoutes;
import io.hookbridge.message.action.Deletions;
import io.hookbridge.message.action.ReplayRoutes;
import io.hookbridge.message.action.Replays;
import io.hookbridge.message.action.SettleDeleted;
import io.hookbridge.message.bulk.BulkActions;
import io.hookbridge.message.bulk.BulkRoutes;
import io.hookbridge.message.bulk.DeadLetterRoutes;
import io.hookbridge.message.retention.GiveUpMessages;

import org.jdbi.v3.core.Jdbi;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What callers read of messages and do with them after they were sent. */
final class MessageActions {

    private static final Duration LOOK_FOR_LEFTOVERS = Duration.ofSeconds(5);

    private final List<Route> routes = new ArrayList<>();
    private final InstantSource clock;
    private final SettleDeleted settleDeleted;
    private final GiveUpMessages giveUp;
    private final BulkActions bulkActions;

    /**
     * @param due is told of targets that have messages to be delivered now
     */
    MessageActions(Core core, URI publicUrl, Consumer<TargetId> due) {
        Jdbi jdbi = core.storage.database().jdbi();
        Replays replays = new Replays(jdbi, core.ids, core.clock, due);
        Deletions deletions = new Deletions(jdbi, core.ids, core.clock);
        clock = core.clock;
        settleDeleted = new SettleDeleted(jdbi, clock);
        giveUp = new GiveUpMessages(jdbi);
        bulkActions = new BulkActions(jdbi, core.ids, core.clock, replays, deletions);
        routes.addAll(
                new MessageRoutes(
                                jdbi,
                                tenant ->
                                        core.allowances.of(tenant).plan().limits().responseBodies(),
                                publicUrl.toString().replaceFirst("/$", ""),
                                clock)
                        .routes());
        routes.addAll(new ReplayRoutes(replays, jdbi, core.ids, core.clock, due).routes());
        routes.addAll(new DeletionRoutes(deletions).routes());
        routes.addAll(new BulkRoutes(bulkActions).routes());
        routes.addAll(new DeadLetterRoutes(jdbi, replays).routes());
    }

    List<Route> routes() {
        return routes;
    }

    /** Starts to finish what requests left behind. */
    RunUntilStopped startFinishing() {
        return RunUntilStopped.start(
                "message-actions",
                LOOK_FOR_LEFTOVERS,
                () -> {
                    settleDeleted.step();
                    giveUp.ofDeletedProjects(clock.instant());
                    bulkActions.step();
                });
    }
}
