package io.hookbridge.loadtest.outbound;

import io.hookbridge.loadtest.delivery.DeliveryLoad;
import io.hookbridge.loadtest.delivery.StatementLog;
import io.hookbridge.loadtest.process.ServerProcess;
import io.hookbridge.loadtest.receive.Arrivals;
import io.hookbridge.loadtest.receive.Certificate;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.receive.Receiver;
import io.hookbridge.loadtest.rig.Rig;
import io.hookbridge.loadtest.rig.Sender;
import io.hookbridge.loadtest.rig.Tenants;

import java.sql.SQLException;

/**
 * A server on an empty data folder, and tenants that may send as much as they can to signed
 * endpoints that are the paths of one receiver.
 */
final class Site implements AutoCloseable {

    /** Of the tenant whose messages are measured. */
    static final int MOST_ENDPOINTS = 10_000;

    /** Of the receiver: those, and as many again for others. */
    private static final int PATHS = 2 * MOST_ENDPOINTS;

    private final Rig rig;
    private final ServerProcess server;
    private final Receiver receiver;
    private final NumberedPayload payloads;
    private final Sender sender;
    private int paths;
    private long numbers;

    private Site(Rig rig, ServerProcess server, Receiver receiver, Traffic traffic)
            throws SQLException {
        this.rig = rig;
        this.server = server;
        this.receiver = receiver;
        this.payloads = new NumberedPayload(traffic.payload());
        this.sender = addSender(MOST_ENDPOINTS);
        if (traffic.keysAndHeaders()) {
            sender.useKeysAndHeaders();
        }
    }

    /** Returns when the server is ready and its statements are counted. */
    static Site open(Rig rig, Traffic traffic) throws InterruptedException, SQLException {
        Receiver receiver;
        ServerProcess server;
        if (traffic.encrypted()) {
            Certificate certificate = Certificate.in(rig.workspace().root());
            receiver = Receiver.startEncrypted(new Arrivals(0), PATHS, certificate);
            server = rig.with(certificate.trustingJavaOptions()).start(Rig.DELIVERING);
        } else {
            receiver = Receiver.start(new Arrivals(0), PATHS);
            server = rig.start(Rig.DELIVERING);
        }
        try {
            server.awaitReady(rig.probe());
            StatementLog.switchOn(server.database());
            return new Site(rig, server, receiver, traffic);
        } catch (InterruptedException | SQLException | RuntimeException failure) {
            receiver.close();
            server.close();
            throw failure;
        }
    }

    /** A tenant of its own, with room for so many endpoints. */
    Sender addSender(int endpoints) throws SQLException {
        int first = paths;
        paths += endpoints;
        return new Sender(
                rig.probe(),
                server,
                Tenants.addSender(server.database()),
                (host, endpoint) -> receiver.url(host, first + endpoint),
                payloads);
    }

    /** The tenant whose messages are measured. */
    Sender sender() {
        return sender;
    }

    /** The number of the next payload. */
    long nextNumber() {
        return numbers;
    }

    /** The next {@code count} numbers are used by somebody. */
    void skipNumbers(int count) {
        numbers += count;
    }

    /** Where loads of that tenant's messages go. */
    DeliveryLoad.Place place() {
        return new DeliveryLoad.Place(rig, server, receiver, sender.tenant()::pending);
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
