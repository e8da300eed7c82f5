package io.hookbridge.console.message;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EndpointId;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.InboundEndpointId;
import io.hookbridge.base.TargetId;
import io.hookbridge.insight.log.EndpointUrlStore;
import io.hookbridge.insight.log.LogFilter;
import io.hookbridge.insight.log.MessageFilter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the endpoint that a query means, and what is to be read for the query. */
final class FindEndpoint {

    /** As many are named to a person who has to choose. */
    private static final int MOST_NAMED = 3;

    private final EndpointUrlStore endpoints;

    FindEndpoint(EndpointUrlStore endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * What is to be read for a query; empty if nothing can fit it.
     *
     * @throws ReadQuery.UnreadableException if it means no endpoint, or several
     */
    Optional<MessageFilter> filter(MessageQuery query, EnvironmentId environment)
            throws ReadQuery.UnreadableException {
        EndpointUrlStore.Known endpoint = wanted(query.endpoint(), environment);
        Direction direction = query.direction();
        if (endpoint != null && direction != null && direction != endpoint.direction()) {
            return Optional.empty();
        }
        Direction only = endpoint == null ? direction : endpoint.direction();
        return Optional.of(
                new MessageFilter(
                        new LogFilter(
                                environment,
                                only == null ? Direction.OUTBOUND : only,
                                endpoint == null ? null : endpoint.id(),
                                query.status(),
                                query.from(),
                                query.until()),
                        query.key(),
                        query.ids(),
                        query.terms(),
                        query.responses(),
                        only == null));
    }

    private EndpointUrlStore.@Nullable Known wanted(
            @Nullable String text, EnvironmentId environment) throws ReadQuery.UnreadableException {
        if (text == null) {
            return null;
        }
        Optional<EndpointUrlStore.Known> byId =
                EndpointId.parse(text)
                        .map(id -> known(Direction.OUTBOUND, TargetId.of(id)))
                        .or(() ->
                                InboundEndpointId.parse(text)
                                        .map(id -> known(Direction.INBOUND, TargetId.of(id))));
        return byId.isPresent() ? byId.get() : byText(text, environment);
    }

    /** One that is not looked for: a message to it says whether it is there. */
    private static EndpointUrlStore.Known known(Direction direction, TargetId id) {
        return new EndpointUrlStore.Known(id, direction, "");
    }

    private EndpointUrlStore.Known byText(String text, EnvironmentId environment)
            throws ReadQuery.UnreadableException {
        List<EndpointUrlStore.Known> found = endpoints.find(environment, text, MOST_NAMED + 1);
        if (found.isEmpty()) {
            throw new ReadQuery.UnreadableException("message.query.no_endpoint", text);
        }
        List<EndpointUrlStore.Known> exact =
                found.stream().filter(endpoint -> endpoint.url().equals(text)).toList();
        EndpointUrlStore.Known meant = exact.size() == 1 ? exact.getFirst() : found.getFirst();
        if (exact.size() != 1 && found.size() > 1) {
            throw new ReadQuery.UnreadableException(
                    found.size() > MOST_NAMED
                            ? "message.query.endpoints.more"
                            : "message.query.endpoints",
                    text,
                    found.stream()
                            .limit(MOST_NAMED)
                            .map(endpoint -> MessagesPage.place(endpoint.url()))
                            .collect(Collectors.joining(", ")));
        }
        return meant;
    }
}
