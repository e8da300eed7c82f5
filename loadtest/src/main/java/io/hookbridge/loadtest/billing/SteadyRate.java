package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Metering;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;

import java.util.List;

/** A moderate load on a server that was just started, with the built-in provider. */
record SteadyRate(Rig rig, List<Tenant> tenants, Times times) {

    Measured run(String name) throws InterruptedException {
        rig.say("%n%s: %.0f requests/s, built-in provider", name, times.rate());
        try (ServerProcess server = rig.start(Rig.BUILTIN).awaitReady(rig.probe())) {
            return Metering.measure(
                    rig,
                    name,
                    server,
                    new Load(
                            server.port(),
                            PortalCall.inTurn(server.port(), tenants),
                            times.rate(),
                            times.warmUp(),
                            times.measured()));
        }
    }
}
