package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.Delivered;
import io.hookbridge.loadtest.load.ClosedLoop;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.receive.Behaviour;
import io.hookbridge.loadtest.rig.SendRequests;
import io.hookbridge.loadtest.rig.Sender;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A tenant at a moderate rate; then the same beside another tenant whose thousand endpoints take
 * almost as long to answer as they may.
 */
record Crowd(Sites sites, Lengths lengths) {

    /** Of the other tenant; as many as take every place of a server that shares none. */
    private static final int ENDPOINTS = 1_000;

    private static final int MESSAGES = 8_000;
    private static final Duration DELAY = Duration.ofSeconds(14);
    private static final int CONNECTIONS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * @param alone the tenant by itself
     * @param beside the same tenant while the other one's deliveries are under way
     */
    record Result(Delivered alone, Delivered beside) {}

    Result run() throws InterruptedException, SQLException {
        sites.rig()
                .say(
                        "%nCrowd: 1 endpoint at %,d/s beside %,d endpoints that answer after %d s",
                        lengths.rate(), ENDPOINTS, DELAY.toSeconds());
        try (Site site = sites.openWarm(1, lengths.warmUp())) {
            Sender crowd = site.addSender(ENDPOINTS);
            SendRequests requests = crowd.requests(ENDPOINTS);
            for (int i = 0; i < ENDPOINTS; i++) {
                site.receiver().behave(1 + i, new Behaviour.Late(200, DELAY));
            }
            Delivered alone = load(site, "alone");
            send(site, requests);
            return new Result(alone, load(site, "beside the crowd"));
        }
    }

    private static void send(Site site, SendRequests requests) throws InterruptedException {
        try {
            LoadResult sent =
                    ClosedLoop.run(
                            site.server().port(),
                            requests.single(site.nextNumber()),
                            MESSAGES,
                            CONNECTIONS,
                            PATIENCE,
                            new Observer() {});
            site.skipNumbers(MESSAGES);
            if (sent.errorCount() > 0) {
                throw new BenchFailure("the crowd's messages were refused: " + sent.errors());
            }
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    private Delivered load(Site site, String name) throws InterruptedException, SQLException {
        return SendLoad.atRate(site, name, 1, lengths.rate(), lengths.settle(), lengths.measured());
    }
}
