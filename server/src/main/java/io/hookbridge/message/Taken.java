package io.hookbridge.message;

import io.hookbridge.base.EnvironmentId;
import io.hookbridge.base.MessageId;
import io.hookbridge.base.TargetId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * That a listener has taken a message.
 *
 * @param target whose message it is, for the listener; that of another one is left alone
 * @param fence of the message in the queue when it was given to the listener
 * @param result null if none is known
 */
public record Taken(
        EnvironmentId environment,
        TargetId target,
        MessageId id,
        int fence,
        @Nullable Result result) {

    /** Stands where other attempts have the URL that they went to. */
    static final String URL = "listener";

    /**
     * What a listener's own server made of a message.
     *
     * @param attemptId version 7
     * @param startedAt when the message was given to the listener, about
     * @param status that was answered, 100 to 999; null if nothing was
     * @param error null after a success
     */
    public record Result(
            UUID attemptId,
            Instant startedAt,
            @Nullable Integer status,
            int latencyMs,
            @Nullable String error) {

        boolean isSuccess() {
            return status != null && status >= 200 && status <= 299;
        }
    }

    public Moves.Key key() {
        return new Moves.Key(environment, id);
    }

    MessageStatus status() {
        return result == null || result.isSuccess()
                ? MessageStatus.SUCCEEDED
                : MessageStatus.FAILED_PERMANENT;
    }

    @Nullable UUID attemptId() {
        return result == null ? null : result.attemptId();
    }

    @Nullable Instant startedAt() {
        return result == null ? null : result.startedAt();
    }

    @Nullable Integer answer() {
        return result == null ? null : result.status();
    }

    @Nullable Integer latencyMs() {
        return result == null ? null : (Integer) result.latencyMs();
    }

    @Nullable String error() {
        return result == null ? null : result.error();
    }

    /** The word for what follows; a listener is not asked again. */
    @Nullable String decision() {
        return result == null ? null : result.isSuccess() ? "done" : "refused";
    }
}
