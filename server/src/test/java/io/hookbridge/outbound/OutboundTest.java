package io.hookbridge.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.Patience;
import io.hookbridge.http.Exchange;

import org.jdbi.v3.core.Jdbi;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A server and a receiver, and what tests of the outbound part do with them. */
public final class OutboundTest implements AutoCloseable {

    public final Receiver receiver = Receiver.start();
    public final TestApp app;
    public final Jdbi jdbi;

    public OutboundTest(Map<String, String> settings) {
        app = TestApp.start(settings);
        jdbi = app.jdbi();
    }

    public OutboundTest() {
        this(Map.of());
    }

    /** A new endpoint at a path of the receiver; its id. */
    public String endpoint(String path) {
        return endpoint(path, Map.of()).get("id").stringValue();
    }

    /** A new endpoint with further members. */
    public JsonNode endpoint(String path, Map<String, Object> members) {
        Map<String, Object> body = new HashMap<>(members);
        body.put("url", receiver.url(path));
        Exchange made = app.client().post("/v1/endpoints").key(TestApp.KEY).json(body).send();
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.data();
    }

    /** The answer to a request to send {@code payload}, a JSON text. */
    public Exchange send(String endpoint, String payload) {
        return sendBody("{\"endpoint_id\":\"" + endpoint + "\",\"payload\":" + payload + "}");
    }

    public Exchange sendBody(String body) {
        return app.client().post("/v1/webhooks/send").key(TestApp.KEY).json(body).send();
    }

    /** A call without a body that must go well. */
    public void call(String method, String path) {
        Exchange answer = app.client().request(method, path).key(TestApp.KEY).send();
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }

    /** The id of a message that was accepted. */
    public String sent(String endpoint, String payload) {
        return accepted("{\"endpoint_id\":\"" + endpoint + "\",\"payload\":" + payload + "}");
    }

    /** The same for the whole body of a request. */
    public String accepted(String body) {
        Exchange answer = sendBody(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.data().get("message_id").stringValue();
    }

    /** The row of a message in the view of all messages, as soon as {@code wanted} holds of it. */
    public Map<String, Object> message(String id, Predicate<Map<String, Object>> wanted) {
        return poll("message " + id, () -> message(id), wanted);
    }

    /** The same as soon as it has this status. */
    public Map<String, Object> message(String id, String status) {
        return message(id, row -> status.equals(row.get("status")));
    }

    public Map<String, Object> message(String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM message_view WHERE id = :id::uuid")
                        .bind("id", id)
                        .mapToMap()
                        .findOne()
                        .orElse(Map.of()));
    }

    /** The row of the attempt with this number. */
    public Map<String, Object> attempt(String message, int number) {
        return poll(
                "attempt " + number + " of " + message,
                () ->
                        jdbi.withHandle(handle ->
                                handle.createQuery(
                                                "SELECT * FROM attempt_view WHERE message_id = :id::uuid AND attempt_no = :no")
                                        .bind("id", message)
                                        .bind("no", number)
                                        .mapToMap()
                                        .findOne()
                                        .orElse(Map.of())),
                row -> !row.isEmpty());
    }

    /** What is asked for again and again until it is as wanted; for what gives no signal. */
    public static <T> T poll(String what, Supplier<T> ask, Predicate<T> wanted) {
        return Patience.until(what, ask, wanted);
    }

    /** Takes everything away that waits in the queue. */
    public void forgetQueue() {
        jdbi.useHandle(handle ->
                handle.execute(
                        """
                        WITH gone AS (
                            DELETE FROM queue WHERE node IS NULL RETURNING id
                        )
                        DELETE FROM message USING gone WHERE message.id = gone.id
                        """));
    }

    /** Has everything that waits for its time fall due now. */
    public void makeDue() {
        jdbi.useHandle(
                handle -> handle.execute("UPDATE queue SET due_at = now() WHERE node IS NULL"));
    }

    @Override
    public void close() {
        app.close();
        receiver.close();
    }
}
