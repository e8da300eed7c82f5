package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;
import io.hookbridge.loadtest.cluster.Sent;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks servers for lists and figures all the time, and looks at when these say that they are of:
 * never later than now, never older than a replica may be, and with everything that had been
 * accepted by then.
 */
final class ReplicaReads {

    /** {@code HOOKBRIDGE_READ_LAG_SECONDS} as it is without being set, and what a look may take. */
    static final Duration OLDEST = Duration.ofMillis(5_000 + 5_250);

    private static final Duration PAUSE = Duration.ofMillis(15);

    /** For what is lost between two readings of two clocks. */
    private static final Duration CLOCKS = Duration.ofMillis(50);

    private static final int THREADS = 2;
    private static final int OK = 200;

    /** Longer ago than a page goes back. */
    private static final int LAST = 3_000;

    private static final String LIST = "/v1/messages?limit=200";

    private static final List<String> PATHS =
            List.of(LIST, "/v1/logs", "/v1/metrics", LIST, "/v1/dlq/messages", "/v1/inbound-logs");

    private static final Pattern AS_OF = Pattern.compile("\"as_of\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern MESSAGE =
            Pattern.compile("\"message_id\"\\s*:\\s*\"([0-9a-f-]{36})\"");

    private final List<Api> servers;
    private final Sender sender;
    private final List<Thread> threads = new ArrayList<>();
    private final long nanos = System.nanoTime();
    private final Instant wall = Instant.now();
    private final List<Read> refused = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> wrong = Collections.synchronizedSet(new HashSet<>());
    private final List<Duration> ages = Collections.synchronizedList(new ArrayList<>());
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
        Optional<Instant> asOf =
                AS_OF.matcher(body).results().findFirst().map(one -> Instant.parse(one.group(1)));
        if (asOf.isEmpty()) {
            synchronized (this) {
                fromPrimary++;
            }
        } else {
            Duration age = Duration.between(asOf.get(), begin);
            ages.add(age);
            if (asOf.get().isAfter(end.plus(CLOCKS))) {
                wrong.add("%s at %s is as of %s, which is later".formatted(path, end, asOf.get()));
            }
            if (age.compareTo(OLDEST.plus(CLOCKS)) > 0) {
                wrong.add("%s at %s is as of %s, too old".formatted(path, begin, asOf.get()));
            }
        }
        if (path.equals(LIST)) {
            compare(body, asOf.orElse(begin).minus(CLOCKS));
        }
    }

    /** Whatever was accepted before that moment and is not older than the page is on the page. */
    private void compare(String body, Instant moment) {
        Set<UUID> listed = new HashSet<>();
        UUID oldest = null;
        Matcher message = MESSAGE.matcher(body);
        while (message.find()) {
            oldest = UUID.fromString(message.group(1));
            listed.add(oldest);
        }
        if (oldest == null) {
            return;
        }
        String first = oldest.toString();
        for (Sent.Accepted accepted : sender.last(LAST)) {
            // Ids of one time stand in the order of their letters.
            if (moment(accepted.at()).isBefore(moment)
                    && accepted.message().toString().compareTo(first) >= 0) {
                if (listed.contains(accepted.message())) {
                    synchronized (this) {
                        compared++;
                    }
                } else {
                    wrong.add(
                            "%s was accepted before %s and is missing"
                                    .formatted(accepted.message(), moment));
                }
            }
        }
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
