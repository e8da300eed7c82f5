package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.load.Load;
import io.hookbridge.loadtest.load.Observer;
import io.hookbridge.loadtest.load.OpenLoop;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;

import java.io.IOException;

/** Reads the meters of the processes at both ends of the stretch that counts. */
public final class Metering implements Observer {

    private final ProgressLines lines;
    private final Meters meters;

    private Metering(Rig rig, ServerProcess server) {
        this.lines = new ProgressLines(rig.out());
        this.meters = new Meters(server);
    }

    /** Puts a load on the server and tells what it took to answer. */
    public static Measured measure(Rig rig, String name, ServerProcess server, Load load)
            throws InterruptedException {
        Metering metering = new Metering(rig, server);
        try {
            return new Measured(name, OpenLoop.run(load, metering), metering.meters.usage());
        } catch (IOException failure) {
            throw new BenchFailure("the load generator failed: " + failure.getMessage());
        }
    }

    @Override
    public void measuringBegins() {
        meters.begin();
    }

    @Override
    public void measuringEnds() {
        meters.end();
    }

    @Override
    public void progress(Progress progress) {
        lines.progress(progress);
    }
}
