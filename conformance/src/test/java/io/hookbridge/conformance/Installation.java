package io.hookbridge.conformance;

import io.hookbridge.http.CheckedHttpClient;

import tools.jackson.databind.JsonNode;

/**
 * A server with its first tenant, whose live key may do everything and whose plan is {@code pro}.
 *
 * @param key of the first tenant
 */
record Installation(RunningServer server, String key) implements AutoCloseable {

    /** A tenant, its project and a live key of it that may do everything. */
    record Account(String tenantId, String projectId, String key) {

        static Account of(JsonNode printed) {
            return new Account(
                    printed.get("tenant_id").asString(),
                    printed.get("project_id").asString(),
                    printed.get("api_key").asString());
        }
    }

    static Installation start() {
        String key = "hb_live_FAKE0000firsttenant0000";
        Place place = Place.migrated("shared");
        RunningServer server =
                RunningServer.up(
                        place,
                        place.launch("up")
                                // What the SDKs read may be set in the same shell.
                                .with("BASE_URL", "http://127.0.0.1:1")
                                .with("SEND_URL", "http://127.0.0.1:1")
                                .with("API_KEY", "hb_live_FAKEofanotherserver00")
                                .with("BOOTSTRAP_API_KEY", key)
                                .with("PORTAL_CALLS_PER_MINUTE", "100000"));
        return new Installation(server, key);
    }

    CheckedHttpClient api() {
        return server.api();
    }

    String firstTenantId() {
        return api().get("/v1/projects").key(key).send().data().at("/0/tenant_id").asString();
    }

    /** A new tenant that has nothing but its first project and key. */
    Account newTenant(String name) {
        return Account.of(server.place().admin("tenant", "create", "--name", name));
    }

    /** The secret text of a new key of the first tenant, made with these members. */
    String newKey(String json) {
        return api().post("/v1/api-keys").key(key).json(json).send().data().get("key").asString();
    }

    @Override
    public void close() {
        server.close();
        server.place().close();
    }
}
