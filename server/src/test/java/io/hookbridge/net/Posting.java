package io.hookbridge.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.base.ip.AddressRange;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What the tests of the client have in common. */
final class Posting {

    static final AddressRules LOOPBACK =
            new AddressRules(List.of(AddressRange.of("127.0.0.0/8"), AddressRange.of("::1/128")));
    static final AddressRules STRICT = new AddressRules(List.of());

    /** Short enough to be waited for: only for calls that are to fail on the clock. */
    static final Limits SMALL =
            new Limits(Duration.ofMillis(1000), Duration.ofMillis(1500), 2000, 500);

    /** Patient: for calls that are not to fail on the clock. */
    static final Limits CALM = new Limits(Patience.LONGEST, Patience.LONGEST, 2000, 500);

    private Posting() {}

    static HostLookup always(String... addresses) {
        List<InetAddress> all = List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
        return host -> all;
    }

    static TargetClient client(Limits limits) {
        return new TargetClient(LOOPBACK, always("127.0.0.1"), limits);
    }

    static Posted post(TargetClient client, String url) {
        return client.post(
                url,
                List.of(
                        new Header("Content-Type", "application/json"),
                        new Header("User-Agent", "HookBridge-Test")),
                "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
    }

    static Outcome.Answered answered(Posted posted) {
        assertThat(posted.outcome()).isInstanceOf(Outcome.Answered.class);
        return (Outcome.Answered) posted.outcome();
    }

    static Cause cause(Posted posted) {
        assertThat(posted.outcome()).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) posted.outcome()).cause();
    }

    static String text(Outcome.Answered answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
