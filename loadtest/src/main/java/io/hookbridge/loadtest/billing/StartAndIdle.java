package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.process.ProcessTree;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;
import io.hookbridge.loadtest.rig.Tenants;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The first start of all, starts on an existing data folder, and the memory of a server that waits.
 */
record StartAndIdle(Rig rig, Times times) {

    /**
     * What the first start leaves behind.
     *
     * @param ready from the start of the process until it was ready, with an empty data folder
     * @param database what PostgreSQL says of itself, by name of the setting
     */
    record First(Duration ready, Map<String, String> database, List<Tenant> tenants) {}

    /**
     * @param firstAnswers from the start of the process to the first portal session, of each start
     */
    record Warm(
            List<Duration> firstAnswers, ProcessTree.Memory server, ProcessTree.Memory postgres) {}

    First first(int tenants) throws InterruptedException, SQLException {
        rig.say("%nFirst start, with an empty data folder");
        try (ServerProcess server = rig.start(Rig.BUILTIN).awaitReady(rig.probe())) {
            Duration ready = server.age();
            rig.say("  ready after %,d ms, adding %d tenants", ready.toMillis(), tenants);
            return new First(
                    ready,
                    rig.databaseSettings(server),
                    Tenants.add(server.database(), tenants, tenants));
        }
    }

    Warm warm(Tenant tenant) throws InterruptedException {
        rig.say("%nWarm starts: time to the first portal session");
        List<Duration> firstAnswers = new ArrayList<>();
        for (int i = 1; i < times.starts(); i++) {
            try (ServerProcess server = rig.start(Rig.BUILTIN)) {
                firstAnswers.add(firstAnswer(server, tenant));
            }
        }
        try (ServerProcess server = rig.start(Rig.BUILTIN)) {
            firstAnswers.add(firstAnswer(server, tenant));
            rig.say("idle for %d s", times.idle().toSeconds());
            Thread.sleep(times.idle());
            return new Warm(firstAnswers, server.jvm().memory(), server.postgres().memory());
        }
    }

    private Duration firstAnswer(ServerProcess server, Tenant tenant) throws InterruptedException {
        Duration took = PortalCall.firstAnswer(rig, server, tenant);
        rig.say("  %,d ms", took.toMillis());
        return took;
    }
}
