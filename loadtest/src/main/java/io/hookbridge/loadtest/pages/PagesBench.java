package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.rig.LightLoad;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills a database, starts a server on it, and asks for pages.
 *
 * @param messages finished ones in the database
 * @param perSecond requests of each kind
 * @param beside messages a second that are sent while all is asked for once more; 0 for not
 */
record PagesBench(
        Rig rig, int messages, int perSecond, int beside, Duration settle, Duration measured) {

    PagesReport run(String commandLine) throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        try (Receiver receiver = Filled.receiver()) {
            Filled filled = Filled.with(rig, receiver, messages, 0, machine);
            PagesReport report = new PagesReport(commandLine, machine, messages, filled.disk());
            try (ServerProcess server = rig.start(Rig.DELIVERING)) {
                server.awaitReady(rig.probe());
                report.started(server.age());
                Pages pages = pages(server, filled);
                report.add(pages.read(""));
                if (beside > 0) {
                    report.add(besides(server, filled, pages, report));
                }
            }
            machine.put("Load average after", Machine.load());
            return report;
        }
    }

    private Pages pages(ServerProcess server, Filled filled) {
        return new Pages(
                rig,
                server,
                filled.busy(),
                filled.quiet(),
                filled.messages(),
                filled.until(),
                perSecond,
                settle,
                measured);
    }

    private List<Measured> besides(
            ServerProcess server, Filled filled, Pages pages, PagesReport report)
            throws InterruptedException {
        // Each kind takes a little longer than it measures.
        Duration most = settle.plus(measured).multipliedBy(2L * Pages.KINDS);
        try (LightLoad load =
                new LightLoad(
                        server.port(),
                        filled.busy()
                                .getFirst()
                                .sending(server.port(), new NumberedPayload(Filled.PAYLOAD)),
                        beside,
                        most)) {
            Thread.sleep(settle);
            List<Measured> reads = pages.read(", beside %,d messages/s".formatted(beside));
            report.sentBeside(load.accepted(), load.refused());
            return reads;
        }
    }
}
