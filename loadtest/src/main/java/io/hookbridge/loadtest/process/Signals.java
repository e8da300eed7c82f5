package io.hookbridge.loadtest.process;

import java.io.IOException;

/** Signals to a process, by its number. */
public final class Signals {

    private Signals() {}

    /** Sends the signal with this name, such as {@code STOP}; nothing if the process has ended. */
    public static void send(long pid, String name) throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new BenchFailure("no signal can be sent: " + failure.getMessage());
        }
    }
}
