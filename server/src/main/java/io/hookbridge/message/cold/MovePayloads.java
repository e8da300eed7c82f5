package io.hookbridge.message.cold;

import io.hookbridge.base.CrashPoint;
import io.hookbridge.base.SecretBox;
import io.hookbridge.base.Ticker;
import io.hookbridge.base.Uuid7;
import io.hookbridge.bucket.BucketException;
import io.hookbridge.db.Database;
import io.hookbridge.db.Lease;
import io.hookbridge.message.cold.RewriteStore.Rewriting;
import io.hookbridge.message.cold.RewriteStore.Way;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Moves payloads that are old into the storage, a partition at a time, or brings them back; and
 * deletes the objects that nobody needs any more. One node does it at a time, and whoever comes
 * after it goes on where it stopped.
 */
public final class MovePayloads {

    private static final Logger log = LoggerFactory.getLogger(MovePayloads.class);

    /** Messages stay at least so long, whatever the rule says: clocks differ. */
    private static final Duration YOUNGEST = Duration.ofSeconds(10);

    /** After a chunk, others get their turn for as long as it took, at most so long. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /** How often the swap is tried where somebody reads the partition for long. */
    private static final int SWAPS = 5;

    /** When a partition is tried again of which the storage has lost payloads. */
    private static final Duration LOST_AGAIN = Duration.ofHours(1);

    private final CandidateStore candidates;
    private final RewriteStore store;
    private final SwapStore swaps;
    private final SegmentStore segments;
    private final ColdStorage storage;
    private final RewritePartition rewrite;
    private final Lease lease;
    private final ColdRule rule;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Counter payloads;
    private final Counter bytes;
    private final Map<LocalDate, Instant> lookAgain = new HashMap<>();

    /**
     * @param clock the one of the database: what is old for one server must be so for all
     */
    public MovePayloads(
            Jdbi jdbi,
            SecretBox secrets,
            ColdStorage storage,
            ColdRule rule,
            Lease lease,
            Uuid7 ids,
            InstantSource clock,
            Ticker ticker,
            MeterRegistry meters) {
        this.candidates = new CandidateStore(jdbi);
        this.store = new RewriteStore(jdbi);
        this.swaps = new SwapStore(jdbi);
        this.segments = new SegmentStore(jdbi);
        this.storage = storage;
        this.rewrite =
                new RewritePartition(
                        store, segments, storage, new PayloadSeal(secrets), ids, clock);
        this.lease = lease;
        this.rule = rule;
        this.clock = clock;
        this.ticker = ticker;
        this.payloads =
                Counter.builder("hookbridge.cold.moved")
                        .description("Payloads that were moved into the cold storage or back")
                        .register(meters);
        this.bytes =
                Counter.builder("hookbridge.cold.volume")
                        .description("Bytes that were written into the cold storage")
                        .register(meters);
    }

    /** How often {@link #step} should run. */
    public Duration every() {
        return rule.every();
    }

    /**
     * Does what is due. What fails is left to the next step; what is wrong with the storage, {@link
     * ColdStorage#warnings} tells.
     */
    public void step() {
        if (!lease.hold()) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        try {
            swaps.forgetOver(today);
            if (!storage.isConfigured()) {
                // What was begun with a bucket: the copy must not outlive what is erased.
                store.underWay().ifPresent(open -> swaps.abandon(open.day()));
                return;
            }
            // What was erased must not wait in the new partition for the storage to come back.
            store.underWay().ifPresent(open -> follow(open.day()));
            segments.giveUpUnfinished();
            tryToDelete(today);
            rewrite(today);
        } catch (BucketException failure) {
            log.debug("the cold storage failed", failure);
        } catch (RuntimeException failure) {
            if (!Database.isLocked(failure)) {
                throw failure;
            }
            log.info("moving payloads is left to the next step: a table is busy");
        } finally {
            rewrite.forget();
        }
    }

    /** Whoever may not delete can move and bring back all the same. */
    private void tryToDelete(LocalDate today) {
        try {
            deleteSegments(today);
        } catch (BucketException failure) {
            log.debug("the cold storage keeps what is to be deleted", failure);
        }
    }

    /** Deletes what is left over of rewritings, and what was kept long enough. */
    private void deleteSegments(LocalDate today) {
        for (SegmentStore.Key key : segments.going()) {
            if (!lease.hold()) {
                return;
            }
            delete(Segment.index(key.day(), key.id()));
            delete(Segment.payloads(key.day(), key.id()));
            CrashPoint.COLD_SEGMENT_DELETED.pass();
            segments.forget(key.id());
        }
        if (storage.isConfigured()) {
            deleteUnknown(today);
        }
    }

    /**
     * Deletes objects of days that are over and of which no segment is known, such as one that a
     * node wrote after another had taken its work over. All names begin with a day.
     */
    private void deleteUnknown(LocalDate today) {
        Set<LocalDate> known = segments.days();
        for (String name : storage.with(ColdStorage.Use.READ, bucket -> bucket.list(""))) {
            Optional<LocalDate> day = day(name);
            if (day.isPresent()
                    && day.get().isBefore(today)
                    && !known.contains(day.get())
                    && lease.hold()) {
                delete(name);
            }
        }
    }

    private static Optional<LocalDate> day(String name) {
        if (!name.matches("\\d{4}-\\d\\d-\\d\\d/.*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(name.substring(0, 10)));
        } catch (DateTimeParseException foreign) {
            return Optional.empty();
        }
    }

    private void delete(String name) {
        storage.with(
                ColdStorage.Use.DELETE,
                bucket -> {
                    bucket.delete(name);
                    return name;
                });
    }

    private void rewrite(LocalDate today) {
        Optional<Rewriting> open = store.underWay();
        if (open.isPresent()) {
            goOnWithOthers(open.get());
        }
        switch (rule) {
            case ColdRule.Stay _ -> {}
            case ColdRule.MoveAfter after -> move(after, today);
            case ColdRule.BringBack _ -> bringBack();
        }
    }

    private void move(ColdRule.MoveAfter after, LocalDate today) {
        List<String> tooOld = candidates.tooOld();
        if (!tooOld.isEmpty()) {
            log.info("no payload moves while servers of version {} run", tooOld);
            return;
        }
        Instant now = clock.instant();
        UUID moveBefore = moveBefore(after, now);
        // What expires tomorrow goes soon enough.
        for (LocalDate day : candidates.days(today.plusDays(1))) {
            if (!lease.hold()) {
                return;
            }
            if (lookAgain.getOrDefault(day, Instant.MIN).isAfter(now)) {
                continue;
            }
            lookAgain.put(day, now.plus(after.lookAgain()));
            Optional<CandidateStore.Amounts> amounts =
                    candidates.amounts(day, moveBefore, RewritePartition.LEAST);
            if (amounts.isEmpty()) {
                continue;
            }
            if (amounts.get().isWorthIt() && lease.hold()) {
                try {
                    store.begin(day, Way.MOVE, moveBefore);
                } catch (RuntimeException failure) {
                    lookAgain.remove(day);
                    throw failure;
                }
                goOn(store.underWay().orElseThrow());
            }
        }
    }

    /** Older than the rule says, and in no node's hands. */
    private UUID moveBefore(ColdRule.MoveAfter after, Instant now) {
        Duration age = Duration.ofDays(after.days());
        UUID old = Uuid7.firstOf(now.minus(age.compareTo(YOUNGEST) < 0 ? YOUNGEST : age));
        return candidates.firstInUse().filter(used -> isBefore(used, old)).orElse(old);
    }

    private static boolean isBefore(UUID one, UUID other) {
        int high =
                Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high < 0
                || (high == 0
                        && Long.compareUnsigned(
                                        one.getLeastSignificantBits(),
                                        other.getLeastSignificantBits())
                                < 0);
    }

    private void bringBack() {
        Instant now = clock.instant();
        for (LocalDate day : candidates.movedDays()) {
            if (!lease.hold()) {
                return;
            }
            if (!lookAgain.getOrDefault(day, Instant.MIN).isAfter(now)) {
                store.begin(day, Way.RETURN, null);
                goOnWithOthers(store.underWay().orElseThrow());
            }
        }
    }

    /** Goes on with it, or leaves it for others if it cannot come back for now. */
    private void goOnWithOthers(Rewriting begun) {
        try {
            goOn(begun);
        } catch (RewritePartition.Lost lost) {
            log.warn(
                    "{} does not come back, others do, and it is tried again in {} minutes: {}",
                    RewriteStore.partition(begun.day()),
                    LOST_AGAIN.toMinutes(),
                    lost.getMessage());
            swaps.abandon(begun.day());
            lookAgain.put(begun.day(), clock.instant().plus(LOST_AGAIN));
        }
    }

    /** Rewrites to the end, unless another node has to go on with it. */
    private void goOn(Rewriting begun) {
        LocalDate day = begun.day();
        if (!store.isIntact(begun)
                || (begun.way() == Way.MOVE && rule instanceof ColdRule.BringBack)) {
            log.info("{} is rewritten anew", RewriteStore.partition(day));
            swaps.abandon(day);
            return;
        }
        boolean end = false;
        while (!end) {
            if (!lease.hold()) {
                return;
            }
            long start = ticker.nanos();
            // What was erased meanwhile must not stay in the new partition until the end.
            follow(day);
            Optional<Rewriting> at = store.underWay().filter(known -> known.day().equals(day));
            if (at.isEmpty()) {
                return;
            }
            RewritePartition.Done done = rewrite.chunk(at.get());
            payloads.increment(done.payloads());
            bytes.increment((double) done.bytes());
            end = done.isEnd();
            LockSupport.parkNanos(Math.min(LONGEST_REST.toNanos(), ticker.nanos() - start));
        }
        finish(day);
    }

    /** Has the new partition follow the old one as far as that has gone. */
    private void follow(LocalDate day) {
        while (!swaps.followChanges(day)) {
            if (!lease.hold()) {
                return;
            }
        }
    }

    /** Whether it was done; false if that was not for us. */
    private boolean swap(Rewriting whole) {
        for (int tries = 1; ; tries++) {
            try {
                return swaps.swap(whole);
            } catch (RuntimeException failure) {
                if (!Database.isLocked(failure) || tries == SWAPS) {
                    throw failure;
                }
                LockSupport.parkNanos(LONGEST_REST.toNanos());
            }
        }
    }

    private void finish(LocalDate day) {
        // Before it is checked: what another node makes of it meanwhile is not what was checked.
        Rewriting whole = store.underWay().filter(known -> known.day().equals(day)).orElseThrow();
        swaps.analyze(day);
        if (swaps.isAnyMissing(day)) {
            log.error("{} is rewritten anew: rows of it are missing", RewriteStore.partition(day));
            swaps.abandon(day);
            return;
        }
        follow(day);
        if (lease.hold() && swap(whole)) {
            log.info(
                    "{}: its payloads have {}",
                    RewriteStore.partition(day),
                    whole.way() == Way.MOVE ? "moved into the cold storage" : "come back");
            // Its segments go with the next step: who read a row before may still be reading them.
        }
    }
}
