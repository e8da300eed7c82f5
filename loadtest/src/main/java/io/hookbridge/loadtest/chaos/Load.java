package io.hookbridge.loadtest.chaos;

import io.hookbridge.loadtest.cluster.Api;

import java.util.ArrayList;
import java.util.List;

/** A receiver, its endpoints, and a sender that sends to them. */
record Load(Receiver receiver, Sender sender, List<String> endpoints) implements AutoCloseable {

    private static final int ENDPOINTS = 4;

    /** Prepares everything through the first of {@code servers}, which must be ready. */
    static Load prepare(List<Api> servers) throws InterruptedException {
        Receiver receiver = Receiver.start();
        servers.getFirst().liftLimits();
        List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            endpoints.add(servers.getFirst().newEndpoint(receiver.url("endpoint-" + i)));
        }
        return new Load(receiver, new Sender(servers, endpoints), endpoints);
    }

    @Override
    public void close() {
        receiver.close();
    }
}
