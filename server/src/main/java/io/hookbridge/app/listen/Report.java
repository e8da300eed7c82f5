package io.hookbridge.app.listen;

import java.time.Duration;

/** Tells whoever runs {@code listen} what happens. Thread-safe. */
interface Report {

    /** Which endpoint it is, and where its events go. The first thing that is told. */
    void begins(ListenEndpoint endpoint, String forwardUrl);

    /**
     * One of the last events, with which it was to begin, does not come again.
     *
     * @param why with the message's id
     */
    void notReplayed(String why);

    /** Events can come now. */
    void ready(Way way);

    /**
     * They cannot at the moment.
     *
     * @param pause until it is tried again
     */
    void interrupted(String why, Duration pause);

    /** An event was forwarded, or could not be. */
    void forwarded(Event event, Forwarded forwarded);

    /** Something came of which not even the id can be read. It is passed over. */
    void unreadable();

    /**
     * Events have come faster than they are forwarded.
     *
     * @param waiting how many wait here
     */
    void behind(int waiting);

    /** The last thing that is told. */
    void ends(Totals.Sums sums);

    /** How events come. */
    enum Way {
        WEBSOCKET,
        POLLING
    }
}
