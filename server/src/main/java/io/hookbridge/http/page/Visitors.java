package io.hookbridge.http.page;

import io.hookbridge.access.Permission;
import io.hookbridge.base.SecretToken;
import io.hookbridge.http.Answer;
import io.hookbridge.http.ApiError;
import io.hookbridge.http.Call;
import io.hookbridge.http.ErrorCode;

import java.util.Optional;

/**
 * Knows the people behind one kind of session, and what to tell whom a page does not admit.
 *
 * @param <V> their visits
 */
public interface Visitors<V extends Visit> {

    /**
     * Whose session it is; empty if it has ended.
     *
     * @param formToken what forms of this session must carry
     */
    Optional<V> find(SecretToken session, String formToken, Call call);

    /** Answers somebody without a session: to a page, or to a form that was open for too long. */
    Answer withoutSession(Call call);

    /**
     * Answers a form from a page of this server that was made before the visitor signed in anew.
     *
     * @throws ApiError {@code FORBIDDEN} if nothing better can be said
     */
    default Answer ofAnotherSession(V visit) {
        throw FormGuard.refusal();
    }

    /** Answers a visitor who is no owner, with status 403. */
    default Answer notOwner(V visit) {
        throw new ApiError(ErrorCode.FORBIDDEN, "this is for owners");
    }

    /** Answers a visitor who may not do what the page is for, with status 403. */
    Answer notPermitted(V visit, Permission needed);
}
