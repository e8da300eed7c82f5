package io.hookbridge.insight.export;

import static io.hookbridge.app.TestApp.KEY;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.app.TestApp;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.MessageId;
import io.hookbridge.db.replica.Reads;
import io.hookbridge.http.Exchange;
import io.hookbridge.message.MessageRows;
import io.hookbridge.message.cold.NoStorage;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

@Tag("database")
class ExportRoutesTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final String WEEK =
            "\"start_time\":\"" + NOW.minus(Duration.ofDays(7)) + "\",\"end_time\":\"" + NOW + "\"";

    // Without the background work: the tests do it step by step.
    private static final TestApp app = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api"));

    private final WriteExports worker =
            new WriteExports(
                    app.jdbi(),
                    Reads.ofPrimary(app.jdbi()),
                    NoStorage.payloads()::readAllButLost,
                    InstantSource.system(),
                    5);
    private MessageRows rows;
    private EndpointId endpoint;

    @AfterAll
    static void stop() {
        app.close();
    }

    @BeforeEach
    void nothing_is_exported() {
        app.jdbi()
                .useHandle(handle ->
                        handle.execute(
                                """
                                DELETE FROM export_piece;
                                DELETE FROM export;
                                DELETE FROM message;
                                DELETE FROM queue;
                                DELETE FROM outcome;
                                """));
        rows = MessageRows.of(app);
        endpoint = rows.endpoint();
    }

    @Test
    void an_export_goes_from_pending_over_processing_to_completed_and_its_file_is_the_log() {
        List<MessageId> messages = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            messages.addFirst(rows.message(endpoint).createdAt(NOW.minusSeconds(600 - i)).failed());
        }
        rows.message(endpoint).createdAt(NOW.minus(Duration.ofDays(8))).failed();

        Exchange created = create("{" + WEEK + "}");
        assertThat(created.status()).isEqualTo(201);
        String id = created.data().path("id").asString();
        assertThat(created.data().path("status").asString()).isEqualTo("pending");
        assertThat(created.data().path("direction").asString()).isEqualTo("outbound");
        assertThat(created.data().has("row_count")).isFalse();
        assertThat(get(id)).isEqualTo(created.data());

        worker.writePage();
        assertThat(get(id).path("status").asString()).isEqualTo("processing");
        assertThat(get(id).path("row_count").intValue()).isEqualTo(5);
        assertThat(get(id).has("file_size_bytes")).isFalse();

        worker.step();
        JsonNode completed = get(id);
        assertThat(completed.path("status").asString()).isEqualTo("completed");
        assertThat(completed.path("row_count").intValue()).isEqualTo(12);
        assertThat(Duration.between(time(completed, "completed_at"), time(completed, "expires_at")))
                .isEqualTo(Duration.ofDays(7));

        Exchange file = app.client().get(location(id)).send();
        assertThat(file.header("Content-Type")).contains("text/csv; charset=utf-8; header=present");
        assertThat(file.header("Content-Disposition"))
                .contains("attachment; filename=\"messages-" + id + ".csv\"");
        assertThat(file.text().length()).isEqualTo(completed.path("file_size_bytes").intValue());
        List<String> lines = file.text().lines().toList();
        assertThat(lines).hasSize(13);
        assertThat(lines.getFirst()).startsWith("message_id,endpoint,status,attempt_count,");
        assertThat(lines.subList(1, 13).stream().map(line -> line.substring(0, 36)))
                .isEqualTo(messages.stream().map(MessageId::toString).toList());
        assertThat(app.audited("export.created")).contains("done");
        assertThat(app.audited("export.downloaded")).contains("done");
    }

    @Test
    void the_filter_is_that_of_the_log() {
        EndpointId other = rows.endpoint();
        rows.message(other).failed();
        rows.message(endpoint).succeeded();
        MessageId wanted = rows.message(endpoint).failed();

        String id =
                created(
                        "{%s,\"status\":\"failed_permanent\",\"endpoint_id\":\"%s\"}"
                                .formatted(WEEK, endpoint));
        worker.step();

        assertThat(get(id).path("filter_status").asString()).isEqualTo("failed_permanent");
        assertThat(get(id).path("filter_endpoint_id").asString())
                .isEqualTo(endpoint.value().toString());
        List<String> lines = app.client().get(location(id)).send().text().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith(wanted.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"start_time\":\"0000-01-01T00:00:00+18:00\",\"end_time\":\"2026-01-01\"",
                "\"start_time\":\"2026-01-01\",\"end_time\":\"9999-12-31T23:59:59-18:00\""
            })
    void a_year_that_no_client_can_read_back_is_refused(String times) {
        Exchange refused = create("{" + times + "}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(app.client().get("/v1/exports").key(KEY).send().status()).isEqualTo(200);
    }

    @Test
    void an_export_without_messages_is_a_header_line() {
        String id = created("{" + WEEK + "}");
        worker.step();

        assertThat(get(id).path("row_count").intValue()).isZero();
        assertThat(app.client().get(location(id)).send().text().lines()).hasSize(1);
    }

    @Test
    void times_with_an_offset_and_the_members_of_the_sdks_are_taken() {
        Exchange created =
                create(
                        """
                        {"start_time":"2025-12-01T02:00:00+02:00","end_time":"2025-12-06T23:59:59",
                         "status":null,"endpoint_id":null,"direction":"outbound","inbound_endpoint_id":null}
                        """);

        assertThat(created.data().path("filter_start_time").asString())
                .isEqualTo("2025-12-01T00:00:00Z");
        assertThat(created.data().path("filter_end_time").asString())
                .isEqualTo("2025-12-06T23:59:59Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"start_time\":\"2025-12-01T00:00:00Z\"}",
                "{\"end_time\":\"2025-12-01T00:00:00Z\"}",
                "{\"start_time\":\"2025-11-31\",\"end_time\":\"2025-12-02T00:00:00Z\"}",
                "{\"start_time\":\"2025-12-02T00:00:00Z\",\"end_time\":\"2025-12-02T00:00:00Z\"}",
                "{\"start_time\":1,\"end_time\":2}",
                "{WEEK,\"status\":\"done\"}",
                "{WEEK,\"endpoint_id\":\"ep_1\"}",
                "{WEEK,\"direction\":\"sideways\"}",
                "{WEEK,\"direction\":\"inbound\",\"endpoint_id\":\"ep_01935abcdef071239abcdef012345678\"}",
                "{WEEK,\"inbound_endpoint_id\":\"01935abc-def0-7123-9abc-def012345678\"}"
            })
    void a_body_that_cannot_be_an_export_is_refused(String body) {
        Exchange refused = create(body.replace("WEEK", WEEK));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("INVALID_REQUEST");
        assertThat(list()).isEmpty();
    }

    @Test
    void exports_are_listed_the_youngest_first() {
        String first = created("{" + WEEK + "}");
        String second = created("{" + WEEK + "}");

        assertThat(list()).containsExactly(second, first);
    }

    @Test
    void a_sixth_export_waits_for_one_to_end() {
        for (int i = 0; i < Exports.MOST_ACTIVE; i++) {
            created("{" + WEEK + "}");
        }

        Exchange refused = create("{" + WEEK + "}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(refused.header("Retry-After")).isPresent();

        worker.writePage();
        assertThat(create("{" + WEEK + "}").status()).isEqualTo(201);
    }

    @Test
    void what_is_not_completed_cannot_be_downloaded_or_deleted() {
        String id = created("{" + WEEK + "}");

        assertThat(download(id).code()).isEqualTo("EXPORT_NOT_READY");
        assertThat(download(id).status()).isEqualTo(400);
        Exchange refused = delete(id);
        assertThat(refused.code()).isEqualTo("EXPORT_ACTIVE");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(get(id).path("status").asString()).isEqualTo("pending");
    }

    @Test
    void a_deleted_export_is_gone_with_its_file_and_its_addresses() {
        rows.message(endpoint).succeeded();
        String id = created("{" + WEEK + "}");
        worker.step();
        String address = location(id);

        Exchange deleted = delete(id);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.text()).isEmpty();

        assertThat(delete(id).code()).isEqualTo("NOT_FOUND");
        assertThat(download(id).code()).isEqualTo("NOT_FOUND");
        assertThat(app.client().get(address).send().code()).isEqualTo("NOT_FOUND");
        assertThat(list()).isEmpty();
        worker.clear();
        assertThat(count("export")).isZero();
        assertThat(count("export_piece")).isZero();
        assertThat(app.audited("export.deleted")).contains("done");
    }

    @Test
    void an_expired_export_stays_as_a_record_without_a_file() {
        String id = created("{" + WEEK + "}");
        worker.step();
        String address = location(id);
        app.jdbi().useHandle(handle -> handle.execute("UPDATE export SET expires_at = now()"));

        assertThat(download(id).code()).isEqualTo("EXPORT_EXPIRED");
        worker.clear();

        assertThat(get(id).path("status").asString()).isEqualTo("expired");
        assertThat(count("export_piece")).isZero();
        assertThat(download(id).status()).isEqualTo(410);
        assertThat(app.client().get(address).send().code()).isEqualTo("EXPORT_EXPIRED");
        assertThat(delete(id).status()).isEqualTo(204);
    }

    @Test
    void an_address_that_was_not_made_here_leads_nowhere() {
        String id = created("{" + WEEK + "}");
        String another = created("{" + WEEK + "}");
        worker.step();
        String address = location(id);
        String query = address.substring(address.indexOf('?'));
        long expires = Long.parseLong(query.replaceAll(".*expires=(\\d+)&.*", "$1"));

        for (String forged :
                List.of(
                        address.replace("expires=" + expires, "expires=" + (expires + 1)),
                        address.replaceFirst("signature=.", "signature=~"),
                        address.replaceFirst("key_id=key_.", "key_id=key_f"),
                        address.replaceFirst("key_id=[^&]*&", ""),
                        address.substring(0, address.length() - 1),
                        address.replaceFirst("signature=.*", "signature="),
                        address.replaceFirst("&signature=.*", ""),
                        address.replaceFirst("expires=\\d+&", ""),
                        address.replaceFirst("expires=\\d+", "expires=99999999999999999999"),
                        "/v1/exports/" + another + "/file" + query,
                        "/v1/exports/" + MessageRows.class.getSimpleName() + "/file" + query)) {
            Exchange refused = app.client().get(forged).send();

            assertThat(refused.status()).as(forged).isEqualTo(404);
            assertThat(refused.code()).isEqualTo("NOT_FOUND");
        }
        assertThat(app.client().get(address).send().status()).isEqualTo(200);
        assertThat(app.client().request("HEAD", address).send().header("Content-Length"))
                .contains(String.valueOf(get(id).path("file_size_bytes").intValue()));
    }

    @Test
    void an_export_of_another_project_does_not_exist() {
        String id = created("{" + WEEK + "}");
        worker.step();
        String stranger = app.keyOfAnotherTenant();

        for (Exchange answer :
                List.of(
                        app.client().get("/v1/exports/" + id).key(stranger).send(),
                        app.client().get("/v1/exports/" + id + "/download").key(stranger).send(),
                        app.client().delete("/v1/exports/" + id).key(stranger).send())) {
            assertThat(answer.status()).isEqualTo(404);
        }
        assertThat(app.client().get("/v1/exports").key(stranger).send().data()).isEmpty();
        assertThat(get(id).path("status").asString()).isEqualTo("completed");
    }

    @Test
    void a_server_with_the_background_work_writes_exports_by_itself() {
        try (TestApp working = TestApp.start(Map.of("HOOKBRIDGE_ROLES", "api,jobs"))) {
            MessageRows its = MessageRows.of(working);
            its.message(its.endpoint()).succeeded();
            String id =
                    working.client()
                            .post("/v1/exports")
                            .key(KEY)
                            .json("{" + WEEK + "}")
                            .send()
                            .data()
                            .path("id")
                            .asString();

            JsonNode export =
                    OutboundTest.poll(
                            "the export",
                            () -> working.client().get("/v1/exports/" + id).key(KEY).send().data(),
                            it -> it.path("status").asString().equals("completed"));
            assertThat(export.path("row_count").asInt(0)).isEqualTo(1);
        }
    }

    private static Exchange create(String body) {
        return app.client().post("/v1/exports").key(KEY).json(body).send();
    }

    private static String created(String body) {
        return create(body).data().path("id").asString();
    }

    private static JsonNode get(String id) {
        return app.client().get("/v1/exports/" + id).key(KEY).send().data();
    }

    private static List<String> list() {
        List<String> ids = new ArrayList<>();
        app.client()
                .get("/v1/exports")
                .key(KEY)
                .send()
                .data()
                .forEach(export -> ids.add(export.path("id").asString()));
        return ids;
    }

    private static Exchange delete(String id) {
        return app.client().delete("/v1/exports/" + id).key(KEY).send();
    }

    private static Exchange download(String id) {
        return app.client().get("/v1/exports/" + id + "/download").key(KEY).send();
    }

    /** The path and query that a download leads to. */
    private static String location(String id) {
        Exchange download = download(id);
        assertThat(download.status()).isEqualTo(302);
        assertThat(download.text()).isEmpty();
        String location = download.header("Location").orElseThrow();
        assertThat(location).startsWith(app.publicUrl().toString());
        return location.substring(app.publicUrl().toString().length());
    }

    private static Instant time(JsonNode export, String member) {
        return Instant.parse(export.path(member).asString());
    }

    private static int count(String table) {
        return app.jdbi()
                .withHandle(handle ->
                        handle.createQuery("SELECT count(*) FROM " + table)
                                .mapTo(Integer.class)
                                .one());
    }
}
