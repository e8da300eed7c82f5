package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hookbridge.access.Actor;
import io.hookbridge.access.Caller;
import io.hookbridge.access.Environment;
import io.hookbridge.access.Permission;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends requests to a real server whose handlers keep to the description or do not. */
@Tag("unit")
class CheckedHttpClientTest {

    private static final Uuid7 IDS =
            new Uuid7(InstantSource.fixed(Instant.parse("2026-11-22T09:30:00Z")));
    private static final Map<String, String> SESSION =
            Map.of("portal_url", "https://billing.example.com/p/session/abc");

    private static volatile Route.Handler handler = _ -> Answer.ok(SESSION);
    private static final HttpServer SERVER =
            new HttpServer(
                    new HttpServer.Listen("127.0.0.1", 0, 8, Duration.ofSeconds(5), false),
                    List.of(
                            Route.api(
                                    "POST",
                                    "/v1/billing/portal",
                                    Permission.BILLING,
                                    CheckedHttpClientTest::answer),
                            Route.open("POST", "/echo", CheckedHttpClientTest::answer)),
                    CheckedHttpClientTest::anybodyWithAKey,
                    _ -> Optional.empty(),
                    IDS,
                    new SimpleMeterRegistry());

    @BeforeAll
    static void start() throws IOException {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Test
    void an_answer_as_described_is_handed_over() {
        CheckedHttpClient client = serving(_ -> Answer.ok(SESSION));

        Exchange exchange = client.post("/v1/billing/portal").key("hb_test_FAKE").json("{}").send();

        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.data().path("portal_url").asString()).startsWith("https://billing.");
        assertThat(exchange.header("x-request-id")).contains(exchange.requestId());
        assertThat(exchange.code()).isEmpty();
    }

    @Test
    void a_refusal_is_handed_over_with_its_code() {
        CheckedHttpClient client =
                serving(_ -> {
                    throw new ApiError(ErrorCode.NO_SUBSCRIPTION, "nothing");
                });

        Exchange exchange = client.post("/v1/billing/portal").key("hb_test_FAKE").send();

        assertThat(exchange.status()).isEqualTo(404);
        assertThat(exchange.code()).isEqualTo("NO_SUBSCRIPTION");
        assertThat(exchange.message()).isEqualTo("nothing");
    }

    @Test
    void an_answer_that_is_not_described_fails_the_test_that_asked() {
        CheckedHttpClient client = serving(_ -> Answer.ok(Map.of("url", "https://example.com")));

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> client.post("/v1/billing/portal").key("hb_test_FAKE").send())
                .withMessageContaining("portal_url");
    }

    @Test
    void a_refusal_that_is_not_described_fails_the_test_that_asked() {
        CheckedHttpClient client =
                serving(_ -> {
                    throw ApiError.notFound("nothing");
                });

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> client.post("/v1/billing/portal").key("hb_test_FAKE").send())
                .withMessageContaining("NOT_FOUND");
    }

    @Test
    void what_the_server_refuses_before_any_route_is_described_as_well() {
        CheckedHttpClient client = serving(_ -> Answer.ok(SESSION));

        assertThat(client.get("/v1/nothing").send().code()).isEqualTo("NOT_FOUND");
        assertThat(client.get("/v1/billing/portal").send().code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(client.post("/v1/billing/portal").send().code()).isEqualTo("UNAUTHORIZED");
        assertThat(client.get("/v1/" + "x".repeat(20_000)).send().status()).isEqualTo(414);
        assertThat(client.get("/v1/x").header("X", "x".repeat(70_000)).send().code())
                .isEqualTo("HEADERS_TOO_LARGE");
        assertThat(client.get("/v1/%2e%2e/x").send().code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void a_request_arrives_as_it_was_written() {
        List<String> seen = new ArrayList<>();
        CheckedHttpClient client =
                serving(call -> {
                    seen.add(
                            call.header("Content-Type").orElse("none")
                                    + " "
                                    + new String(
                                            call.bytes(), java.nio.charset.StandardCharsets.UTF_8));
                    return Answer.ok(SESSION);
                });

        client.post("/v1/billing/portal").key("k").send();
        client.post("/v1/billing/portal").key("k").raw("{}").send();
        client.post("/v1/billing/portal").key("k").json(Map.of("locale", "de")).send();
        client.post("/echo").form(Map.of("a b", "c&d")).send();

        assertThat(seen)
                .containsExactly(
                        "none ",
                        "none {}",
                        "application/json {\"locale\":\"de\"}",
                        "application/x-www-form-urlencoded a+b=c%26d");
    }

    @Test
    void a_redirect_is_not_followed() {
        CheckedHttpClient client = serving(_ -> Answer.found("/elsewhere"));

        Exchange exchange = client.post("/echo").send();

        assertThat(exchange.status()).isEqualTo(302);
        assertThat(exchange.header("Location")).contains("/elsewhere");
    }

    /** A client of a server that answers the portal operation and {@code /echo} alike. */
    private static CheckedHttpClient serving(Route.Handler newHandler) {
        handler = newHandler;
        return CheckedHttpClient.ofLocalPort(SERVER.port());
    }

    private static Answer answer(Call call) {
        return handler.handle(call);
    }

    private static Caller anybodyWithAKey(Call call) {
        if (call.header("Authorization").isEmpty()) {
            throw new ApiError(ErrorCode.UNAUTHORIZED, "Invalid or missing API key");
        }
        return new Caller(
                new Environment(
                        new EnvironmentId(IDS.next()),
                        new ProjectId(IDS.next()),
                        new TenantId(IDS.next()),
                        Mode.TEST),
                EnumSet.allOf(Permission.class),
                new Actor(Actor.Kind.API_KEY, "key_fake"));
    }
}
