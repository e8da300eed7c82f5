package io.hookbridge.message.bulk;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.Database;
import io.hookbridge.message.Requester;
import io.hookbridge.message.action.DeletionOutcome;
import io.hookbridge.message.action.Deletions;
import io.hookbridge.message.action.ReplayOutcome;
import io.hookbridge.message.action.ReplayRule;
import io.hookbridge.message.action.Replays;
import io.hookbridge.message.bulk.BulkAction.Failure;
import io.hookbridge.message.bulk.BulkAction.Kind;
import io.hookbridge.message.bulk.BulkAction.Progress;
import io.hookbridge.tenant.audit.AuditStore;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * Works through bulk actions: those of requests at once, those that were ordered and those of dead
 * servers in the background.
 */
public final class BulkActions {

    private static final Logger log = LoggerFactory.getLogger(BulkActions.class);

    /** The most messages in one transaction. */
    static final int AT_ONCE = 100;

    /** Much longer than one transaction takes. */
    static final Duration LEASE = Duration.ofSeconds(30);

    /** A paced action treats messages for so long at once. */
    private static final Duration PACE = Duration.ofSeconds(2);

    /** So many transactions for one action, then others have their turn. */
    static final int TURN = 10;

    /** An action that fails each time is given up: about a day, as each try has a lease. */
    static final int MOST_TRIES = (int) Duration.ofDays(1).dividedBy(LEASE);

    /** How long the row tells what was done. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final Uuid7 ids;
    private final InstantSource clock;
    private final Replays replays;
    private final Deletions deletions;

    public BulkActions(
            Jdbi jdbi, Uuid7 ids, InstantSource clock, Replays replays, Deletions deletions) {
        this.jdbi = jdbi;
        this.ids = ids;
        this.clock = clock;
        this.replays = replays;
        this.deletions = deletions;
    }

    /** The moment up to which a request means messages. */
    Instant now() {
        return clock.instant();
    }

    /** How many messages there are to be deleted or replayed, up to {@code most}. */
    public int count(Requester by, Selection selection, int most) {
        return jdbi.withHandle(handle ->
                SelectionStore.next(
                                handle,
                                by.environment(),
                                selection,
                                SelectionStore.start(selection, null),
                                most)
                        .size());
    }

    /**
     * How far a request came.
     *
     * @param failures those that cannot be replayed, the oldest first
     * @param next the message after which there are others; empty if there are none
     * @param interruption why it came no further; null if it did all
     */
    public record Worked(
            Progress progress,
            List<Failure> failures,
            Optional<UUID> next,
            @Nullable RuntimeException interruption) {}

    /** What a replay would do, without doing it. */
    public Worked preview(Requester by, Selection selection, int most, @Nullable UUID after) {
        ReplayRule rule = new ReplayRule(selection.statuses(), true);
        Tally tally = new Tally(Progress.NONE, most);
        UUID place = SelectionStore.start(selection, after);
        List<MessageId> page;
        do {
            page = next(by, selection, place, AT_ONCE);
            for (var outcome : replays.preview(by, page, rule).entrySet()) {
                if (!tally.isFull()) {
                    tally.add(outcome.getKey(), outcome.getValue());
                    place = outcome.getKey().value();
                }
            }
        } while (page.size() == AT_ONCE && !tally.isFull());
        return new Worked(
                tally.sum(now()), tally.failures(), following(by, selection, place), null);
    }

    private List<MessageId> next(Requester by, Selection selection, UUID place, int most) {
        return jdbi.withHandle(
                handle -> SelectionStore.next(handle, by.environment(), selection, place, most));
    }

    /** The place, if messages follow it. */
    private Optional<UUID> following(Requester by, Selection selection, UUID place) {
        return next(by, selection, place, 1).isEmpty() ? Optional.empty() : Optional.of(place);
    }

    /**
     * Does it. If something fails on the way, {@link #step} goes on later.
     *
     * @param after the message after which it begins; null for the oldest
     * @throws RuntimeException what kept a replay from doing anything, and nothing is done later
     *     either: whoever asks once more has each message delivered once
     */
    Worked run(Requester by, Kind kind, Selection selection, int most, @Nullable UUID after) {
        Instant now = clock.instant();
        BulkAction action = action(by, kind, selection, most, null, after, now);
        try {
            var _ = begin(action, now.plus(LEASE));
        } catch (RuntimeException failure) {
            if (kind == Kind.REPLAY) {
                stopIfThere(action, failure);
            }
            throw failure;
        }
        UUID id = action.id();
        Worked worked = work(id, Integer.MAX_VALUE);
        RuntimeException failure = worked.interruption();
        return kind == Kind.REPLAY && failure != null && worked.progress().equals(Progress.NONE)
                ? new Worked(withdraw(id, failure), List.of(), Optional.empty(), failure)
                : worked;
    }

    /** The commit may have taken place though nobody was told: whoever asked is told no. */
    private void stopIfThere(BulkAction action, RuntimeException failure) {
        try {
            var _ = halt(action.by(), action.id(), BulkAction.Halt.STOPPED);
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
    }

    /**
     * Ends an action that has done nothing, and fails with what kept it from that.
     *
     * @return how far it is if it has done something: the commit that failed was one
     */
    private Progress withdraw(UUID id, RuntimeException failure) {
        Progress progress;
        try {
            progress =
                    jdbi.inTransaction(handle -> {
                        BulkAction action = BulkStore.lock(handle, id);
                        if (action.progress().equals(Progress.NONE)) {
                            end(handle, action, clock.instant());
                        }
                        return action.progress();
                    });
        } catch (RuntimeException again) {
            // It is there and will be done, so this is no failure to whoever asked.
            failure.addSuppressed(again);
            return Progress.NONE;
        }
        if (progress.equals(Progress.NONE)) {
            throw failure;
        }
        return progress;
    }

    private void end(Handle handle, BulkAction action, Instant now) {
        BulkStore.halt(
                handle, action.by().environment(), action.id(), BulkAction.Halt.STOPPED, now);
        audit(handle, action, "failed", now);
    }

    /** Writes the row of an action. */
    UUID begin(Requester by, Kind kind, Selection selection, int most, @Nullable UUID after) {
        Instant now = clock.instant();
        return begin(action(by, kind, selection, most, null, after, now), now.plus(LEASE));
    }

    /**
     * Writes the row of an action that {@link #step} works through.
     *
     * @param perSecond how many messages in a second at the most; null for as fast as it goes
     * @param delay before it begins, so that it can be stopped before it has done anything
     */
    public UUID order(
            Requester by,
            Kind kind,
            Selection selection,
            int most,
            @Nullable Integer perSecond,
            Duration delay) {
        Instant now = clock.instant();
        return begin(action(by, kind, selection, most, perSecond, null, now), now.plus(delay));
    }

    private BulkAction action(
            Requester by,
            Kind kind,
            Selection selection,
            int most,
            @Nullable Integer perSecond,
            @Nullable UUID after,
            Instant now) {
        return new BulkAction(
                ids.next(),
                by,
                kind,
                selection,
                most,
                perSecond,
                now,
                SelectionStore.start(selection, after),
                Progress.NONE,
                null);
    }

    private UUID begin(BulkAction action, Instant leasedUntil) {
        jdbi.useTransaction(handle -> {
            BulkStore.insert(handle, action, leasedUntil);
            audit(handle, action, "started", action.createdAt());
        });
        return action.id();
    }

    /** The youngest actions of an environment, the youngest first. */
    public List<BulkAction> list(TenantId tenant, EnvironmentId environment, int most) {
        return jdbi.withHandle(handle -> BulkStore.list(handle, tenant, environment, most));
    }

    /** An action of an environment; empty if that has none with this id, or no more. */
    public Optional<BulkAction> find(TenantId tenant, EnvironmentId environment, UUID id) {
        return jdbi.withHandle(handle -> BulkStore.find(handle, tenant, environment, id));
    }

    /**
     * Has an action stop, or go on. What it is doing just now it finishes.
     *
     * @param halt null to go on
     * @return whether it was not so already, and not at its end
     */
    public boolean halt(Requester by, UUID id, BulkAction.@Nullable Halt halt) {
        Instant now = clock.instant();
        return jdbi.inTransaction(handle -> {
            boolean changed = BulkStore.halt(handle, by.environment(), id, halt, now);
            if (changed) {
                AuditStore.insert(
                        handle,
                        by.audit(
                                ids,
                                now,
                                switch (halt) {
                                    case null -> "bulk_action.resumed";
                                    case PAUSED -> "bulk_action.paused";
                                    case STOPPED -> "bulk_action.stopped";
                                },
                                id.toString(),
                                "done",
                                null));
            }
            return changed;
        });
    }

    /**
     * @param steps how many at the most
     */
    private Worked work(UUID id, int steps) {
        Progress progress = Progress.NONE;
        List<Failure> failures = new ArrayList<>();
        try {
            Step step;
            int left = steps;
            do {
                left--;
                step = goOn(id, left == 0);
                progress = step.action().progress();
                failures.addAll(step.failures());
                RuntimeException trouble = step.trouble();
                if (trouble != null) {
                    throw trouble;
                }
            } while (left > 0 && step.action().isRunning() && step.action().perSecond() == null);
            BulkAction action = step.action();
            return new Worked(
                    progress,
                    failures,
                    following(action.by(), action.selection(), action.place()),
                    null);
        } catch (RuntimeException failure) {
            if (!Database.isOutage(failure)) {
                log.warn("bulk action {} was interrupted", id, failure);
            }
            return new Worked(progress, failures, Optional.empty(), failure);
        }
    }

    /**
     * Some messages that were treated.
     *
     * @param action as it is now
     * @param failures those among them that cannot be replayed
     * @param trouble what went wrong after all that was stored; null for nothing
     */
    record Step(BulkAction action, List<Failure> failures, @Nullable RuntimeException trouble) {}

    /**
     * Treats the next messages.
     *
     * @param last whether it is another action's turn then
     */
    Step goOn(UUID id, boolean last) {
        List<ReplayOutcome> replayed = new ArrayList<>();
        Map<MessageId, DeletionOutcome> deleted = new HashMap<>();
        Step step =
                jdbi.inTransaction(handle -> {
                    BulkAction action = BulkStore.lock(handle, id);
                    if (!action.isRunning()) {
                        return new Step(action, List.of(), null);
                    }
                    Step next = treatSome(handle, action, replayed, deleted);
                    Instant now = clock.instant();
                    Duration lease = last ? Duration.ZERO : LEASE;
                    BulkStore.advance(
                            handle,
                            next.action(),
                            now.plus(action.perSecond() == null ? lease : PACE));
                    if (next.action().progress().finished()) {
                        audit(handle, next.action(), "done", now);
                    }
                    return next;
                });
        try {
            replays.wake(replayed);
            deletions.await(step.action().by().environment(), deleted);
            return step;
        } catch (RuntimeException trouble) {
            return new Step(step.action(), step.failures(), trouble);
        }
    }

    private Step treatSome(
            Handle handle,
            BulkAction action,
            Collection<ReplayOutcome> replayed,
            Map<MessageId, DeletionOutcome> deleted) {
        Tally tally = new Tally(action.progress(), action.most());
        int atOnce = atOnce(action);
        int wanted =
                switch (action.kind()) {
                    case REPLAY -> atOnce;
                    case DELETE -> Math.min(atOnce, tally.wanted());
                };
        List<MessageId> messages =
                SelectionStore.next(
                        handle,
                        action.by().environment(),
                        action.selection(),
                        action.place(),
                        wanted);
        UUID place = action.place();
        if (!messages.isEmpty()) {
            place =
                    switch (action.kind()) {
                        case REPLAY -> replay(handle, action, messages, tally, replayed);
                        case DELETE -> delete(handle, action, messages, tally, deleted);
                    };
        }
        boolean last =
                messages.size() < wanted
                        && (messages.isEmpty() || place.equals(messages.getLast().value()));
        return new Step(
                new BulkAction(
                        action.id(),
                        action.by(),
                        action.kind(),
                        action.selection(),
                        action.most(),
                        action.perSecond(),
                        action.createdAt(),
                        place,
                        tally.sum((last || tally.isFull()) ? clock.instant() : null),
                        null),
                tally.failures(),
                null);
    }

    private static int atOnce(BulkAction action) {
        Integer perSecond = action.perSecond();
        return perSecond == null
                ? AT_ONCE
                : Math.min(AT_ONCE, (int) (perSecond * PACE.toSeconds()));
    }

    private UUID replay(
            Handle handle,
            BulkAction action,
            List<MessageId> messages,
            Tally tally,
            Collection<ReplayOutcome> replayed) {
        ReplayRule rule = new ReplayRule(action.selection().statuses(), true);
        SequencedMap<MessageId, ReplayOutcome> outcomes =
                replays.replayFree(handle, action.by(), messages, rule, tally.wanted());
        outcomes.forEach(tally::add);
        replayed.addAll(outcomes.values());
        return outcomes.lastEntry().getKey().value();
    }

    private UUID delete(
            Handle handle,
            BulkAction action,
            List<MessageId> messages,
            Tally tally,
            Map<MessageId, DeletionOutcome> deleted) {
        SequencedMap<MessageId, DeletionOutcome> outcomes =
                deletions.deleteFree(handle, action.by(), messages, action.selection().statuses());
        outcomes.forEach(tally::add);
        deleted.putAll(outcomes);
        return outcomes.lastEntry().getKey().value();
    }

    private void audit(Handle handle, BulkAction action, String outcome, Instant now) {
        AuditStore.insert(
                handle,
                action.by()
                        .audit(
                                ids,
                                now,
                                action.kind() == Kind.REPLAY
                                        ? "messages.replayed"
                                        : "messages.deleted",
                                action.id().toString(),
                                outcome,
                                action.progress().doneCount() + " messages"));
    }

    /**
     * Goes on with the actions that nobody works on, by turns, and forgets old ones. Run every few
     * seconds, on any number of nodes.
     */
    public void step() {
        giveUp();
        Optional<UUID> abandoned = takeOver();
        while (abandoned.isPresent()) {
            work(abandoned.get(), TURN);
            abandoned = takeOver();
        }
        jdbi.useHandle(handle -> BulkStore.forget(handle, clock.instant().minus(KEPT)));
    }

    private Optional<UUID> takeOver() {
        Instant now = clock.instant();
        return jdbi.inTransaction(
                handle -> BulkStore.takeOver(handle, now, now.plus(LEASE), MOST_TRIES));
    }

    private void giveUp() {
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            for (BulkAction action : BulkStore.hopeless(handle, now, MOST_TRIES)) {
                log.warn("bulk action {} failed {} times and is given up", action.id(), MOST_TRIES);
                end(handle, action, now);
            }
        });
    }
}
