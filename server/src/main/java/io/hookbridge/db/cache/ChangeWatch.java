package io.hookbridge.db.cache;

import io.hookbridge.base.Ticker;

import org.jdbi.v3.core.Jdbi;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/**
 * Notices within a second what has changed in the database, so that what was read from it may be
 * answered from memory until then; {@link VersionedCache} does.
 *
 * <p>Triggers keep a row for each {@link Subject} in {@code cache_version}, with the number of the
 * transaction that changed it last. A look reads the rows of transactions that were not over at the
 * look before: one that began early and commits late is seen when it has committed, whatever was
 * seen of later ones. A look costs one statement and what has changed, however much there is, and
 * no transaction waits for one that changes another subject.
 *
 * <p>While the database cannot be asked, nothing is answered from memory once {@link #TRUSTED} has
 * passed: a node that is cut off hears of no key that was taken back, and must not go on letting it
 * in. Whoever asks then gets the failure of the database.
 */
public final class ChangeWatch {

    /** How long after it began a look is believed; bounds how late a change is noticed. */
    public static final Duration TRUSTED = Duration.ofMillis(900);

    /** How often {@link #look} should run. */
    public static final Duration EVERY = Duration.ofMillis(300);

    /** What was read while no look could be believed. */
    static final long NO_LOOK = -1;

    private static final int MOST_SUBJECTS = 100_000;

    private final LongFunction<ChangeStore.Changed> since;
    private final Ticker ticker;
    private final int mostSubjects;
    private volatile Look last = new Look(0, 0, 1, ChangeStore.NOTHING_YET, Map.of());

    /**
     * @param number counts the looks from 1; 0 for none yet
     * @param askedAt by the ticker, before the database was asked
     * @param forgotten the number of the look before which nothing was read that still counts
     * @param open no transaction with a smaller number was under way
     * @param changes the subjects that have changed since {@code forgotten}; grows with later looks
     */
    private record Look(
            long number, long askedAt, long forgotten, long open, Map<Subject, Change> changes) {}

    /**
     * @param transaction that made it
     * @param look that noticed it
     */
    private record Change(long transaction, long look) {}

    public ChangeWatch(Jdbi jdbi, Ticker ticker) {
        this(new ChangeStore(jdbi)::since, ticker, MOST_SUBJECTS);
    }

    /**
     * @param since see {@link ChangeStore#since}
     * @param mostSubjects with more than so many that have changed, all are taken to have
     */
    ChangeWatch(LongFunction<ChangeStore.Changed> since, Ticker ticker, int mostSubjects) {
        this.since = since;
        this.ticker = ticker;
        this.mostSubjects = mostSubjects;
    }

    /** Reads what has changed since the last look, in one statement. To be called by one thread. */
    public void look() {
        Look before = last;
        long askedAt = ticker.nanos();
        ChangeStore.Changed changed = since.apply(before.open());
        long number = before.number() + 1;
        // Numbers of transactions only grow, unless the database is another one than before, such
        // as a copy of yesterday's.
        boolean anew =
                before.number() == 0
                        || changed.open() < before.open()
                        || before.changes().size() > mostSubjects;
        Map<Subject, Change> changes = anew ? new ConcurrentHashMap<>() : before.changes();
        changed.subjects()
                .forEach((subject, transaction) ->
                        changes.compute(
                                subject,
                                (_, known) ->
                                        known != null && known.transaction() == transaction
                                                ? known
                                                : new Change(transaction, number)));
        last =
                new Look(
                        number,
                        askedAt,
                        anew ? number : before.forgotten(),
                        changed.open(),
                        changes);
    }

    /** The last look, for what is read from now on; {@link #NO_LOOK} if it is long ago. */
    long lastLook() {
        Look look = last;
        return isTrusted(look) ? look.number() : NO_LOOK;
    }

    /**
     * Whether what was read of the subject is as good as what the database would answer.
     *
     * @param look what {@link #lastLook} said before it was read
     */
    boolean stands(Subject subject, long look) {
        Look now = last;
        if (look < now.forgotten() || !isTrusted(now)) {
            return false;
        }
        Change change = now.changes().get(subject);
        return change == null || change.look() <= look;
    }

    private boolean isTrusted(Look look) {
        return look.number() > 0 && isRecent(look.askedAt());
    }

    /** The present moment, for {@link #isRecent}. */
    long now() {
        return ticker.nanos();
    }

    /** Whether an answer to what was asked at that moment may be given to who asks now. */
    boolean isRecent(long moment) {
        return ticker.nanos() - moment <= TRUSTED.toNanos();
    }
}
