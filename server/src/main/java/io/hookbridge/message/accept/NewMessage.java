package io.hookbridge.message.accept;

import io.hookbridge.base.Direction;
import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Allowance;
import io.hookbridge.message.HeldMessage;
import io.hookbridge.message.MessageHead;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * A message on its way into the database.
 *
 * @param contentType of the payload
 * @param payload as it was sent; must not be changed
 * @param sealedHead what came with the payload, as it is stored; null for none
 * @param sha256 of the payload
 * @param idempotencyKey null for none
 * @param signedSha256 of what its sender signed, if that may come again under another key, or under
 *     none; else null
 * @param payloadExpiresAt when the payload goes, delivered or not
 * @param keepPayload false if it goes as soon as it is delivered
 * @param event only of what is to be fetched
 * @param holder the node that will deliver it from memory; null if any may take it, and for what is
 *     to be fetched, which nobody delivers
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record NewMessage(
        TenantId tenant,
        EnvironmentId environment,
        TargetId target,
        Direction direction,
        MessageId id,
        Instant createdAt,
        String contentType,
        byte[] payload,
        MessageHead head,
        byte @Nullable [] sealedHead,
        byte[] sha256,
        @Nullable String idempotencyKey,
        byte @Nullable [] signedSha256,
        Instant payloadExpiresAt,
        boolean keepPayload,
        Allowance allowance,
        @Nullable Event event,
        @Nullable UUID holder) {

    /**
     * What is told of a message that waits to be fetched.
     *
     * @param type of at most {@link #LONGEST_TYPE} characters; null if the request did not tell
     * @param processingMs what its reception took so far
     */
    public record Event(@Nullable String type, int processingMs) {

        /** The most characters of a type. */
        public static final int LONGEST_TYPE = 256;
    }

    /**
     * The key under which it is remembered; null if it is not. What was signed, but came without
     * the id that it should have, has one that nothing else has: others can be compared with it.
     */
    @Nullable String rememberedBy() {
        if (idempotencyKey != null) {
            return idempotencyKey;
        }
        return signedSha256 == null ? null : "message:" + id.value();
    }

    /** The day (UTC) by which the message lies. */
    LocalDate payloadDay() {
        return LocalDate.ofInstant(payloadExpiresAt, ZoneOffset.UTC);
    }

    /** The message in the hands of its holder. */
    public HeldMessage held() {
        return new HeldMessage(
                holder,
                environment,
                target,
                id,
                createdAt,
                direction,
                contentType,
                idempotencyKey,
                payload.length,
                sha256,
                payload,
                head,
                payloadExpiresAt,
                keepPayload,
                HeldMessage.UNDER_WAY,
                0,
                0,
                0,
                null,
                false);
    }
}
