package io.hookbridge.loadtest.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A HookBridge server with its PostgreSQL, in processes of their own. */
public final class ServerProcess implements AutoCloseable {

    /** Where a portal session may return to. */
    public static final String RETURN_URL = "https://app.example.com/billing";

    private final Children children;
    private final Process process;
    private final EmbeddedDatabase database;
    private final int port;
    private final int adminPort;
    private final long started;

    private ServerProcess(
            Children children,
            Process process,
            EmbeddedDatabase database,
            int port,
            int adminPort,
            long started) {
        this.children = children;
        this.process = process;
        this.database = database;
        this.port = port;
        this.adminPort = adminPort;
        this.started = started;
    }

    /**
     * Starts the server as in production, on free ports of the loopback address; it may not be
     * ready yet.
     *
     * @param billing settings of the billing provider
     * @param javaOptions added to the usual ones
     */
    public static ServerProcess start(
            Installation installation,
            Children children,
            Workspace workspace,
            Map<String, String> billing,
            List<String> javaOptions) {
        int port = Ports.free();
        int adminPort = Ports.free();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("HOOKBRIDGE_HOST", "127.0.0.1");
        settings.put("HOOKBRIDGE_PORT", Integer.toString(port));
        settings.put("HOOKBRIDGE_ADMIN_PORT", Integer.toString(adminPort));
        settings.put("HOOKBRIDGE_PUBLIC_URL", "http://127.0.0.1:" + port);
        settings.put("HOOKBRIDGE_DATA_DIR", workspace.data().toString());
        settings.put("HOOKBRIDGE_ALLOWED_RETURN_ORIGINS", "https://app.example.com");
        settings.put("HOOKBRIDGE_DEFAULT_RETURN_URL", RETURN_URL);
        settings.put("HOOKBRIDGE_PORTAL_CALLS_PER_MINUTE", "10000000");
        settings.put("HOOKBRIDGE_LOG_LEVEL", "info");
        settings.put("HOOKBRIDGE_JAVA_OPTS", String.join(" ", javaOptions));
        settings.put("JAVA_HOME", installation.javaHome());
        settings.putAll(billing);
        Path log = workspace.newLog("server");
        long started = System.nanoTime();
        Process process = children.start(installation.serverCommand(), settings, log);
        return new ServerProcess(
                children,
                process,
                new EmbeddedDatabase(workspace.data()),
                port,
                adminPort,
                started);
    }

    /** Waits until the server says that it is ready. */
    public ServerProcess awaitReady(Probe probe) throws InterruptedException {
        probe.get(process, adminPort, "/readyz", Map.of());
        return this;
    }

    /**
     * What the server has counted since its start, 0 if it knows no such counter.
     *
     * @param name as in the document of metrics
     */
    public double counter(Probe probe, String name) throws InterruptedException {
        return probe.get(process, adminPort, "/metrics", Map.of())
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).strip()))
                .sum();
    }

    /** Waits for the first answer with status 2xx to a POST, and returns its body. */
    public String post(Probe probe, String path, Map<String, String> headers, String body)
            throws InterruptedException {
        return probe.post(process, port, path, headers, body);
    }

    /** The time since the process was started. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    public int port() {
        return port;
    }

    public EmbeddedDatabase database() {
        return database;
    }

    /** The JVM. */
    public ProcessTree jvm() {
        return ProcessTree.of(process.pid());
    }

    /** PostgreSQL, which runs in a session of its own and is no child of the JVM's. */
    public ProcessTree postgres() {
        return ProcessTree.of(database.postmaster());
    }

    @Override
    public void close() {
        children.end(process);
        database.endIfLeftBehind();
    }
}
