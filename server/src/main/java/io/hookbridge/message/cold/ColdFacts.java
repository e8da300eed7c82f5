package io.hookbridge.message.cold;

import io.hookbridge.bucket.BucketException;
import io.hookbridge.bucket.BucketTrouble;

import org.jdbi.v3.core.Jdbi;

import java.util.Optional;

/**
 * What somebody sees who looks at the cold storage from outside of the servers.
 *
 * @param configured whether there is a bucket
 * @param payloads that lie there
 * @param bytes that they take
 * @param trouble why the bucket cannot be read; empty if it can, or nobody has to
 */
public record ColdFacts(
        boolean configured, long payloads, long bytes, Optional<BucketTrouble> trouble) {

    /** Looks; changes nothing. */
    public static ColdFacts of(Jdbi jdbi, ColdStorage storage) {
        SegmentStore.Amount amount = new SegmentStore(jdbi).amount();
        return new ColdFacts(
                storage.isConfigured(),
                amount.payloads(),
                amount.bytes(),
                trouble(storage, amount.payloads() > 0));
    }

    private static Optional<BucketTrouble> trouble(ColdStorage storage, boolean needed) {
        if (!storage.isConfigured() && !needed) {
            return Optional.empty();
        }
        try {
            storage.with(ColdStorage.Use.READ, bucket -> bucket.list(""));
            return Optional.empty();
        } catch (BucketException failure) {
            return Optional.of(failure.trouble());
        }
    }
}
