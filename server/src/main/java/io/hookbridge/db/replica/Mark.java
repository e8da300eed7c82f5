package io.hookbridge.db.replica;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * What the primary says at one moment, by which a replica is measured.
 *
 * @param at by the clock of the primary; whatever was committed before is written up to {@code
 *     position}
 * @param position in the write-ahead log, in bytes
 * @param version of PostgreSQL, the major one
 * @param installation tells this database from those of other installations; null before the first
 *     start
 * @param witness a running server, of which the primary has a row, and so has whatever follows it;
 *     null if there is none yet
 */
record Mark(
        Instant at,
        long position,
        int version,
        @Nullable String installation,
        @Nullable UUID witness) {}
