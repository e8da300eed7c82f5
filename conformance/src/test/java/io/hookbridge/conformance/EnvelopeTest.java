package io.hookbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.base.Patience;
import io.hookbridge.http.CheckedHttpClient.Draft;
import io.hookbridge.http.Exchange;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Whatever is asked, the answer has the same shape. The client checks it; here is what is asked.
 */
@ExtendWith(SharedServer.class)
@Tag("black-box")
class EnvelopeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing", "/v1", "/v1/", "/v1/nothing", "/v2/projects", "/V1/projects"})
    void an_unknown_path_is_not_found(String path, Installation installation) {
        Exchange answer = installation.api().get(path).key(installation.key()).send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
        assertThat(answer.header("X-Request-Id")).contains(answer.requestId());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/billing/portal, POST",
        "PUT, /v1/api-keys, 'GET, HEAD, POST'",
        "PATCH, /v1/projects/x, 'DELETE, GET, HEAD, PUT'",
        "GET, /v1/api-keys/x, DELETE",
        "OPTIONS, /v1/projects, 'GET, HEAD, POST'",
        "TRACE, /v1/projects, 'GET, HEAD, POST'",
    })
    void a_known_path_with_another_method_tells_its_own(
            String method, String path, String allowed, Installation installation) {
        Exchange answer = installation.api().request(method, path).send();

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.header("Allow")).contains(allowed);
    }

    @Test
    void head_is_get_without_the_body(Installation installation) {
        Exchange get = installation.api().get("/v1/projects").key(installation.key()).send();
        Exchange head =
                installation.api().request("HEAD", "/v1/projects").key(installation.key()).send();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.text()).isEmpty();
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
    }

    @Test
    void a_caller_who_cannot_be_recognised_is_unauthorized(Installation installation) {
        String unknown = "hb_live_FAKE" + "0".repeat(28);
        List<String> credentials =
                List.of(
                        "",
                        "Bearer",
                        "Bearer ",
                        "Bearer hb_live_short",
                        "Bearer " + unknown,
                        "Bearer " + installation.key() + "x",
                        "Bearer " + installation.key().toUpperCase(java.util.Locale.ROOT),
                        "Basic " + installation.key(),
                        installation.key());
        for (String credential : credentials) {
            Draft draft = installation.api().get("/v1/projects");
            Exchange answer =
                    (credential.isEmpty() ? draft : draft.header("Authorization", credential))
                            .send();

            assertThat(answer.status()).as(credential).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("UNAUTHORIZED");
            assertThat(answer.message()).isEqualTo("Invalid or missing API key");
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer");
        }
    }

    @Test
    void a_deleted_key_is_unauthorized_in_a_moment(Installation installation) {
        Exchange made =
                installation.api().post("/v1/api-keys").key(installation.key()).json("{}").send();
        String key = made.data().get("key").asString();
        String id = made.data().get("key_id").asString();
        assertThat(installation.api().get("/v1/api-keys").key(key).send().status()).isEqualTo(200);
        installation.api().delete("/v1/api-keys/" + id).key(installation.key()).send();

        Patience.until(
                "the key is refused",
                () -> installation.api().get("/v1/api-keys").key(key).send().status() == 401);
    }

    @Test
    void a_key_deleted_by_an_operator_is_unauthorized_in_a_moment(Installation installation) {
        Exchange made =
                installation.api().post("/v1/api-keys").key(installation.key()).json("{}").send();
        String key = made.data().get("key").asString();
        assertThat(installation.api().get("/v1/api-keys").key(key).send().status()).isEqualTo(200);
        installation
                .server()
                .place()
                .admin(
                        "key",
                        "delete",
                        "--tenant",
                        installation.firstTenantId(),
                        "--key",
                        made.data().get("key_id").asString());

        Patience.until(
                "the key is refused",
                () -> installation.api().get("/v1/api-keys").key(key).send().status() == 401);
    }

    @Test
    void a_flood_of_headers_is_refused(Installation installation) {
        Draft many = installation.api().get("/v1/projects").key(installation.key());
        IntStream.range(0, 101).forEach(i -> many.header("X-Flood-" + i, "1"));
        Exchange tooMany = many.send();
        Exchange tooLong =
                installation.api().get("/v1/projects").header("X", "x".repeat(70_000)).send();
        Exchange longPath = installation.api().get("/v1/" + "x".repeat(20_000)).send();

        assertThat(tooMany.status()).isEqualTo(431);
        assertThat(tooMany.code()).isEqualTo("HEADERS_TOO_LARGE");
        assertThat(tooLong.code()).isEqualTo("HEADERS_TOO_LARGE");
        assertThat(longPath.code()).isEqualTo("URI_TOO_LONG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/projects HTTP/9.9|Host: localhost",
                "GET  /v1/projects HTTP/1.1|Host: localhost",
                "GET /v1/%zz HTTP/1.1|Host: localhost",
                "GET /v1/projects/%00 HTTP/1.1|Host: localhost",
                "GET /v1/projects/..%2f HTTP/1.1|Host: localhost",
                "GET /v1/projects HTTP/1.1",
                "GET /v1/projects HTTP/1.1|Host: localhost|Host: example.com",
                "GET /v1/projects HTTP/1.1|Host: localhost|Folded: a| b",
                "POST /v1/projects HTTP/1.1|Host: localhost|Content-Length: 1|Content-Length: 2",
                "POST /v1/projects HTTP/1.1|Host: localhost|Content-Length: -1",
                "POST /v1/projects HTTP/1.1|Host: localhost|Transfer-Encoding: backwards",
                "POST /v1/projects HTTP/1.1|Host: localhost|Content-Length: 1|Transfer-Encoding: chunked",
                "nonsense",
            })
    void what_is_not_http_is_refused_in_the_same_shape(String head, Installation installation)
            throws IOException {
        try (RawHttp request = new RawHttp(installation.server().port())) {
            RawHttp.Reply reply = request.lines(head.split("\\|")).lines("").reply();

            assertThat(reply.status()).as(reply.body()).isBetween(400, 499);
            assertThat(reply.code()).isNotEmpty();
            assertThat(reply.head())
                    .containsIgnoringCase(
                            "X-Request-Id: "
                                    + reply.json().at("/meta/request_id").asString("none"));
        }
    }

    @Test
    void every_request_has_an_id_of_its_own(Installation installation) throws Exception {
        Callable<String> ask =
                () -> {
                    Exchange answer =
                            installation
                                    .api()
                                    .post("/v1/billing/portal")
                                    .key(installation.key())
                                    .send();
                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                    assertThat(answer.header("X-Request-Id")).contains(answer.requestId());
                    return answer.requestId();
                };
        int count = 200;
        Set<String> ids = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (Future<String> id :
                    threads.invokeAll(IntStream.range(0, count).mapToObj(_ -> ask).toList())) {
                ids.add(id.get());
            }
        }
        assertThat(ids).hasSize(count);
    }
}
