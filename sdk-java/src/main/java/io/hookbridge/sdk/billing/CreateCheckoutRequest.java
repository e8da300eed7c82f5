package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** Which plan to subscribe to. */
public final class CreateCheckoutRequest extends Members<CreateCheckoutRequest> {

    private CreateCheckoutRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request with what it needs at least.
     *
     * @param plan the name of a plan of this server, such as {@code pro}. Not {@code free}.
     * @param interval how often the plan is paid. One of {@code monthly}, {@code annual}.
     * @return the request
     */
    public static CreateCheckoutRequest of(String plan, String interval) {
        return new CreateCheckoutRequest(Map.of()).with("plan", plan).with("interval", interval);
    }

    @Override
    protected CreateCheckoutRequest copy(Map<String, Object> changed) {
        return new CreateCheckoutRequest(changed);
    }
}
