package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.delivery.DeliveryLoad;
import io.hookbridge.loadtest.delivery.Trace;
import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.OpenLoop;

import java.sql.SQLException;
import java.util.List;

/** Loads of signed requests that are forwarded to the application of a {@link ReceivingSite}. */
final class ForwardLoad {

    private ForwardLoad() {}

    /** A steady rate to these endpoints in turn. */
    static Delivered atRate(
            ReceivingSite site, String name, List<Source> sources, int perSecond, Lengths lengths)
            throws InterruptedException, SQLException {
        int most =
                Math.toIntExact(
                        perSecond * lengths.settle().plus(lengths.measured()).toSeconds()
                                + perSecond);
        long first = site.takeNumbers(most);
        Load load =
                new Load(
                        site.server().port(),
                        site.requests(sources).from(first),
                        perSecond,
                        lengths.settle(),
                        lengths.measured(),
                        lengths.connections());
        Trace trace = new Trace(first, Math.toIntExact(load.count()), 1, _ -> true);
        return new DeliveryLoad(site.place(), name, trace, load.warmUpCount())
                .run(observer -> OpenLoop.run(load, observer));
    }
}
