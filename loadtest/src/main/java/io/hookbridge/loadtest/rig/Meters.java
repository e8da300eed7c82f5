package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.ProcessTree;
import io.hookbridge.loadtest.process.ServerProcess;

import java.time.Duration;

/** Reads the CPU time of the processes at both ends of a stretch. */
public final class Meters {

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

    public Meters(ServerProcess server) {
        this.server = new Meter(server.jvm());
        this.postgres = new Meter(server.postgres());
    }

    public void begin() {
        server.begin();
        postgres.begin();
        generator.begin();
    }

    public void end() {
        server.end();
        postgres.end();
        generator.end();
    }

    /** The CPU time between {@link #begin} and {@link #end}, and the memory now. */
    public Usage usage() {
        return new Usage(
                server.used,
                postgres.used,
                generator.used,
                server.processes.memory(),
                postgres.processes.memory(),
                generator.processes.memory());
    }
}
