package io.hookbridge.inbound.receive;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.hookbridge.access.Permission;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.Answer;
import io.hookbridge.http.Call;
import io.hookbridge.http.IdCursor;
import io.hookbridge.http.Route;
import io.hookbridge.message.MessageApi;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** {@code GET /v1/inbound-rejections}. */
public final class RejectionRoutes {

    private static final int USUAL_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    private final RejectionLog rejections;

    public RejectionRoutes(RejectionLog rejections) {
        this.rejections = rejections;
    }

    public List<Route> routes() {
        return List.of(
                Route.api("GET", "/v1/inbound-rejections", Permission.READ, this::list)
                        .query(
                                MessageApi.INBOUND.endpointName(),
                                "start_time",
                                "end_time",
                                "limit",
                                "cursor"));
    }

    /** One line of the list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            String reasonCode,
            Instant receivedAt,
            String inboundEndpointId,
            @Nullable String reasonDetail,
            String sourceIp,
            @Nullable String headersRedacted,
            int requests) {

        static View of(Rejection rejection) {
            return new View(
                    rejection.id().toString(),
                    rejection.reason().word(),
                    rejection.receivedAt(),
                    rejection.endpoint().toString(),
                    rejection.detail(),
                    rejection.source(),
                    rejection.headers(),
                    rejection.requests());
        }
    }

    private Answer list(Call call) {
        int limit = call.queryInteger("limit", 1, MAX_LIMIT).orElse(USUAL_LIMIT);
        TargetId endpoint = MessageApi.INBOUND.endpoint(call);
        IdCursor.Page<Rejection> page =
                IdCursor.page(
                        rejections.page(
                                new RejectionFilter(
                                        call.caller().environment().id(),
                                        endpoint == null
                                                ? null
                                                : new InboundEndpointId(endpoint.value()),
                                        call.queryTime("start_time").orElse(null),
                                        call.queryTime("end_time").orElse(null),
                                        IdCursor.of(call).map(IdCursor::id).orElse(null)),
                                limit + 1),
                        limit,
                        Rejection::id);
        return Answer.ok(page.rows().stream().map(View::of).toList()).meta(page.meta());
    }
}
