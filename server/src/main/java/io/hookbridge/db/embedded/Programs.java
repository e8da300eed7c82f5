package io.hookbridge.db.embedded;

import com.sun.security.auth.module.UnixSystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The unpacked PostgreSQL programs, run with an environment that holds none of our secrets. */
record Programs(Path folder) {

    private static final boolean ROOT = new UnixSystem().getUid() == 0;
    private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "TMPDIR");

    /** Runs a program to its end. */
    void run(String program, String... arguments) throws IOException, InterruptedException {
        requireSuccess(program, start(program, arguments));
    }

    /** Starts a program; its output, errors included, is in the process's input stream. */
    Process start(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            // PostgreSQL refuses to run as root; in a user namespace of its own it is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(folder.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));

        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(PASSED_ON);
        environment.put("LC_ALL", "C");
        return builder.start();
    }

    /** Waits for the end of a process and throws with what it printed unless it ended well. */
    static void requireSuccess(String program, Process process)
            throws IOException, InterruptedException {
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            boolean notAsRoot =
                    output.contains("unshare") || output.contains("cannot be run as root");
            String advice =
                    notAsRoot
                            ? "\nPostgreSQL cannot run as root here: start HookBridge as an ordinary user or set"
                                    + " HOOKBRIDGE_DATABASE_URL"
                            : "";
            throw new EmbeddedPostgresException(program + " failed: " + output + advice);
        }
    }
}
