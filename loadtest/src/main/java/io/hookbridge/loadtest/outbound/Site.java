package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Tenant;
import io.hookbridge.loadtest.rig.Tenants;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server on an empty data folder, a project that may send as much as it can, and signed endpoints
 * that are the paths of one receiver.
 */
final class Site implements AutoCloseable {

    private static final int PAYLOAD = 1_024;

    /** Paths beyond the endpoints, for those that are added later. */
    private static final int MOST_ENDPOINTS = 1_000;

    private static final Pattern ENDPOINT = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final Rig rig;
    private final ServerProcess server;
    private final Receiver receiver;
    private final Tenant tenant;
    private final NumberedPayload payloads = new NumberedPayload(PAYLOAD);
    private final List<String> endpoints = new ArrayList<>();
    private long numbers;

    private Site(Rig rig, ServerProcess server, Receiver receiver, Tenant tenant) {
        this.rig = rig;
        this.server = server;
        this.receiver = receiver;
        this.tenant = tenant;
    }

    /** Returns when the server is ready and its statements are counted. */
    static Site open(Rig rig) throws InterruptedException, SQLException {
        Map<String, String> settings = new TreeMap<>(Rig.BUILTIN);
        settings.put("HOOKBRIDGE_ALLOWED_TARGETS", "127.0.0.0/8");
        // A line for each request is of no use to who sends thousands a second.
        settings.put("HOOKBRIDGE_LOG_LEVEL", "warn");
        ServerProcess server = rig.start(settings);
        Receiver receiver = Receiver.start(new Arrivals(0), MOST_ENDPOINTS);
        try {
            server.awaitReady(rig.probe());
            StatementLog.switchOn(server.database());
            return new Site(rig, server, receiver, Tenants.addSender(server.database()));
        } catch (InterruptedException | SQLException | RuntimeException failure) {
            receiver.close();
            server.close();
            throw failure;
        }
    }

    /** Makes endpoints until there are {@code count}, as a user would. */
    void requireEndpoints(int count) throws InterruptedException {
        while (endpoints.size() < count) {
            String answer =
                    server.post(
                            rig.probe(),
                            "/v1/endpoints",
                            authorization(),
                            "{\"url\":\"%s\"}".formatted(receiver.url(endpoints.size())));
            Matcher id = ENDPOINT.matcher(answer);
            if (!id.find()) {
                throw new BenchFailure("this is no endpoint: " + answer);
            }
            endpoints.add(id.group(1));
        }
    }

    /** The requests that send to the first {@code count} endpoints in turn. */
    SendRequests requests(int count) throws InterruptedException {
        requireEndpoints(count);
        return new SendRequests(
                server.port(), tenant.key(), List.copyOf(endpoints.subList(0, count)), payloads);
    }

    /** The number of the next payload. */
    long nextNumber() {
        return numbers;
    }

    /** The next {@code count} numbers are used by somebody. */
    void skipNumbers(int count) {
        numbers += count;
    }

    Map<String, String> authorization() {
        return Map.of("Authorization", "Bearer " + tenant.key());
    }

    /** The identifiers of the endpoints as the API knows them. */
    List<String> endpoints() {
        return List.copyOf(endpoints);
    }

    Rig rig() {
        return rig;
    }

    ServerProcess server() {
        return server;
    }

    Receiver receiver() {
        return receiver;
    }

    @Override
    public void close() {
        // The server first: it may wait for attempts under way, which then end in the usual way.
        server.close();
        receiver.close();
    }
}
