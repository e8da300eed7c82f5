package io.hookbridge.app.receive;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.signing.VerifyDelivery;
import io.hookbridge.delivery.signing.VerifyDelivery.Verdict;
import io.hookbridge.delivery.signing.VerifyingKey;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ConnectionLimits;
import io.hookbridge.http.HttpServer;
import io.hookbridge.http.Route;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Listens on this machine only and prints what it gets. */
final class Receiver implements AutoCloseable {

    /** Twice what a payload may have. */
    static final int LONGEST_BODY = 2 * 1024 * 1024;

    private static final int MOST_CONNECTIONS = 256;
    private static final int MOST_AT_ONCE = 32;
    private static final Duration DRAIN = Duration.ofSeconds(1);

    private final int status;
    private final InstantSource clock;
    private final PrintStream out;
    private final HttpServer server;
    private volatile List<VerifyingKey> keys;

    /**
     * @param port 0 for any free one
     * @param status of every answer
     */
    Receiver(int port, int status, List<VerifyingKey> keys, InstantSource clock, PrintStream out) {
        this.status = status;
        this.keys = keys;
        this.clock = clock;
        this.out = out;
        server =
                new HttpServer(
                                new HttpServer.Listen(
                                        "127.0.0.1", port, MOST_AT_ONCE, DRAIN, false),
                                List.of(
                                        Route.everything(this::receive)
                                                .taking(LONGEST_BODY)
                                                .refusing((error, _, _) -> refused(error))),
                                _ -> {
                                    throw new IllegalStateException("anybody may call");
                                },
                                _ -> Optional.empty(),
                                new Uuid7(clock),
                                new SimpleMeterRegistry())
                        .with(ConnectionLimits.of(MOST_CONNECTIONS, MOST_CONNECTIONS));
    }

    /**
     * @throws StartFailure if the port cannot be had
     */
    void start() {
        try {
            server.start();
        } catch (IOException taken) {
            throw new StartFailure(taken.getMessage() + "; --port 0 takes any free one");
        }
    }

    int port() {
        return server.port();
    }

    /** Verifies with these keys from now on. */
    void verifyWith(List<VerifyingKey> newKeys) {
        keys = newKeys;
    }

    private Answer receive(Call call) {
        Webhook webhook = Webhook.of(call, clock.instant());
        List<VerifyingKey> known = keys;
        Optional<Verdict> verdict =
                known.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                VerifyDelivery.verdict(webhook::header, webhook.body(), known));
        print(WebhookText.of(webhook, verdict, status));
        return new Answer.Raw(status, null, new byte[0], Map.of());
    }

    private Answer refused(ApiError error) {
        print("refused a request: " + error.message() + "\n");
        return Answer.text(error.code().status(), "text/plain", error.message() + "\n");
    }

    /**
     * A webhook is printed as a whole, whatever arrives at the same time, and on a line of its own:
     * what curl printed before ends without one.
     */
    private synchronized void print(String text) {
        out.println();
        out.print(text);
        out.flush();
    }

    @Override
    public void close() {
        server.stop();
    }
}
