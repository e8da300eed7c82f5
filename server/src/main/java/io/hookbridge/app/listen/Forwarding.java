package io.hookbridge.app.listen;

import io.hookbridge.base.Ticker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Forwards events in the order in which they come, one at a time or several. What comes meanwhile
 * waits here, up to a number of events and of bytes; whoever brings more waits until there is room.
 */
final class Forwarding {

    /** How many events may be forwarded at once, at the most. */
    static final int MOST_AT_ONCE = 32;

    private static final int MOST_WAITING = 1_000;

    /** So that what waits fits into the memory of the smallest machine. */
    private static final int MOST_KILOBYTES = 64 * 1024;

    /** How many have to wait before it is told, and how often it is told again. */
    private static final int MANY = 20;

    private static final Duration TELLING = Duration.ofSeconds(10);

    /** Whoever wants to know what became of an event. */
    interface Answers {

        void answered(Event event, Forwarded forwarded);

        /** Nothing was forwarded, because it was not wanted. */
        void passedOver(Event event);
    }

    private final UnaryOperator<Event> bodies;
    private final Function<Event, Forwarded> target;
    private final TypeFilter filter;
    private final Report report;
    private final Totals totals;
    private final Ticker ticker;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Semaphore kilobytes = new Semaphore(MOST_KILOBYTES);
    private final Set<String> underWay = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private long toldNanos;

    /**
     * @param bodies completes an event whose body did not come, if it can
     */
    Forwarding(
            UnaryOperator<Event> bodies,
            Function<Event, Forwarded> target,
            TypeFilter filter,
            Report report,
            Totals totals,
            Ticker ticker) {
        this.bodies = bodies;
        this.target = target;
        this.filter = filter;
        this.report = report;
        this.totals = totals;
        this.ticker = ticker;
        this.toldNanos = ticker.nanos() - TELLING.toNanos();
    }

    /**
     * Begins.
     *
     * @param atOnce how many events at the same time; with more than one their order is not kept
     */
    void start(int atOnce, Answers answers) {
        for (int i = 0; i < atOnce; i++) {
            Thread thread =
                    Thread.ofPlatform().daemon().name("forward-" + i).unstarted(() -> run(answers));
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Takes an event, unless the same one is under way: a server that does not know what became of
     * an event sends it again.
     *
     * @return whether it was taken
     * @throws InterruptedException while there was no room
     */
    boolean take(Event event) throws InterruptedException {
        synchronized (underWay) {
            if (stopping || !underWay.add(event.messageId())) {
                return false;
            }
        }
        kilobytes.acquire(kilobytes(event));
        waiting.put(event);
        tell(waiting.size());
        return true;
    }

    /** Returns when every event that was taken is done, or this stops. */
    void awaitNothingUnderWay() throws InterruptedException {
        synchronized (underWay) {
            while (!underWay.isEmpty() && !stopping) {
                underWay.wait();
            }
        }
    }

    private synchronized void tell(int count) {
        long now = ticker.nanos();
        if (count >= MANY && now - toldNanos >= TELLING.toNanos()) {
            toldNanos = now;
            report.behind(count);
        }
    }

    private static int kilobytes(Event event) {
        return Math.min(MOST_KILOBYTES, 1 + event.body().length / 1024);
    }

    private void run(Answers answers) {
        try {
            while (!stopping) {
                Event event = waiting.take();
                try {
                    if (!stopping) {
                        handle(event, answers);
                    }
                } finally {
                    done(event);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void done(Event event) {
        synchronized (underWay) {
            underWay.remove(event.messageId());
            underWay.notifyAll();
        }
        kilobytes.release(kilobytes(event));
    }

    /** Whatever goes wrong with one event, the next ones are forwarded. */
    private void handle(Event event, Answers answers) {
        try {
            forward(event, answers);
        } catch (RuntimeException | Error fault) {
            end(event, new Forwarded.Unanswered("a fault of this command: " + fault, 0), answers);
        }
    }

    private void forward(Event came, Answers answers) {
        Event event = bodies.apply(came);
        if (!filter.wants(event.type())) {
            totals.passOver();
            answers.passedOver(event);
        } else if (!event.bodyError().isEmpty()) {
            String why = "its body did not come: " + event.bodyError();
            end(event, new Forwarded.Unanswered(why, 0), answers);
        } else {
            end(event, target.apply(event), answers);
        }
    }

    private void end(Event event, Forwarded forwarded, Answers answers) {
        totals.add(forwarded);
        report.forwarded(event, forwarded);
        answers.answered(event, forwarded);
    }

    /**
     * Begins with no other event, and waits for those that are being forwarded.
     *
     * @param patience for how long
     */
    void stop(Duration patience) throws InterruptedException {
        synchronized (underWay) {
            stopping = true;
            underWay.notifyAll();
        }
        long end = ticker.nanos() + patience.toNanos();
        // Only who waits for an event heeds it, not who waits for an answer.
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            var _ = thread.join(Duration.ofNanos(Math.max(1, end - ticker.nanos())));
        }
    }
}
