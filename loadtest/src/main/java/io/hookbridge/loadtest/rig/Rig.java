package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.Children;
import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.process.Installation;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.process.Workspace;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What every scenario works with.
 *
 * @param javaOptions of the server, added to the usual ones
 * @param settings of the server by their variables, which go before those of a scenario
 */
public record Rig(
        Installation installation,
        Children children,
        Workspace workspace,
        Probe probe,
        List<String> javaOptions,
        Map<String, String> settings,
        PrintStream out) {

    public static final Map<String, String> BUILTIN = Map.of("HOOKBRIDGE_BILLING", "builtin");

    /** Of a server that delivers to this machine. */
    public static final Map<String, String> DELIVERING =
            Map.of(
                    "HOOKBRIDGE_BILLING",
                    "builtin",
                    "HOOKBRIDGE_ALLOWED_TARGETS",
                    "127.0.0.0/8",
                    // A line for each request is of no use to who sends thousands a second.
                    "HOOKBRIDGE_LOG_LEVEL",
                    "warn");

    /** A server on the rig's data folder, which may not be ready yet. */
    public ServerProcess start(Map<String, String> billing) {
        Map<String, String> all = new LinkedHashMap<>(billing);
        all.putAll(settings);
        return ServerProcess.start(installation, children, workspace, all, javaOptions);
    }

    /** The same with more options of the server's JVM. */
    public Rig with(List<String> options) {
        List<String> all = new ArrayList<>(javaOptions);
        all.addAll(options);
        return new Rig(installation, children, workspace, probe, all, settings, out);
    }

    /** The same with another folder. */
    public Rig in(Workspace other) {
        return new Rig(installation, children, other, probe, javaOptions, settings, out);
    }

    /** The same with servers that something else starts, in its own place. */
    public Rig launchedBy(List<String> launcher) {
        return new Rig(
                installation.launchedBy(launcher),
                children,
                workspace,
                probe,
                javaOptions,
                settings,
                out);
    }

    /** What PostgreSQL says of itself, by name of the setting. */
    public Map<String, String> databaseSettings(ServerProcess server) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Connection connection = server.database().connect()) {
            for (String name :
                    List.of("server_version", "fsync", "synchronous_commit", "full_page_writes")) {
                settings.put("PostgreSQL " + name, EmbeddedDatabase.setting(connection, name));
            }
        }
        return settings;
    }

    public void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
