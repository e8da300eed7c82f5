package io.hookbridge.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds {@code docs/openapi.yaml} to what the SDKs and the command line of HookBridge send and read
 * of everything that is received: endpoints, messages, rejections, events to be fetched, the stream
 * to listeners. Whatever the server answers to other tests is held to the document in turn.
 */
@Tag("unit")
class ReceivedApiTest {

    private final ApiDocument document = ApiDescription.published().document();

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Endpoints that receive.
                "POST /v1/inbound-endpoints||name description mode url verify_static_token token_header_name token_query_param token_value verify_hmac hmac_header_name hmac_secret timestamp_header_name timestamp_ttl_seconds verify_ip_allowlist allowed_cidrs idempotency_header_names ingest_response_code signing_enabled|201|id name url mode active ingest_url secret_token created_at signing_key_id signing_secret key_hint",
                "GET /v1/inbound-endpoints|limit cursor||200|id name url mode active paused ingest_url created_at has_more next_cursor",
                "GET /v1/inbound-endpoints/{id}|||200|id name description url mode ephemeral active paused verify_static_token verify_hmac verify_ip_allowlist ingest_response_code idempotency_header_names signing_enabled ingest_url created_at updated_at",
                "PATCH /v1/inbound-endpoints/{id}||name description mode url verify_static_token token_header_name token_query_param token_value verify_hmac hmac_header_name hmac_secret timestamp_header_name timestamp_ttl_seconds verify_ip_allowlist allowed_cidrs idempotency_header_names ingest_response_code signing_enabled|200|id updated",
                "DELETE /v1/inbound-endpoints/{id}|||200|id deleted",
                "POST /v1/inbound-endpoints/{id}/pause|||200|id paused",
                "POST /v1/inbound-endpoints/{id}/resume|||200|id paused",
                "POST /v1/inbound-endpoints/{id}/signing-keys|||201|id signing_secret key_hint created_at",
                "GET /v1/inbound-endpoints/{id}/signing-keys|||200|id key_hint created_at",
                "DELETE /v1/inbound-endpoints/{id}/signing-keys/{keyId}|||204|",
                "GET /v1/inbound-endpoints/{id}/listen|after||200|message_id content_type headers size_bytes received_at body body_encoding next_cursor",
                // What they received.
                "GET /v1/inbound-messages/{id}|||200|id project_id inbound_endpoint_id status attempt_count replay_count received_at updated_at content_type size_bytes payload_sha256 idempotency_key next_attempt_at last_error response_status response_latency_ms queue_wait_ms total_delivery_ms delivered_at failed_at",
                "GET /v1/inbound-messages/{id}/attempts|||200|id attempt_no created_at response_status",
                "POST /v1/inbound-messages/{id}/replay|||200|message message_id status replayed failed stuck results",
                "POST /v1/inbound-messages/replay-all|status inbound_endpoint_id limit||200|message replayed failed stuck",
                "POST /v1/inbound-messages/replay-batch||message_ids|200|message replayed failed stuck results",
                "DELETE /v1/inbound-messages/{id}|||200|message_id deleted_at already_deleted",
                "POST /v1/inbound-messages/delete-batch||message_ids|200|results",
                "POST /v1/inbound-messages/delete-all|status inbound_endpoint_id received_after received_before limit||200|deleted deleted_message_ids",
                "GET /v1/inbound-logs|status inbound_endpoint_id start_time end_time limit cursor||200|message_id inbound_endpoint_id endpoint status attempt_count received_at delivered_at response_status response_latency_ms last_error total_delivery_ms has_more next_cursor",
                "GET /v1/inbound-metrics|window inbound_endpoint_id||200|window total_messages succeeded failed retries success_rate avg_latency_ms avg_delivery_time_ms",
                "GET /v1/inbound-metrics/timeseries|window inbound_endpoint_id||200|window buckets timestamp succeeded failed",
                "GET /v1/inbound-rejections|inbound_endpoint_id start_time end_time limit cursor||200|id reason_code received_at inbound_endpoint_id reason_detail source_ip headers_redacted has_more",
                // Where senders send to.
                "POST /v1/webhooks/receive/{endpoint}/{token}|||202|message_id",
                // Endpoints whose events are fetched.
                "POST /v1/pull-endpoints||name description retention_days event_type_source event_type_path token_header_name token_query_param token_value verify_static_token verify_hmac hmac_header_name hmac_secret timestamp_header_name timestamp_ttl_seconds verify_ip_allowlist allowed_cidrs idempotency_header_names ingest_response_code|201|id name description mode ingest_url secret_token active paused retention_days event_type_source event_type_path verify_static_token verify_hmac verify_ip_allowlist timestamp_ttl_seconds allowed_cidrs ingest_response_code idempotency_header_names created_at updated_at",
                "GET /v1/pull-endpoints|limit cursor||200|id name active paused ingest_url created_at has_more next_cursor",
                "GET /v1/pull-endpoints/{id}|||200|id name description mode ingest_url active paused retention_days event_type_source event_type_path counts stored fetched delivered total created_at updated_at",
                "PATCH /v1/pull-endpoints/{id}||name description retention_days event_type_source event_type_path ingest_response_code|200|id mode ingest_url active paused created_at updated_at",
                "DELETE /v1/pull-endpoints/{id}|||200|id deleted",
                "POST /v1/pull-endpoints/{id}/pause|||200|id paused",
                "POST /v1/pull-endpoints/{id}/resume|||200|id paused",
                "GET /v1/pull-endpoints/{id}/events|status event_type since before limit cursor||200|id event_type status size_bytes received_at fetched_at delivered_at timing ingest_processing_ms time_to_fetch_ms has_more next_cursor",
                "GET /v1/pull-endpoints/{id}/events/{event_id}|preview||200|id status content_type size_bytes received_at timing event_type payload headers fetched_at delivered_at deleted_at deleted_by_user_id deleted_by_api_key_id",
                "POST /v1/pull-endpoints/{id}/events/ack||event_ids|200|acknowledged",
                "DELETE /v1/pull-endpoints/{id}/events/{event_id}|||200|event_id deleted_at already_deleted",
                "POST /v1/pull-endpoints/{id}/events/delete-batch||message_ids|200|results event_id outcome deleted_at deleted_count already_deleted_count not_found_count",
                "POST /v1/pull-endpoints/{id}/events/delete-all|status event_type received_after received_before limit||200|deleted deleted_event_ids",
                "GET /v1/pull-logs|pull_endpoint_id status event_type start_time end_time limit cursor||200|event_id pull_endpoint_id endpoint_name event_type status size_bytes received_at fetched_at delivered_at timing deleted_at has_more next_cursor",
                "GET /v1/pull-metrics|window pull_endpoint_id||200|window total_messages succeeded success_rate",
                "GET /v1/pull-metrics/timeseries|window pull_endpoint_id||200|window buckets timestamp succeeded stored fetched total",
                // The stream to listeners.
                "GET /v1/listen|endpoint_id||101|"
            })
    void an_operation_takes_and_answers_what_programs_know_of_it(
            String operation,
            @Nullable String query,
            @Nullable String body,
            String status,
            @Nullable String answer) {
        ApiDocument.Operation described = operation(operation);

        assertThat(parameters(described)).containsAll(words(query));
        assertThat(members(described.node().path("requestBody"))).containsAll(words(body));
        JsonNode responses = described.node().path("responses");
        JsonNode success = responses.has(status) ? responses.path(status) : responses.path("2XX");
        assertThat(success.isObject()).as(status).isTrue();
        assertThat(members(success)).containsAll(words(answer));
    }

    private ApiDocument.Operation operation(String operation) {
        return document.operations().stream()
                .filter(each -> (each.method() + " " + each.path()).equals(operation))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not described"));
    }

    private static Set<String> parameters(ApiDocument.Operation operation) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.path("in").asString().equals("query"))
                .map(parameter -> parameter.path("name").asString())
                .collect(Collectors.toSet());
    }

    private static List<String> words(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(" "));
    }

    /** The members of every object in the JSON of a request or an answer, however deep. */
    private Set<String> members(JsonNode requestOrAnswer) {
        Set<String> members = new TreeSet<>();
        Set<JsonNode> seen = new HashSet<>();
        Deque<JsonNode> open = new ArrayDeque<>();
        open.add(
                document.resolve(requestOrAnswer)
                        .path("content")
                        .path("application/json")
                        .path("schema"));
        while (!open.isEmpty()) {
            JsonNode schema = document.resolve(open.remove());
            if (seen.add(schema)) {
                members.addAll(schema.path("properties").propertyNames());
                schema.path("properties").forEach(open::add);
                schema.path("oneOf").forEach(open::add);
                schema.path("anyOf").forEach(open::add);
                open.add(schema.path("items"));
            }
        }
        return members;
    }
}
