/*
 * The life of a message between two servers and one PostgreSQL: who holds it, who may take it,
 * and what a crash, a stall or a broken connection can do to it. README.md beside this file
 * explains it for those who have not read Promela before.
 *
 * Every option of a process is one d_step: something that PostgreSQL or one server does as a whole
 * (a statement with its snapshot under a lock that the transaction has, a commit by which all
 * changes become visible and all locks are given up, a step in memory). Spin tries all options of
 * all processes in every order. What a printf says is printed when a counterexample is replayed.
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
#define DOUBTS 0        /* how often a connection breaks in the middle of COMMIT and nothing is written */
#endif
#ifndef DELETIONS
#define DELETIONS 0     /* 1: message DELETED is deleted, or one of them, at any time */
#endif
#ifndef RETENTION
#define RETENTION 0     /* 1: the partition of message 0 is dropped, at any time */
#endif
/* NO_PLACE     a message may be accepted without a place in memory
 * RETRIES      how often in all a message goes back into the queue; as often as it likes without it
 * FEWER_STEPS  leaves out steps that change nothing for anybody; README.md says which, and why */

#define SERVERS 2
/* Server s is node s. What it was before it crashed, or was late, is an old node from then on. */
#define OLD SERVERS
#define NODES (SERVERS + CRASHES + STALLS)

/* ---- what is committed: the database as every new snapshot sees it ---- */

#define NO_ROW 0
#define ALIVE 1
#define FENCED 2
byte row[NODES];        /* the row of a node */

#define NOBODY 100      /* in place of a node that has nothing to do with the message any more */
byte message[MESSAGES]; /* 0: no row; 1 + the node that accepted it */
bool outcome[MESSAGES]; /* delivered, given up or deleted; insert-only */
#define FREE 1
byte queue[MESSAGES];   /* 0: no row; FREE; 2 + the node that claimed it */
byte mark[MESSAGES];    /* 0: no row; 1 + the node for which it is */
bool acknowledged;      /* the mark of the deletion, by that node */
bool dropped;           /* the partition of message 0 */

/* ---- transactions: a node accepts in one at a time, and writes results or claims in another ---- */

#define IDLE 0
#define OPEN 1          /* has its lock and has written; COMMIT may have been sent or not */
#define COMMITTED 2     /* and its server does not know it yet */
#define GIVEN_UP 3      /* open, but its server counts on a rollback: only in a variant that is wrong */
byte accept[NODES], acceptOf[NODES];
byte work[NODES], workOf[NODES], workKind[NODES];
#define CLAIM 0
#define FINISH 1
#define AGAIN 2

/* ---- servers and their memory ---- */

#define UP 0
#define STALLED 1
#define DOWN 2          /* for good; a server that starts again does so at once */
byte server[SERVERS];
bool lapsed[SERVERS];   /* its lease is over, by the clocks of both sides; an old node's always is */

#define NOT_HERE 0
#define TAKEN 1         /* has an id; how its transaction ends is not known */
#define WAITS 2         /* in a lane */
#define BEGUN 3         /* its attempt is under way or over, or it is on its way back into the queue */
#define MEMORY(s, m) memory[(s) * MESSAGES + (m)]
byte memory[SERVERS * MESSAGES];
bool told[SERVERS];     /* knows the mark of the deletion */

byte nextId;            /* ids are given out in the order of messages */
byte crashes = CRASHES, stalls = STALLS, doubts = DOUBTS;
#ifdef RETRIES
byte retries = RETRIES;
#define mayRetry (retries > 0)
#define countRetry retries--
#else
#define mayRetry true
#define countRetry skip
#endif

/* ---- the deletion: how far it is, of which message, and who held that when it last looked ---- */

#define AT_REST 0
#define QUEUED 1
#define HELD 2
#define MARKED 3
#define ANSWERED 4
byte deletion, deleted, holder;
#define isDeleted(m) (deletion != AT_REST && deleted == (m))
#define isAnswered(m) (deletion == ANSWERED && deleted == (m))

bool retaining;
byte i, n;              /* of one d_step; 0 after it */

/* ---- locks, and who holds what ---- */

#define committed(m) (message[m] != 0)
#define underWayAt(m, k) (message[m] == 1 + (k) && !outcome[m] && queue[m] == 0)
#define heldBy(m, k) (queue[m] == 2 + (k) || underWayAt(m, k))
#define standsStill(k) (k < SERVERS && server[k] == STALLED)

/* FOR UPDATE on a node's row is granted when no transaction of the node is open: each of them has
 * the row FOR KEY SHARE, and none begins if the row is fenced or gone. */
#define isOpen(what) (what == OPEN || what == GIVEN_UP)
#define acceptLocks(k) isOpen(accept[k])
#define workLocks(k) isOpen(work[k])
#define mayAccept(k) (row[k] == ALIVE)
#define mayClaim(k) (row[k] == ALIVE)
#define ACCEPTS "server %d locks its node's row for key share, and stores message %d\n"
#define CLAIMS "server %d locks its node's row for key share, and claims message %d\n"
#ifdef ACCEPT_WITHOUT_FENCE
#undef acceptLocks
#undef mayAccept
#define acceptLocks(k) false
#define mayAccept(k) true
#undef ACCEPTS
#define ACCEPTS "server %d stores message %d\n"
#endif
#ifdef CLAIM_WITHOUT_FENCE
#undef workLocks
#undef mayClaim
#define workLocks(k) (isOpen(work[k]) && workKind[k] != CLAIM)
#define mayClaim(k) true
#undef CLAIMS
#define CLAIMS "server %d claims message %d\n"
#endif
#define lockable(k) (!acceptLocks(k) && !workLocks(k))
#define isUnused(k) (row[k] == NO_ROW && accept[k] == IDLE && work[k] == IDLE)

#if NODES == 2
#define anyNode(is, m) (is(0, m) || is(1, m))
#elif NODES == 3
#define anyNode(is, m) (is(0, m) || is(1, m) || is(2, m))
#elif NODES == 4
#define anyNode(is, m) (is(0, m) || is(1, m) || is(2, m) || is(3, m))
#else
#define anyNode(is, m) (is(0, m) || is(1, m) || is(2, m) || is(3, m) || is(4, m))
#endif
#if MESSAGES == 1
#define anyMessage(is, k) is(0, k)
#elif MESSAGES == 2
#define anyMessage(is, k) (is(0, k) || is(1, k))
#else
#define anyMessage(is, k) (is(0, k) || is(1, k) || is(2, k))
#endif
#define claims(k, m) (isOpen(work[k]) && workKind[k] == CLAIM && workOf[k] == m)
#define rowLocked(m) anyNode(claims, m)

/* ---- parts of steps ---- */

/* A free row of the queue; from now on it does not matter who accepted the message. */
inline enqueue(m) {
    queue[m] = FREE;
    message[m] = 1 + NOBODY
}

/* The outcome row; its primary key would refuse a second one, and the whole batch with it. */
inline finish(m) {
    assert(!outcome[m]);
    outcome[m] = true;
    message[m] = 1 + NOBODY;
    queue[m] = 0;
    mark[m] = 0;
    if
    :: isDeleted(m) -> acknowledged = false; told[0] = false; told[1] = false
    :: else
    fi
}

inline endAccept(k) {
    accept[k] = IDLE; acceptOf[k] = 0
}

inline endWork(k) {
    work[k] = IDLE; workOf[k] = 0; workKind[k] = CLAIM
}

inline learnAccept(s) {
    MEMORY(s, acceptOf[s]) = WAITS;
    endAccept(s)
}

inline learnWork(s) {
    MEMORY(s, workOf[s]) = (workKind[s] == CLAIM -> WAITS : NOT_HERE);
    endWork(s)
}

/* An old node that holds nothing and has nothing open might as well have been taken over. */
inline forget(k) {
#ifdef FEWER_STEPS
    if
    :: k >= OLD && k < NODES && accept[k] == IDLE && work[k] == IDLE && !anyMessage(heldBy, k) ->
        row[k] = NO_ROW;
        holder = (deletion == MARKED && holder == k -> NOBODY : holder)
    :: else
    fi
#else
    skip
#endif
}

/* Server s is node s no more: what that was becomes an old node. What it has open in PostgreSQL
 * ends by itself, what it had in memory is gone. */
inline leave(s) {
    i = 0;
    do
    :: i < MESSAGES -> MEMORY(s, i) = NOT_HERE; i++
    :: else -> break
    od;
    told[s] = false;
    lapsed[s] = false;
    if
    :: accept[s] == COMMITTED -> endAccept(s)
    :: else
    fi;
    if
    :: work[s] == COMMITTED -> endWork(s)
    :: else
    fi;
    n = NOBODY;
    if
    :: !isUnused(s) ->
        n = OLD;
        do
        :: !isUnused(n) -> n++
        :: else -> break
        od;
        row[n] = row[s];
        accept[n] = accept[s]; acceptOf[n] = acceptOf[s];
        work[n] = work[s]; workOf[n] = workOf[s]; workKind[n] = workKind[s];
        row[s] = NO_ROW;
        endAccept(s);
        endWork(s)
    :: else
    fi;
    i = 0;
    do
    :: i < MESSAGES ->
        message[i] = (message[i] == 1 + s -> 1 + n : message[i]);
        queue[i] = (queue[i] == 2 + s -> 2 + n : queue[i]);
        mark[i] = (mark[i] == 1 + s -> 1 + n : mark[i]);
        i++
    :: else -> break
    od;
    holder = ((deletion == HELD || deletion == MARKED) && holder == s -> n : holder);
    if
    :: n != NOBODY -> printf("    what was node %d is node %d from now on\n", s, n)
    :: else
    fi;
    forget(n);
    i = 0;
    n = 0
}

/* ---- what server s does with message m ---- */

/* The servers are alike: the first message is the one that server 0 gets, if it lives that long. */
#define arrives(s, m) (server[s] == UP && nextId == m && (m > 0 || s == 0 || server[0] == DOWN))
#define isStopped(s, m) (told[s] && isDeleted(m))
#define mayWrite(s, m) (server[s] == UP && MEMORY(s, m) == BEGUN && work[s] == IDLE && row[s] == ALIVE)

proctype Handles(byte s; byte m) {
end:
    do
    /* A request. Its id is assigned and holds the watermark back from then on, in one step; then
     * BEGIN, SELECT ... FROM node FOR KEY SHARE, COPY. */
    :: d_step { arrives(s, m) && accept[s] == IDLE && mayAccept(s) ->
        printf(ACCEPTS, s, m);
        nextId++; MEMORY(s, m) = TAKEN; accept[s] = OPEN; acceptOf[s] = m }
#ifdef NO_PLACE
    /* Without a place in memory: a row of the queue at once. Nobody holds it, so no node is asked. */
    :: d_step { arrives(s, m) ->
        printf("server %d stores message %d in the queue, and commits\n", s, m);
        nextId++; enqueue(m) }
#endif
    /* The answer to COMMIT; or, after the connection broke: the old backend is over, and the row is
     * there. Then 202, and the message waits in a lane. */
    :: d_step { server[s] == UP && accept[s] == COMMITTED && acceptOf[s] == m ->
        printf("server %d learns that message %d is stored: 202, and it waits in a lane\n", s, m);
        learnAccept(s) }
#ifdef DOUBT_ASKS_AT_ONCE
    :: d_step { server[s] == UP && accept[s] == OPEN && acceptOf[s] == m && doubts > 0 ->
        printf("server %d loses the connection, and finds no row of message %d\n", s, m);
        doubts--; MEMORY(s, m) = NOT_HERE; accept[s] = GIVEN_UP }
#endif

    /* An attempt begins within the lease only, and not at what is known to be marked. */
    :: d_step { server[s] == UP && MEMORY(s, m) == WAITS && !lapsed[s] && !isStopped(s, m) ->
        printf("server %d begins an attempt at message %d\n", s, m);
        assert(!isAnswered(m));
        MEMORY(s, m) = BEGUN }
    /* On its way back without an attempt: it has waited for 30 s, or it is marked. */
    :: d_step { server[s] == UP && MEMORY(s, m) == WAITS ->
        printf("server %d takes message %d out of its lane\n", s, m);
        MEMORY(s, m) = BEGUN }

    /* The result, or the way back. BEGIN, SELECT ... FROM node FOR KEY SHARE; then, by a new
     * snapshot, the marks. */
    :: d_step { mayWrite(s, m) ->
        printf("server %d locks its node's row for key share, and writes the outcome of message %d\n", s, m);
        work[s] = OPEN; workOf[s] = m; workKind[s] = FINISH }
    :: d_step { mayWrite(s, m) && mark[m] == 0 && mayRetry ->
        printf("server %d locks its node's row for key share, finds no mark, and puts message %d into the queue\n", s, m);
        countRetry; work[s] = OPEN; workOf[s] = m; workKind[s] = AGAIN }

    /* A claim. BEGIN, SELECT ... FROM node FOR KEY SHARE, UPDATE queue of a row that is not locked. */
    :: d_step { server[s] == UP && queue[m] == FREE && !rowLocked(m) && work[s] == IDLE && mayClaim(s) ->
        printf(CLAIMS, s, m);
        work[s] = OPEN; workOf[s] = m; workKind[s] = CLAIM }
    /* The answer to the COMMIT of any of these. */
    :: d_step { server[s] == UP && work[s] == COMMITTED && workOf[s] == m ->
        printf("server %d learns that it committed\n", s);
        learnWork(s) }
#ifdef CLAIM_IN_DOUBT_IS_FORGOTTEN
    :: d_step { server[s] == UP && work[s] == COMMITTED && workOf[s] == m && workKind[s] == CLAIM && doubts > 0 ->
        printf("server %d loses the connection, and does not ask what became of its claim\n", s);
        doubts--; endWork(s) }
#endif
    od
}

/* ---- how the transactions of node k end ---- */

/* Nobody is there any more (the socket is closed, or idle_in_transaction_session_timeout, or who
 * takes over ended it), or the connection broke before COMMIT arrived. */
#define mayRollBack(k) (k >= OLD || standsStill(k) || doubts > 0)
#define countDoubt(k) doubts = (k >= OLD || standsStill(k) -> doubts : doubts - 1)

proctype Backends(byte k) {
end:
    do
    :: d_step { isOpen(accept[k]) ->
        printf("PostgreSQL commits that node %d accepted message %d\n", k, acceptOf[k]);
        message[acceptOf[k]] = 1 + k;
        if
        :: k >= OLD || accept[k] == GIVEN_UP -> endAccept(k)
        :: else ->
            accept[k] = COMMITTED;
#ifdef FEWER_STEPS
            learnAccept(k)
#endif
        fi }
    :: d_step { accept[k] == GIVEN_UP -> endAccept(k) }
    :: d_step { accept[k] == OPEN && mayRollBack(k) ->
        printf("PostgreSQL rolls back that node %d accepted message %d\n", k, acceptOf[k]);
        countDoubt(k);
        if
        :: k >= OLD
        :: else -> MEMORY(k, acceptOf[k]) = NOT_HERE
        fi;
        endAccept(k);
        forget(k) }

    :: d_step { work[k] == OPEN ->
        printf("PostgreSQL commits what node %d wrote about message %d\n", k, workOf[k]);
        if
        :: workKind[k] == CLAIM -> assert(queue[workOf[k]] == FREE); queue[workOf[k]] = 2 + k
        :: else ->
            assert(heldBy(workOf[k], k));   /* nobody else has it, nobody else has finished it */
            if
            :: workKind[k] == FINISH -> finish(workOf[k])
            :: else -> enqueue(workOf[k])
            fi
        fi;
        if
        :: k >= OLD -> endWork(k); forget(k)
        :: else ->
            work[k] = COMMITTED;
#ifdef FEWER_STEPS
            learnWork(k)
#endif
        fi }
    /* A result is written again, a claim is forgotten. */
    :: d_step { work[k] == OPEN && mayRollBack(k) ->
        printf("PostgreSQL rolls back what node %d wrote about message %d\n", k, workOf[k]);
        countDoubt(k);
        endWork(k);
        forget(k) }
    od
}

/* ---- the heartbeat of server s ---- */

proctype Heart(byte s) {
end:
    do
    :: d_step { server[s] == UP && row[s] == ALIVE && lapsed[s] ->
        printf("server %d renews its lease\n", s);
        lapsed[s] = false }
    /* Late: a new node, with nothing in its hands. The old one need not be fenced yet. */
    :: d_step { server[s] == UP && (row[s] != ALIVE || lapsed[s]) ->
        printf("server %d becomes a new node\n", s);
        leave(s);
        row[s] = ALIVE }
    /* The marks for this node are read, and remembered also of messages that are not known here,
     * or not yet. Then they are acknowledged. */
    :: d_step { server[s] == UP && row[s] == ALIVE &&
            deletion == MARKED && mark[deleted] == 1 + s && !acknowledged ->
        printf("server %d acknowledges the mark\n", s);
#ifdef MARKS_ARE_FORGOTTEN
        told[s] = (MEMORY(s, deleted) >= WAITS);
#else
        told[s] = true;
#endif
        acknowledged = true }
    od
}

/* ---- the watermark ---- */

/* A heartbeat writes the lowest of the ids that its server holds back. What is left below it, or
 * will be, is not found by who takes over. */
#ifdef WATERMARK_WITHOUT_UNCOMMITTED
#define holdsBack(s, m) (MEMORY(s, m) > TAKEN)
#else
#define holdsBack(s, m) (MEMORY(s, m) != NOT_HERE)
#endif
#define passes(s, m) (!holdsBack(s, m) && (underWayAt(m, s) || (isOpen(accept[s]) && acceptOf[s] == m)))

proctype Watermark(byte m) {
end:
    d_step { passes(0, m) || passes(1, m) ->
        printf("the watermark passes message %d\n", m);
        assert(false) }
}

/* ---- taking over from node k, by any server that is up; each step may be another one's ---- */

#define isTakenOver(k) ((server[0] == UP && k != 0) || (server[1] == UP && k != 1))
#define isOver(k) (k >= OLD || lapsed[k])

inline findFirst(k) {
    i = 0;
    do
    :: i < MESSAGES && !heldBy(i, k) -> i++
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
    :: d_step { row[k] == ALIVE && isOver(k) && isTakenOver(k) && seen[k] == 0 ->
        findFirst(k);
        printf("who takes over from node %d looks for what it held, and waits for its row\n", k);
        seen[k] = 1 + i;
        i = 0 }
    :: d_step { row[k] == ALIVE && isOver(k) && seen[k] != 0 && lockable(k) ->
        printf("who takes over from node %d has the lock, puts what it saw into the queue, and removes the row\n", k);
        if
        :: seen[k] <= MESSAGES && heldBy(seen[k] - 1, k) -> enqueue(seen[k] - 1)
        :: else
        fi;
        row[k] = NO_ROW;
        seen[k] = 0 }
#else
    /* SELECT ... FOR UPDATE, the lease looked at again under the lock, UPDATE, COMMIT. */
    :: d_step { row[k] == ALIVE && isOver(k) && isTakenOver(k) && lockable(k) ->
        printf("node %d is fenced\n", k);
        row[k] = FENCED }
    /* A chunk: the row locked FOR UPDATE; then, by a new snapshot, the first message that is left
     * goes to its end, if it is marked, or into the queue. When none is left, the row goes. */
    :: d_step { row[k] == FENCED && isTakenOver(k) ->
        findFirst(k);
        if
        :: i < MESSAGES && mark[i] ->
            printf("who takes over from node %d writes the outcome of message %d\n", k, i);
            finish(i)
        :: i < MESSAGES && !mark[i] ->
            printf("who takes over from node %d puts message %d into the queue\n", k, i);
            enqueue(i)
        :: else ->
            printf("who takes over from node %d finds nothing left, and removes the row\n", k);
            row[k] = NO_ROW
        fi;
        forget(k);
        i = 0 }
#ifdef CHUNK_WITHOUT_LOCK
    /* A second successor: its statement has its snapshot and waits for the first one's row, or is
     * merely slow; the row of the queue is gone again when it inserts its own. */
    :: d_step { row[k] == FENCED && chunk[k] == 0 ->
        findFirst(k);
        printf("another one who takes over from node %d looks for what it held\n", k);
        chunk[k] = (i < MESSAGES -> 1 + i : 0);
        i = 0 }
    :: d_step { chunk[k] != 0 ->
        printf("the other one who takes over from node %d puts message %d into the queue\n", k, chunk[k] - 1);
        queue[chunk[k] - 1] = (queue[chunk[k] - 1] == 0 -> FREE : queue[chunk[k] - 1]);
        chunk[k] = 0 }
#endif
#endif
    od
}

/* ---- DELETE /v1/messages/{id}; cancel goes the way of what lies free in the queue ---- */

/* One statement, without a lock: is there an outcome, is it free in the queue, or does somebody
 * hold it? */
inline look() {
    printf("the deletion looks where message %d is\n", deleted);
    holder = 0;
    if
    :: outcome[deleted] -> deletion = ANSWERED
    :: !outcome[deleted] && queue[deleted] == FREE -> deletion = QUEUED
    :: else ->
        holder = (queue[deleted] == 0 -> message[deleted] - 1 : queue[deleted] - 2);
        deletion = HELD
    fi
}

proctype Deletion() {
end_none:
    d_step { committed(deleted) -> look() };
end:
    do
    /* The queue row FOR UPDATE, and looked at again: an outcome instead of it. */
    :: d_step { deletion == QUEUED && !rowLocked(deleted) ->
        if
        :: queue[deleted] == FREE ->
            printf("the deletion locks the queue row, finds it free, and is answered\n");
            finish(deleted);
            deletion = ANSWERED
        :: else -> look()
        fi }
#ifdef MARK_WITHOUT_NODE_LOCK
    :: d_step { deletion == HELD ->
        printf("the deletion marks message %d for node %d\n", deleted, holder);
        mark[deleted] = 1 + holder;
        deletion = MARKED }
#else
    /* The holder's row FOR UPDATE, and looked at again by a new snapshot: a mark. */
    :: d_step { deletion == HELD && holder != NOBODY && row[holder] != NO_ROW && lockable(holder) ->
        if
        :: heldBy(deleted, holder) ->
            printf("the deletion locks the row of node %d for update, and marks message %d\n", holder, deleted);
            mark[deleted] = 1 + holder;
            deletion = MARKED
        :: else -> look()
        fi }
    :: d_step { deletion == HELD && (holder == NOBODY || row[holder] == NO_ROW) -> look() }
#endif
    /* Answered when the holder has acknowledged it, is fenced or gone, or holds it no more. */
    :: d_step { deletion == MARKED &&
#ifdef DELETION_IS_NOT_AWAITED
            true ->
#else
            (outcome[deleted] || acknowledged || holder == NOBODY || row[holder] != ALIVE) ->
#endif
        printf("the deletion is answered\n");
        deletion = ANSWERED;
        holder = 0;
        acknowledged = false }
    od
}

/* The same with FEWER_STEPS: it looks under the locks only. The holder is node k. */
#define mayMark(k) (deletion == AT_REST && heldBy(deleted, k) && row[k] != NO_ROW && lockable(k))

proctype DeletionAtNode(byte k) {
end:
    do
    :: d_step { mayMark(k) ->
        printf("the deletion locks the row of node %d for update, and marks message %d\n", k, deleted);
        mark[deleted] = 1 + k;
        deletion = MARKED;
        holder = k }
    :: d_step { deletion == MARKED && holder == k && (acknowledged || row[k] != ALIVE) ->
        printf("the deletion is answered\n");
        deletion = ANSWERED;
        holder = 0;
        acknowledged = false }
    od
}

proctype DeletionElsewhere() {
end:
    do
    :: d_step { deletion == AT_REST && queue[deleted] == FREE && !rowLocked(deleted) ->
        printf("the deletion locks the queue row, finds it free, and is answered\n");
        deletion = ANSWERED;
        finish(deleted) }
    :: d_step { deletion == MARKED && (outcome[deleted] || holder == NOBODY) ->
        printf("the deletion is answered\n");
        deletion = ANSWERED;
        holder = 0;
        acknowledged = false }
    od
}

/* ---- the partition of message 0 is dropped ---- */

/* What an anti-join from the lowest watermark on finds; nothing else may be without an outcome. */
#define isFound(k, m) (row[k] != NO_ROW && underWayAt(m, k))
#define holder0 (queue[0] >= 2 -> queue[0] - 2 : message[0] - 1)

proctype Retention() {
end_none:
    d_step { committed(0) -> retaining = true };
end:
    do
    /* Given up: from the queue ... */
    :: d_step { !dropped && queue[0] == FREE && !rowLocked(0) ->
        printf("the retention writes the outcome of message 0\n");
        finish(0) }
    /* ... or, where a node holds it, by a mark, as the deletion does it. */
    :: d_step { !dropped && (queue[0] >= 2 || anyNode(isFound, 0)) && mark[0] == 0 &&
            holder0 != NOBODY && row[holder0] != NO_ROW && lockable(holder0) ->
        printf("the retention locks the row of node %d for update, and marks message 0\n", holder0);
        mark[0] = 1 + holder0 }
    :: d_step { !dropped && queue[0] == 0 && !anyNode(isFound, 0) ->
        printf("the retention finds nothing left, and drops the partition of message 0\n");
        assert(outcome[0]);
        dropped = true }
    od
}

/* ---- what goes wrong with server s ---- */

proctype Trouble(byte s) {
end:
    do
    :: d_step { server[s] != DOWN && crashes > 0 ->
        printf("server %d is killed, and starts again\n", s);
        crashes--;
        leave(s);
        row[s] = ALIVE;
        server[s] = UP }
    :: d_step { server[s] != DOWN && crashes > 0 && server[1 - s] != DOWN ->
        printf("server %d is killed for good\n", s);
        crashes--;
        leave(s);
        server[s] = DOWN }
    :: d_step { server[s] == UP && stalls > 0 ->
        printf("server %d stands still\n", s);
        stalls--;
        server[s] = STALLED }
    :: d_step { server[s] == STALLED && row[s] == ALIVE && !lapsed[s] ->
        printf("the lease of server %d ends\n", s);
        lapsed[s] = true }
    :: d_step { server[s] == STALLED ->
        printf("server %d goes on\n", s);
        server[s] = UP }
    od
}

/* ---- where a run ends: nothing can happen any more ---- */

#define isUnended(m, k) (committed(m) && !outcome[m])

proctype Judge() {
    timeout ->
    assert(nextId == MESSAGES);
    assert(!anyMessage(isUnended, 0));
    assert(deletion == AT_REST || deletion == ANSWERED);
    assert(!retaining || dropped)
}

init {
    atomic {
        row[0] = ALIVE;
        row[1] = ALIVE;
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
        do
        :: n < MESSAGES -> run Watermark(n); n++
        :: else -> break
        od;
        n = 0;
        i = 0;
#if DELETIONS
#ifdef DELETED
        deleted = DELETED;
#else
        if
        :: deleted = 0
#if MESSAGES > 1
        :: deleted = 1
#endif
#if MESSAGES > 2
        :: deleted = 2
#endif
        fi;
#endif
#ifdef FEWER_STEPS
        do
        :: n < NODES -> run DeletionAtNode(n); n++
        :: else -> break
        od;
        n = 0;
        run DeletionElsewhere();
#else
        run Deletion();
#endif
#endif
#if RETENTION
        run Retention();
#endif
        run Judge()
    }
}
