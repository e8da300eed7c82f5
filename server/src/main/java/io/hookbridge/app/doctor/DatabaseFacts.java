package io.hookbridge.app.doctor;

import java.time.Duration;
import java.util.Map;

/**
 * What a database says of itself.
 *
 * @param version as {@code server_version_num} has it: 180006 is 18.6
 * @param durability the settings on which "stored" rests, by name
 * @param readOnly whether it takes no writes: a standby, or told so
 * @param connectionsAllowed to those who are not superusers
 * @param ahead how far its clock is ahead of ours; negative if it is behind
 * @param losesPrepared whether a pooler may carry out a statement where it was not prepared
 * @param notifies whether what one connection sends by {@code NOTIFY} comes to another
 */
record DatabaseFacts(
        int version,
        Map<String, String> durability,
        boolean readOnly,
        int connectionsAllowed,
        Duration ahead,
        boolean losesPrepared,
        boolean notifies) {}
