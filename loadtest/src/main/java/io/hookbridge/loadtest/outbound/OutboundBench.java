package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The measurement from the first message to the page with the figures. */
record OutboundBench(
        Rig rig,
        Lengths lengths,
        List<Integer> endpoints,
        Set<Scenario> scenarios,
        Traffic traffic) {

    OutboundReport run(String commandLine) throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        OutboundReport report = new OutboundReport(commandLine, machine);
        Sites sites = new Sites(rig, machine, traffic);
        int many = endpoints.getLast();
        for (Scenario scenario : scenarios) {
            switch (scenario) {
                case COLD -> report.addCold(new Cold(sites, lengths, many).run());
                case STEADY -> report.addSteady(new Steady(sites, lengths, endpoints).run());
                case HIGHEST -> report.addHighest(new Highest(sites, lengths, endpoints).run());
                case BURST -> report.addBurst(new Burst(sites, lengths, many).run());
                case DRAIN -> report.addDrain(new Drain(sites, lengths, many).run());
                case HANGING -> report.addHanging(new Hanging(sites, lengths, many).run());
                case CROWD -> report.addCrowd(new Crowd(sites, lengths).run());
                case ATTACK -> report.addAttack(new Attack(sites, lengths).run());
                case NAMES -> report.addNames(new Names(sites, lengths).run());
                case SPREAD -> report.addSpread(new Spread(sites, lengths).run());
            }
        }
        machine.put("Load average after", Machine.load());
        return report;
    }
}
