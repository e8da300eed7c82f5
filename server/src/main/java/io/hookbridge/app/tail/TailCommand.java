package io.hookbridge.app.tail;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.ServerOptions;
import io.hookbridge.app.listen.TypeFilter;
import io.hookbridge.app.terminal.AskedToEnd;
import io.hookbridge.app.terminal.Colours;
import io.hookbridge.app.terminal.StartFailure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Shows messages as they come and as they move on. */
@Command(
        name = "tail",
        description = {
            "Show what is sent and received: a line for each message when it comes, and another one whenever an attempt"
                    + " was made or its state has changed. It only looks; nothing is forwarded or fetched. Ctrl-C ends"
                    + " it, with 0.",
            "A line has the time at which the message came, the log it stands in, its id and state, the status and the"
                    + " milliseconds of its last attempt, where it goes, its type if that is known, and what was"
                    + " wrong.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nIt ends with%n",
        exitCodeList = {
            "0:when it was asked to end",
            "1:when the server refuses, or the key does not work",
            "2:when the command line cannot be understood"
        })
public final class TailCommand implements Callable<Integer> {

    private static final int MOST_LAST = 500;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = "--log",
            paramLabel = "LOG",
            split = ",",
            description =
                    "sent, received or pull, several with commas between; all of them without it.")
    private List<String> logs = new ArrayList<>();

    @Option(
            names = "--endpoint",
            paramLabel = "ID",
            description = "Only messages of this endpoint, whichever kind it is.")
    private String endpoint = "";

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description =
                    "Only messages in these states, such as pending_retry,failed_permanent; with pull such as stored.")
    private List<String> statuses = new ArrayList<>();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "Only events of these types, * stands for any characters. What has no type that its log knows is"
                            + " left out.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "Begin with the last N messages, up to 500; with 10 without it.")
    private int last = 10;

    @Option(names = "--json", description = "Print one JSON object on each line, for programs.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (last < 0 || last > MOST_LAST) {
            throw new StartFailure("--last must be from 0 to " + MOST_LAST);
        }
        List<MessageLog> chosen = chosen();
        Map<String, String> environment = System.getenv();
        try (Api api = server.open(environment);
                AskedToEnd _ = AskedToEnd.with(() -> {})) {
            Tail tail =
                    new Tail(
                            chosen.stream().map(log -> new FollowLog(api, log, endpoint)).toList(),
                            wanted(),
                            lines(environment),
                            System.out,
                            System.err);
            for (Optional<Duration> pause = tail.look(last);
                    pause.isPresent();
                    pause = tail.look(last)) {
                Thread.sleep(pause.get());
            }
            return 0;
        }
    }

    /** An endpoint that sends is known by its id; of the others the two logs are asked. */
    private List<MessageLog> chosen() {
        List<MessageLog> all =
                logs.isEmpty()
                        ? List.of(MessageLog.values())
                        : logs.stream().map(TailCommand::log).distinct().toList();
        if (endpoint.isEmpty()) {
            return all;
        }
        boolean sends = endpoint.startsWith("ep_");
        List<MessageLog> possible =
                all.stream().filter(log -> sends == (log == MessageLog.SENT)).toList();
        if (possible.isEmpty()) {
            throw new StartFailure(
                    "--log and --endpoint do not go together: that endpoint "
                            + (sends ? "sends" : "receives"));
        }
        return possible;
    }

    private static MessageLog log(String word) {
        return Stream.of(MessageLog.values())
                .filter(log -> log.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new StartFailure("--log must be sent, received or pull"));
    }

    private Predicate<LogEntry> wanted() {
        TypeFilter filter = TypeFilter.of(types);
        return entry ->
                filter.wants(entry.type())
                        && (statuses.isEmpty() || statuses.contains(entry.status()));
    }

    private Function<LogEntry, String> lines(Map<String, String> environment) {
        Colours colours = Colours.of(environment);
        ZoneId zone = ZoneId.systemDefault();
        return json ? LogLines::json : entry -> LogLines.text(entry, colours, zone);
    }
}
