package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A moderate rate to one endpoint, then to many. */
record Steady(Sites sites, Lengths lengths, List<Integer> endpoints) {

    List<Delivered> run() throws InterruptedException, SQLException {
        List<Delivered> loads = new ArrayList<>();
        try (Site site = sites.openWarm(endpoints.getFirst(), lengths.warmUp())) {
            for (int count : endpoints) {
                String name = "%,d/s, endpoints: %d".formatted(lengths.rate(), count);
                sites.rig().say("%nSteady: %s", name);
                loads.add(
                        SendLoad.atRate(
                                site,
                                name,
                                count,
                                lengths.rate(),
                                lengths.settle(),
                                lengths.measured()));
            }
        }
        return loads;
    }
}
