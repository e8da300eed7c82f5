package io.hookbridge.loadtest.pages;

import io.hookbridge.loadtest.load.Request;
import io.hookbridge.loadtest.rig.Tenant;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A project with messages.
 *
 * @param environment its live one
 * @param endpoints as the API knows them
 */
record Project(Tenant tenant, UUID environment, List<String> endpoints) {

    /** A request with its key. */
    Request get(int port, String path) {
        return Request.get(port, path, Map.of("Authorization", "Bearer " + tenant.key()));
    }

    /** One after the other, again and again. */
    String endpoint(long n) {
        return endpoints.get((int) (n % endpoints.size()));
    }
}
