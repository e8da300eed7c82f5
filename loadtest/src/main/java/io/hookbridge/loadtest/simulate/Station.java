package io.hookbridge.loadtest.simulate;

import java.util.PriorityQueue;

/**
 * A resource that serves in the order of arrival: the cores of a machine, a disk. Work is brought
 * to it in the order of time.
 */
final class Station {

    private final String name;
    private final int servers;
    private final PriorityQueue<Double> freeAt = new PriorityQueue<>();
    private double busy;
    private double waited;
    private long served;

    /**
     * @param servers how many pieces of work it does at once
     */
    Station(String name, int servers) {
        this.name = name;
        this.servers = servers;
        for (int i = 0; i < servers; i++) {
            freeAt.add(0.0);
        }
    }

    String name() {
        return name;
    }

    int servers() {
        return servers;
    }

    /**
     * Takes on a piece of work.
     *
     * @param now when it comes, in seconds; never before the piece of work before
     * @param seconds that it takes one server
     * @return when it is done
     */
    double serve(double now, double seconds) {
        double start = Math.max(now, freeAt.remove());
        double end = start + seconds;
        freeAt.add(end);
        busy += seconds;
        waited += start - now;
        served++;
        return end;
    }

    /** The share of its time until then that it had work, 0 to 1; more if work is left over. */
    double utilisation(double until) {
        return busy / (servers * until);
    }

    /** How long a piece of work waited before it was begun, in seconds on average. */
    double meanWait() {
        return served == 0 ? 0 : waited / served;
    }

    /** How long somebody who comes then waits until all that came before is begun, in seconds. */
    double backlog(double now) {
        return Math.max(0, freeAt.element() - now);
    }
}
