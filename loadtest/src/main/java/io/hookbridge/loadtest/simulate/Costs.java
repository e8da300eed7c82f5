package io.hookbridge.loadtest.simulate;

/**
 * What a message costs.
 *
 * @param accept of a server's processor until it is stored, in µs
 * @param deliver of a server's processor to deliver it, in µs
 * @param store of PostgreSQL's processor to store it, in µs
 * @param record of PostgreSQL's processor to store what became of it, in µs
 * @param coordinator of the coordinator's processor in a cluster, for each of the two, in µs
 * @param distributed what either costs a worker more than one PostgreSQL, in µs
 * @param replay of a replica's one process that replays the write-ahead log, in µs
 * @param walBytes written to the write-ahead log
 * @param read of PostgreSQL's processor for a page or a list, in ms
 * @param gatherMillis until a transaction that others share begins, and is flushed
 * @param receiverMillis until a receiver has answered
 */
record Costs(
        double accept,
        double deliver,
        double store,
        double record,
        double coordinator,
        double distributed,
        double replay,
        double walBytes,
        double read,
        double gatherMillis,
        double receiverMillis) {}
