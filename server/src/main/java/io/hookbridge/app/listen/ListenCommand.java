package io.hookbridge.app.listen;

import io.hookbridge.app.client.Api;
import io.hookbridge.app.client.ServerOptions;
import io.hookbridge.app.terminal.AskedToEnd;
import io.hookbridge.app.terminal.Colours;
import io.hookbridge.app.terminal.StartFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Forwards what an endpoint receives to a server on the developer's machine. */
@Command(
        name = "listen",
        description = {
            "Receive webhooks of others on this machine, behind any firewall: what an inbound endpoint in mode cli"
                    + " receives comes here while this runs, and is forwarded to your own server with the same"
                    + " bytes, headers and query. Ctrl-C ends it, with 0.",
            "The first line is the address to give to whoever sends. Then there is a line for each event: time, id,"
                    + " type, and what your server answered. docs/listen.md tells the rest.",
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nIt ends with%n",
        exitCodeList = {
            "0:when it was asked to end",
            "1:when the server refuses, ends the stream for good, or the key does not work",
            "2:when the command line cannot be understood"
        })
public final class ListenCommand implements Callable<Integer> {

    private static final int MOST_LAST = 100;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ENDPOINT",
            description =
                    "The id or the name of an inbound endpoint in mode cli; without it the newest one, or a new one if"
                            + " there is none.")
    private @Nullable String endpoint;

    @Option(
            names = "--forward",
            paramLabel = "URL",
            required = true,
            description =
                    "Where events go: a URL, used exactly as it is, or a port of this machine. The query that an event"
                            + " came with is added to it.")
    private String forward = "";

    @Option(
            names = "--filter",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "Forward only events of these types, * stands for any characters: invoice.*,push. Others are taken"
                            + " and passed over.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--last",
            paramLabel = "N",
            description =
                    "Begin with the last N events that the endpoint received, up to 100, whether they have come here"
                            + " before or not; what else waits is passed over, and with 0 all of it. Without this"
                            + " all that waits comes first.")
    private @Nullable Integer last;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description =
                    "Forward up to N events at once, to 32; 1 without it, which keeps them in order.")
    private int concurrency = 1;

    @Option(
            names = "--insecure",
            description =
                    "Take any certificate of an https URL to forward to, such as a self-signed one.")
    private boolean insecure;

    @Option(names = "--json", description = "Print one JSON object on each line, for programs.")
    private boolean json;

    @Mixin private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (concurrency < 1 || concurrency > Forwarding.MOST_AT_ONCE) {
            throw new StartFailure("--concurrency must be from 1 to " + Forwarding.MOST_AT_ONCE);
        }
        if (last != null && (last < 0 || last > MOST_LAST)) {
            throw new StartFailure("--last must be from 0 to " + MOST_LAST);
        }
        Map<String, String> environment = System.getenv();
        try (LocalServer local = LocalServer.at(forward, insecure);
                Api api = server.open(environment)) {
            ListenRun run =
                    new ListenRun(
                            api,
                            ListenEndpoint.choose(api, endpoint),
                            local,
                            new ListenRun.Wishes(TypeFilter.of(types), concurrency, last),
                            report(environment),
                            EventStream.Rhythm.USUAL,
                            System::nanoTime);
            try (AskedToEnd _ = AskedToEnd.with(run::end)) {
                run.run();
            }
        }
        return 0;
    }

    private Report report(Map<String, String> environment) {
        return json
                ? new JsonReport(System.out)
                : new TextReport(
                        System.out,
                        System.err,
                        Colours.of(environment),
                        InstantSource.system(),
                        ZoneId.systemDefault());
    }
}
