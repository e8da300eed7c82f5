package io.hookbridge.message.action;

import io.hookbridge.base.TargetId;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;

/** What became of the wish to replay one message. */
public sealed interface ReplayOutcome {

    /** It is queued, to be delivered to this target. */
    record Queued(TargetId target) implements ReplayOutcome {}

    /** The environment has no such message. */
    record NotFound() implements ReplayOutcome {}

    /** It is on its way anyway: queued, being delivered, or repeated within minutes. */
    record UnderWay(ErrorCode code, String sentence) implements ReplayOutcome {
        ApiError error() {
            return new ApiError(code, sentence);
        }
    }

    /** It cannot be replayed. */
    record Refused(ErrorCode code, String sentence) implements ReplayOutcome {
        ApiError error() {
            return new ApiError(code, sentence);
        }
    }
}
