package io.hookbridge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Uuid7;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What a route does not understand, asked of a real server. */
@Tag("unit")
class VocabularyTest {

    private static final AtomicInteger HANDLED = new AtomicInteger();
    private static final HttpServer SERVER =
            new HttpServer(
                    new HttpServer.Listen("127.0.0.1", 0, 8, Duration.ofSeconds(5), false),
                    List.of(
                            Route.open("POST", "/list", VocabularyTest::answer)
                                    .query("limit", "endpoint_id")
                                    .queryLists("status")
                                    .members("label", "return_url"),
                            Route.open("POST", "/delete-all", VocabularyTest::answer)
                                    .query("limit", "endpoint_id")
                                    .queryLists("status")
                                    .members("message_ids")
                                    .exact(),
                            Route.open("DELETE", "/one", _ -> done()).exact(),
                            Route.open("GET", "/undeclared", call -> Answer.ok(call.query("x"))),
                            Route.page(
                                    "GET",
                                    "/page",
                                    Admission.ANYBODY,
                                    Route.Refusals.ENVELOPE,
                                    call -> Answer.ok(call.query("notice").orElse("none")))),
                    _ -> {
                        throw new AssertionError("every route here is open");
                    },
                    _ -> Optional.empty(),
                    new Uuid7(InstantSource.system()),
                    new SimpleMeterRegistry());

    @BeforeAll
    static void start() throws IOException {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void forget() {
        HANDLED.set(0);
    }

    private static Answer answer(Call call) {
        call.json();
        call.query("limit");
        call.queryList("status");
        return done();
    }

    private static Answer done() {
        HANDLED.incrementAndGet();
        return Answer.ok("done");
    }

    private static CheckedHttpClient client() {
        return CheckedHttpClient.ofLocalPort(SERVER.port());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    endpointId=x                | unknown query parameter "endpointId", did you mean "endpoint_id"?
                    limit=1&Status=queued       | unknown query parameter "Status", did you mean "status"?
                    status[]=queued             | unknown query parameter "status[]", did you mean "status"?
                    colour=x                    | unknown query parameter "colour", this operation takes only limit, endpoint_id, status
                    limit=1&limit=1             | the query parameter limit comes more than once, send it once
                    endpoint_id=a&endpoint_id=b | the query parameter endpoint_id comes more than once, send it once
                    limit                       |
                    =x                          | unknown query parameter, this operation takes only limit, endpoint_id, status
                    %3Cimg%3E=x                 | unknown query parameter, this operation takes only limit, endpoint_id, status
                    """)
    void what_destroys_refuses_every_query_that_it_does_not_understand_whole(
            String query, String said) {
        Exchange refused =
                client().post("/delete-all?" + query.replace("[", "%5B").replace("]", "%5D"))
                        .send();

        if (said == null) {
            assertThat(refused.status()).isEqualTo(200);
            return;
        }
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.message()).isEqualTo(said);
        assertThat(HANDLED).hasValue(0);
    }

    @Test
    void a_list_may_come_more_than_once() {
        assertThat(client().post("/delete-all?status=a,b&status=c").send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":[\"queued\"]}",
                "{\"message_ids\":[],\"dry_run\":true}",
                "{\"messageIds\":[]}",
                "{\"message_ids\":[],\"message_ids\":[]}",
                "status=queued",
                "[{}]",
                "{} {}"
            })
    void what_destroys_refuses_every_body_that_it_does_not_understand_whole(String body) {
        assertThat(client().post("/delete-all").json(body).send().code())
                .isEqualTo("INVALID_REQUEST");
        assertThat(client().delete("/one").json(body).send().code()).isEqualTo("INVALID_REQUEST");
        assertThat(HANDLED).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", " "})
    void an_empty_body_says_nothing(String body) {
        assertThat(client().delete("/one").json(body).send().status()).isEqualTo(200);
    }

    @Test
    void where_nothing_is_taken_the_refusal_says_so() {
        assertThat(client().delete("/one?force=true").send().message())
                .isEqualTo("unknown query parameter \"force\", this operation takes none");
    }

    @Test
    void elsewhere_what_newer_clients_say_is_ignored() {
        Exchange answer =
                client().post("/list?colour=blue&status=a&event_type=x")
                        .json("{\"colour\":\"blue\",\"label\":\"a\"}")
                        .send();

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void elsewhere_a_near_miss_is_refused_and_the_name_is_told() {
        Exchange query = client().post("/list?endpointId=x").send();
        Exchange member = client().post("/list").json("{\"returnUrl\":\"x\"}").send();

        assertThat(query.code()).isEqualTo("INVALID_REQUEST");
        assertThat(query.json().at("/error/details/did_you_mean").asString())
                .isEqualTo("endpoint_id");
        assertThat(member.code()).isEqualTo("INVALID_REQUEST");
        assertThat(member.message())
                .isEqualTo("unknown member \"returnUrl\", did you mean \"return_url\"?");
        assertThat(HANDLED).hasValue(0);
    }

    @Test
    void a_parameter_that_comes_twice_is_refused_everywhere() {
        assertThat(client().post("/list?limit=1&limit=2").send().message())
                .isEqualTo("the query parameter limit comes more than once, send it once");
    }

    @Test
    void addresses_of_pages_may_carry_anything() {
        Exchange page = client().get("/page?Notice=a&utm_source=mail&notice=b").send();

        assertThat(page.data().asString()).isEqualTo("b");
    }

    @Test
    void a_parameter_that_is_read_without_being_declared_is_a_fault_of_ours() {
        assertThat(client().get("/undeclared?x=1").send().code()).isEqualTo("INTERNAL_ERROR");
    }
}
