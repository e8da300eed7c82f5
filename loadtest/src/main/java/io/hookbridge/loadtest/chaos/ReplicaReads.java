package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Asks servers for lists and figures all the time, and looks at when these say that they are of:
 * never later than now, never older than a replica may be, and with everything that had been
 * accepted by then.
 */
final class ReplicaReads {

    private static final Duration PAUSE = Duration.ofMillis(15);

    private static final int THREADS = 2;
    private static final int OK = 200;

    /** Longer ago than a page goes back. */
    private static final int LAST = 3_000;

    private static final String LIST = "/v1/messages?limit=200";

    private static final List<String> PATHS =
            List.of(LIST, "/v1/logs", "/v1/metrics", LIST, "/v1/dlq/messages", "/v1/inbound-logs");

    private final List<Api> servers;
    private final Sender sender;
    private final List<Thread> threads = new ArrayList<>();
    private final long nanos = System.nanoTime();
    private final Instant wall = Instant.now();
    private final List<Read> refused = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> wrong = Collections.synchronizedSet(new HashSet<>());
    private final List<Duration> ages = new ArrayList<>();
    private int fromPrimary;
    private int compared;
    private volatile boolean stopping;

    ReplicaReads(List<Api> servers, Sender sender) {
        this.servers = servers;
        this.sender = sender;
    }

    /**
     * One that was not answered with what was asked for.
     *
     * @param server its number
     * @param begin by {@code System.nanoTime}, like {@code end}
     */
    record Read(int server, String path, int status, long begin, long end) {}

    /**
     * What it has seen.
     *
     * @param ages of what came from the replica, when it was asked for, from the youngest on
     * @param compared messages that had to be in a list, and were
     * @param wrong moments that cannot be, and messages that were missing, in words
     */
    record Seen(
            List<Duration> ages,
            int fromPrimary,
            int compared,
            List<Read> refused,
            List<String> wrong) {}

    void start() {
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            threads.add(Thread.ofVirtual().name("reader").start(() -> read(first)));
        }
    }

    Seen finish() throws InterruptedException {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
        return new Seen(
                ages.stream().sorted().toList(),
                fromPrimary,
                compared,
                List.copyOf(refused),
                List.copyOf(wrong));
    }

    private void read(int first) {
        for (int turn = first; !stopping; turn++) {
            int server = turn % servers.size();
            String path = PATHS.get(turn / servers.size() % PATHS.size());
            long begin = System.nanoTime();
            Api.Answer answer = servers.get(server).look(path);
            long end = System.nanoTime();
            if (answer.status() == OK) {
                judge(path, answer.body(), moment(begin), moment(end));
            } else {
                refused.add(new Read(server, path, answer.status(), begin, end));
            }
            rest();
        }
    }

    private Instant moment(long nanoTime) {
        return wall.plusNanos(nanoTime - nanos);
    }

    private void judge(String path, String body, Instant begin, Instant end) {
        LookAnswer answer =
                path.equals(LIST)
                        ? LookAnswer.listing(body, begin, end, accepted())
                        : LookAnswer.of(body, begin, end);
        answer.wrong().forEach(one -> wrong.add(path + ": " + one));
        synchronized (this) {
            answer.age().ifPresentOrElse(ages::add, () -> fromPrimary++);
            compared += answer.compared();
        }
    }

    private Map<UUID, Instant> accepted() {
        Map<UUID, Instant> accepted = new HashMap<>();
        sender.last(LAST).forEach(one -> accepted.put(one.message(), moment(one.at())));
        return accepted;
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
