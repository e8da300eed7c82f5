package io.hookbridge.bucket;

import org.jspecify.annotations.Nullable;

/** A bucket did not do what it was asked for. */
public final class BucketException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final BucketTrouble trouble;

    public BucketException(BucketTrouble trouble) {
        this(trouble, null);
    }

    /**
     * @param cause null for none
     */
    public BucketException(BucketTrouble trouble, @Nullable Throwable cause) {
        super(trouble.sentence(), cause);
        this.trouble = trouble;
    }

    public BucketTrouble trouble() {
        return trouble;
    }
}
