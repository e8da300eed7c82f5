package io.hookbridge.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** How the API names the messages of one direction and what belongs to them. */
public enum MessageApi {
    /** {@code /v1/messages} and what stands beside it. */
    OUTBOUND(Direction.OUTBOUND, "/v1/", "endpoint_id", "created") {
        @Override
        Optional<TargetId> parse(String endpoint) {
            return EndpointId.parse(endpoint).map(TargetId::of);
        }

        @Override
        String form() {
            return "ep_ and 32 lower-case hexadecimal digits";
        }
    },
    /** {@code /v1/inbound-messages} and what stands beside it. */
    INBOUND(Direction.INBOUND, "/v1/inbound-", "inbound_endpoint_id", "received") {
        @Override
        Optional<TargetId> parse(String endpoint) {
            return InboundEndpointId.parse(endpoint).map(TargetId::of);
        }

        @Override
        String form() {
            return "the id of an inbound endpoint, a lower-case UUID";
        }
    };

    private final Direction direction;
    private final String beginning;
    private final String endpointName;
    private final String begun;

    MessageApi(Direction direction, String beginning, String endpointName, String begun) {
        this.direction = direction;
        this.beginning = beginning;
        this.endpointName = endpointName;
        this.begun = begun;
    }

    public Direction direction() {
        return direction;
    }

    /**
     * Where something of these messages is found.
     *
     * @param rest such as {@code messages} or {@code logs}
     */
    public String path(String rest) {
        return beginning + rest;
    }

    /** The parameter that names an endpoint. */
    public String endpointName() {
        return endpointName;
    }

    /** The parameter for the first moment at which messages began. */
    public String after() {
        return begun + "_after";
    }

    /** The parameter for the first moment that is not meant any more. */
    public String before() {
        return begun + "_before";
    }

    /**
     * The endpoint that the query names; null if it names none.
     *
     * @throws ApiError {@code INVALID_REQUEST} for text that is no identifier of an endpoint
     */
    public @Nullable TargetId endpoint(Call call) {
        return call.query(endpointName).map(this::endpoint).orElse(null);
    }

    /**
     * @throws ApiError {@code INVALID_REQUEST} for text that is no identifier of an endpoint
     */
    public TargetId endpoint(String text) {
        return parse(text)
                .orElseThrow(() -> ApiError.invalidRequest(endpointName + " must be " + form()));
    }

    abstract Optional<TargetId> parse(String endpoint);

    /** Of an endpoint's identifier, for whoever writes it wrong. */
    abstract String form();
}
