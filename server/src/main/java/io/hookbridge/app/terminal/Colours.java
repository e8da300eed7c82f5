package io.hookbridge.app.terminal;

import java.io.Console;
import java.util.Map;

/**
 * Colours, where somebody can see them.
 *
 * @param on whether there are any
 */
public record Colours(boolean on) {

    /** Only on a terminal that knows them, and unless {@code NO_COLOR} is set. */
    @SuppressWarnings("SystemConsoleNull") // It does where the console is that of java.base.
    public static Colours of(Map<String, String> environment) {
        Console console = System.console();
        return of(environment, console != null && console.isTerminal());
    }

    static Colours of(Map<String, String> environment, boolean terminal) {
        return new Colours(
                terminal
                        && environment.getOrDefault("NO_COLOR", "").isEmpty()
                        && !environment.getOrDefault("TERM", "dumb").equals("dumb"));
    }

    /** For what went well. */
    public String green(String text) {
        return in(32, text);
    }

    /** For what may not be what was wanted. */
    public String yellow(String text) {
        return in(33, text);
    }

    /** For what failed. */
    public String red(String text) {
        return in(31, text);
    }

    /** For what is there for those who look for it. */
    public String faint(String text) {
        return in(2, text);
    }

    private String in(int code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
