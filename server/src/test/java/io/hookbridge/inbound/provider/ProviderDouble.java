package io.hookbridge.inbound.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import io.hookbridge.base.Patience;
import io.hookbridge.base.ip.AddressRange;
import io.hookbridge.net.AddressRules;
import io.hookbridge.net.Destination;
import io.hookbridge.net.Limits;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.net.client.TestCertificates;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import javax.net.ssl.SSLContext;

/** A provider's server on the loopback address, with a certificate for the provider's name. */
public final class ProviderDouble implements AutoCloseable {

    /** The authority that those trust who ask through {@link #inquiry}. */
    public static final TestCertificates AUTHORITY = new TestCertificates();

    private static final AddressRules LOOPBACK =
            new AddressRules(List.of(AddressRange.of("127.0.0.0/8")));

    private static final Limits CALM =
            new Limits(Patience.LONGEST, Patience.LONGEST, Patience.LONGEST, 20_000, 10_000);

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final TargetClient client;
    private final Map<String, Published> published = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Semaphore answers = new Semaphore(Integer.MAX_VALUE);

    /** A request as it came. */
    public record Asked(String method, String host, String target, String body) {}

    private record Published(int status, String body) {}

    private ProviderDouble(HttpsServer server, AddressRules rules) throws Exception {
        this.server = server;
        this.client =
                new TargetClient(
                        rules,
                        _ ->
                                CompletableFuture.completedFuture(
                                        List.of(InetAddress.ofLiteral("127.0.0.1"))),
                        CALM,
                        AUTHORITY.client());
    }

    /** With a certificate that is trusted. */
    public static ProviderDouble of(String host) {
        return start(() -> AUTHORITY.server(host, Instant.MAX), LOOPBACK);
    }

    /** With a certificate of somebody else's. */
    static ProviderDouble untrusted(String host) {
        return start(() -> new TestCertificates().server(host, Instant.MAX), LOOPBACK);
    }

    /** At an address that nobody has allowed. */
    static ProviderDouble atPrivateAddress(String host) {
        return start(() -> AUTHORITY.server(host, Instant.MAX), new AddressRules(List.of()));
    }

    /** What makes the server's side of TLS. */
    private interface Certificates {
        SSLContext make() throws Exception;
    }

    private static ProviderDouble start(Certificates certificates, AddressRules rules) {
        try {
            HttpsServer server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 64);
            server.setHttpsConfigurator(new HttpsConfigurator(certificates.make()));
            ProviderDouble provider = new ProviderDouble(server, rules);
            server.setExecutor(provider.threads);
            server.createContext("/", provider::handle);
            server.start();
            return provider;
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            asked.add(
                    new Asked(
                            exchange.getRequestMethod(),
                            exchange.getRequestHeaders().getFirst("Host").replaceAll(":.*", ""),
                            target,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            answers.acquireUninterruptibly();
            answers.release();
            Published found = published.getOrDefault(target, new Published(404, "nothing"));
            if (found.status() / 100 == 3) {
                exchange.getResponseHeaders().set("Location", found.body());
            }
            byte[] body = found.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(found.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** What is answered at a path from now on; with a redirect the body is where it leads. */
    public ProviderDouble publish(String target, int status, String body) {
        published.put(target, new Published(status, body));
        return this;
    }

    /** No answer is given until {@link #goOn}. */
    void hold() {
        answers.acquireUninterruptibly(Integer.MAX_VALUE);
    }

    void goOn() {
        answers.release(Integer.MAX_VALUE);
    }

    /** Nobody answers any more. */
    public void goAway() {
        server.stop(0);
    }

    /** What came, in its order. */
    public List<Asked> asked() {
        return asked;
    }

    /** How often something was asked at a path. */
    public long asked(String target) {
        return asked.stream().filter(each -> each.target().equals(target)).count();
    }

    /**
     * Asks this server in the place of every provider: under the provider's name, which its
     * certificate has to be for, but at its own port.
     */
    public Inquiry inquiry() {
        Inquiry direct = Inquiry.over(client);
        return (destination, headers, json) ->
                direct.make(
                        new Destination(
                                destination.target(),
                                destination.environment(),
                                destination
                                        .url()
                                        .replaceFirst(
                                                "(https://[^/]+)",
                                                "$1:" + server.getAddress().getPort())),
                        headers,
                        json);
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
        threads.close();
    }
}
