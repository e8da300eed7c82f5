package io.hookbridge.console.endpoint;

import io.hookbridge.base.EndpointId;
import io.hookbridge.delivery.Delivery;
import io.hookbridge.insight.health.ReadHealth;
import io.hookbridge.insight.metric.ReadCounts;
import io.hookbridge.outbound.endpoint.Endpoint;
import io.hookbridge.outbound.endpoint.Endpoints;
import io.hookbridge.outbound.send.SendTestEvent;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What the pages of endpoints show and do.
 *
 * @param deliveries how those to an endpoint go on this node just now
 * @param timeToDrain how long until what is due is delivered if that goes on as it does; empty if
 *     nothing is due, or nothing has been delivered lately
 */
public record EndpointDesk(
        Endpoints endpoints,
        ReadHealth health,
        ReadCounts counts,
        Function<EndpointId, Optional<Delivery.State>> deliveries,
        BiFunction<Endpoint, Delivery.State, Optional<Duration>> timeToDrain,
        SendTestEvent testEvent) {}
