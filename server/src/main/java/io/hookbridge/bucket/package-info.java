/**
 * Objects in one bucket of S3-compatible storage: written, read whole or in part, listed, deleted.
 *
 * <p>Whatever goes wrong is a {@link io.hookbridge.bucket.BucketException} with a {@link
 * io.hookbridge.bucket.BucketTrouble}, which has a sentence for the operator. The client is made
 * when the first object is asked for, so an installation without such storage pays nothing for it.
 */
@NullMarked
package io.hookbridge.bucket;

import org.jspecify.annotations.NullMarked;
