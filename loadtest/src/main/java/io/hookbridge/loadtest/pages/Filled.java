package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.rig.DiskUse;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Sender;
import io.hookbridge.loadtest.rig.Tenant;
import io.hookbridge.loadtest.rig.Tenants;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A database with the messages of the past.
 *
 * @param messages some of each busy project, one of each day
 * @param until when messages were written
 */
record Filled(
        List<Project> busy,
        Project quiet,
        List<List<String>> messages,
        Instant until,
        DiskUse disk) {

    /** How many bytes the payloads have that are sent. */
    static final int PAYLOAD = 1_024;

    private static final int BUSY_PROJECTS = 3;
    private static final int BUSY_ENDPOINTS = 10;
    private static final int QUIET_ENDPOINTS = 2;

    /** Where all that is sent to its endpoints arrives. */
    static Receiver receiver() {
        return Receiver.start(new Arrivals(0), BUSY_PROJECTS * BUSY_ENDPOINTS + QUIET_ENDPOINTS);
    }

    /**
     * Starts a server on the rig's data folder and writes messages beside it.
     *
     * @param count of finished messages
     * @param searchDays of so many days a server is to index the payloads when it starts next
     * @param machine facts by name, to which those of the database are added
     */
    static Filled with(
            Rig rig, Receiver receiver, int count, int searchDays, Map<String, String> machine)
            throws InterruptedException, SQLException {
        try (ServerProcess server = rig.start(Rig.DELIVERING)) {
            server.awaitReady(rig.probe());
            machine.putAll(rig.databaseSettings(server));
            List<Project> busy = new ArrayList<>();
            for (int i = 0; i < BUSY_PROJECTS; i++) {
                busy.add(project(rig, server, receiver, i * BUSY_ENDPOINTS, BUSY_ENDPOINTS));
            }
            Project quiet =
                    project(rig, server, receiver, BUSY_PROJECTS * BUSY_ENDPOINTS, QUIET_ENDPOINTS);
            rig.say("%nWriting %,d messages of %d days", count, FillPages.DAYS);
            FillPages fill = new FillPages(rig, server.database());
            fill.run(quiet, count, searchDays);
            List<List<String>> samples = new ArrayList<>();
            for (Project project : busy) {
                samples.add(fill.sample(project));
            }
            return new Filled(busy, quiet, samples, Instant.now(), DiskUse.of(server.database()));
        }
    }

    private static Project project(
            Rig rig, ServerProcess server, Receiver receiver, int firstPath, int endpoints)
            throws InterruptedException, SQLException {
        Tenant tenant = Tenants.addSender(server.database());
        Sender sender =
                new Sender(
                        rig.probe(),
                        server,
                        tenant,
                        (host, endpoint) -> receiver.url(host, firstPath + endpoint),
                        new NumberedPayload(PAYLOAD));
        sender.requireEndpoints(endpoints);
        return new Project(tenant, environment(server, tenant), sender.endpoints());
    }

    private static UUID environment(ServerProcess server, Tenant tenant) throws SQLException {
        try (Connection connection = server.database().connect();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT id FROM environment WHERE tenant_id = ? AND mode = 'live'")) {
            statement.setObject(1, tenant.id());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new BenchFailure("the tenant has no environment");
                }
                return row.getObject(1, UUID.class);
            }
        }
    }
}
