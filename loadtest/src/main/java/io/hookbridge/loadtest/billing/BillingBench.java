package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.report.Table;
import io.hookbridge.loadtest.rig.BenchOptions;
import io.hookbridge.loadtest.rig.LoadTable;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Metering;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;
import io.hookbridge.loadtest.rig.Tenants;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/** Both read operations at a steady rate, one after the other on one server. */
record BillingBench(Rig rig, Times times, int tenantCount) {

    private static final int MONTHS = 24;

    private static final int STORMY_CUSTOMERS = 1_000;

    private record Page(
            String command,
            Map<String, String> machine,
            List<Measured> loads,
            SyncStorm.Result storm)
            implements BenchOptions.Report {

        @Override
        public String markdown() {
            Table facts = new Table("Machine", "");
            machine.forEach(facts::row);
            return "# Reading billing\n\n`"
                    + command
                    + "`\n\n"
                    + facts
                    + "\n"
                    + LoadTable.of(loads)
                    + "\n"
                    + storm.table();
        }

        @Override
        public boolean hasErrors() {
            return loads.stream().anyMatch(Measured::hasErrors) || storm.hasErrors();
        }
    }

    BenchOptions.Report run(String commandLine)
            throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        List<Measured> loads = new ArrayList<>();
        int customers = Math.min(STORMY_CUSTOMERS, tenantCount);
        List<Tenant> tenants;
        try (ServerProcess server = rig.start(Rig.BUILTIN).awaitReady(rig.probe())) {
            rig.say("Adding %,d tenants with %d months each", tenantCount, MONTHS);
            tenants = Tenants.add(server.database(), tenantCount, customers);
            Tenants.addMonths(server.database(), MONTHS);
            machine.put("Tenants", "%,d with %d months each".formatted(tenantCount, MONTHS));
            loads.add(measure("Subscription", "/v1/billing/subscription", server, tenants));
            loads.add(measure("Usage history", "/v1/billing/usage-history", server, tenants));
        }
        SyncStorm.Result storm = new SyncStorm(rig, customers).run(tenants);
        machine.put("Load average after", Machine.load());
        return new Page(commandLine, machine, loads, storm);
    }

    private Measured measure(String name, String path, ServerProcess server, List<Tenant> tenants)
            throws InterruptedException {
        rig.say("%n%s: %.0f requests/s", name, times.rate());
        LongFunction<Request> inTurn =
                n ->
                        Request.get(
                                server.port(),
                                path,
                                Map.of(
                                        "Authorization",
                                        "Bearer " + tenants.get((int) (n % tenants.size())).key()));
        return Metering.measure(
                rig,
                name,
                server,
                new Load(server.port(), inTurn, times.rate(), times.warmUp(), times.measured()));
    }
}
