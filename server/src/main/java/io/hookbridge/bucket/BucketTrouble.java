package io.hookbridge.bucket;

/** What may be wrong with a bucket, and what to do about it. */
public enum BucketTrouble {
    AWAY(
            "the storage does not answer, or not in time",
            "see that it runs and that HOOKBRIDGE_COLD_URL leads to it"),
    BUSY("the storage asks for fewer requests", "wait, or give it more capacity"),
    WRONG_KEY(
            "the storage does not accept the access key, or the secret key does not belong to it",
            "correct HOOKBRIDGE_COLD_ACCESS_KEY and HOOKBRIDGE_COLD_SECRET_KEY"),
    FORBIDDEN(
            "the access key has no right to do this in the bucket",
            "give it the rights that docs/cold-payloads.md lists"),
    NO_BUCKET(
            "there is no such bucket",
            "make it, or correct HOOKBRIDGE_COLD_BUCKET and HOOKBRIDGE_COLD_URL"),
    WRONG_REGION(
            "the bucket is in another region, or at another address",
            "correct HOOKBRIDGE_COLD_REGION and HOOKBRIDGE_COLD_URL"),
    WRONG_CLOCK("the storage finds our time wrong", "run NTP on this machine"),
    NO_OBJECT(
            "the bucket does not have an object that the database names",
            "see that HOOKBRIDGE_COLD_BUCKET and HOOKBRIDGE_COLD_PREFIX are those of this database, or restore the bucket"),
    DAMAGED(
            "an object of the bucket is not as it was written",
            "see docs/cold-payloads.md, Backups, and restore the bucket"),
    REFUSED(
            "the storage refuses what we ask for",
            "see whether it speaks the protocol of S3, with signatures of version 4"),
    NOT_CONFIGURED(
            "payloads lie in cold storage, and no bucket is configured",
            "set HOOKBRIDGE_COLD_BUCKET and what belongs to it again");

    private final String sentence;
    private final String remedy;

    BucketTrouble(String sentence, String remedy) {
        this.sentence = sentence;
        this.remedy = remedy;
    }

    public String sentence() {
        return sentence;
    }

    /** What an operator can do. */
    public String remedy() {
        return remedy;
    }

    /** Whether the storage as a whole is of no use now, so that asking again at once is in vain. */
    public boolean isGeneral() {
        return this != NO_OBJECT && this != DAMAGED;
    }
}
