package io.hookbridge.console.endpoint;

import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.health.Health;

/**
 * The state of an endpoint as a person sees it.
 *
 * @param kind the class of the badge
 */
public record HealthBadge(String kind, String title) {

    static HealthBadge of(Health health, Phrases phrases) {
        return switch (health) {
            case OK -> new HealthBadge("badge-ok", phrases.say("endpoint.health.ok"));
            case DEGRADED ->
                    new HealthBadge("badge-waiting", phrases.say("endpoint.health.degraded"));
            case FAILING ->
                    new HealthBadge("badge-failing", phrases.say("endpoint.health.failing"));
            case PAUSED -> new HealthBadge("badge-paused", phrases.say("endpoint.health.paused"));
            case GONE -> new HealthBadge("badge-dead", phrases.say("endpoint.health.gone"));
            case IDLE -> new HealthBadge("badge-paused", phrases.say("endpoint.health.idle"));
        };
    }
}
