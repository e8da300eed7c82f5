package io.hookbridge.app.doctor;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What a restored database shows of whether it came back as a whole. All of one snapshot.
 *
 * @param newest when the newest message was accepted whose payload is there; null for none
 * @param doubtful names of indexes and constraints that PostgreSQL itself does not vouch for
 * @param behind sequences, each with its table and column, whose next numbers are given out already
 * @param withoutPayload how many messages wait and have nothing to be sent
 * @param inTwoPlaces how many messages wait and have ended, too
 */
record BackupFacts(
        @Nullable Instant newest,
        List<String> doubtful,
        List<String> behind,
        long withoutPayload,
        long inTwoPlaces) {}
