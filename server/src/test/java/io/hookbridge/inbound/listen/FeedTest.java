package io.hookbridge.inbound.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.SecretBox;
import io.hookbridge.base.SettableTicker;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.delivery.target.SealedHeaders;
import io.hookbridge.http.WebSocketLink;
import io.hookbridge.message.cold.NoStorage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

@Tag("unit")
class FeedTest {

    private static final Line LINE = ListenSessionTest.LINE;

    @TempDir private Path folder;

    private final SettableTicker ticker = new SettableTicker();
    private final Jdbi nowhere = Jdbi.create("jdbc:nowhere");
    private final EnterMessages enters =
            new EnterMessages(nowhere, Feed.PAGE, new SimpleMeterRegistry());

    @AfterEach
    void end() {
        enters.close();
    }

    private Feed feed() throws IOException {
        return new Feed(
                LINE,
                new TenantId(new UUID(1, 1)),
                new Feed.Parts(
                        nowhere,
                        enters,
                        new EntryPayloadStore(
                                new SealedHeaders(
                                        SecretBox.open(folder.resolve("secret.key"), true)),
                                NoStorage.payloads()),
                        new Room(new Room.Shares(0, 0)),
                        new Leases(
                                nowhere,
                                new LineLocks(),
                                new UUID(1, 2),
                                Instant::now,
                                ticker,
                                _ -> {})));
    }

    private ListenSession session() {
        return new ListenSession(
                LINE,
                new ListenSession.Terms(1, false),
                new WebSocketLink() {
                    @Override
                    public void send(byte[] utf8, Runnable sent) {}

                    @Override
                    public void ping(byte[] payload) {}

                    @Override
                    public void close(int code, String reason) {}
                },
                new ListenSession.Parts(
                        new ListenSessionTest.Notes(),
                        new Uuid7(Instant::now),
                        Instant::now,
                        ticker,
                        _ -> {},
                        (_, _) -> {}));
    }

    @Test
    void it_stands_where_the_hindmost_of_those_with_room_stands() throws IOException {
        Feed feed = feed();
        ListenSession far = session();
        ListenSession near = session();
        feed.add(far);
        feed.add(near);
        assertThat(feed.position()).as("nobody has begun").isEmpty();

        far.begin(9, 9);
        near.begin(4, 9);
        assertThat(feed.position()).hasValue(4);
        near.closed(1000);

        assertThat(feed.position()).hasValue(9);
    }
}
