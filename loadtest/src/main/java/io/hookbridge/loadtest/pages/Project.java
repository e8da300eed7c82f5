package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.receive.NumberedPayload;
import io.hookbridge.loadtest.rig.SendRequests;
import io.hookbridge.loadtest.rig.Tenant;

import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;

/**
 * A project with messages.
 *
 * @param environment its live one
 * @param endpoints as the API knows them
 */
record Project(Tenant tenant, UUID environment, List<String> endpoints) {

    /** A request with its key. */
    Request get(int port, String path) {
        return Request.get(port, path, tenant.authorization());
    }

    /** The requests that send to its endpoints in turn. */
    LongFunction<Request> sending(int port, NumberedPayload payloads) {
        return new SendRequests(port, tenant.key(), endpoints, payloads, false).single(0);
    }

    /** One after the other, again and again. */
    String endpoint(long n) {
        return endpoints.get((int) (n % endpoints.size()));
    }
}
