package io.hookbridge.app.receive;

import io.hookbridge.app.client.ApiKeySource;
import io.hookbridge.app.client.ServerOptions;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.RandomText;
import io.hookbridge.delivery.signing.VerifyingKey;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Receives webhooks on this machine and prints them. */
@Command(
        name = "receive",
        description = {
            "Receive webhooks on this machine, print each one and say whether its signature is right. Ctrl-C ends it.",
            "With --create-endpoint it makes an endpoint that leads here, prints the lines that send to it and look"
                    + " at the result, and deletes the endpoint when it ends.",
        },
        mixinStandardHelpOptions = true)
public final class ReceiveCommand implements Callable<Integer> {

    private static final int STANDARD_PORT = 8081;

    @Option(
            names = "--port",
            description =
                    "The port on 127.0.0.1, 0 for any free one; 8081 without it, any free one with --create-endpoint.")
    private @Nullable Integer port;

    @Option(
            names = "--status",
            defaultValue = "200",
            description = "The status of every answer, 200 to 599; 200 without it.")
    private int status;

    @Option(
            names = "--secret",
            description =
                    "A signing secret of the endpoint, whsec_… or whpk_…; may be given several times. Other people on"
                            + " this machine can see it in the list of processes: better is --secret-file, or the variable"
                            + " HOOKBRIDGE_SIGNING_SECRET.")
    private List<String> secrets = new ArrayList<>();

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description =
                    "A file with the signing secret, or with the API's answer that showed it; - is the standard input.")
    private @Nullable Path secretFile;

    @Option(
            names = "--create-endpoint",
            description = "Make an endpoint that leads here, and verify with its secret.")
    private boolean createEndpoint;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "Where --create-endpoint makes the endpoint; HOOKBRIDGE_BASE_URL or http://localhost:8080 without it.")
    private @Nullable String server;

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description =
                    "A file with the API key for --create-endpoint; HOOKBRIDGE_API_KEY or data/api-key without it.")
    private @Nullable Path apiKeyFile;

    @Override
    public Integer call() throws InterruptedException {
        if (status < 200 || status > 599) {
            throw new StartFailure("--status must be from 200 to 599");
        }
        Map<String, String> environment = System.getenv();
        List<VerifyingKey> keys =
                VerifyingKeys.of(secrets, secretFile, environment.get(VerifyingKeys.VARIABLE));
        if (createEndpoint) {
            createAndReceive(
                    ServerOptions.server(server, environment),
                    ApiKeySource.of(apiKeyFile, environment.get(ApiKeySource.VARIABLE)),
                    keys);
        } else if (server != null || apiKeyFile != null) {
            throw new StartFailure(
                    "--server and --api-key-file have a meaning only with --create-endpoint");
        } else {
            receive(STANDARD_PORT, keys);
            System.out.println("Ctrl-C ends it.\n");
        }
        new CountDownLatch(1).await(); // The process ends while this waits.
        return 0;
    }

    private Receiver receive(int portOfChoice, List<VerifyingKey> keys) {
        int wanted = port == null ? portOfChoice : port;
        if (wanted < 0 || wanted > 65535) {
            throw new StartFailure("--port must be from 0 to 65535");
        }
        Receiver receiver = new Receiver(wanted, status, keys, InstantSource.system(), System.out);
        receiver.start();
        atTheEnd(receiver::close);
        System.out.println(
                "Receiving at http://127.0.0.1:"
                        + receiver.port()
                        + "/, every request is answered "
                        + status
                        + ".");
        return receiver;
    }

    private void createAndReceive(URI at, ApiKeySource apiKey, List<VerifyingKey> given) {
        Receiver receiver = receive(0, given);
        // A path of its own keeps it apart from an endpoint that an earlier run left behind.
        URI url = URI.create("http://127.0.0.1:" + receiver.port() + "/" + RandomText.base62(8));
        OwnEndpoint endpoint = OwnEndpoint.create(at, apiKey, url);
        atTheEnd(() -> System.out.print(endpoint.delete()));
        List<VerifyingKey> keys = new ArrayList<>(given);
        keys.add(endpoint.key());
        receiver.verifyWith(keys);
        System.out.println(
                """
                Endpoint %s leads here; it is deleted when this ends.

                Send a webhook to it:

                  %s

                Look at what became of it:

                  %s

                Ctrl-C ends it; in the background, where "&" put it, "kill $!" does.
                """
                        .formatted(endpoint.id(), endpoint.sendLine(), endpoint.lookLine()));
    }

    private static void atTheEnd(Runnable end) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(end));
    }
}
