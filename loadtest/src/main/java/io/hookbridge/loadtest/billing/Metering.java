package io.hookbridge.loadtest.billing;

import io.hookbridge.loadtest.load.LoadResult;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.process.ProcessTree;
import io.hookbridge.loadtest.process.ServerProcess;

import java.io.PrintStream;
import java.time.Duration;

/** Reads the meters of the processes at both ends of the stretch that counts. */
final class Metering implements Observer {

    private final ProgressLines lines;
    private final Meter server;
    private final Meter postgres;
    private final Meter generator = new Meter(ProcessTree.self());

    /** The CPU time of a process tree between two moments. */
    private static final class Meter {
        final ProcessTree processes;
        private Duration before = Duration.ZERO;
        private Duration used = Duration.ZERO;

        Meter(ProcessTree processes) {
            this.processes = processes;
        }

        void begin() {
            before = processes.cpu();
        }

        void end() {
            used = processes.cpu().minus(before);
        }
    }

    Metering(ServerProcess server, PrintStream out) {
        this.lines = new ProgressLines(out);
        this.server = new Meter(server.jvm());
        this.postgres = new Meter(server.postgres());
    }

    @Override
    public void measuringBegins() {
        server.begin();
        postgres.begin();
        generator.begin();
    }

    @Override
    public void measuringEnds() {
        server.end();
        postgres.end();
        generator.end();
    }

    @Override
    public void progress(Progress progress) {
        lines.progress(progress);
    }

    Measured measured(String name, LoadResult result) {
        return new Measured(
                name,
                result,
                server.used,
                postgres.used,
                generator.used,
                server.processes.memory(),
                postgres.processes.memory());
    }
}
