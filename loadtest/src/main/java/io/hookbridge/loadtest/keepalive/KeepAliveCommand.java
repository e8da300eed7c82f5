package io.hookbridge.loadtest.keepalive;

import io.hookbridge.loadtest.rig.BenchOptions;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Finds out whether deliveries come through receivers that close their connections. */
@Command(
        name = "keepalive",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Delivers to receivers that close connections, and looks for attempts that fail although no receiver is to blame.",
            "",
            "Starts the built server with an embedded PostgreSQL on a new, temporary data folder, receivers of its own that end"
                    + " connections in all ways (FIN, RST, TLS's close_notify, with and without a word), and, where they are"
                    + " installed, nginx, Apache, lighttpd and haproxy in front of one; all on 127.0.0.1, without TLS and with"
                    + " a certificate of their own. Ends everything again.",
            "",
            "First each receiver gets a burst while it closes connections after some requests and is reloaded. Then each of many"
                    + " endpoints gets a message after a pause that is about as long as its receiver keeps a connection without"
                    + " a request: 1, 5 or 60 s, a second less or more, or some milliseconds.",
            "",
            "The pauses take 300 s, with --quick 75; --seconds for another time. All takes about 8 minutes, with --quick 3. Ends with 1 if"
                    + " an attempt failed that the receiver did not make fail, or a message was lost or came twice without a"
                    + " reason.%n"
        })
public final class KeepAliveCommand implements Callable<Integer> {

    private static final Duration USUAL = Duration.ofMinutes(5);

    /** Long enough for two messages after a minute. */
    private static final Duration QUICK = Duration.ofSeconds(75);

    private static final int MOST_MESSAGES = 100_000;
    private static final int USUAL_MESSAGES = 2_000;
    private static final int QUICK_MESSAGES = 500;

    @Mixin private BenchOptions options = new BenchOptions();

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "Messages of each burst. Default: 2,000, with --quick 500.")
    private @Nullable Integer messages;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        int burst = messages != null ? messages : options.quick() ? QUICK_MESSAGES : USUAL_MESSAGES;
        options.require("--messages", burst, MOST_MESSAGES);
        Duration length = options.stretch(options.quick() ? QUICK : USUAL);
        return options.run(
                (rig, commandLine) -> new KeepAliveBench(rig, length, burst).run(commandLine));
    }
}
