package io.hookbridge.sdk.key;

import io.hookbridge.sdk.Members;

import java.util.List;
import java.util.Map;

/** Whose ids to look up. */
public final class LookupActorsQuery extends Members<LookupActorsQuery> {

    private LookupActorsQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static LookupActorsQuery create() {
        return new LookupActorsQuery(Map.of());
    }

    /**
     * Ids of people; text that is no such id is left out.
     *
     * @param userId what it is to be
     * @return the request with it
     */
    public LookupActorsQuery userId(List<String> userId) {
        return with("user_id", userId);
    }

    /**
     * Ids of API keys; text that is no such id is left out.
     *
     * @param apiKeyId what it is to be
     * @return the request with it
     */
    public LookupActorsQuery apiKeyId(List<String> apiKeyId) {
        return with("api_key_id", apiKeyId);
    }

    @Override
    protected LookupActorsQuery copy(Map<String, Object> changed) {
        return new LookupActorsQuery(changed);
    }
}
