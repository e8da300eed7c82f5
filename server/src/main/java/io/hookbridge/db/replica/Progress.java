package io.hookbridge.db.replica;

import io.hookbridge.db.replica.ReplicaSession.Answer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Works out how a replica stands from what the primary and it said, look by look. Belongs to one
 * thread.
 */
final class Progress {

    /** At four looks a second those of half an hour: enough to tell how late somebody is. */
    private static final int MOST_MARKS = 7_200;

    private final Duration mostLag;
    private final boolean needsWitness;

    /** Not reached yet, but for the first one; from the oldest on. */
    private final Deque<Mark> marks = new ArrayDeque<>();

    private @Nullable Instant asOf;
    private boolean current;

    /**
     * @param needsWitness whether it is not current before a row of the witness was seen there
     */
    Progress(Duration mostLag, boolean needsWitness) {
        this.mostLag = mostLag;
        this.needsWitness = needsWitness;
    }

    /** Remembers how far the primary is. */
    void add(Mark mark) {
        if (!marks.isEmpty() && marks.getLast().position() > mark.position()) {
            // Another server is the primary now, and positions of the one before mean nothing.
            marks.clear();
            asOf = null;
        }
        if (!marks.isEmpty() && marks.getLast().position() == mark.position()) {
            // Nothing was written in between, so whoever has reached it has all until now.
            marks.removeLast();
        }
        marks.addLast(mark);
        if (marks.size() > MOST_MARKS) {
            marks.removeFirst();
        }
    }

    /** How it stands after it gave this answer to the newest mark. */
    Standing after(Answer answer) {
        Mark newest = marks.getLast();
        Standing standing =
                switch (answer) {
                    case Answer.Primary _ ->
                            unfit(
                                    "a server that is no replica, as it takes writes: name a standby that follows the"
                                            + " primary, and make one anew after a fail-over");
                    case Answer.OtherVersion(int version) ->
                            unfit(
                                    "PostgreSQL %d, and the primary is %d: name a standby that follows the primary"
                                            .formatted(version, newest.version()));
                    case Answer.NoTables _ ->
                            unfit(
                                    "a database without the tables of this installation: name a standby that follows"
                                            + " the primary, and the same database");
                    case Answer.Standby standby ->
                            Objects.equals(newest.installation(), standby.installation())
                                    ? after(standby, newest)
                                    : unfit(
                                            "the replica of another installation: name a standby that follows this"
                                                    + " primary, and the same database");
                };
        current = standing instanceof Standing.Current;
        if (standing instanceof Standing.Unfit) {
            asOf = null;
        }
        return standing;
    }

    private Standing after(Answer.Standby standby, Mark newest) {
        Mark reached = null;
        while (!marks.isEmpty() && marks.getFirst().position() <= standby.replayed()) {
            reached = marks.removeFirst();
        }
        if (reached != null) {
            if (reached.witness() != null
                    && reached.witness().equals(newest.witness())
                    && !standby.hasWitness()) {
                marks.clear();
                return unfit(
                        "a copy of this database that does not follow its primary: name a standby that does, or make"
                                + " it anew");
            }
            if (reached.witness() != null || !needsWitness) {
                asOf = reached.at();
            }
            // Measures until a newer one is reached.
            marks.addFirst(reached);
        }
        return standing(newest);
    }

    private Standing standing(Mark newest) {
        Instant known = asOf;
        if (known == null) {
            return newest.witness() == null && needsWitness
                    ? new Standing.Unknown()
                    : new Standing.Behind(mostLag);
        }
        Duration lag = Duration.between(known, newest.at());
        // Whoever has fallen behind comes back with some distance, so as not to come and go.
        Duration allowed = current ? mostLag : mostLag.dividedBy(2);
        return lag.compareTo(allowed) <= 0
                ? new Standing.Current(known)
                : new Standing.Behind(mostLag);
    }

    /** It could not be asked, or the primary could not: what was known holds no more. */
    void lost() {
        current = false;
        asOf = null;
    }

    /** How late it is by the newest mark; null if it is not known. */
    @Nullable Duration lag() {
        return asOf == null || marks.isEmpty()
                ? null
                : Duration.between(asOf, marks.getLast().at());
    }

    private static Standing unfit(String reason) {
        return new Standing.Unfit(reason);
    }
}
