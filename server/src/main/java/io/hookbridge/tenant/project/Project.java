package io.hookbridge.tenant.project;

import io.hookbridge.access.Environment;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.Mode;
import io.hookbridge.base.ProjectId;
import io.hookbridge.base.TenantId;
import io.hookbridge.retry.RetryChoice;
import io.hookbridge.retry.RetryPolicy;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A project as the API shows it.
 *
 * @param rateLimitDefault requests to send per minute, as it was asked for; more than the plan's
 *     limit if the plan has changed since
 * @param retries what the project chooses of retries, for all that is delivered
 */
public record Project(
        ProjectId id,
        TenantId tenantId,
        EnvironmentId testEnvironment,
        String name,
        Status status,
        int rateLimitDefault,
        RetryChoice retries,
        Instant createdAt) {

    /** The most characters of a name. */
    public static final int MAX_NAME = 255;

    /** The most requests per minute that can be asked for; plans allow less. */
    static final int MAX_RATE_LIMIT = 10_000_000;

    /** What a project stores when the caller leaves the rate limit to the server. */
    static final int SYSTEM_RATE_LIMIT = 1000;

    /** The states of a project. */
    public enum Status {
        ACTIVE,
        SUSPENDED,
        DELETED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * @param word one of the table
         */
        public static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    public Environment environment(Mode mode) {
        EnvironmentId environment =
                switch (mode) {
                    case LIVE -> new EnvironmentId(id.value());
                    case TEST -> testEnvironment;
                };
        return new Environment(environment, id, tenantId, mode);
    }

    /**
     * The members of a project in JSON.
     *
     * @param rateLimitEffective what holds now for the environment of whoever asks
     * @param retryPolicy what the project chooses
     * @param retryPolicyEffective what holds for endpoints that choose nothing
     */
    record View(
            String id,
            String tenantId,
            String name,
            String status,
            int rateLimitDefault,
            int rateLimitEffective,
            Map<String, Object> retryPolicy,
            Map<String, Object> retryPolicyEffective,
            Instant createdAt) {}

    /**
     * @param installation what holds for retries where the project chose nothing
     */
    View view(TenantLimits limits, RetryPolicy installation) {
        return new View(
                id.toString(),
                tenantId.toString(),
                name,
                status.word(),
                rateLimitDefault,
                Math.min(rateLimitDefault, limits.sendsPerMinute()),
                retries.view(),
                retries.over(installation).view(),
                createdAt);
    }
}
