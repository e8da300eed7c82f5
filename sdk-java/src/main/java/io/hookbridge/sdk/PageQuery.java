package io.hookbridge.sdk;

import java.util.Map;

/** Which part of a list to get. */
public final class PageQuery extends Members<PageQuery> {

    private PageQuery(Map<String, Object> members) {
        super(members);
    }

    /**
     * A request that says nothing yet.
     *
     * @return the request
     */
    public static PageQuery create() {
        return new PageQuery(Map.of());
    }

    /**
     * How many attempts to answer at the most.
     *
     * @param limit what it is to be
     * @return the request with it
     */
    public PageQuery limit(int limit) {
        return with("limit", limit);
    }

    /**
     * The {@code next_cursor} of the answer before; without it, the list begins at its start.
     *
     * @param cursor what it is to be
     * @return the request with it
     */
    public PageQuery cursor(String cursor) {
        return with("cursor", cursor);
    }

    @Override
    protected PageQuery copy(Map<String, Object> changed) {
        return new PageQuery(changed);
    }
}
