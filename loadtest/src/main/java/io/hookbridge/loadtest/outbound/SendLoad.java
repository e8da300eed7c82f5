package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.delivery.DeliveryLoad;
import io.hookbridge.loadtest.delivery.Trace;
import io.hookbridge.loadtest.load.ClosedLoop;
import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.rig.SendRequests;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;

/** Loads of messages that the measured tenant of a {@link Site} sends. */
final class SendLoad {

    /** Each with a hundred messages. */
    static final int CONNECTIONS_OF_BATCHES = 8;

    private SendLoad() {}

    /** A steady rate to the first {@code endpoints} endpoints, all of which answer. */
    static Delivered atRate(
            Site site,
            String name,
            int endpoints,
            double perSecond,
            Duration warmUp,
            Duration measured)
            throws InterruptedException, SQLException {
        return atRate(site, name, endpoints, perSecond, warmUp, measured, _ -> true);
    }

    /**
     * A steady rate.
     *
     * @param expected whether the endpoint with this index answers
     */
    static Delivered atRate(
            Site site,
            String name,
            int endpoints,
            double perSecond,
            Duration warmUp,
            Duration measured,
            IntPredicate expected)
            throws InterruptedException, SQLException {
        SendRequests requests = site.sender().requests(endpoints);
        long first = site.nextNumber();
        Load load =
                new Load(site.server().port(), requests.single(first), perSecond, warmUp, measured);
        int count = Math.toIntExact(load.count());
        site.skipNumbers(count);
        Trace trace = new Trace(first, count, 1, index -> expected.test(index % endpoints));
        return new DeliveryLoad(site.place(), name, trace, load.warmUpCount())
                .run(observer -> OpenLoop.run(load, observer));
    }

    /** So many messages as fast as they are accepted. */
    static Delivered burst(
            Site site, String name, int endpoints, int count, int connections, boolean batches)
            throws InterruptedException, SQLException {
        SendRequests requests = site.sender().requests(endpoints);
        long first = site.nextNumber();
        site.skipNumbers(count);
        int perRequest = batches ? SendRequests.BATCH : 1;
        LongFunction<Request> sending = batches ? requests.batches(first) : requests.single(first);
        return new DeliveryLoad(
                        site.place(), name, new Trace(first, count, perRequest, _ -> true), 0)
                .meteredToTheEnd()
                .run(observer ->
                        ClosedLoop.run(
                                site.server().port(),
                                sending,
                                count / perRequest,
                                connections,
                                DeliveryLoad.MOST,
                                observer));
    }

    /**
     * So many messages that are accepted while the endpoints are paused, and then delivered: the
     * meters run from the moment at which the endpoints are resumed.
     */
    static Delivered drain(Site site, String name, int endpoints, int count)
            throws InterruptedException, SQLException {
        SendRequests requests = site.sender().requests(endpoints);
        long first = site.nextNumber();
        site.skipNumbers(count);
        site.sender().pauseEndpoints();
        return new DeliveryLoad(
                        site.place(),
                        name,
                        new Trace(first, count, SendRequests.BATCH, _ -> true),
                        0)
                .meteredFrom(site.sender()::resumeEndpoints)
                .run(observer ->
                        ClosedLoop.run(
                                site.server().port(),
                                requests.batches(first),
                                count / SendRequests.BATCH,
                                CONNECTIONS_OF_BATCHES,
                                DeliveryLoad.MOST,
                                observer));
    }
}
