package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Sender;
import io.hookbridge.loadtest.rig.Tenant;
import io.hookbridge.loadtest.rig.Tenants;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;

/** Messages of a tenant of their own to endpoints that all lead to one listener. */
final class Series {

    private static final int PAYLOAD = 256;

    private final Listener listener;
    private final Tenant tenant;
    private final Arrivals arrivals;
    private final LongFunction<Request> requests;
    private final AtomicLong accepted = new AtomicLong();
    private List<Attempt> attempts = List.of();

    private Series(
            Listener listener, Tenant tenant, Arrivals arrivals, LongFunction<Request> requests) {
        this.listener = listener;
        this.tenant = tenant;
        this.arrivals = arrivals;
        this.requests = requests;
    }

    /**
     * Makes the endpoints; from now on the listener expects these messages.
     *
     * @param endpointOf the message with this number, from 0
     */
    static Series to(
            Listener listener,
            Rig rig,
            ServerProcess server,
            int messages,
            int endpoints,
            LongToIntFunction endpointOf)
            throws InterruptedException, SQLException {
        Tenant tenant = Tenants.addSender(server.database());
        Sender sender =
                new Sender(
                        rig.probe(), server, tenant, listener::url, new NumberedPayload(PAYLOAD));
        Arrivals arrivals = new Arrivals(messages);
        listener.handling().noteIn(arrivals);
        return new Series(
                listener, tenant, arrivals, sender.requests(endpoints).single(0, endpointOf));
    }

    Listener listener() {
        return listener;
    }

    /** The request that sends the message with this number. */
    Request request(long number) {
        return requests.apply(number);
    }

    /** A message was accepted. */
    void accepted() {
        accepted.incrementAndGet();
    }

    /** How many messages were handled at least once. */
    long handled() {
        return arrivals.different();
    }

    /** Fetches the attempts, when all are written down. */
    void settle(AttemptStore store) throws SQLException {
        attempts = store.attempts(tenant.id());
    }

    Outcome outcome(Outcome.Circumstances circumstances) {
        return Outcome.of(accepted.get(), attempts, timesHandled(), circumstances);
    }

    /** Of some endpoints; nothing counts as lost here, since the lost have no attempt. */
    Outcome outcome(Outcome.Circumstances circumstances, IntPredicate endpoints) {
        List<Attempt> some =
                attempts.stream().filter(attempt -> endpoints.test(attempt.endpoint())).toList();
        long messages = some.stream().map(Attempt::message).distinct().count();
        return Outcome.of(messages, some, timesHandled(), circumstances);
    }

    private Map<UUID, Integer> timesHandled() {
        Map<UUID, Integer> times = new HashMap<>();
        for (int number = 0; number < arrivals.size(); number++) {
            if (arrivals.times(number) > 0) {
                times.merge(arrivals.id(number), arrivals.times(number), Integer::sum);
            }
        }
        return times;
    }
}
