package io.hookbridge.sdk.preset;

import io.hookbridge.sdk.Members;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** What a preset is to be. A change leaves what is not said as it is. */
public final class InboundPresetRequest extends Members<InboundPresetRequest> {

    private InboundPresetRequest(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static InboundPresetRequest create() {
        return new InboundPresetRequest(Map.of());
    }

    /**
     * What endpoints name it by, in lower-case letters, digits and dashes; not that of a preset
     * that ships.
     *
     * @param id what it is to be
     * @return the request with it
     */
    public InboundPresetRequest id(String id) {
        return with("id", id);
    }

    /**
     * The name of the provider.
     *
     * @param title what it is to be
     * @return the request with it
     */
    public InboundPresetRequest title(String title) {
        return with("title", title);
    }

    /**
     * How a request is proven, or up to four ways of which one is enough.
     *
     * @param verify what it is to be
     * @return the request with it
     */
    public InboundPresetRequest verify(Object verify) {
        return with("verify", verify);
    }

    /**
     * Places of the type of an event, the first of which that is there.
     *
     * @param eventType what it is to be
     * @return the request with it
     */
    public InboundPresetRequest eventType(List<String> eventType) {
        return with("event_type", eventType);
    }

    /**
     * Places of what tells an event from others.
     *
     * @param dedupe what it is to be
     * @return the request with it
     */
    public InboundPresetRequest dedupe(List<String> dedupe) {
        return with("dedupe", dedupe);
    }

    /**
     * Where the array of events stands, if one request can have several.
     *
     * @param batch what it is to be
     * @return the request with it
     */
    public InboundPresetRequest batch(String batch) {
        return with("batch", batch);
    }

    /**
     * Handshakes, and how they are answered.
     *
     * @param challenge what it is to be
     * @return the request with it
     */
    public InboundPresetRequest challenge(List<Map<String, @Nullable Object>> challenge) {
        return with("challenge", challenge);
    }

    /**
     * What the provider wants to hear.
     *
     * @param success what it is to be
     * @return the request with it
     */
    public InboundPresetRequest success(Map<String, @Nullable Object> success) {
        return with("success", success);
    }

    /**
     * What it wants to hear of what is not believed.
     *
     * @param refusal what it is to be
     * @return the request with it
     */
    public InboundPresetRequest refusal(Map<String, @Nullable Object> refusal) {
        return with("refusal", refusal);
    }

    @Override
    protected InboundPresetRequest copy(Map<String, Object> changed) {
        return new InboundPresetRequest(changed);
    }
}
