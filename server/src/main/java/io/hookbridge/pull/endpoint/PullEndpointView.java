package io.hookbridge.pull.endpoint;

import io.hookbridge.inbound.endpoint.EventTypeRule;
import io.hookbridge.inbound.endpoint.InboundEndpoint;
import io.hookbridge.inbound.endpoint.InboundEndpointView;
import io.hookbridge.inbound.endpoint.IngestUrl;
import io.hookbridge.pull.event.EventState;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members of pull endpoints in JSON. The token is told once, when the endpoint is made; the
 * address comes without it from then on.
 */
final class PullEndpointView {

    private final IngestUrl ingest;

    PullEndpointView(IngestUrl ingest) {
        this.ingest = ingest;
    }

    /** As lists have it. */
    Map<String, Object> summary(InboundEndpoint endpoint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", endpoint.id().toString());
        json.put("name", endpoint.name());
        json.put("active", true);
        json.put("paused", endpoint.paused());
        json.put("ingest_url", ingest.withoutToken(endpoint));
        json.put("created_at", endpoint.createdAt());
        return json;
    }

    Map<String, Object> whole(InboundEndpoint endpoint) {
        return whole(endpoint, ingest.withoutToken(endpoint));
    }

    private static Map<String, Object> whole(InboundEndpoint endpoint, String url) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", endpoint.id().toString());
        json.put("name", endpoint.name());
        if (endpoint.description() != null) {
            json.put("description", endpoint.description());
        }
        json.put("mode", endpoint.mode().word());
        json.put("ingest_url", url);
        json.put("active", true);
        json.put("paused", endpoint.paused());
        json.put("retention_days", endpoint.retentionDays());
        EventTypeRule type = endpoint.eventType();
        if (type != null) {
            json.put("event_type_source", type.source());
            json.put("event_type_path", type.path());
        }
        InboundEndpointView.putChecks(json, endpoint.checks());
        json.put("ingest_response_code", endpoint.responseCode());
        json.put("idempotency_header_names", endpoint.idempotencyHeaders());
        json.put("created_at", endpoint.createdAt());
        json.put("updated_at", endpoint.updatedAt());
        return json;
    }

    /** With what is told once. */
    Map<String, Object> created(InboundEndpoint endpoint) {
        Map<String, Object> json = whole(endpoint, ingest.of(endpoint));
        json.put("secret_token", endpoint.token());
        return json;
    }

    /** With how many events it has in each state. */
    Map<String, Object> counted(InboundEndpoint endpoint, Map<EventState, Long> counts) {
        Map<String, Object> json = whole(endpoint);
        Map<String, Object> view = new LinkedHashMap<>();
        counts.forEach((state, count) -> view.put(state.word(), count));
        view.put("total", counts.values().stream().mapToLong(Long::longValue).sum());
        json.put("counts", view);
        return json;
    }
}
