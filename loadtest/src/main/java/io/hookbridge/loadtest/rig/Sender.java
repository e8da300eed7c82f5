package io.hookbridge.loadtest.rig;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.EmbeddedDatabase;
import io.hookbridge.loadtest.process.Probe;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.NumberedPayload;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tenant that sends, and its endpoints. */
public final class Sender {

    private static final Pattern ENDPOINT = Pattern.compile("\"id\":\"([^\"]+)\"");

    private static final String PENDING =
            """
            SELECT count(*)
              FROM pending_message
             WHERE environment_id IN (SELECT id FROM environment WHERE tenant_id = '%s')
            """;

    private final Probe probe;
    private final ServerProcess server;
    private final Tenant tenant;
    private final IntFunction<String> urls;
    private final NumberedPayload payloads;
    private final List<String> endpoints = new ArrayList<>();

    /**
     * @param urls of its endpoints, counted from 0
     */
    public Sender(
            Probe probe,
            ServerProcess server,
            Tenant tenant,
            IntFunction<String> urls,
            NumberedPayload payloads) {
        this.probe = probe;
        this.server = server;
        this.tenant = tenant;
        this.urls = urls;
        this.payloads = payloads;
    }

    /** Makes endpoints until there are {@code count}, as a user would. */
    public void requireEndpoints(int count) throws InterruptedException {
        while (endpoints.size() < count) {
            String answer =
                    server.post(
                            probe,
                            "/v1/endpoints",
                            authorization(),
                            "{\"url\":\"%s\"}".formatted(urls.apply(endpoints.size())));
            Matcher id = ENDPOINT.matcher(answer);
            if (!id.find()) {
                throw new BenchFailure("this is no endpoint: " + answer);
            }
            endpoints.add(id.group(1));
        }
    }

    /** The requests that send to the first {@code count} endpoints in turn. */
    public SendRequests requests(int count) throws InterruptedException {
        requireEndpoints(count);
        return new SendRequests(
                server.port(), tenant.key(), List.copyOf(endpoints.subList(0, count)), payloads);
    }

    public Map<String, String> authorization() {
        return Map.of("Authorization", "Bearer " + tenant.key());
    }

    /** The identifiers of the endpoints as the API knows them. */
    public List<String> endpoints() {
        return List.copyOf(endpoints);
    }

    /** How many of its messages are neither delivered nor given up, as the database has it. */
    public long pending(Connection connection) throws SQLException {
        return EmbeddedDatabase.number(connection, PENDING.formatted(tenant.id()));
    }
}
