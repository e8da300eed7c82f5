package io.hookbridge.message.cold;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.hookbridge.base.MessageId;
import io.hookbridge.base.Patience;
import io.hookbridge.base.SecretBox;
import io.hookbridge.bucket.Bucket;
import io.hookbridge.bucket.BucketSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Storage that answers no read before a test lets it, with payloads of messages in it. */
public final class WaitingStorage implements AutoCloseable {

    private final Jdbi jdbi;
    private final SecretBox secrets;
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private volatile boolean failing;

    /**
     * @param secrets that seal the keys of the payloads
     */
    public WaitingStorage(Jdbi jdbi, SecretBox secrets) {
        this.jdbi = jdbi;
        this.secrets = secrets;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            open.await();
            byte[] object = objects.get(exchange.getRequestURI().getPath());
            if (failing || object == null) {
                exchange.sendResponseHeaders(failing ? 503 : 404, -1);
            } else {
                exchange.sendResponseHeaders(206, object.length);
                exchange.getResponseBody().write(object);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Moves the payload of a message out of the database. */
    public MessageId move(MessageId message) {
        UUID segment = UUID.randomUUID();
        jdbi.useHandle(handle -> {
            PayloadSeal.Sealed sealed =
                    handle.createQuery("SELECT * FROM message WHERE id = ?")
                            .bind(0, message.value())
                            .map((row, _) -> sealed(row, segment))
                            .one();
            handle.execute(
                    """
                    UPDATE message
                       SET body = NULL, cold_segment = ?, cold_offset = 0, cold_key = ?
                     WHERE id = ?
                    """,
                    segment,
                    sealed.key(),
                    message.value());
        });
        return message;
    }

    private PayloadSeal.Sealed sealed(ResultSet row, UUID segment) throws SQLException {
        PayloadSeal.Sealed sealed =
                new PayloadSeal(secrets)
                        .seal(
                                row.getObject("environment_id", UUID.class),
                                row.getObject("id", UUID.class),
                                row.getBytes("body"));
        LocalDate day = row.getObject("expires_on", LocalDate.class);
        objects.put("/payloads/" + Segment.payloads(day, segment), sealed.body());
        return sealed;
    }

    /** Lets it answer, also what waits. */
    public void open() {
        open.countDown();
    }

    /** Lets it answer that it is of no use now, also what waits. */
    public void fail() {
        failing = true;
        open();
    }

    public ColdPayloads payloads() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Bucket bucket =
                new Bucket(
                        new BucketSettings(url, "payloads", "us-east-1", "", true, "key", "secret"),
                        Patience.LONGEST);
        return new ColdPayloads(
                jdbi,
                ColdStorage.in(bucket, System::nanoTime),
                secrets,
                new SimpleMeterRegistry(),
                Patience.LONGEST);
    }

    @Override
    public void close() {
        open();
        server.stop(0);
        threads.shutdownNow();
    }
}
