package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The measurement from the first request to the page with the figures.
 *
 * @param payload bytes of each
 */
record InboundBench(Rig rig, Lengths lengths, Set<Scenario> scenarios, int payload) {

    InboundReport run(String commandLine) throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        InboundReport report = new InboundReport(commandLine, machine);
        ReceivingSites sites = new ReceivingSites(rig, machine, payload);
        for (Scenario scenario : scenarios) {
            switch (scenario) {
                case INGEST -> report.addIngest(new Ingest(sites, lengths).run());
                case FORWARD -> report.addForward(new Forward(sites, lengths).run());
                case STEADY -> report.addSteady(new Steady(sites, lengths).run());
                case FETCH -> report.addFetch(new Fetch(sites, lengths).run());
                case EVENTS -> report.addEvents(new Events(sites, lengths).run(), lengths.events());
                case LISTENERS -> report.addListeners(new Listen(sites, lengths).run());
            }
        }
        machine.put("Load average after", Machine.load());
        return report;
    }
}
