package io.hookbridge.loadtest.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How many messages were accepted and not yet received, looked at a few times a second while a load
 * runs.
 */
public final class Backlog implements AutoCloseable {

    private static final long BETWEEN_SAMPLES = 200;

    private final LongSupplier underWay;
    private final List<Long> samples = new ArrayList<>();
    private final Thread sampler;
    private volatile boolean ended;

    Backlog(LongSupplier underWay) {
        this.underWay = underWay;
        this.sampler = Thread.ofPlatform().name("backlog").daemon().start(this::sample);
    }

    private void sample() {
        try {
            while (!ended) {
                add(underWay.getAsLong());
                Thread.sleep(BETWEEN_SAMPLES);
            }
        } catch (InterruptedException interrupted) {
            // That is how it is told to end.
        }
    }

    private synchronized void add(long sample) {
        samples.add(sample);
    }

    /** Begins anew: what was before does not count. */
    synchronized void restart() {
        samples.clear();
    }

    /**
     * What became of it.
     *
     * @param begin mean of the first fifth of the time
     * @param end mean of the last fifth
     * @param most at any one look
     */
    public record Course(double begin, double end, long most) {

        static final Course NONE = new Course(0, 0, 0);

        public double growth() {
            return end - begin;
        }
    }

    /** Ends the sampling. */
    Course course() {
        close();
        int fifth = Math.max(1, samples.size() / 5);
        return samples.isEmpty()
                ? Course.NONE
                : new Course(
                        mean(samples.subList(0, fifth)),
                        mean(samples.subList(samples.size() - fifth, samples.size())),
                        samples.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    private static double mean(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElse(0);
    }

    @Override
    public void close() {
        ended = true;
        sampler.interrupt();
        try {
            sampler.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
