package io.hookbridge.console.endpoint;

import io.hookbridge.insight.health.Health;

/**
 * The state of an endpoint as a person sees it.
 *
 * @param kind the class of the badge
 */
public record HealthBadge(String kind, String title) {

    static HealthBadge of(Health health) {
        return switch (health) {
            case OK -> new HealthBadge("badge-ok", "OK");
            case DEGRADED -> new HealthBadge("badge-waiting", "Degraded");
            case FAILING -> new HealthBadge("badge-failing", "Failing");
            case PAUSED -> new HealthBadge("badge-paused", "Paused");
            case GONE -> new HealthBadge("badge-dead", "Gone");
            case IDLE -> new HealthBadge("badge-paused", "Idle");
        };
    }
}
