package io.hookbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.net.HeldPort;
import io.hookbridge.net.Limits;
import io.hookbridge.net.dns.DnsLookup;
import io.hookbridge.net.dns.DnsServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;

/** Nobody listens where the name server of this machine should be. */
@Tag("database")
class NoNameServerTest {

    private final HeldPort port = HeldPort.open();
    private final DnsLookup names = DnsServer.nobody(port);
    private final AttemptTrial server =
            new AttemptTrial(
                    names,
                    new Limits(Patience.LONGEST, Patience.LONGEST, Patience.LONGEST, 2000, 500),
                    Instant::now);

    @AfterEach
    void close() {
        server.close();
        names.close();
        port.close();
    }

    @Test
    void no_attempt_is_counted_and_the_message_waits() {
        EndpointId endpoint = server.endpoint();
        MessageId id = server.rows.message(endpoint).queued();

        Lane lane = server.bring(server.claim(endpoint));

        Patience.until(
                "it is over",
                () ->
                        server.lanes.underWay() == 0
                                && lane.state().waiting() == 1
                                && (server.postponed() > 0 || server.attempts(id) > 0));
        assertThat(server.attempts(id)).isZero();
    }
}
