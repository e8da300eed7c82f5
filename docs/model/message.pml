/*
 * The life of a message between two servers and one PostgreSQL: who holds it, who may take it,
 * and what a crash, a stall or a broken connection can do to it. README.md beside this file
 * explains it for those who have not read Promela before.
 *
 * Every option of a process is one d_step: something that PostgreSQL or one server does as a whole
 * (a statement with its snapshot under a lock that the transaction has, a commit by which all
 * changes become visible and all locks are given up, a step in memory).
 *
 * Every run ends, because whatever could go on forever is a budget or goes forward only. So "every
 * message ends" needs no fairness: it is checked where a run ends (process Judge).
 */

#ifndef MESSAGES
#define MESSAGES 2      /* 1 to 3 */
#endif
#ifndef CRASHES
#define CRASHES 0       /* how often a server is killed, at any step */
#endif
#ifndef STALLS
#define STALLS 0        /* how often a server stands still, at any step, and goes on */
#endif
#ifndef DOUBTS
#define DOUBTS 0        /* how often a connection breaks in the middle of a commit */
#endif
#ifndef DELETIONS
#define DELETIONS 0     /* 1: a message is deleted, any of them, at any time */
#endif
#ifndef RETENTION
#define RETENTION 0     /* 1: the partition of message 0 is dropped, at any time */
#endif
/* More behaviours, each with a price in states:
 * NO_PLACE      a message may be accepted without a place in memory
 * EARLY_IDS     an id may be assigned long before its transaction begins
 * SLOW_BEAT     a watermark may be written long after it was computed */

#define SERVERS 2
/* A server gets a new row after each crash and each stall. */
#define NODES (SERVERS + CRASHES + STALLS)

/* ---- what is committed: the database as every new snapshot sees it ---- */

#define NO_ROW 0
#define ALIVE 1
#define FENCED 2
byte row[NODES];        /* the row of a node */
byte watermark[NODES];  /* at or below each id of the node that it does not know to be finished */
bool lapsed[NODES];     /* the lease is over, by the clocks of both sides */
byte known[NODES];      /* the marks that the node says it knows, a bit for each message */

#define NOBODY 100      /* a node whose row is gone */
#define DROPPED 101
byte message[MESSAGES]; /* 0: no row; 1 + the node that accepted it; DROPPED with its partition */
bool outcome[MESSAGES]; /* delivered, given up or deleted; insert-only */
#define FREE 1
byte queue[MESSAGES];   /* 0: no row; FREE; 2 + the node that claimed it */
byte mark[MESSAGES];    /* 0: no row; 1 + the node for which it is */

/* ---- transactions: a node accepts in one at a time, and writes results or claims in another ---- */

#define IDLE 0
#define OPEN 1          /* has its lock and has written; COMMIT may have been sent or not */
#define BROKEN 2        /* the connection broke in the middle of COMMIT: in doubt */
#define LEFT 3          /* its server is dead, or a new node */
byte accept[NODES], acceptOf[NODES];
bool toQueue[NODES];
byte work[NODES], workOf[NODES], workKind[NODES];
#define CLAIM 0
#define FINISH 1
#define RETRY 2

/* ---- servers and their memory ---- */

#define UP 0
#define STALLED 1
#define DOWN 2          /* for good; a server that starts again does so at once */
byte server[SERVERS], me[SERVERS];

#define NOT_HERE 0
#define TAKEN 1         /* has an id; the end of its transaction is not known */
#define WAITS 2         /* in a lane */
#define TO_FINISH 3     /* an attempt is under way or over; an outcome follows */
#define TO_RETRY 4      /* an attempt is under way or over; a queue row follows */
#define MEMORY(s, m) memory[(s) * MESSAGES + (m)]
#define CLAIMED(s, m) claimed[(s) * MESSAGES + (m)]
byte memory[SERVERS * MESSAGES];
bool claimed[SERVERS * MESSAGES];   /* held by a queue row, not by the message's own */
#ifdef SLOW_BEAT
#define NO_BEAT 200
byte beat[SERVERS];     /* the watermark that the next heartbeat will write */
#endif

byte nextId;
bool retried[MESSAGES];
byte crashes = CRASHES, stalls = STALLS, doubts = DOUBTS;

/* ---- the deletion, and what was answered ---- */

#define AT_REST 0
#define LOOKING 1
#define QUEUED 2
#define UNDER_WAY 3
#define MARKED 4
#define ANSWERED 5
byte deletion, deleted, holder;
bool answered[MESSAGES];
byte grace[MESSAGES];   /* 1 + the node whose one attempt may still begin, where that is allowed */

byte retention;
byte i, n;              /* of one d_step; 0 after it */

#define BIT(m) (1 << (m))
#define committed(m) (message[m] != 0)
#define underWayAt(m, k) (message[m] == 1 + (k) && !outcome[m] && queue[m] == 0)
#define heldBy(m, k) (queue[m] == 2 + (k) || underWayAt(m, k))
#define owns(s, k) (server[s] != DOWN && me[s] == (k))
#define ownerOf(k) (owns(0, k) -> 0 : 1)
#define stalled(k) ((server[0] == STALLED && me[0] == k) || (server[1] == STALLED && me[1] == k))

/* FOR UPDATE on a node's row is granted when no transaction of the node is open: each of them has
 * the row FOR KEY SHARE, and none begins if the row is fenced or gone. */
#define acceptLocks(k) (accept[k] != IDLE)
#define workLocks(k) (work[k] != IDLE)
#define mayAccept(k) (row[k] == ALIVE)
#define mayClaim(k) (row[k] == ALIVE)
#ifdef ACCEPT_WITHOUT_FENCE
#undef acceptLocks
#undef mayAccept
#define acceptLocks(k) false
#define mayAccept(k) true
#endif
#ifdef CLAIM_WITHOUT_FENCE
#undef workLocks
#undef mayClaim
#define workLocks(k) (work[k] != IDLE && workKind[k] != CLAIM)
#define mayClaim(k) true
#endif
#define lockable(k) (!acceptLocks(k) && !workLocks(k))

#if NODES == 2
#define anyNode(is, m) (is(0, m) || is(1, m))
#elif NODES == 3
#define anyNode(is, m) (is(0, m) || is(1, m) || is(2, m))
#elif NODES == 4
#define anyNode(is, m) (is(0, m) || is(1, m) || is(2, m) || is(3, m))
#else
#define anyNode(is, m) (is(0, m) || is(1, m) || is(2, m) || is(3, m) || is(4, m))
#endif
#define claims(k, m) (work[k] != IDLE && workKind[k] == CLAIM && workOf[k] == m)
#define rowLocked(m) anyNode(claims, m)

/* The outcome row; its primary key would refuse a second one, and the whole batch with it. */
inline finish(m) {
    assert(!outcome[m]);
    outcome[m] = true;
    queue[m] = 0;
    mark[m] = 0;
    n = 0;
    do
    :: n < NODES -> known[n] = known[n] & (255 - BIT(m)); n++
    :: else -> break
    od;
    n = 0
}

/* A server that is no more, or becomes a new node: what it had open in PostgreSQL ends by itself,
 * what it had in memory is gone. */
inline leave(s) {
    accept[me[s]] = (accept[me[s]] == IDLE -> IDLE : LEFT);
    work[me[s]] = (work[me[s]] == IDLE -> IDLE : LEFT);
    lapsed[me[s]] = (row[me[s]] != NO_ROW);
    i = 0;
    do
    :: i < MESSAGES -> MEMORY(s, i) = NOT_HERE; CLAIMED(s, i) = false; i++
    :: else -> break
    od;
    i = 0
#ifdef SLOW_BEAT
    ;
    beat[s] = NO_BEAT
#endif
}

/* Ids of nodes are used again, to keep the model small; what still names the former node of that
 * id belongs to nobody, as it does in the product. */
inline newNode(s) {
    n = 0;
    do
    :: row[n] == NO_ROW && accept[n] == IDLE && work[n] == IDLE && me[1 - s] != n -> break
    :: else -> n++
    od;
    i = 0;
    do
    :: i < MESSAGES ->
        if
        :: message[i] == 1 + n -> message[i] = NOBODY
        :: else
        fi;
        if
        :: queue[i] == 2 + n -> queue[i] = NOBODY
        :: else
        fi;
        i++
    :: else -> break
    od;
    i = 0;
    me[s] = n;
    row[n] = ALIVE;
    watermark[n] = nextId;
    lapsed[n] = false;
    n = 0
}

/* The servers are alike: the first message is the one that server 0 gets, if it lives that long. */
#define isFirst(s, m) (m > 0 || s == 0 || server[0] == DOWN)

/* ---- what server s does with message m ---- */

proctype Handles(byte s; byte m) {
end:
    do
    /* A request. Its id is assigned and holds the watermark back from then on, in one step; then
     * BEGIN, SELECT ... FROM node FOR KEY SHARE, COPY. */
#ifdef EARLY_IDS
    :: d_step { server[s] == UP && nextId == m && isFirst(s, m) ->
        nextId++; MEMORY(s, m) = TAKEN }
    :: d_step { server[s] == UP && MEMORY(s, m) == TAKEN && accept[me[s]] == IDLE && mayAccept(me[s]) ->
        accept[me[s]] = OPEN; acceptOf[me[s]] = m }
    :: d_step { server[s] == UP && MEMORY(s, m) == TAKEN && accept[me[s]] == IDLE && !mayAccept(me[s]) ->
        MEMORY(s, m) = NOT_HERE }
#else
    :: d_step { server[s] == UP && nextId == m && isFirst(s, m) && accept[me[s]] == IDLE && mayAccept(me[s]) ->
        nextId++; MEMORY(s, m) = TAKEN; accept[me[s]] = OPEN; acceptOf[me[s]] = m }
#ifdef NO_PLACE
    :: d_step { server[s] == UP && nextId == m && isFirst(s, m) && accept[me[s]] == IDLE && mayAccept(me[s]) ->
        nextId++; MEMORY(s, m) = TAKEN; accept[me[s]] = OPEN; acceptOf[me[s]] = m; toQueue[me[s]] = true }
#endif
#endif
#ifdef DOUBT_ASKS_AT_ONCE
    /* The row is missing; but the old backend is not over. */
    :: d_step { server[s] == UP && accept[me[s]] == BROKEN && acceptOf[me[s]] == m ->
        MEMORY(s, m) = NOT_HERE; accept[me[s]] = LEFT }
#endif

    /* An attempt begins within the lease only, and not at what is known to be marked. How it will
     * end is decided here: nothing looks at it before its result is written. */
    :: d_step { server[s] == UP && MEMORY(s, m) == WAITS && !lapsed[me[s]] && !(known[me[s]] & BIT(m)) ->
        assert(!answered[m] || grace[m] == 1 + me[s]);
        grace[m] = 0; MEMORY(s, m) = TO_FINISH }
    :: d_step { server[s] == UP && MEMORY(s, m) == WAITS && !lapsed[me[s]] && !(known[me[s]] & BIT(m)) && !retried[m] ->
        assert(!answered[m] || grace[m] == 1 + me[s]);
        grace[m] = 0; MEMORY(s, m) = TO_RETRY; retried[m] = true }
    :: d_step { server[s] == UP && MEMORY(s, m) == WAITS && (known[me[s]] & BIT(m)) ->
        MEMORY(s, m) = TO_FINISH }
    /* 30 s without a beginning: into the queue. */
    :: d_step { server[s] == UP && MEMORY(s, m) == WAITS && !CLAIMED(s, m) && !retried[m] ->
        MEMORY(s, m) = TO_RETRY; retried[m] = true }

    /* The result. BEGIN, SELECT ... FROM node FOR KEY SHARE; then, by a new snapshot, the marks. */
    :: d_step { server[s] == UP && MEMORY(s, m) >= TO_FINISH && work[me[s]] == IDLE && row[me[s]] == ALIVE ->
        work[me[s]] = OPEN; workOf[me[s]] = m;
        workKind[me[s]] = (mark[m] || MEMORY(s, m) == TO_FINISH -> FINISH : RETRY) }
    /* Fenced or gone: it is in other hands. */
    :: d_step { server[s] == UP && MEMORY(s, m) >= TO_FINISH && work[me[s]] == IDLE && row[me[s]] != ALIVE ->
        MEMORY(s, m) = NOT_HERE; CLAIMED(s, m) = false }

    /* A claim. BEGIN, SELECT ... FROM node FOR KEY SHARE, UPDATE queue of a row that is not locked. */
    :: d_step { server[s] == UP && queue[m] == FREE && !rowLocked(m) && work[me[s]] == IDLE && mayClaim(me[s]) ->
        work[me[s]] = OPEN; workOf[me[s]] = m; workKind[me[s]] = CLAIM }
    od
}

/* ---- how the transactions of node k end; a server that still waits for it learns it ---- */

inline endAccept(k) {
    accept[k] = IDLE; acceptOf[k] = 0; toQueue[k] = false
}

inline endWork(k) {
    work[k] = IDLE; workOf[k] = 0; workKind[k] = CLAIM
}

proctype Backends(byte k) {
end:
    do
    /* COMMIT. Then, unless the server left: 202, and the message waits in a lane. */
    :: d_step { accept[k] != IDLE ->
        message[acceptOf[k]] = 1 + k;
        queue[acceptOf[k]] = (toQueue[k] -> FREE : 0);
        if
        :: accept[k] != LEFT ->
            MEMORY(ownerOf(k), acceptOf[k]) = (toQueue[k] -> NOT_HERE : WAITS)
        :: else
        fi;
        endAccept(k) }
    /* ROLLBACK: nobody is there any more (the socket is closed, or idle_in_transaction_session_timeout,
     * or who takes over ended it), or the connection broke before COMMIT arrived. */
    :: d_step { accept[k] > OPEN || (accept[k] == OPEN && stalled(k)) ->
        if
        :: accept[k] != LEFT -> MEMORY(ownerOf(k), acceptOf[k]) = NOT_HERE
        :: else
        fi;
        endAccept(k) }

    :: d_step { work[k] != IDLE ->
        if
        :: workKind[k] == CLAIM -> assert(queue[workOf[k]] == FREE); queue[workOf[k]] = 2 + k
        :: else ->
            assert(heldBy(workOf[k], k));   /* nobody else has it, nobody else has finished it */
            if
            :: workKind[k] == FINISH -> finish(workOf[k])
            :: else -> queue[workOf[k]] = FREE
            fi
        fi;
        if
        :: work[k] != LEFT ->
            MEMORY(ownerOf(k), workOf[k]) = (workKind[k] == CLAIM -> WAITS : NOT_HERE);
            CLAIMED(ownerOf(k), workOf[k]) = (workKind[k] == CLAIM)
        :: else
        fi;
        endWork(k) }
    /* A result is written again, a claim is forgotten. */
    :: d_step { work[k] > OPEN || (work[k] == OPEN && stalled(k)) -> endWork(k) }
    od
}

/* ---- the heartbeat of server s ---- */

/* The first id that the server has assigned and does not know to be finished, or will assign. */
#ifdef WATERMARK_WITHOUT_UNCOMMITTED
#define unfinished(s, m) (MEMORY(s, m) > TAKEN && !CLAIMED(s, m))
#else
#define unfinished(s, m) (MEMORY(s, m) != NOT_HERE && !CLAIMED(s, m))
#endif
#if MESSAGES == 1
#define firstUnfinished(s) (unfinished(s, 0) -> 0 : nextId)
#elif MESSAGES == 2
#define firstUnfinished(s) (unfinished(s, 0) -> 0 : (unfinished(s, 1) -> 1 : nextId))
#else
#define firstUnfinished(s) (unfinished(s, 0) -> 0 : (unfinished(s, 1) -> 1 : (unfinished(s, 2) -> 2 : nextId)))
#endif
#define beatChanges(s) (firstUnfinished(s) != watermark[me[s]] || lapsed[me[s]])

#define isNew(m, k) (mark[m] == 1 + (k) && !(known[k] & BIT(m)))
#if MESSAGES == 1
#define newMarks(k) isNew(0, k)
#elif MESSAGES == 2
#define newMarks(k) (isNew(0, k) || isNew(1, k))
#else
#define newMarks(k) (isNew(0, k) || isNew(1, k) || isNew(2, k))
#endif

proctype Heart(byte s) {
end:
    do
#ifdef SLOW_BEAT
    :: d_step { server[s] == UP && row[me[s]] == ALIVE && beat[s] == NO_BEAT && beatChanges(s) ->
        beat[s] = firstUnfinished(s) }
    :: d_step { server[s] == UP && row[me[s]] == ALIVE && beat[s] != NO_BEAT ->
        assert(beat[s] >= watermark[me[s]]);
        watermark[me[s]] = beat[s]; lapsed[me[s]] = false; beat[s] = NO_BEAT }
#else
    :: d_step { server[s] == UP && row[me[s]] == ALIVE && beatChanges(s) ->
        assert(firstUnfinished(s) >= watermark[me[s]]);
        watermark[me[s]] = firstUnfinished(s); lapsed[me[s]] = false }
#endif
    /* The row is fenced or gone: a new node, with nothing in its hands. */
    :: d_step { server[s] == UP && row[me[s]] != ALIVE ->
        leave(s); newNode(s) }
#ifndef DELETION_IS_NOT_AWAITED
    /* The marks for this node are read, kept in memory, and said to be known. */
    :: d_step { server[s] == UP && row[me[s]] == ALIVE && newMarks(me[s]) ->
        i = 0;
        do
        :: i < MESSAGES ->
            known[me[s]] = known[me[s]] | (mark[i] == 1 + me[s] -> BIT(i) : 0);
            i++
        :: else -> break
        od;
        i = 0 }
#endif
    od
}

/* ---- taking over from node k, by any server that is up; each step may be another one's ---- */

#define canTakeOver(s, k) (server[s] == UP && me[s] != k)
#define left(m, k) (queue[m] == 2 + (k) || (underWayAt(m, k) && m >= watermark[k]))

inline firstLeft(k) {
    i = 0;
    do
    :: i < MESSAGES && !left(i, k) -> i++
    :: else -> break
    od
}

#ifdef ANTI_JOIN_IN_OLD_SNAPSHOT
byte seen[NODES];   /* 1 + what the anti-join found, by the snapshot from before the lock */
#endif
#ifdef CHUNK_WITHOUT_LOCK
byte chunk[NODES];  /* 1 + the message that a second successor has found and not yet written */
#endif

proctype TakeOver(byte k) {
end:
    do
#ifdef ANTI_JOIN_IN_OLD_SNAPSHOT
    /* One transaction: its snapshot first, then it waits for the lock, marks, hands over, deletes. */
    :: d_step { row[k] == ALIVE && lapsed[k] && (canTakeOver(0, k) || canTakeOver(1, k)) && seen[k] == 0 ->
        firstLeft(k); seen[k] = 1 + i; i = 0 }
    :: d_step { row[k] == ALIVE && lapsed[k] && seen[k] != 0 && lockable(k) ->
        if
        :: seen[k] <= MESSAGES && left(seen[k] - 1, k) -> queue[seen[k] - 1] = FREE
        :: else
        fi;
        row[k] = NO_ROW; watermark[k] = 0; known[k] = 0; seen[k] = 0;
        lapsed[k] = (owns(0, k) || owns(1, k)) }
#else
    /* SELECT ... FOR UPDATE, the lease looked at again under the lock, UPDATE, COMMIT. */
    :: d_step { row[k] == ALIVE && lapsed[k] && (canTakeOver(0, k) || canTakeOver(1, k)) && lockable(k) ->
        row[k] = FENCED }
    /* A chunk: the row locked FOR UPDATE; then, by a new snapshot, the first message that is left
     * goes to its end, if it is marked, or into the queue. When none is left, the row goes. */
    :: d_step { row[k] == FENCED && (canTakeOver(0, k) || canTakeOver(1, k)) ->
        firstLeft(k);
        if
        :: i < MESSAGES && mark[i] -> finish(i)
        :: i < MESSAGES && !mark[i] -> queue[i] = FREE
        :: else ->
            row[k] = NO_ROW; watermark[k] = 0; known[k] = 0;
            lapsed[k] = (owns(0, k) || owns(1, k))
        fi;
        i = 0 }
#ifdef CHUNK_WITHOUT_LOCK
    /* A second successor: its statement has its snapshot and waits for the first one's row, or is
     * merely slow; the row of the queue is free again when it inserts its own. */
    :: d_step { row[k] == FENCED && chunk[k] == 0 ->
        firstLeft(k);
        chunk[k] = (i < MESSAGES -> 1 + i : 0); i = 0 }
    :: d_step { chunk[k] != 0 ->
        queue[chunk[k] - 1] = (queue[chunk[k] - 1] == 0 -> FREE : queue[chunk[k] - 1]);
        chunk[k] = 0 }
#endif
#endif
    od
}

/* ---- DELETE /v1/messages/{id}; cancel goes the way of what lies free in the queue ---- */

proctype Deletion() {
end_none:
    if
    :: d_step { committed(0) -> deletion = LOOKING }
#if MESSAGES > 1
    :: d_step { committed(1) -> deleted = 1; deletion = LOOKING }
#endif
#if MESSAGES > 2
    :: d_step { committed(2) -> deleted = 2; deletion = LOOKING }
#endif
    fi;
end:
    do
    /* One statement: is there an outcome, a queue row, or is it under way? */
    :: d_step { deletion == LOOKING ->
        if
        :: outcome[deleted] -> deletion = ANSWERED; answered[deleted] = true
        :: !outcome[deleted] && queue[deleted] == FREE -> deletion = QUEUED
        :: else ->
            holder = (queue[deleted] == 0 -> message[deleted] - 1 : queue[deleted] - 2);
            deletion = UNDER_WAY
        fi }
    /* The queue row FOR UPDATE, and looked at again: an outcome instead of it. */
    :: d_step { deletion == QUEUED && !rowLocked(deleted) ->
        if
        :: queue[deleted] == FREE -> finish(deleted); deletion = ANSWERED; answered[deleted] = true
        :: else -> deletion = LOOKING
        fi }
#ifdef MARK_WITHOUT_NODE_LOCK
    :: d_step { deletion == UNDER_WAY -> mark[deleted] = 1 + holder; deletion = MARKED }
#else
    /* The holder's row FOR UPDATE, and looked at again by a new snapshot: a mark. */
    :: d_step { deletion == UNDER_WAY && holder < NODES && row[holder] != NO_ROW && lockable(holder) ->
        if
        :: heldBy(deleted, holder) -> mark[deleted] = 1 + holder; deletion = MARKED
        :: else -> holder = 0; deletion = LOOKING
        fi }
    :: d_step { deletion == UNDER_WAY && holder < NODES && row[holder] == NO_ROW ->
        holder = 0; deletion = LOOKING }
#endif
#ifdef DELETION_IS_NOT_AWAITED
    /* Answered now: the attempt for which its holder has it in its hands may still begin. */
    :: d_step { deletion == MARKED ->
        deletion = ANSWERED; answered[deleted] = true; grace[deleted] = 1 + holder; holder = 0 }
#else
    /* Answered when the holder knows of it, or holds it no more. */
    :: d_step { deletion == MARKED &&
            (outcome[deleted] || row[holder] != ALIVE || (known[holder] & BIT(deleted))) ->
        deletion = ANSWERED; answered[deleted] = true; holder = 0 }
#endif
    od
}

/* ---- the partition of message 0 is dropped ---- */

#define holder0 (queue[0] >= 2 -> queue[0] - 2 : message[0] - 1)
/* What an anti-join from the lowest watermark on finds; nothing else may be without an outcome. */
#define holdsBack(k, m) (row[k] != NO_ROW && watermark[k] <= m)
#define leftOver0 (!outcome[0] && queue[0] == 0 && anyNode(holdsBack, 0))

proctype Retention() {
end_none:
    d_step { committed(0) -> retention = 1 }
end:
    do
    /* Given up: from the queue ... */
    :: d_step { retention == 1 && queue[0] == FREE && !rowLocked(0) -> finish(0) }
    /* ... or, where a node holds it, by a mark, as the deletion does it. */
    :: d_step { retention == 1 && (queue[0] >= 2 || leftOver0) && mark[0] == 0 &&
            holder0 < NODES && row[holder0] != NO_ROW && lockable(holder0) ->
        mark[0] = 1 + holder0 }
    /* Nothing is left in it. */
    :: d_step { retention == 1 && queue[0] == 0 && !leftOver0 ->
        assert(outcome[0]);
        message[0] = DROPPED; retention = 2 }
    od
}

/* ---- what goes wrong with server s ---- */

proctype Trouble(byte s) {
end:
    do
    :: d_step { server[s] != DOWN && crashes > 0 ->
        crashes--; leave(s); newNode(s); server[s] = UP }
    :: d_step { server[s] != DOWN && crashes > 0 && server[1 - s] != DOWN ->
        crashes--; leave(s); server[s] = DOWN }
    :: d_step { server[s] == UP && stalls > 0 -> stalls--; server[s] = STALLED }
    :: d_step { server[s] == STALLED -> server[s] = UP }
    :: d_step { server[s] == STALLED && row[me[s]] == ALIVE && !lapsed[me[s]] -> lapsed[me[s]] = true }
    :: d_step { server[s] == UP && doubts > 0 && accept[me[s]] == OPEN -> doubts--; accept[me[s]] = BROKEN }
    :: d_step { server[s] == UP && doubts > 0 && work[me[s]] == OPEN -> doubts--; work[me[s]] = BROKEN }
    od
}

/* ---- where a run ends ---- */

#define ended(m) (!committed(m) || outcome[m])

proctype Judge() {
    timeout ->
    assert(nextId == MESSAGES);
    assert(ended(0));
#if MESSAGES > 1
    assert(ended(1));
#endif
#if MESSAGES > 2
    assert(ended(2));
#endif
    assert(deletion == AT_REST || deletion == ANSWERED);
    assert(retention != 1)
}

init {
    d_step {
        me[1] = 1;
        row[0] = ALIVE;
        row[1] = ALIVE
#ifdef SLOW_BEAT
        ;
        beat[0] = NO_BEAT;
        beat[1] = NO_BEAT
#endif
    }
    atomic {
        n = 0;
        do
        :: n < SERVERS ->
            i = 0;
            do
            :: i < MESSAGES -> run Handles(n, i); i++
            :: else -> break
            od;
            run Heart(n);
            run Trouble(n);
            n++
        :: else -> break
        od;
        n = 0;
        do
        :: n < NODES -> run Backends(n); run TakeOver(n); n++
        :: else -> break
        od;
        n = 0;
        i = 0;
#if DELETIONS
        run Deletion();
#endif
#if RETENTION
        run Retention();
#endif
        run Judge()
    }
}
