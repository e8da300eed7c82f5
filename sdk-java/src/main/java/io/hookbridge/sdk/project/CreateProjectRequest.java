package io.hookbridge.sdk.project;

import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.retry.ChosenRetryPolicy;

import java.util.Map;

/** What a project is to be. */
public final class CreateProjectRequest extends Members<CreateProjectRequest> {

    private CreateProjectRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request with what it needs at least.
     *
     * @param name what people call the project; not blank
     * @return the request
     */
    public static CreateProjectRequest of(String name) {
        return new CreateProjectRequest(Map.of()).with("name", name);
    }

    /**
     * How many requests to send per minute each environment of the project may make, at most {@code
     * sends_per_minute} of the plan. 0 stands for the default, 1000.
     *
     * @param rateLimitDefault what it is to be
     * @return the request with it
     */
    public CreateProjectRequest rateLimitDefault(int rateLimitDefault) {
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
    public CreateProjectRequest retryPolicy(ChosenRetryPolicy retryPolicy) {
        return with("retry_policy", retryPolicy);
    }

    @Override
    protected CreateProjectRequest copy(Map<String, Object> changed) {
        return new CreateProjectRequest(changed);
    }
}
