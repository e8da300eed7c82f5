package io.hookbridge.loadtest.recovery;

import io.hookbridge.loadtest.cluster.Cluster;
import io.hookbridge.loadtest.cluster.Server;
import io.hookbridge.loadtest.cluster.Stage;
import io.hookbridge.loadtest.process.BoundedClient;
import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.process.Workspace;
import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Kills servers, each time with new ones on a new database.
 *
 * @param messages in the memory of the one that is killed
 * @param runs of each kind
 */
record RecoveryBench(Rig rig, int messages, int runs) {

    RecoveryReport run(String commandLine) throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        RecoveryReport report = new RecoveryReport(commandLine, machine);
        try (BoundedClient client = new BoundedClient()) {
            for (int i = 0; i < runs; i++) {
                report.add(anotherTakesOver(stage(client)));
                report.add(startedAgain(stage(client)));
            }
        }
        machine.put("Load average after", Machine.load());
        return report;
    }

    private Stage stage(BoundedClient client) {
        return new Stage(
                rig.installation().jarCommand(),
                Map.of(),
                rig.children(),
                Workspace.in(rig.workspace().root()),
                rig.probe(),
                client,
                new Random(),
                false,
                rig.out());
    }

    private Recovery anotherTakesOver(Stage stage) throws InterruptedException, SQLException {
        rig.say("%nOne of two servers is killed with %,d messages in its memory", messages);
        try (Cluster cluster = Cluster.start(stage, 2);
                Interrupted interrupted =
                        new Interrupted(
                                "another server takes over",
                                messages,
                                cluster.postgres()::connect,
                                cluster.api(0))) {
            interrupted.prepare();
            interrupted.kill(cluster.server(0));
            return interrupted.watch(interrupted.endOfLease());
        }
    }

    private Recovery startedAgain(Stage stage) throws InterruptedException, SQLException {
        rig.say("%nThe only server is killed with %,d messages in its memory", messages);
        EmbeddedDatabase database = new EmbeddedDatabase(stage.workspace().data());
        Server server =
                stage.server(
                        "server",
                        Map.of(
                                "HOOKBRIDGE_DATA_DIR",
                                stage.workspace().data().toString(),
                                "HOOKBRIDGE_BOOTSTRAP_API_KEY",
                                Stage.KEY));
        server.start();
        server.awaitReady(stage.probe());
        try (Interrupted interrupted =
                new Interrupted(
                        "the only server is started again",
                        messages,
                        database::connect,
                        stage.api(server))) {
            interrupted.prepare();
            interrupted.kill(server);
            server.start();
            long start = System.nanoTime();
            server.awaitReady(stage.probe());
            return interrupted.watch(start);
        } finally {
            if (server.isRunning()) {
                server.stop();
            }
            database.endIfLeftBehind();
        }
    }
}
