package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

@Tag("database")
class LimitedCallsTest {

    private static final String PLAN =
            """
            {"name": "%s", "title": "T", "description": "D", "stripe_lookup_keys": {},
             "limits": {"messages_per_month": 1000, "calls_per_minute": 60, "max_projects": 9, "max_endpoints": 9,
                        "retention_days": 9, "max_retries": 5, "overage_rate_per_message": 0}}\
            """;

    @Test
    void reads_of_every_key_share_what_the_tenants_plan_allows_and_no_page_waits_for_them(
            @TempDir Path folder) throws IOException {
        Path plans =
                Files.writeString(
                        folder.resolve("plans.json"),
                        "{\"plans\": [%s, %s]}".formatted(PLAN, PLAN).formatted("free", "pro"));
        try (ConsoleServer server =
                new ConsoleServer(Map.of("HOOKBRIDGE_PLANS_FILE", plans.toString()))) {
            ConsoleServer.Browser browser = server.signedIn(server.owner());
            ConsoleServer.Browser other = server.new Browser();
            other.submit(
                    "/sign-in",
                    "/sign-in",
                    Map.of("email", ConsoleServer.OWNER, "password", ConsoleServer.PASSWORD));
            JsonNode otherKey =
                    server.app.client().post("/v1/api-keys").key(TestApp.KEY).send().data();
            String testKey =
                    server.app
                            .client()
                            .post("/v1/api-keys")
                            .key(TestApp.KEY)
                            .json("{\"mode\":\"test\"}")
                            .send()
                            .data()
                            .path("key")
                            .asString();
            String keys = browser.place() + "/api-keys";
            untilRefused(server.app, testKey);
            Exchange refused = untilRefused(server.app, TestApp.KEY);
            assertThat(refused.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
            assertThat(refused.json().at("/error/details/limit").asString())
                    .isEqualTo("calls_per_minute");
            assertThat(refused.json().at("/error/details/allowed").asInt()).isEqualTo(60);
            assertThat(refused.header("Retry-After")).hasValue("1");

            untilRefused(server.app, otherKey.path("key").asString());
            String delete = keys + "/" + otherKey.path("key_id").asString() + "/delete";
            assertThat(ConsoleServer.path(browser.submit(delete, delete, Map.of())))
                    .isEqualTo(keys);
            assertThat(server.app.audited("api_key.deleted")).containsExactly("done");

            OutboundTest.poll(
                    "a page", () -> browser.get("/console/account"), page -> page.status() == 429);
            assertThat(other.get("/console/account").status()).isEqualTo(200);
            assertThat(ConsoleServer.path(other.submit("/console/account", "/sign-out", Map.of())))
                    .isEqualTo("/sign-in");

            Exchange sent =
                    server.app
                            .client()
                            .post("/v1/webhooks/send")
                            .key(TestApp.KEY)
                            .json("{\"endpoint_id\":\"ep_none\",\"payload\":{}}")
                            .send();
            assertThat(sent.code()).isEqualTo("ENDPOINT_NOT_FOUND");
            assertThat(
                            server.app
                                    .client()
                                    .get("/v1/endpoints")
                                    .key(server.app.keyOfAnotherTenant())
                                    .send()
                                    .status())
                    .isEqualTo(200);
        }
    }

    /** There is room for one more each second, so it may take some. */
    private static Exchange untilRefused(TestApp app, String key) {
        return OutboundTest.poll(
                "a refusal",
                () -> app.client().get("/v1/endpoints").key(key).send(),
                answer -> answer.status() == 429);
    }
}
