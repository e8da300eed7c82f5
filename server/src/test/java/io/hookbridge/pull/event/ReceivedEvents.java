package io.hookbridge.pull.event;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.Sha256;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.message.MessageHead;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.accept.NewMessage;
import io.hookbridge.message.accept.StoreMessages;
import io.hookbridge.message.accept.StoreOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Stores events as a server does that has received them. */
public final class ReceivedEvents implements AutoCloseable {

    private final Jdbi jdbi;
    private final TenantId tenant;
    private final EnvironmentId environment;
    private final InstantSource clock;
    private final Uuid7 ids = new Uuid7(Instant::now);
    private final StoreMessages messages;

    /**
     * @param clock of the server that stores
     */
    public ReceivedEvents(MessageRows of, InstantSource clock) {
        this.jdbi = of.jdbi();
        this.tenant = of.tenant();
        this.environment = of.environment();
        this.clock = clock;
        this.messages =
                new StoreMessages(jdbi, clock, System::nanoTime, new SimpleMeterRegistry(), false);
    }

    /** For the first tenant's live environment. */
    public static ReceivedEvents of(TestApp app) {
        return new ReceivedEvents(MessageRows.of(app), Instant::now);
    }

    /** A new pull endpoint. */
    public InboundEndpointId endpoint() {
        InboundEndpointId id = new InboundEndpointId(ids.next());
        jdbi.useTransaction(handle -> {
            handle.execute(
                    """
                    INSERT INTO endpoint (id, environment_id, tenant_id, direction, url, created_at, updated_at)
                    VALUES (?, ?, ?, 'inbound', '', now(), now())
                    """,
                    id.value(),
                    environment.value(),
                    tenant.value());
            handle.execute(
                    """
                    INSERT INTO inbound_endpoint (endpoint_id, name, mode, token_sealed)
                    VALUES (?, 'Source', 'pull', 'FAKE')
                    """,
                    id.value());
        });
        return id;
    }

    /** An event of {@code endpoint} before it is stored; a JSON object without a type. */
    public Draft event(InboundEndpointId endpoint) {
        return new Draft(endpoint);
    }

    /** An event before it is stored. */
    public final class Draft {

        private final InboundEndpointId endpoint;
        private byte[] body = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
        private String contentType = "application/json";
        private @Nullable String type;
        private @Nullable String key;
        private Duration kept = Duration.ofDays(3);

        private Draft(InboundEndpointId endpoint) {
            this.endpoint = endpoint;
        }

        public Draft type(String newType) {
            type = newType;
            return this;
        }

        /** The key by which a repetition is known. */
        public Draft key(String newKey) {
            key = newKey;
            return this;
        }

        public Draft body(String newContentType, String text) {
            contentType = newContentType;
            body = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        /** Not 3 days. */
        public Draft keptFor(Duration time) {
            kept = time;
            return this;
        }

        /** Returns when it is stored. */
        public MessageId stored() {
            MessageId id = new MessageId(ids.next());
            StoreOutcome outcome = store(id).join();
            return outcome instanceof StoreOutcome.Repeated(MessageId original) ? original : id;
        }

        CompletableFuture<StoreOutcome> store(MessageId id) {
            Instant now = clock.instant();
            return messages.store(
                    new NewMessage(
                            tenant,
                            environment,
                            TargetId.of(endpoint),
                            Direction.PULL,
                            id,
                            now,
                            contentType,
                            body,
                            MessageHead.NONE,
                            null,
                            Sha256.of(body),
                            key,
                            null,
                            now.plus(kept),
                            true,
                            new Allowance(
                                    Plans.shipped().named("enterprise").orElseThrow(), Mode.LIVE),
                            new NewMessage.Event(type, 2),
                            null));
        }
    }

    MessageId newId() {
        return new MessageId(ids.next());
    }

    @Override
    public void close() {
        messages.close();
    }
}
