/**
 * Payloads that are old and lie in S3-compatible storage instead of {@code message};
 * docs/cold-payloads.md says what moves when, and decision 0022 why so.
 *
 * <p><b>Where a payload lies.</b> A row of {@code message} has either its body or the place of the
 * sealed body in a {@link io.hookbridge.message.cold.Segment}, with the key that alone opens it
 * ({@link io.hookbridge.message.cold.PayloadSeal}). So whatever deletes the row erases the payload.
 * Whoever reads rows makes a {@link io.hookbridge.message.cold.StoredPayload} of each and has it
 * opened by {@link io.hookbridge.message.cold.ColdPayloads}, outside of transactions.
 *
 * <p><b>How it gets there.</b> {@link io.hookbridge.message.cold.MovePayloads} rewrites a whole
 * partition: a new one is made beside it, rows are copied into it chunk by chunk, and it takes the
 * old one's place in one transaction. A trigger notes what comes into the old one or leaves it
 * meanwhile, and that is copied again under the last lock, so nothing is lost and nothing comes
 * back. A segment has a row from before it is begun, is read back before a row of a message names
 * it, and is deleted when its row says so, which makes every step repeatable.
 */
@NullMarked
package io.hookbridge.message.cold;

import org.jspecify.annotations.NullMarked;
