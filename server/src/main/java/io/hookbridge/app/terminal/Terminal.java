package io.hookbridge.app.terminal;

import org.jspecify.annotations.Nullable;

import java.io.Console;

/** Whoever sits at the terminal, if anybody does. */
public final class Terminal {

    private Terminal() {}

    /**
     * What the person answers; null for the end of the input.
     *
     * @param nobody what to say where there is nobody to ask
     */
    @SuppressWarnings("SystemConsoleNull") // Since Java 25 it may be null again.
    public static @Nullable String ask(String question, String nobody) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new StartFailure("there is nobody to ask: " + nobody);
        }
        return console.readLine("%s", question);
    }
}
