package io.hookbridge.net.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Cause;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Header;
import io.hookbridge.net.Limits;
import io.hookbridge.net.Outcome;
import io.hookbridge.net.Posted;
import io.hookbridge.net.dns.HostLookup;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the tests of the client have in common. */
final class Posting {

    static final AddressRules LOOPBACK =
            new AddressRules(List.of(AddressRange.of("127.0.0.0/8"), AddressRange.of("::1/128")));
    static final AddressRules STRICT = new AddressRules(List.of());

    /** Short enough to be waited for: only for calls that are to fail on the clock. */
    static final Limits SMALL =
            new Limits(Duration.ZERO, Duration.ofMillis(1000), Duration.ofMillis(1500), 2000, 500);

    /** Patient: for calls that are not to fail on the clock. */
    static final Limits CALM =
            new Limits(Patience.LONGEST, Patience.LONGEST, Patience.LONGEST, 2000, 500);

    static final TargetId TARGET = new TargetId(new UUID(7, 1));
    static final EnvironmentId ENVIRONMENT = new EnvironmentId(new UUID(7, 2));

    private Posting() {}

    static HostLookup always(String... addresses) {
        List<InetAddress> all = List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
        return _ -> CompletableFuture.completedFuture(all);
    }

    static TargetClient client(Limits limits) {
        return new TargetClient(LOOPBACK, always("127.0.0.1"), limits);
    }

    static Posted post(TargetClient client, String url) {
        return post(
                client,
                url,
                List.of(
                        new Header("Content-Type", "application/json"),
                        new Header("User-Agent", "HookBridge-Test")),
                "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
    }

    static Posted post(TargetClient client, String url, List<Header> headers, byte[] body) {
        return client.post(new Destination(TARGET, ENVIRONMENT, url), headers, body)
                .join()
                .orElseThrow();
    }

    /** For scripts of receivers. */
    static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("nothing came");
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    static Outcome.Answered answered(Posted posted) {
        assertThat(posted.outcome()).isInstanceOf(Outcome.Answered.class);
        return (Outcome.Answered) posted.outcome();
    }

    static Cause cause(Posted posted) {
        assertThat(posted.outcome()).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) posted.outcome()).cause();
    }

    static String sentence(Posted posted) {
        return ((Outcome.Failed) posted.outcome()).sentence();
    }

    static String text(Outcome.Answered answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
