package io.hookbridge.loadtest.cluster;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.BoundedClient;
import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.Signals;
import io.hookbridge.loadtest.process.Workspace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One HookBridge server, which is started, killed and started again on the same ports. */
public final class Server {

    private final Children children;
    private final Workspace workspace;
    private List<String> command;
    private final String name;
    private final Map<String, String> settings;
    private final Optional<SteppedClock> clock;
    private final int port = FixedPorts.free();
    private final int adminPort = FixedPorts.free();
    private final BoundedClient client;
    private @Nullable Process process;

    /**
     * @param command that starts it
     * @param settings without those of its ports
     * @param clock that it is to see; the machine's if empty
     */
    public Server(
            Children children,
            Workspace workspace,
            List<String> command,
            String name,
            Map<String, String> settings,
            Optional<SteppedClock> clock,
            BoundedClient client) {
        this.children = children;
        this.workspace = workspace;
        this.command = command;
        this.name = name;
        this.settings = new LinkedHashMap<>(settings);
        this.settings.put("HOOKBRIDGE_HOST", "127.0.0.1");
        this.settings.put("HOOKBRIDGE_PORT", Integer.toString(port));
        this.settings.put("HOOKBRIDGE_ADMIN_PORT", Integer.toString(adminPort));
        this.clock = clock;
        clock.ifPresent(one -> this.settings.putAll(one.settings()));
        this.client = client;
    }

    public int port() {
        return port;
    }

    public String name() {
        return name;
    }

    /** Its own clock, if it has one that can be stepped. */
    public Optional<SteppedClock> clock() {
        return clock;
    }

    /** From its next start on it is what this command starts. */
    void become(List<String> next) {
        command = next;
    }

    /** From its next start on it has this setting, too. */
    public void set(String name, String value) {
        settings.put(name, value);
    }

    /** Starts the process; it is not ready yet. */
    public void start() {
        process = children.start(command, settings, workspace.newLog(name));
    }

    /** Returns when it says that it is ready. */
    public void awaitReady(Probe probe) throws InterruptedException {
        probe.get(process(), adminPort, "/readyz", Map.of());
    }

    /** Ends it as a power cut would. */
    public void kill() throws InterruptedException {
        process().destroyForcibly().waitFor();
    }

    /** Asks it to end and waits until it has. */
    public void stop() {
        children.end(process());
    }

    /** Sends the signal with this name, such as {@code STOP}. */
    public void signal(String signal) throws InterruptedException {
        Signals.send(process().pid(), signal);
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    private Process process() {
        return Objects.requireNonNull(process, "not started");
    }

    /** The sum of a metric's values over all its tags, as the server tells it. */
    private double metric(String metric, String tag) throws InterruptedException {
        return page("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric) && line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Attempts whose message was in other hands when they ended, since the start. */
    public long lostLeases() throws InterruptedException {
        return (long) metric("hookbridge_delivery_lost_leases_total", "");
    }

    /** Messages delivered since the start. */
    public long delivered() throws InterruptedException {
        return (long) metric("hookbridge_delivery_decisions_total", "succeeded");
    }

    /** Payloads read from the cold storage since the start. */
    public long coldReads() throws InterruptedException {
        return (long) metric("hookbridge_cold_reads_seconds_count", "");
    }

    /** A page of the operator's port. */
    public String page(String path) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    client.call(
                            HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + adminPort + path)),
                            Duration.ofSeconds(20));
            if (answer.statusCode() != 200) {
                throw new BenchFailure("%s: %d".formatted(path, answer.statusCode()));
            }
            return answer.body();
        } catch (IOException failure) {
            throw new BenchFailure("%s: %s".formatted(path, failure.getMessage()));
        }
    }
}
