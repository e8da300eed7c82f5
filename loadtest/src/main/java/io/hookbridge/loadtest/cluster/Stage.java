package io.hookbridge.loadtest.cluster;

import io.hookbridge.loadtest.process.BoundedClient;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.Workspace;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What every run works with.
 *
 * @param java the command of the server's jar, to which arguments are added
 * @param settings of all servers, besides those that a run gives them
 * @param random decides what is broken when
 * @param steppedClocks whether servers get clocks of their own, where that is possible
 */
public record Stage(
        List<String> java,
        Map<String, String> settings,
        Children children,
        Workspace workspace,
        Probe probe,
        BoundedClient client,
        Random random,
        boolean steppedClocks,
        PrintStream out) {

    public static final String KEY = "hb_live_FAKE0000ofthechaosrun000";

    /** Starts a server as on a developer's machine, which may deliver to the loopback address. */
    static final String SERVER = "up";

    /** The command with these arguments of the server's command line. */
    public List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(arguments));
        return command;
    }

    /** The same for a jar that is started by another command. */
    public Stage with(List<String> otherJava) {
        return new Stage(
                otherJava,
                settings,
                children,
                workspace,
                probe,
                client,
                random,
                steppedClocks,
                out);
    }

    /** A server that is not started yet. */
    public Server server(String name, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(own);
        return new Server(children, workspace, command(SERVER), name, all, clock(name), client);
    }

    /** For what has this name; empty to see that of the machine. */
    Optional<SteppedClock> clock(String name) {
        return steppedClocks
                ? SteppedClock.at(workspace.root().resolve(name + ".clock"))
                : Optional.empty();
    }

    public Api api(Server server) {
        return new Api(client, server.port(), KEY);
    }

    /** Between {@code least} and {@code most} milliseconds. */
    public void sleep(int least, int most) throws InterruptedException {
        Thread.sleep(random.nextInt(least, most + 1));
    }

    /** Has a clock tell an hour too much or too little for a few seconds. */
    public void misset(SteppedClock clock) throws InterruptedException {
        clock.set(Duration.ofHours(random.nextBoolean() ? 1 : -1));
        sleep(3_000, 6_000);
        clock.set(Duration.ZERO);
        // It is looked at once a second.
        Thread.sleep(1_500);
    }

    /** Until this moment of {@code System.nanoTime}. */
    public static void sleepUntil(long moment) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(Math.max(0, moment - System.nanoTime())));
    }

    public void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
