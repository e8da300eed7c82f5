package io.hookbridge.loadtest.cluster;

/** A moment in a transaction that stores accepted messages, as PostgreSQL's client tells it. */
public enum Moment {
    /** All messages are copied; nothing is committed. */
    COPIED,
    /** The commit is asked for. */
    COMMITS
}
