package io.hookbridge.message;

/** What a message counts as; in each moment one of these. */
public enum Counted {
    /** Pending without an attempt behind it, or after a replay; in a node's hands or not. */
    QUEUED,
    /** Pending after an attempt that failed; in a node's hands or not. */
    RETRYING,
    /** Fetched and not acknowledged. */
    FETCHED,
    /** Delivered, or acknowledged by who fetched it. */
    SUCCEEDED,
    /** Given up. */
    FAILED,
    /** Deleted before it was delivered or given up. */
    DELETED
}
