package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.File;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A database that somebody else runs, on one server or several.
 *
 * @param url for JDBC, with user and password
 * @param spread whether its tables are to be spread by Citus
 * @param further settings of servers, and of what makes the tables
 * @param kill a command of the shell for each server that may be killed
 * @param start for each of them the command that starts it again
 */
record NamedDatabase(
        String url,
        boolean spread,
        Map<String, String> further,
        List<String> kill,
        List<String> start) {

    /** By which servers find it. */
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(further);
        settings.put("HOOKBRIDGE_DATABASE_URL", url);
        if (spread) {
            settings.put("HOOKBRIDGE_DISTRIBUTED", "citus");
        }
        return settings;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Kills one of its servers. */
    void kill(int number) throws InterruptedException {
        run(kill.get(number));
    }

    /** Starts it again, and returns when the command does. */
    void start(int number) throws InterruptedException {
        run(start.get(number));
    }

    private static void run(String command) throws InterruptedException {
        ProcessBuilder shell = new ProcessBuilder(new ArrayList<>(List.of("sh", "-c", command)));
        shell.redirectInput(new File("/dev/null"));
        shell.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            int code = shell.start().waitFor();
            if (code != 0) {
                throw new BenchFailure("%s ends with %d".formatted(command, code));
            }
        } catch (IOException failure) {
            throw new BenchFailure("%s: %s".formatted(command, failure.getMessage()));
        }
    }
}
