package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.keepalive.program.Door;
import io.hookbridge.loadtest.keepalive.program.Program;
import io.hookbridge.loadtest.keepalive.program.Running;
import io.hookbridge.loadtest.process.Ports;
import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.Certificate;
import io.hookbridge.loadtest.receive.Keeping;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.rig.Rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A web server of others that runs, plain and with TLS.
 *
 * @param closingIdle a port for each idle time
 * @param closingUsed ports with a small limit of requests for a connection
 */
record FoundProgram(Running running, List<Listener> closingIdle, List<Listener> closingUsed) {

    /** Of nginx, which is none that matters within an idle time of seconds. */
    private static final int USUAL_REQUESTS = 1_000;

    /** Of the ports where it shall matter. */
    private static final int FEW_REQUESTS = 100;

    private static final Duration LONG = Duration.ofSeconds(60);

    static FoundProgram start(
            Program program,
            Rig rig,
            Certificate certificate,
            List<Duration> idleTimes,
            int endpoints)
            throws InterruptedException {
        List<Door> doors = new ArrayList<>();
        List<Listener> idle = new ArrayList<>();
        List<Listener> used = new ArrayList<>();
        for (boolean https : new boolean[] {false, true}) {
            for (Duration time : idleTimes) {
                idle.add(listener(program, https, time, USUAL_REQUESTS, endpoints, doors));
            }
            used.add(listener(program, https, LONG, FEW_REQUESTS, endpoints, doors));
        }
        return new FoundProgram(Running.start(program, rig, certificate.pem(), doors), idle, used);
    }

    /** What its administrator might do. */
    List<Disturbance> disturbances() {
        Disturbance reload = new Disturbance("reload", running::reload);
        return running.replacesWorkers()
                ? List.of(reload, new Disturbance("a worker ends", running::endWorker))
                : List.of(reload);
    }

    private static Listener listener(
            Program program,
            boolean https,
            Duration idle,
            int requests,
            int endpoints,
            List<Door> doors) {
        Receiver behind = Receiver.start(new Arrivals(0), endpoints, null, Keeping.FOREVER);
        int port = Ports.free();
        doors.add(new Door(port, https, idle, requests, behind.port()));
        return new Listener(
                program.name() + (https ? ", TLS" : ""), https, port, idle, behind, false);
    }
}
