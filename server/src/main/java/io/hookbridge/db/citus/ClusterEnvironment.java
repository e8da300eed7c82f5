package io.hookbridge.db.citus;

import java.util.UUID;

/**
 * An environment, and where what it sends and receives lies.
 *
 * @param tenantId of the tenant that it belongs to
 * @param tenant that one's name
 * @param mode {@code live} or {@code test}
 * @param messages that were accepted in the last 30 days, as far as they are counted by day
 * @param shard the number of the shard of messages
 * @param place host and port of the server that holds it
 * @param apart whether no other environment can be in the shard
 */
public record ClusterEnvironment(
        UUID id,
        UUID tenantId,
        String tenant,
        String mode,
        long messages,
        long shard,
        String place,
        boolean apart) {}
