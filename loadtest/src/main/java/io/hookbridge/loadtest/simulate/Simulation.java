package io.hookbridge.loadtest.simulate;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;

/** Lets messages of tenants go their ways, event by event. */
final class Simulation {

    /**
     * What comes in, and where each goes.
     *
     * @param ways the way of a tenant's next message
     */
    record Flow(Arrivals arrivals, IntFunction<List<Hop>> ways) {}

    /** A tenant is about to send, or a message to make its next step. */
    private record Event(
            double at, long number, Running of, int tenant, int step, double sentAt, List<Hop> way)
            implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** A flow with what came of it. */
    private static final class Running {
        private final Flow flow;
        private final Latencies accepted = new Latencies();
        private final Latencies delivered = new Latencies();
        private long sent;

        Running(Flow flow) {
            this.flow = flow;
        }
    }

    /**
     * What came of a flow.
     *
     * @param sent messages, of which some may still be under way
     * @param accepted from a message's arrival to its answer, of those that have one
     * @param delivered from a message's arrival to the end of its way, of those that have come
     *     there
     */
    record Outcome(long sent, Latencies accepted, Latencies delivered) {}

    private static final int ABOUT_TO_SEND = -1;

    private final List<Running> flows;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long number;

    Simulation(List<Flow> flows) {
        this.flows = flows.stream().map(Running::new).toList();
    }

    /**
     * Runs for so long; what is under way then is left. To be called once.
     *
     * @param seconds of simulated time
     * @return of each flow
     */
    List<Outcome> run(double seconds) {
        for (Running running : flows) {
            for (int tenant = 0; tenant < running.flow.arrivals().tenants(); tenant++) {
                schedule(running, tenant, 0);
            }
        }
        while (!events.isEmpty() && events.element().at() <= seconds) {
            Event event = events.remove();
            if (event.step() == ABOUT_TO_SEND) {
                event.of().sent++;
                schedule(event.of(), event.tenant(), event.at());
                List<Hop> way = event.of().flow.ways().apply(event.tenant());
                step(event, 0, event.at(), way);
            } else {
                step(event, event.step(), event.sentAt(), event.way());
            }
        }
        return flows.stream()
                .map(running -> new Outcome(running.sent, running.accepted, running.delivered))
                .toList();
    }

    private void schedule(Running running, int tenant, double now) {
        double at = running.flow.arrivals().next(tenant, now);
        events.add(new Event(at, number++, running, tenant, ABOUT_TO_SEND, 0, List.of()));
    }

    /** Makes the step of a message that begins now. */
    private void step(Event event, int step, double sentAt, List<Hop> way) {
        if (step > 0 && way.get(step - 1).accepts()) {
            event.of().accepted.add(event.at() - sentAt);
        }
        if (step == way.size()) {
            event.of().delivered.add(event.at() - sentAt);
            return;
        }
        Hop hop = way.get(step);
        double done =
                hop.station() == null
                        ? event.at() + hop.seconds()
                        : hop.station().serve(event.at(), hop.seconds());
        events.add(new Event(done, number++, event.of(), event.tenant(), step + 1, sentAt, way));
    }
}
