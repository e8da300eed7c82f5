package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.process.BenchFailure;

import java.io.IOException;

/** Signals to a process, by its number. */
final class Signals {

    private Signals() {}

    /** Sends the signal with this name, such as {@code STOP}; nothing if the process has ended. */
    static void send(long pid, String name) throws InterruptedException {
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
