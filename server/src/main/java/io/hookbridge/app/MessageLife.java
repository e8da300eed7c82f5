package io.hookbridge.app;

import io.hookbridge.access.Caller;
import io.hookbridge.app.config.Role;
import io.hookbridge.base.TargetId;
import io.hookbridge.console.deadletter.DeadLetterDesk;
import io.hookbridge.console.message.MessageDesk;
import io.hookbridge.console.message.SavedSearchStore;
import io.hookbridge.db.DatabaseClock;
import io.hookbridge.db.Lease;
import io.hookbridge.delivery.SentHeaders;
import io.hookbridge.http.Route;
import io.hookbridge.insight.log.EndpointUrlStore;
import io.hookbridge.insight.log.FindMessages;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.message.MadeFromStore;
import io.hookbridge.message.MessageApi;
import io.hookbridge.message.MessageRoutes;
import io.hookbridge.message.ReadMessages;
import io.hookbridge.message.action.DeletionRoutes;
import io.hookbridge.message.action.Deletions;
import io.hookbridge.message.action.PendingRetries;
import io.hookbridge.message.action.ReplayRoutes;
import io.hookbridge.message.action.Replays;
import io.hookbridge.message.bulk.BulkActions;
import io.hookbridge.message.bulk.BulkRoutes;
import io.hookbridge.message.bulk.DeadLetterRoutes;
import io.hookbridge.message.bulk.DeadLetters;
import io.hookbridge.message.cold.ColdGauges;
import io.hookbridge.message.cold.MovePayloads;
import io.hookbridge.message.retention.GiveUpMessages;
import io.hookbridge.message.retention.Retention;
import io.hookbridge.message.search.DropTasks;
import io.hookbridge.message.search.IndexPayloads;
import io.hookbridge.outbound.send.SendAnew;

import org.jdbi.v3.core.Jdbi;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What callers read of messages and do with them after they were sent, and how long these stay. */
final class MessageLife implements Part {

    private static final Duration LOOK_FOR_LEFTOVERS = Duration.ofSeconds(5);
    private static final Duration BULK_ACTIONS = Duration.ofSeconds(1);
    private static final Duration INDEX = Duration.ofSeconds(1);
    private static final Duration DROP = Duration.ofMinutes(1);
    private static final Duration RETENTION = Duration.ofMinutes(10);

    /** Longer than the longest statement of the work that it is for. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** Two that move at once only do work twice, and a node that has gone soon has a successor. */
    private static final Duration COLD_LEASE = Duration.ofSeconds(20);

    private final Core core;
    private final URI publicUrl;
    private final Jdbi jdbi;
    private final ReadMessages messages;
    private final Replays replays;
    private final PendingRetries retries;
    private final Deletions deletions;
    private final GiveUpMessages giveUp;
    private final BulkActions bulkActions;
    private final Lease lease;
    private final Retention retention;
    private final Lease coldLease;
    private final MovePayloads move;

    /**
     * @param due is told of targets that have messages to be delivered now
     * @param marked is told when messages were deleted that a node has in its hands
     */
    MessageLife(Core core, URI publicUrl, Consumer<TargetId> due, Runnable marked) {
        this.core = core;
        this.publicUrl = publicUrl;
        jdbi = core.storage.database().jdbi();
        messages =
                new ReadMessages(
                        core.storage.database().reading(),
                        SentHeaders::shown,
                        core.coldPayloads,
                        core.clock);
        replays = new Replays(jdbi, core.ids, core.clock, due);
        retries = new PendingRetries(jdbi, core.ids, core.clock, due);
        deletions = new Deletions(jdbi, core.ids, core.clock, System::nanoTime, marked);
        giveUp = new GiveUpMessages(jdbi);
        bulkActions = new BulkActions(jdbi, core.ids, core.clock, replays, deletions);
        lease = new Lease(jdbi, core.clock, "retention", core.server, LEASE);
        retention =
                new Retention(
                        jdbi,
                        lease,
                        DatabaseClock.of(jdbi),
                        core.plans.longestRetentionDays(),
                        core.configuration.messages().historyDays(),
                        core.configuration.messages().searchDays());
        coldLease = new Lease(jdbi, core.clock, "cold", core.server, COLD_LEASE);
        move =
                new MovePayloads(
                        jdbi,
                        core.storage.secrets(),
                        core.coldStorage,
                        core.configuration.messages().cold().rule(),
                        coldLease,
                        core.ids,
                        DatabaseClock.of(jdbi),
                        System::nanoTime,
                        core.meters);
        new ColdGauges(jdbi, core.coldStorage, System::nanoTime).bindTo(core.meters);
    }

    @Override
    public List<Route> routes(Set<Role> roles) {
        if (!roles.contains(Role.API)) {
            return List.of();
        }
        return Stream.concat(
                        Arrays.stream(MessageApi.values()).flatMap(this::routes),
                        new ReadFromReplica(core, publicUrl)
                                        .api(
                                                new DeadLetterRoutes(core.reads.jdbi(), replays)
                                                        .routes())
                                        .stream())
                .toList();
    }

    private Stream<Route> routes(MessageApi api) {
        return Stream.of(
                        new MessageRoutes(
                                        api,
                                        messages,
                                        this::showsBodies,
                                        publicUrl.toString().replaceFirst("/$", ""))
                                .routes(),
                        new ReplayRoutes(api, replays, retries).routes(),
                        new DeletionRoutes(api, deletions).routes(),
                        new BulkRoutes(api, bulkActions).routes())
                .flatMap(List::stream);
    }

    private boolean showsBodies(Caller caller) {
        return core.allowances.of(caller.tenant(), caller.mode()).plan().limits().responseBodies();
    }

    /**
     * What the console asks of messages.
     *
     * @param anew sends what is made from others
     */
    MessageDesk desk(SendAnew anew) {
        return new MessageDesk(
                new FindMessages(core.reads.jdbi(), core.search),
                messages,
                new ReadCounts(core.reads.jdbi(), core.clock),
                new EndpointUrlStore(jdbi),
                replays,
                retries,
                deletions,
                bulkActions,
                anew,
                new MadeFromStore(jdbi),
                new SavedSearchStore(jdbi, core.ids, core.clock),
                this::showsBodies,
                core.clock);
    }

    /** What it asks of dead letters. */
    DeadLetterDesk deadLetterDesk() {
        return new DeadLetterDesk(
                new DeadLetters(core.reads.jdbi(), core.clock),
                bulkActions,
                core.users,
                core.clock);
    }

    @Override
    public List<Loop> loops(Set<Role> roles) {
        if (!roles.contains(Role.JOBS)) {
            return List.of();
        }
        List<Loop> loops =
                new ArrayList<>(
                        List.of(
                                new Loop("message-actions", LOOK_FOR_LEFTOVERS, this::finish),
                                new Loop("bulk-actions", BULK_ACTIONS, bulkActions::step),
                                new Loop("retention", RETENTION, retention::step),
                                new Loop("cold", move.every(), move::step)));
        loops.add(
                core.search.isOn()
                        ? new Loop(
                                "search", INDEX, new IndexPayloads(jdbi, core.search.days())::step)
                        : new Loop("search-off", DROP, new DropTasks(jdbi, core.clock)::step));
        return loops;
    }

    /** Finishes what requests left behind. */
    private void finish() {
        giveUp.ofDeletedProjects(core.clock.instant());
    }

    /** Makes room for the messages of the coming days. */
    @Override
    public void prepare() {
        if (core.storage.isOwn()) {
            lease.takeAway();
            coldLease.takeAway();
        }
        retention.prepare();
    }

    @Override
    public void quiesce() {
        lease.giveUp();
        coldLease.giveUp();
    }
}
