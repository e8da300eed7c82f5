package io.hookbridge.base;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The places between two steps of a message's life at which a test has the process end, as a power
 * cut would end it there: nothing is rolled back, closed or told. A server that is started with the
 * system property {@code hookbridge.crash-at=NAME}, or {@code NAME:n}, ends the nth time that it
 * passes the place of that name, with {@link #EXIT_CODE}. Without the property no place costs
 * anything: what is compared with is a constant, which the compiler knows.
 *
 * <p>A name that ends in {@code COMMITTED} is a place right after a commit. What was done up to any
 * other place of a transaction is undone by the crash.
 */
public enum CrashPoint {

    // Messages are accepted.

    /** The row of the node is locked. */
    ACCEPT_LOCKED,
    /** The idempotency keys are taken. */
    ACCEPT_KEYS_TAKEN,
    /** The messages are there, and in no queue. */
    ACCEPT_COPIED,
    /** Those that nobody holds are in the queue. */
    ACCEPT_QUEUED,
    /** They are counted. */
    ACCEPT_COUNTED,
    /** Their tenants' usage is counted: the commit is next. */
    ACCEPT_USED,
    /** They are stored, and in no lane. */
    ACCEPT_COMMITTED,
    /** They are in their lanes, and nobody has been answered. */
    ACCEPT_HANDED_OVER,

    // A node takes messages out of the queue.

    /** The row of the node is locked. */
    CLAIM_LOCKED,
    /** The messages name the node. */
    CLAIM_TAKEN,
    /** They are in the node's hands, which does not know them. */
    CLAIM_COMMITTED,
    /** Their payloads are read, and they are in no lane. */
    CLAIM_READ,

    // An attempt is made, and what came of it is written.

    /** The request is ready, and not sent. */
    ATTEMPT_READY,
    /** The receiver has answered, or did not in time. */
    ATTEMPT_ANSWERED,
    /** The row of the node is locked, and it is known what was deleted. */
    RESULT_MARKS_READ,
    /** What was in the queue has left it or waits there for its next attempt. */
    RESULT_QUEUE_CHANGED,
    /** The outcomes and attempts are there. */
    RESULT_COPIED,
    /** First attempts that did not end their message have put it into the queue. */
    RESULT_QUEUED,
    /** All is counted. */
    RESULT_COUNTED,
    /** What was deleted has ended: the commit is next. */
    RESULT_WRITTEN,
    /** All is written, and the memory of the node still has the messages. */
    RESULT_COMMITTED,

    // A node gives messages back.

    /** Those that were under way are in the queue. */
    GIVE_BACK_COPIED,
    /** Those that were claimed are free. */
    GIVE_BACK_FREED,
    /** Those that were deleted have ended: the commit is next. */
    GIVE_BACK_WRITTEN,
    /** All is written, and the memory of the node still has the messages. */
    GIVE_BACK_COMMITTED,

    // Messages are deleted.

    /** The rows of the nodes are locked that have the messages in their hands. */
    DELETE_NODES_LOCKED,
    /** What nobody holds is deleted, the rest is marked. */
    DELETE_MARKED,
    /** The idempotency keys are free: the audit and the commit are next. */
    DELETE_KEYS_FREED,
    /** The deletion is stored, and no node has been asked. */
    DELETE_COMMITTED,
    /** The node begins no attempt at the messages any more, and has not said so. */
    DELETE_STOPPED,
    /** The node has said so. */
    DELETE_ACKNOWLEDGED_COMMITTED,
    /** All nodes have said so, and nobody has been answered. */
    DELETE_AWAITED,

    // A pending retry is brought forward or taken off, a message is replayed.

    /** The retry is due. */
    RETRY_MOVED,
    /** The same is stored, and nobody has been told. */
    RETRY_COMMITTED,
    /** The message has ended. */
    CANCEL_MOVED,
    /** The same is stored, and nobody has been answered. */
    CANCEL_COMMITTED,
    /** The messages are in the queue again. */
    REPLAY_MOVED,
    /** The same is stored, and nobody has been told. */
    REPLAY_COMMITTED,

    // What a dead node held is taken over, in chunks.

    /** The node is fenced, and nothing is taken. */
    TAKE_OVER_FENCED_COMMITTED,
    /** The row of the node is locked for a chunk. */
    TAKE_OVER_LOCKED,
    /** What was under way is in the queue. */
    TAKE_OVER_QUEUED,
    /** What the node had claimed is free. */
    TAKE_OVER_FREED,
    /** What was deleted has ended: the commit is next. */
    TAKE_OVER_ENDED,
    /** A chunk is taken, and the node still there. */
    TAKE_OVER_CHUNK_COMMITTED,
    /** The row of the node is deleted: the commit is next. */
    TAKE_OVER_NODE_DELETED,
    /** The node is gone, and nobody has been told. */
    TAKE_OVER_COMMITTED,

    // What was kept long enough goes.

    /** Messages without payload are in the history. */
    GIVE_UP_MOVED,
    /** The same is stored. */
    GIVE_UP_COMMITTED,
    /** It is known which days nobody needs. */
    DROP_JUDGED,
    /** The partition is locked, and nothing in it is under way. */
    DROP_LOCKED,
    /** The partition is dropped: the commit is next. */
    DROP_DONE,
    /** The same is stored. */
    DROP_COMMITTED,

    // Payloads move into the storage, a partition at a time.

    /** The new partition is there, and empty. */
    COLD_BEGUN_COMMITTED,
    /** A segment is announced, and nothing of it is in the storage. */
    COLD_ANNOUNCED_COMMITTED,
    /** Its payloads are in the storage, and not its index. */
    COLD_HALF_WRITTEN,
    /** Both are, and were read back. */
    COLD_READ_BACK,
    /** The rows of a chunk are in the new partition: the commit is next. */
    COLD_COPIED,
    /** The same is stored. */
    COLD_CHUNK_COMMITTED,
    /** All rows are copied, and the old partition is locked. */
    COLD_SWAP_LOCKED,
    /** The new partition has taken its place: the commit is next. */
    COLD_SWAPPED,
    /** The same is stored. */
    COLD_SWAP_COMMITTED,
    /** A segment that nobody needs is gone from the storage, and its row is still there. */
    COLD_SEGMENT_DELETED;

    /** How the process ends: as if it were killed. */
    public static final int EXIT_CODE = 128 + 9;

    private static final String PROPERTY = "hookbridge.crash-at";

    private static final @Nullable CrashPoint ARMED;
    private static int passesLeft;

    static {
        String[] asked = System.getProperty(PROPERTY, "").split(":", 2);
        ARMED = asked[0].isEmpty() ? null : valueOf(asked[0]);
        passesLeft = asked.length == 1 ? 1 : Integer.parseInt(asked[1]);
    }

    /** Ends the process if this is the place where it should end. */
    public void pass() {
        if (this == ARMED) {
            passArmed();
        }
    }

    private static synchronized void passArmed() {
        passesLeft--;
        if (passesLeft == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** A sentence for the log of a server that will end itself; empty for all others. */
    public static Optional<String> warning() {
        return ARMED == null
                ? Optional.empty()
                : Optional.of("%s: this server ends itself at %s".formatted(PROPERTY, ARMED));
    }
}
