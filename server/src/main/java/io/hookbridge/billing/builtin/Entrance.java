package io.hookbridge.billing.builtin;

/** What a link was made for; a browser that came by one gets no further than that. */
public enum Entrance {
    /** The subscription as a whole. */
    PORTAL,
    /** The start of one plan. */
    CHECKOUT
}
