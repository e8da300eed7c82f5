package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.process.BenchFailure;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.report.Machine;
import io.hookbridge.loadtest.rig.DiskUse;
import io.hookbridge.loadtest.rig.LightLoad;
import io.hookbridge.loadtest.rig.Measured;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Sender;
import io.hookbridge.loadtest.rig.Tenant;
import io.hookbridge.loadtest.rig.Tenants;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Fills a database, starts a server on it, and asks for pages.
 *
 * @param messages finished ones in the database
 * @param perSecond requests of each kind
 * @param beside messages a second that are sent while all is asked for once more; 0 for not
 */
record PagesBench(
        Rig rig, int messages, int perSecond, int beside, Duration settle, Duration measured) {

    private static final int PAYLOAD = 1_024;
    private static final int BUSY_PROJECTS = 3;
    private static final int BUSY_ENDPOINTS = 10;
    private static final int QUIET_ENDPOINTS = 2;

    PagesReport run(String commandLine) throws IOException, InterruptedException, SQLException {
        Map<String, String> machine = new LinkedHashMap<>(Machine.facts(rig.workspace().root()));
        machine.put("Load average before", Machine.load());
        int paths = BUSY_PROJECTS * BUSY_ENDPOINTS + QUIET_ENDPOINTS;
        try (Receiver receiver = Receiver.start(new Arrivals(0), paths)) {
            Filled filled = fill(receiver, machine);
            PagesReport report = new PagesReport(commandLine, machine, messages, filled.disk());
            try (ServerProcess server = rig.start(Rig.DELIVERING)) {
                server.awaitReady(rig.probe());
                report.started(server.age());
                Pages pages = pages(server, filled);
                report.add(pages.read(""));
                if (beside > 0) {
                    report.add(besides(server, filled, pages, report));
                }
            }
            machine.put("Load average after", Machine.load());
            return report;
        }
    }

    private record Filled(
            List<Project> busy,
            Project quiet,
            List<List<String>> messages,
            Instant until,
            DiskUse disk) {}

    private Filled fill(Receiver receiver, Map<String, String> machine)
            throws InterruptedException, SQLException {
        try (ServerProcess server = rig.start(Rig.DELIVERING)) {
            server.awaitReady(rig.probe());
            machine.putAll(rig.databaseSettings(server));
            List<Project> busy = new ArrayList<>();
            for (int i = 0; i < BUSY_PROJECTS; i++) {
                busy.add(project(server, receiver, i * BUSY_ENDPOINTS, BUSY_ENDPOINTS));
            }
            Project quiet =
                    project(server, receiver, BUSY_PROJECTS * BUSY_ENDPOINTS, QUIET_ENDPOINTS);
            rig.say("%nWriting %,d messages of %d days", messages, FillPages.DAYS);
            FillPages fill = new FillPages(rig, server.database());
            fill.run(quiet, messages);
            List<List<String>> samples = new ArrayList<>();
            for (Project project : busy) {
                samples.add(fill.sample(project));
            }
            return new Filled(busy, quiet, samples, Instant.now(), DiskUse.of(server.database()));
        }
    }

    private Project project(ServerProcess server, Receiver receiver, int firstPath, int endpoints)
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

    private Pages pages(ServerProcess server, Filled filled) {
        return new Pages(
                rig,
                server,
                filled.busy(),
                filled.quiet(),
                filled.messages(),
                filled.until(),
                perSecond,
                settle,
                measured);
    }

    private List<Measured> besides(
            ServerProcess server, Filled filled, Pages pages, PagesReport report)
            throws InterruptedException {
        // Each kind takes a little longer than it measures.
        Duration most = settle.plus(measured).multipliedBy(2L * Pages.KINDS);
        try (LightLoad load =
                new LightLoad(
                        server.port(),
                        filled.busy()
                                .getFirst()
                                .sending(server.port(), new NumberedPayload(PAYLOAD)),
                        beside,
                        most)) {
            Thread.sleep(settle);
            List<Measured> reads = pages.read(", beside %,d messages/s".formatted(beside));
            report.sentBeside(load.accepted(), load.refused());
            return reads;
        }
    }
}
