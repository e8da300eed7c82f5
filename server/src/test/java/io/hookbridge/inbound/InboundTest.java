package io.hookbridge.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.http.CheckedHttpClient;
import io.hookbridge.http.Exchange;
import io.hookbridge.inbound.provider.Inquiry;
import io.hookbridge.net.client.TargetClient;
import io.hookbridge.outbound.OutboundTest;
import io.hookbridge.outbound.Receiver;
import io.hookbridge.outbound.Receiver.Delivered;

import org.jdbi.v3.core.Jdbi;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** A server and the application behind it, and what tests of the inbound part do with them. */
public final class InboundTest implements AutoCloseable {

    public final Receiver application = Receiver.start();
    public final TestApp app;
    public final Jdbi jdbi;

    public InboundTest() {
        this(Map.of());
    }

    public InboundTest(Map<String, String> settings) {
        this(settings, Inquiry::over);
    }

    /**
     * @param inquiries how providers are asked
     */
    InboundTest(Map<String, String> settings, Function<TargetClient, Inquiry> inquiries) {
        app = TestApp.start(settings, inquiries);
        jdbi = app.jdbi();
    }

    /** A new endpoint that forwards to a path of the application, with further members. */
    public Source source(String path, Map<String, Object> members) {
        Map<String, Object> body = new HashMap<>(members);
        body.put("url", application.url(path));
        return source(body);
    }

    /** A new endpoint of which this is all that is said. */
    public Source source(Map<String, Object> body) {
        Exchange made = create(body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return new Source(made.data());
    }

    public Exchange create(Map<String, Object> body) {
        return app.client().post("/v1/inbound-endpoints").key(TestApp.KEY).json(body).send();
    }

    /** An endpoint that receives. */
    public record Source(JsonNode made) {

        public String id() {
            return made.path("id").stringValue();
        }

        /** Where it receives, without the address of the server. */
        public String path() {
            return URI.create(made.path("ingest_url").stringValue()).getRawPath();
        }
    }

    /** A request to an endpoint as its sender would make it. */
    public CheckedHttpClient.Draft to(Source source) {
        return app.client().post(source.path());
    }

    /** The id of the message that a request became. */
    public static String accepted(Exchange answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.data().path("message_id").stringValue();
    }

    /** What the application got of a message. */
    public Delivered forwarded(String id) {
        var _ = message(id, "succeeded");
        return application.all().stream()
                .filter(delivered -> delivered.messageId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public Exchange get(String path) {
        return app.client().get(path).key(TestApp.KEY).send();
    }

    public Exchange call(String method, String path) {
        Exchange answer = app.client().request(method, path).key(TestApp.KEY).send();
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    public Exchange patch(Source source, Map<String, Object> members) {
        return app.client()
                .request("PATCH", "/v1/inbound-endpoints/" + source.id())
                .key(TestApp.KEY)
                .json(members)
                .send();
    }

    /** A message as soon as {@code wanted} holds of it. */
    public JsonNode message(String id, Predicate<JsonNode> wanted) {
        return OutboundTest.poll(
                "message " + id, () -> get("/v1/inbound-messages/" + id).data(), wanted);
    }

    /** The same as soon as it has this status. */
    public JsonNode message(String id, String status) {
        return message(id, message -> message.path("status").asString().equals(status));
    }

    /**
     * The rejections of an endpoint as soon as there are some; others may still be on their way.
     */
    public JsonNode rejections(Source source) {
        return rejections(source, list -> !list.isEmpty());
    }

    /** The same as soon as one of them says {@code words}, its code or its detail. */
    public JsonNode rejections(Source source, String words) {
        return rejections(source, list -> list.toString().contains(words));
    }

    /** The same as soon as {@code wanted} holds of them. */
    public JsonNode rejections(Source source, Predicate<JsonNode> wanted) {
        return OutboundTest.poll(
                "the rejections",
                () -> get("/v1/inbound-rejections?inbound_endpoint_id=" + source.id()).data(),
                wanted);
    }

    @Override
    public void close() {
        app.close();
        application.close();
    }
}
