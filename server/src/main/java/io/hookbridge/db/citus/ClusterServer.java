package io.hookbridge.db.citus;

/**
 * A server of the database.
 *
 * @param host as the coordinator reaches it
 * @param coordinator whether connections lead to it
 * @param takesShards whether it may hold a part of what is spread
 * @param reachable whether the coordinator could connect to it just now
 * @param shards how many it holds; those of a table and of its partitions are one
 * @param bytes what these take, with indexes; 0 if it is not reachable
 */
public record ClusterServer(
        String host,
        int port,
        boolean coordinator,
        boolean takesShards,
        boolean reachable,
        int shards,
        long bytes) {

    /** Host and port. */
    public String place() {
        return host + ":" + port;
    }
}
