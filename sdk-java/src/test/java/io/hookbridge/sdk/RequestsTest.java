package io.hookbridge.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookbridge.sdk.StubServer.Asked;
import io.hookbridge.sdk.StubServer.Reply;
import io.hookbridge.sdk.endpoint.CreateEndpointRequest;
import io.hookbridge.sdk.endpoint.EndpointSummary;
import io.hookbridge.sdk.event.ListPullEventsQuery;
import io.hookbridge.sdk.internal.Api;
import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.Records;
import io.hookbridge.sdk.message.ListMessagesQuery;
import io.hookbridge.sdk.message.MessageStatus;
import io.hookbridge.sdk.retry.ChosenRetryPolicy;
import io.hookbridge.sdk.send.SendWebhookRequest;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;

/** What goes over the wire, and what becomes of what comes back. */
@Tag("unit")
class RequestsTest {

    private static final String SENT =
            "{\"data\":{\"message_id\":\"m1\",\"status\":\"queued\"},\"meta\":{\"request_id\":\"r\"}}";

    private static final Reply UNAVAILABLE =
            Reply.of(503, error("SERVICE_UNAVAILABLE")).with("Retry-After", "1");

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\"},\"meta\":{}}";
    }

    /** One reply after the other. */
    private static Function<Asked, Reply> oneByOne(Reply... replies) {
        Iterator<Reply> left = List.of(replies).iterator();
        return asked -> left.next();
    }

    @Test
    void a_message_is_sent_again_under_the_same_random_key() {
        Function<Asked, Reply> replies =
                oneByOne(UNAVAILABLE, new Reply(0, Map.of(), ""), Reply.of(202, SENT));
        try (StubServer server = new StubServer(replies)) {
            var sent =
                    server.client()
                            .build()
                            .messages()
                            .send(SendWebhookRequest.of("ep_1", Map.of("event", "a")));

            assertThat(sent.messageId()).isEqualTo("m1");
            assertThat(server.asked).hasSize(3);
            assertThat(server.asked.stream().map(Asked::body).distinct()).hasSize(1);
            assertThat(server.asked.get(0).body())
                    .containsPattern("\"idempotency_key\":\"[a-z0-9-]{36}\"");
        }
    }

    @Test
    void a_key_of_the_callers_is_left_alone_and_each_message_of_a_batch_has_its_own() {
        String batch =
                "{\"data\":{\"results\":[{\"status\":\"queued\",\"message_id\":\"m1\"},"
                        + "{\"status\":\"refused\",\"error\":{\"code\":\"C\",\"message\":\"no\"}}],"
                        + "\"accepted\":1,\"refused\":1},\"meta\":{\"request_id\":\"r\"}}";
        try (StubServer server = new StubServer(oneByOne(Reply.of(202, batch)))) {
            SendWebhookRequest request = SendWebhookRequest.of("ep_1", "{\"a\": 1.0}");

            var result =
                    server.client()
                            .build()
                            .messages()
                            .sendBatch(List.of(request.idempotencyKey("mine"), request));

            assertThat(server.asked.get(0).body())
                    .containsOnlyOnce("\"idempotency_key\":\"mine\"")
                    .containsPattern("\"idempotency_key\":\"[a-z0-9-]{36}\"");
            assertThat(server.asked.get(0).body()).contains("\"payload\":{\"a\": 1.0}");
            assertThat(result.results().get(0).accepted()).isTrue();
            assertThat(result.results().get(1).accepted()).isFalse();
        }
    }

    @Test
    void what_may_have_been_done_is_not_done_again() {
        Function<Asked, Reply> replies = oneByOne(UNAVAILABLE, new Reply(0, Map.of(), ""));
        try (StubServer server = new StubServer(replies)) {
            HookBridge client = server.client().build();

            assertThatThrownBy(() ->
                            client.endpoints()
                                    .create(CreateEndpointRequest.of("https://a.example")))
                    .isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> client.messages().replay("m1"))
                    .isInstanceOfSatisfying(
                            NoAnswerException.class,
                            failure -> assertThat(failure.maybeDone()).isTrue());
            assertThat(server.asked).hasSize(2);
        }
    }

    @Test
    void a_client_waits_as_it_is_told_and_gives_up_when_that_is_too_long() {
        List<Duration> waits = new ArrayList<>();
        Function<Asked, Reply> replies =
                oneByOne(
                        Reply.of(429, error("RATE_LIMITED")).with("Retry-After", "2"),
                        Reply.of(429, error("RATE_LIMIT_EXCEEDED")).with("Retry-After", "3600"));
        try (StubServer server = new StubServer(replies)) {
            HookBridge client = server.client().pause(waits::add).build();

            RefusedException refused =
                    catchThrowableOfType(
                            RefusedException.class, () -> client.messages().cancel("m1"));

            assertThat(waits).singleElement().satisfies(RequestsTest::isAboutTwoSeconds);
            assertThat(refused.retryAfter()).contains(Duration.ofHours(1));
            assertThat(refused.remedy()).isEqualTo(Remedy.TRY_LATER);
        }
    }

    private static void isAboutTwoSeconds(Duration wait) {
        assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2200));
    }

    @Test
    void a_refusal_tells_everything_that_the_server_said() {
        Reply reply =
                Reply.of(
                                403,
                                "{\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"the plan has 3\","
                                        + "\"details\":{\"limit\":\"max_projects\",\"allowed\":3}},"
                                        + "\"meta\":{\"request_id\":\"req_7\"}}")
                        .with("X-Request-Id", "req_7");
        try (StubServer server = new StubServer(oneByOne(reply))) {
            assertThatThrownBy(() -> server.client().build().projects().list())
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> {
                                assertThat(refused.status()).isEqualTo(403);
                                assertThat(refused.code()).isEqualTo("FORBIDDEN");
                                assertThat(refused.requestId()).isEqualTo("req_7");
                                assertThat(refused.details()).containsEntry("allowed", 3L);
                                assertThat(refused.remedy()).isEqualTo(Remedy.ASK_FOR_MORE);
                            })
                    .hasMessage("the plan has 3 (403 FORBIDDEN, request req_7)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>no</html>",
                "",
                "[]",
                "{\"error\":7}",
                "{\"error\":{}}",
                "{\"error\":{\"message\":\"x\"}}",
                "{\"error\":{\"code\":\"C\"}}",
                "null"
            })
    void a_page_of_something_in_front_of_the_server_is_a_refusal_without_a_code(String body) {
        try (StubServer server = new StubServer(asked -> Reply.of(404, body))) {
            assertThatThrownBy(() -> server.client().build().messages().get("m1"))
                    .isInstanceOfSatisfying(
                            RefusedException.class, refused -> assertThat(refused.code()).isEmpty())
                    .hasMessage("the server refused the request (404)");
        }
    }

    @Test
    void a_redirect_is_no_success_and_is_not_followed() {
        try (StubServer server =
                new StubServer(asked -> Reply.of(302, "").with("Location", "/elsewhere"))) {
            HookBridge client = server.client().build();

            assertThatThrownBy(() -> client.messages().delete("m1"))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.status()).isEqualTo(302));
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void a_file_that_is_nowhere_but_elsewhere_again_is_not_fetched() {
        try (StubServer server =
                new StubServer(asked -> Reply.of(302, "").with("Location", "/elsewhere"))) {
            HookBridge client = server.client().build();

            assertThatThrownBy(() -> client.exports().download("e1"))
                    .isInstanceOf(RefusedException.class);
            assertThat(server.asked).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"attempts\":5}",
                "{\"delays_seconds\":[60],\"retry_statuses\":[]}",
            })
    void a_retry_policy_that_was_answered_is_said_as_it_was(String policy) {
        ChosenRetryPolicy answered = Records.read(Json.read(policy), ChosenRetryPolicy.class);

        assertThat(Json.write(answered)).isEqualTo(policy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{}", "{\"data\":null}", "{\"data\":[]}"})
    void a_success_that_cannot_be_read_is_no_answer(String body) {
        try (StubServer server = new StubServer(asked -> Reply.of(200, body))) {
            assertThatThrownBy(() -> server.client().build().messages().get("m1"))
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageStartingWith("the answer cannot be read");
        }
    }

    @Test
    void an_answer_that_takes_too_long_is_given_up() {
        CountDownLatch over = new CountDownLatch(1);
        try (StubServer server = new StubServer(asked -> after(over))) {
            HookBridge client = server.client().timeout(Duration.ofMillis(50)).attempts(1).build();

            assertThatThrownBy(() -> client.projects().list())
                    .isInstanceOf(NoAnswerException.class)
                    .hasMessageStartingWith("no complete answer within");
            over.countDown();
        }
    }

    @Test
    void a_client_may_wait_for_ever_for_what_does_come() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        try (StubServer server = new StubServer(asked -> Reply.of(202, SENT))) {
            HookBridge client = server.client().timeout(forever).longestWait(forever).build();

            assertThat(client.messages().send(SendWebhookRequest.of("ep_1", "{}")).messageId())
                    .isEqualTo("m1");
        }
    }

    @Test
    void a_time_that_cannot_be_waited_is_refused() {
        HookBridge.Builder builder = HookBridge.builder();

        assertThatThrownBy(() -> builder.timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.longestWait(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** It is for the server to say what is wrong with it. */
    @Test
    void a_wait_of_less_than_nothing_leaves_the_time_for_an_answer() {
        try (StubServer server =
                new StubServer(asked -> Reply.of(400, error("VALIDATION_ERROR")))) {
            assertThatThrownBy(() ->
                            server.client()
                                    .build()
                                    .pullEvents()
                                    .list(
                                            "p1",
                                            ListPullEventsQuery.create()
                                                    .waitSeconds(Integer.MIN_VALUE)))
                    .isInstanceOf(RefusedException.class);
        }
    }

    private static Reply after(CountDownLatch signal) {
        try {
            signal.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return Reply.of(200, "");
    }

    @Test
    void a_server_that_is_not_there_has_certainly_done_nothing() {
        HookBridge client;
        try (StubServer server = new StubServer(asked -> Reply.of(200, ""))) {
            client = server.client().build();
        }

        assertThatThrownBy(() -> client.messages().replay("m1"))
                .isInstanceOfSatisfying(
                        NoAnswerException.class,
                        failure -> assertThat(failure.maybeDone()).isFalse());
    }

    @Test
    void pages_are_asked_for_when_they_are_needed() {
        Function<Asked, Reply> replies =
                oneByOne(page("a", "c1"), page("", "c2"), page("b", "c3"), page("c", null));
        try (StubServer server = new StubServer(replies)) {
            Page<EndpointSummary> first =
                    server.client().build().endpoints().list(PageQuery.create().limit(1));
            Stream<String> ids = first.stream().map(EndpointSummary::id);

            assertThat(server.asked).hasSize(1);
            assertThat(ids.limit(2)).containsExactly("a", "b");
            assertThat(server.asked.stream().map(Asked::query))
                    .containsExactly("limit=1", "limit=1&cursor=c1", "limit=1&cursor=c2");
            assertThat(first.meta().hasMore()).isTrue();
        }
    }

    private static Reply page(String id, @Nullable String cursor) {
        String item =
                "{\"id\":\""
                        + id
                        + "\",\"url\":\"u\",\"paused\":false,\"created_at\":\""
                        + Instant.EPOCH
                        + "\"}";
        return Reply.of(
                200,
                "{\"data\":["
                        + (id.isEmpty() ? "" : item)
                        + "],\"meta\":{\"request_id\":\"r\","
                        + "\"has_more\":"
                        + (cursor != null)
                        + ",\"next_cursor\":"
                        + Json.write(cursor)
                        + "}}");
    }

    @Test
    void what_is_said_is_encoded() {
        String empty =
                "{\"data\":[],\"meta\":{\"request_id\":\"r\",\"has_more\":false,\"next_cursor\":null}}";
        try (StubServer server = new StubServer(asked -> Reply.of(200, empty))) {
            server.client()
                    .build()
                    .messages()
                    .list(
                            ListMessagesQuery.create()
                                    .status(MessageStatus.FAILED_PERMANENT)
                                    .startTime(Instant.EPOCH)
                                    .search("a&b +ü"));

            assertThat(server.asked.get(0).query())
                    .isEqualTo(
                            "status=failed_permanent&start_time=1970-01-01T00%3A00%3A00Z"
                                    + "&search=a%26b%20%2B%C3%BC");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void an_id_that_would_lead_elsewhere_is_not_sent(String id) {
        try (StubServer server = new StubServer(asked -> Reply.of(200, ""))) {
            HookBridge client = server.client().build();

            assertThatThrownBy(() -> client.messages().delete(id))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(server.asked).isEmpty();
        }
    }

    @Test
    void a_file_is_fetched_without_the_key() throws Exception {
        Function<Asked, Reply> replies =
                oneByOne(
                        Reply.of(302, "").with("Location", "/v1/exports/e1/file?signature=s"),
                        Reply.of(200, "a,b\n"));
        try (StubServer server = new StubServer(replies);
                var file = server.client().build().exports().download("e1")) {
            assertThat(file).hasContent("a,b\n");
            assertThat(server.asked.get(0).headers()).containsKey("Authorization");
            assertThat(server.asked.get(1).headers()).doesNotContainKey("Authorization");
            assertThat(server.asked.get(1).query()).isEqualTo("signature=s");
        }
    }

    @Test
    void a_file_that_stops_in_its_middle_is_given_up() throws Exception {
        Function<Asked, Reply> replies =
                asked ->
                        asked.path().endsWith("/download")
                                ? Reply.of(302, "").with("Location", "/file")
                                : new Reply(200, Map.of(), "a,b\n", 1);
        try (StubServer server = new StubServer(replies);
                var file =
                        server.client()
                                .timeout(Duration.ofSeconds(10))
                                .build()
                                .exports()
                                .download("e1")) {
            assertThat(file.readNBytes(4)).asString().isEqualTo("a,b\n");
            assertThatThrownBy(file::read)
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("nothing more came within PT10S");
        }
    }

    @Test
    void neither_the_key_nor_what_is_sent_is_shown() {
        HookBridge client =
                HookBridge.builder()
                        .baseUrl("https://hooks.example.com/")
                        .apiKey("hb_live_FAKE")
                        .build();

        assertThat(client).hasToString("HookBridge[https://hooks.example.com]");
        assertThat(CreateEndpointRequest.of("https://a.example/FAKE"))
                .hasToString("CreateEndpointRequest[url]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a", "a.example", "http://", "https://a?b", "https://k:p@a", ""})
    void an_address_that_cannot_be_a_servers_is_refused(String url) {
        assertThatThrownBy(() -> HookBridge.builder().baseUrl(url))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "ü"})
    void a_text_that_cannot_be_a_key_is_refused_and_not_repeated(String key) {
        assertThatThrownBy(() -> HookBridge.builder().apiKey(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the API key is empty, or has other characters");
        assertThatThrownBy(() -> HookBridge.builder().build())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_readme_names_every_area() throws Exception {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(HookBridge.class.getMethods())
                .filteredOn(each -> each.getReturnType().getSimpleName().endsWith("Api"))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(readme).contains("`" + each.getName() + "()`"));
    }

    @Test
    void the_version_is_that_of_the_module() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(pom).contains("<version>" + Api.VERSION + "</version>");
    }
}
