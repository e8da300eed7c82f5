package io.hookbridge.db.embedded;

import io.hookbridge.base.RunUntilStopped;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts the server of our data folder again when it ends by itself: because somebody killed it,
 * the system was short of memory, its disk was full. PostgreSQL's own recovery does the rest.
 */
final class KeepRunning {

    private static final Logger log = LoggerFactory.getLogger(KeepRunning.class);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Pattern FATAL = Pattern.compile("\\b(?:FATAL|PANIC): +(.*)");

    /** A server that ends sooner gains nothing by being started again at once. */
    private static final Duration STEADY = Duration.ofSeconds(5);

    /** Before each attempt; there are no more of them than this. */
    static final List<Duration> PAUSES =
            List.of(Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(10));

    private final OwnServer server;
    private final List<Duration> pauses;
    private final Runnable restarted;
    private final Consumer<String> givenUp;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final RunUntilStopped loop;
    private long backSince;
    private int hasty;

    /**
     * @param restarted told of every server that was started again
     * @param givenUp told why, when no attempt has succeeded; nothing more is tried then
     */
    KeepRunning(
            OwnServer server, List<Duration> pauses, Runnable restarted, Consumer<String> givenUp) {
        this.server = server;
        this.pauses = pauses;
        this.restarted = restarted;
        this.givenUp = givenUp;
        this.backSince = System.nanoTime() - STEADY.toNanos();
        this.loop = RunUntilStopped.start("postgresql", LOOK, this::look);
    }

    private void look() {
        if (!isEnough() && !server.postmaster().isAlive()) {
            restart();
        }
    }

    private boolean isEnough() {
        return enough.getCount() == 0;
    }

    private void restart() {
        long ended = System.nanoTime();
        log.error(
                "PostgreSQL (process {}) has ended by itself and is started again; see postgres.log",
                server.postmaster().pid());
        hasty = ended - backSince < STEADY.toNanos() ? Math.min(hasty + 1, pauses.size() - 1) : 0;
        String why = "";
        for (int attempt = 0; attempt < pauses.size(); attempt++) {
            if (isEnoughAfter(pauses.get(Math.max(attempt, hasty)))) {
                return;
            }
            try {
                server.startAgain();
                log.info(
                        "PostgreSQL is back after {} ms (process {})",
                        (System.nanoTime() - ended) / 1_000_000,
                        server.postmaster().pid());
                backSince = System.nanoTime();
                restarted.run();
                return;
            } catch (IOException | SQLException | RuntimeException failure) {
                why = reason(String.valueOf(failure.getMessage()));
                log.error("PostgreSQL could not be started again: {}", why);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        leaveAlone();
        givenUp.accept(
                "PostgreSQL ended by itself and could not be started again in %d attempts: %s"
                        .formatted(pauses.size(), why));
    }

    /**
     * Of all that pg_ctl and the log said, what PostgreSQL ended with; the rest is in postgres.log.
     */
    static String reason(String said) {
        return said.lines()
                .map(FATAL::matcher)
                .filter(Matcher::find)
                .map(fatal -> fatal.group(1))
                .filter(words -> !words.startsWith("the database system is"))
                .reduce((_, last) -> last)
                .or(() -> said.lines().findFirst())
                .orElse(said);
    }

    private boolean isEnoughAfter(Duration pause) {
        try {
            return enough.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** From now on a server that ends is left alone; one that is being started still comes up. */
    void leaveAlone() {
        enough.countDown();
    }

    /** The same, and returns when nothing is being started any more. */
    void stop() {
        leaveAlone();
        loop.stop();
    }
}
