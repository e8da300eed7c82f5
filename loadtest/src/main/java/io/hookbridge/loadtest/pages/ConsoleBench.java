package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills a database, starts a server on it, and asks for the pages that people look at.
 *
 * @param messages finished ones in the database
 * @param rounds how often each page is asked for
 * @param searchDays of so many days payloads are found; 0 for none
 */
record ConsoleBench(Rig rig, int messages, int rounds, int searchDays) {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private static final String LEFT_TO_INDEX = "SELECT count(*) FROM search_task";
    private static final String INDEXED = "SELECT count(*) FROM message_search";
    private static final String INDEX_BYTES =
            """
            SELECT sum(pg_total_relation_size(relid))::bigint
              FROM pg_partition_tree('message_search')
             WHERE isleaf
            """;

    ConsoleReport run(String commandLine) throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        try (Receiver receiver = Filled.receiver()) {
            Filled filled = Filled.with(rig, receiver, messages, searchDays, machine);
            ConsoleReport report = new ConsoleReport(commandLine, machine, messages);
            Map<String, String> settings = new LinkedHashMap<>(Rig.DELIVERING);
            settings.put("HOOKBRIDGE_SEARCH_DAYS", Integer.toString(searchDays));
            try (ServerProcess server = rig.start(settings)) {
                server.awaitReady(rig.probe());
                if (searchDays > 0) {
                    awaitIndex(server.database(), report);
                }
                report.add(visits(server, filled));
            }
            machine.put("Load average after", Machine.load());
            return report;
        }
    }

    private void awaitIndex(EmbeddedDatabase database, ConsoleReport report)
            throws InterruptedException, SQLException {
        rig.say("%nIndexing the payloads of %d days", searchDays);
        long began = System.nanoTime();
        try (Connection connection = database.connect()) {
            while (EmbeddedDatabase.number(connection, LEFT_TO_INDEX) > 0) {
                Thread.sleep(BETWEEN_LOOKS);
            }
            report.indexed(
                    EmbeddedDatabase.number(connection, INDEXED),
                    Duration.ofNanos(System.nanoTime() - began),
                    EmbeddedDatabase.number(connection, INDEX_BYTES));
        }
    }

    private List<Visits.Visited> visits(ServerProcess server, Filled filled)
            throws IOException, InterruptedException, SQLException {
        Project project = filled.busy().getFirst();
        try (Visits visits = Visits.signedIn(rig, server, project, rounds)) {
            return visits.of(filled, searchDays > 0);
        }
    }
}
