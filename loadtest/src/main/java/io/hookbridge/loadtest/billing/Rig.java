package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Installation;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.process.Workspace;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What every scenario works with.
 *
 * @param javaOptions of the server, added to the usual ones
 */
record Rig(
        Installation installation,
        Children children,
        Workspace workspace,
        Probe probe,
        List<String> javaOptions,
        PrintStream out) {

    static final Map<String, String> BUILTIN = Map.of("HOOKBRIDGE_BILLING", "builtin");

    /** A server on the rig's data folder, which may not be ready yet. */
    ServerProcess start(Map<String, String> billing) {
        return ServerProcess.start(installation, children, workspace, billing, javaOptions);
    }

    /** The time from the start of the process to the tenant's first portal session. */
    Duration firstAnswer(ServerProcess server, Tenant tenant) throws InterruptedException {
        String answer =
                server.post(
                        probe, PortalCall.PATH, PortalCall.headers(tenant.key()), PortalCall.BODY);
        Duration took = server.age();
        if (!answer.contains("\"portal_url\":\"http")) {
            throw new BenchFailure("this is no portal session: " + answer);
        }
        return took;
    }

    /** Puts a load on the server and tells what it took to answer. */
    Measured measure(String name, ServerProcess server, Load load) throws InterruptedException {
        Metering metering = new Metering(server, out);
        try {
            LoadResult result = OpenLoop.run(load, metering);
            return metering.measured(name, result);
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
