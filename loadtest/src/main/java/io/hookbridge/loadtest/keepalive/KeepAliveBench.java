package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.keepalive.program.Program;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Certificate;
import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.rig.Rig;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The measurement from the first connection to the page. */
final class KeepAliveBench {

    private final Rig rig;
    private final Duration length;
    private final int messages;
    private final List<Listener> own = new ArrayList<>();
    private final List<Listener> ownLimited = new ArrayList<>();
    private final List<FoundProgram> found = new ArrayList<>();

    /**
     * @param length of the paced part
     * @param messages of each burst
     */
    KeepAliveBench(Rig rig, Duration length, int messages) {
        this.rig = rig;
        this.length = length;
        this.messages = messages;
    }

    KeepAliveReport run(String commandLine) throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        Certificate certificate = Certificate.in(rig.workspace().root());
        try {
            open(certificate, machine);
            try (ServerProcess server =
                    rig.with(certificate.trustingJavaOptions()).start(Rig.DELIVERING)) {
                server.awaitReady(rig.probe());
                machine.putAll(rig.databaseSettings(server));
                // The bursts warm the JVM up: its first handshakes take so long that on a busy
                // machine those behind them run out of time, which is not what is looked for.
                List<Burst.Result> bursts = bursts(server);
                Paced.Result paced = new Paced(rig, server, closingIdle(), length).run();
                machine.put("Load average after", Machine.load());
                return new KeepAliveReport(commandLine, machine, paced, bursts);
            }
        } finally {
            close();
        }
    }

    private void open(Certificate certificate, Map<String, String> machine)
            throws InterruptedException {
        own.addAll(OwnReceivers.closingIdle(Paced.IDLE_TIMES, Paced.MOST_ENDPOINTS, certificate));
        ownLimited.addAll(OwnReceivers.closingUsed(Burst.ENDPOINTS, certificate));
        for (Program program : Program.ALL) {
            if (program.executable().isEmpty()) {
                rig.say(
                        "%s is not here: on Debian, apt-get install %s",
                        program.name(), program.packages());
                machine.put(program.name(), "not installed: " + program.packages());
                continue;
            }
            FoundProgram started =
                    FoundProgram.start(
                            program, rig, certificate, Paced.IDLE_TIMES, Paced.MOST_ENDPOINTS);
            found.add(started);
            machine.put(program.name(), started.running().version());
        }
    }

    private List<Listener> closingIdle() {
        return Stream.concat(
                        own.stream(), found.stream().flatMap(one -> one.closingIdle().stream()))
                .toList();
    }

    private List<Burst.Result> bursts(ServerProcess server)
            throws InterruptedException, SQLException {
        List<Burst.Result> results = new ArrayList<>();
        rig.say("");
        for (Listener listener : ownLimited) {
            results.add(new Burst(rig, server, listener, Disturbance.NONE, messages).run());
        }
        for (FoundProgram program : found) {
            for (Listener listener : program.closingUsed()) {
                for (Disturbance disturbance : program.disturbances()) {
                    results.add(new Burst(rig, server, listener, disturbance, messages).run());
                    program.running().awaitOpen();
                }
            }
        }
        return results;
    }

    private void close() {
        found.forEach(program -> {
            program.running().close();
            program.closingIdle().forEach(Listener::close);
            program.closingUsed().forEach(Listener::close);
        });
        own.forEach(Listener::close);
        ownLimited.forEach(Listener::close);
    }
}
