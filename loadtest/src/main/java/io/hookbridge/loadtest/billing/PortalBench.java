package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The measurement from the first start of a server to the page with the figures. */
record PortalBench(Rig rig, Times times, int tenantCount, Set<Scenario> only) {

    PortalReport run(String commandLine) throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        StartAndIdle starts = new StartAndIdle(rig, times);
        StartAndIdle.First first = starts.first(tenantCount);
        List<Tenant> tenants = first.tenants();

        PortalReport report = new PortalReport(commandLine, machine, first);
        if (only.contains(Scenario.START)) {
            report.add(starts.warm(tenants.getFirst()));
        }
        for (int run = 1; run <= times.runs() && only.contains(Scenario.STEADY); run++) {
            report.add(new SteadyRate(rig, tenants, times).run("Built-in " + run));
        }
        if (only.contains(Scenario.HIGHEST)) {
            report.add(new HighestRate(rig, tenants, times).run());
        }
        for (int run = 1; run <= times.runs() && only.contains(Scenario.STRIPE); run++) {
            report.add(new WithStripe(rig, tenants, times).run("Stripe " + run));
        }
        machine.put("Load average after", Machine.load());
        return report;
    }
}
