package io.hookbridge.net.client;

import static io.hookbridge.net.client.Posting.LOOPBACK;
import static io.hookbridge.net.client.RawReceiver.OK;
import static io.hookbridge.net.client.RawReceiver.answering;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Limits;
import io.hookbridge.net.Posted;
import io.hookbridge.net.dns.DnsServer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One environment's names, whose name server is silent, and another environment's messages. */
@Tag("unit")
class LookupTurnTest {

    private static final int SILENT = 300;

    private static final EnvironmentId ITS_OWN = new EnvironmentId(new UUID(9, 1));
    private static final EnvironmentId OTHER = new EnvironmentId(new UUID(9, 2));

    private static CompletableFuture<Optional<Posted>> post(
            TargetClient client, EnvironmentId environment, String host, int port) {
        return client.post(destination(environment, host, port), List.of(), new byte[0]);
    }

    private static Destination destination(EnvironmentId environment, String host, int port) {
        return new Destination(
                new TargetId(UUID.randomUUID()),
                environment,
                "http://" + host + ":" + port + "/hook");
    }

    @Test
    void silent_name_servers_put_off_only_the_calls_of_whoever_uses_them() throws Exception {
        Limits limits =
                new Limits(Duration.ofMillis(300), Patience.LONGEST, Patience.LONGEST, 2000, 500);
        try (DnsServer names = DnsServer.start();
                TargetClient client = new TargetClient(LOOPBACK, names.lookup(), limits);
                RawReceiver receiver = answering(OK)) {
            List<CompletableFuture<Optional<Posted>>> silent = new ArrayList<>();
            for (int i = 0; i < SILENT; i++) {
                String host = "silent%d.example".formatted(i);
                names.silent(host);
                silent.add(post(client, ITS_OWN, host, receiver.port()));
            }
            for (int i = 0; i < 10; i++) {
                String host = "good%d.example".formatted(i);
                names.script(host, "127.0.0.1");
                assertThat(post(client, OTHER, host, receiver.port()).join()).isPresent();
            }

            // Those without a place come back without a result; the others still wait.
            Patience.until(
                    "who had no place has given up",
                    () -> silent.stream().filter(CompletableFuture::isDone).count() > 200);
            assertThat(silent.stream().filter(CompletableFuture::isDone))
                    .allSatisfy(done -> assertThat(done.join()).isEmpty());
            assertThat(silent.stream().filter(call -> !call.isDone())).isNotEmpty();
            assertThat(receiver.requests()).hasSize(10);
        }
    }

    @Test
    void a_name_that_is_known_or_asked_for_already_needs_no_place() throws Exception {
        Limits hasty = new Limits(Duration.ZERO, Patience.LONGEST, Patience.LONGEST, 2000, 500);
        try (DnsServer names = DnsServer.start();
                TargetClient client = new TargetClient(LOOPBACK, names.lookup(), hasty);
                RawReceiver receiver = answering(OK)) {
            names.timeToLive(Duration.ofHours(1)).script("good.example", "127.0.0.1");
            assertThat(post(client, ITS_OWN, "good.example", receiver.port()).join()).isPresent();
            for (int i = 0; i < SILENT; i++) {
                String host = "silent%d.example".formatted(i);
                names.silent(host);
                var _ = post(client, ITS_OWN, host, receiver.port());
            }
            assertThat(post(client, ITS_OWN, "good.example", receiver.port()).join()).isPresent();
        }
    }

    @Test
    void a_second_try_over_a_new_connection_needs_a_place_as_well() throws Exception {
        Limits hasty = new Limits(Duration.ZERO, Patience.LONGEST, Patience.LONGEST, 2000, 500);
        try (DnsServer names = DnsServer.start();
                TargetClient client = new TargetClient(LOOPBACK, names.lookup(), hasty);
                RawReceiver receiver =
                        RawReceiver.start(connection -> {
                            connection.readRequest();
                            connection.say(OK);
                            connection.readRequest();
                        })) {
            names.timeToLive(Duration.ZERO).script("good.example", "127.0.0.1");
            Destination good = destination(ITS_OWN, "good.example", receiver.port());
            assertThat(client.post(good, List.of(), new byte[0]).join()).isPresent();
            List<CompletableFuture<Optional<Posted>>> silent = new ArrayList<>();
            for (int i = 0; i < SILENT; i++) {
                String host = "silent%d.example".formatted(i);
                names.silent(host);
                silent.add(post(client, ITS_OWN, host, receiver.port()));
            }
            Patience.until(
                    "all places are taken",
                    () -> silent.stream().anyMatch(CompletableFuture::isDone));

            assertThat(client.post(good, List.of(), new byte[0]).join()).isEmpty();
            assertThat(receiver.requests()).hasSize(2);
        }
    }
}
