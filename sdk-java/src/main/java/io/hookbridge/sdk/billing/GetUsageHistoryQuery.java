package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** Which months to get. */
public final class GetUsageHistoryQuery extends Members<GetUsageHistoryQuery> {

    private GetUsageHistoryQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static GetUsageHistoryQuery create() {
        return new GetUsageHistoryQuery(Map.of());
    }

    /**
     * How many months to answer.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public GetUsageHistoryQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * How many of the newest months to leave out.
     *
     * @param offset what it is to be
     * @return the request with it
     */
    public GetUsageHistoryQuery offset(int offset) {
        return with("offset", offset);
    }

    @Override
    protected GetUsageHistoryQuery copy(Map<String, Object> changed) {
        return new GetUsageHistoryQuery(changed);
    }
}
