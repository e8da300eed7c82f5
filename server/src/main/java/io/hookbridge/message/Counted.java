package io.hookbridge.message;

/** What a message counts as; in each moment one of these. */
public enum Counted {
    /** Pending without an attempt behind it, or after a replay; in a node's hands or not. */
    QUEUED,
    /** Pending after an attempt that failed; in a node's hands or not. */
    RETRYING,
    SUCCEEDED,
    /** Given up. */
    FAILED,
    /** Deleted before it was delivered or given up. */
    DELETED
}
