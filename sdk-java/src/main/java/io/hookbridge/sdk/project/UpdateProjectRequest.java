package io.hookbridge.sdk.project;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.retry.ChosenRetryPolicy;

import java.util.Map;

/** What is to change of a project. */
public final class UpdateProjectRequest extends Members<UpdateProjectRequest> {

    private UpdateProjectRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static UpdateProjectRequest create() {
        return new UpdateProjectRequest(Map.of());
    }

    /**
     * What people call the project; not blank.
     *
     * @param name what it is to be
     * @return the request with it
     */
    public UpdateProjectRequest name(String name) {
        return with("name", name);
    }

    /**
     * How many requests to send per minute each environment of the project may make, at most {@code
     * sends_per_minute} of the plan.
     *
     * @param rateLimitDefault what it is to be
     * @return the request with it
     */
    public UpdateProjectRequest rateLimitDefault(int rateLimitDefault) {
        return with("rate_limit_default", rateLimitDefault);
    }

    /**
     * When failed deliveries are tried again, for all endpoints of the project that do not choose
     * themselves and for what is forwarded; in place of all that the project chose before. What is
     * left out is the installation's. A policy that the plan does not allow, or whose last retry
     * would come after the payload is gone, is refused with 403.
     *
     * @param retryPolicy what it is to be
     * @return the request with it
     */
    public UpdateProjectRequest retryPolicy(ChosenRetryPolicy retryPolicy) {
        return with("retry_policy", retryPolicy);
    }

    @Override
    protected UpdateProjectRequest copy(Map<String, Object> changed) {
        return new UpdateProjectRequest(changed);
    }
}
