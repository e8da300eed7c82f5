package io.hookbridge.sdk.billing;

import io.hookbridge.sdk.Members;

import java.util.Map;

/** Which invoices to get. */
public final class GetInvoicesQuery extends Members<GetInvoicesQuery> {

    private GetInvoicesQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static GetInvoicesQuery create() {
        return new GetInvoicesQuery(Map.of());
    }

    /**
     * How many invoices to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public GetInvoicesQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code id} of an invoice of this tenant; the answer begins with the next older one.
     *
     * @param startingAfter what it is to be
     * @return the request with it
     */
    public GetInvoicesQuery startingAfter(String startingAfter) {
        return with("starting_after", startingAfter);
    }

    @Override
    protected GetInvoicesQuery copy(Map<String, Object> changed) {
        return new GetInvoicesQuery(changed);
    }
}
