package io.hookbridge.base;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs a step again and again with a pause between, until it is stopped. A step that throws is
 * logged, and the loop goes on.
 *
 * <p>Each has a thread of the operating system. Virtual threads take turns with all requests under
 * way, hundreds on a server that is overloaded or not warm yet, and what steps renew must not be
 * late then: a lease, or the look without which nothing is answered from memory and every request
 * asks the database.
 */
public final class RunUntilStopped {

    private static final Logger log = LoggerFactory.getLogger(RunUntilStopped.class);

    private final String name;
    private final Duration pause;
    private final Runnable step;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing;

    private RunUntilStopped(String name, Duration pause, Runnable step) {
        this.name = name;
        this.pause = pause;
        this.step = step;
        this.thread = Thread.ofPlatform().daemon().name("loop-" + name).unstarted(this::run);
    }

    /** A loop that has been started: the first step runs at once. */
    public static RunUntilStopped start(String name, Duration pause, Runnable step) {
        RunUntilStopped loop = new RunUntilStopped(name, pause, step);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try {
            do {
                runStep();
            } while (!stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread; if somebody did, ending is the polite answer.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Failures in a row are told once: a loop that runs often must not fill the log. A database
     * that is away is told by who watches it, instead of by every loop.
     */
    private void runStep() {
        try {
            step.run();
            if (failing) {
                log.info("{} works again", name);
            }
            failing = false;
        } catch (RuntimeException | Error failure) {
            if (DatabaseTrouble.of(failure).isPresent()) {
                log.debug("{} failed for want of the database", name, failure);
                return;
            }
            if (!failing) {
                log.warn("{} failed and will be tried every {}", name, pause, failure);
            }
            failing = true;
        }
    }

    /** Returns when the running step is finished and no other will start. Twice is harmless. */
    public void stop() {
        stopped.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** No other step will start; returns at once. */
    public void startNoOther() {
        stopped.countDown();
    }

    /**
     * Like {@link #stop()}, but leaves a step that takes longer to itself: what it does must be
     * safe to end anywhere, as it would be if the process were killed.
     */
    public void stop(Duration longest) {
        stopped.countDown();
        try {
            if (!thread.join(longest)) {
                log.warn("{} is still at work and is not waited for any longer", name);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
