package io.hookbridge.loadtest.inbound;

import io.hookbridge.loadtest.delivery.DeliveryLoad;
import io.hookbridge.loadtest.delivery.StatementLog;
import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;
import io.hookbridge.loadtest.rig.Tenants;

import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A server on an empty data folder, and a tenant that may receive as much as it can at endpoints
 * that check an HMAC; what they forward goes to the paths of one application.
 */
final class ReceivingSite implements AutoCloseable {

    /** Of the application. */
    private static final int PATHS = 1_000;

    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern INGEST_URL = Pattern.compile("\"ingest_url\":\"([^\"]+)\"");

    private static final String CHECKED =
            "\"verify_hmac\":true,\"hmac_header_name\":\"%s\",\"hmac_secret\":\"%s\""
                    .formatted(SignedRequests.HEADER, SignedRequests.SECRET);

    private final Rig rig;
    private final ServerProcess server;
    private final Receiver application;
    private final NumberedPayload payloads;
    private final Tenant tenant;
    private long numbers;

    private ReceivingSite(Rig rig, ServerProcess server, Receiver application, int payload)
            throws SQLException {
        this.rig = rig;
        this.server = server;
        this.application = application;
        this.payloads = new NumberedPayload(payload);
        this.tenant = Tenants.addSender(server.database());
    }

    /**
     * Returns when the server is ready and its statements are counted.
     *
     * @param payload bytes of each
     * @param settings beside those of a server that delivers
     */
    static ReceivingSite open(Rig rig, int payload, Map<String, String> settings)
            throws InterruptedException, SQLException {
        Receiver application = Receiver.start(new Arrivals(0), PATHS);
        Map<String, String> all = new HashMap<>(Rig.DELIVERING);
        all.putAll(settings);
        ServerProcess server = rig.start(all);
        try {
            server.awaitReady(rig.probe());
            StatementLog.switchOn(server.database());
            return new ReceivingSite(rig, server, application, payload);
        } catch (InterruptedException | SQLException | RuntimeException failure) {
            application.close();
            server.close();
            throw failure;
        }
    }

    /** New endpoints that forward, signed, each to a path of its own. */
    List<Source> forwarding(int count) throws InterruptedException {
        if (count > PATHS) {
            throw new IllegalArgumentException("the application has " + PATHS + " paths");
        }
        List<Source> sources = new ArrayList<>();
        for (int path : IntStream.range(0, count).toArray()) {
            sources.add(
                    source(
                            "/v1/inbound-endpoints",
                            "{\"url\":\"%s\",\"signing_enabled\":true,%s}"
                                    .formatted(application.url(path), CHECKED)));
        }
        return sources;
    }

    /** A new endpoint from which is fetched. */
    Source pulled() throws InterruptedException {
        return source("/v1/pull-endpoints", "{\"name\":\"Bench\",%s}".formatted(CHECKED));
    }

    /** New endpoints that somebody listens to. */
    List<Source> listenedTo(int count) throws InterruptedException {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(
                    source(
                            "/v1/inbound-endpoints",
                            "{\"mode\":\"cli\",\"name\":\"Bench\",%s}".formatted(CHECKED)));
        }
        return sources;
    }

    private Source source(String path, String body) throws InterruptedException {
        String made = server.post(rig.probe(), path, tenant.authorization(), body);
        String url = first(INGEST_URL, made);
        return new Source(first(ID, made), URI.create(url).getRawPath());
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new BenchFailure("this is no endpoint: " + text);
        }
        return found.group(1);
    }

    /** The requests to these endpoints in turn. */
    SignedRequests requests(List<Source> sources) {
        return new SignedRequests(server.port(), sources, payloads);
    }

    /**
     * The number of the first of {@code count} payloads that nobody uses yet, and from now on the
     * caller does.
     */
    long takeNumbers(int count) {
        long first = numbers;
        numbers += count;
        return first;
    }

    /** Where loads of what is forwarded go. */
    DeliveryLoad.Place place() {
        return new DeliveryLoad.Place(rig, server, application, tenant::pending);
    }

    Rig rig() {
        return rig;
    }

    ServerProcess server() {
        return server;
    }

    Tenant tenant() {
        return tenant;
    }

    @Override
    public void close() {
        // The server first: it may wait for attempts under way, which then end in the usual way.
        server.close();
        application.close();
    }
}
