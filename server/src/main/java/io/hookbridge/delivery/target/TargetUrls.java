package io.hookbridge.delivery.target;

import io.hookbridge.http.ApiError;
import io.hookbridge.http.ErrorCode;
import io.hookbridge.net.TargetCheck;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses URLs that nothing can be delivered to, before an endpoint has them. */
public final class TargetUrls {

    private static final Logger log = LoggerFactory.getLogger(TargetUrls.class);

    private final TargetCheck check;

    public TargetUrls(TargetCheck check) {
        this.check = check;
    }

    /**
     * Looks up the host of the URL, so it may take as long as that does.
     *
     * @throws ApiError {@code INVALID_ENDPOINT}, {@code ENDPOINT_BLOCKED}, {@code
     *     ENDPOINT_UNREACHABLE}
     */
    public void require(String url, String requestId) {
        switch (check.check(url)) {
            case TargetCheck.Verdict.Good() -> {}
            case TargetCheck.Verdict.Invalid(String sentence) ->
                    throw new ApiError(ErrorCode.INVALID_ENDPOINT, sentence);
            case TargetCheck.Verdict.Blocked() ->
                    throw new ApiError(
                            ErrorCode.ENDPOINT_BLOCKED,
                            "the url leads to a private or internal address");
            case TargetCheck.Verdict.Unreachable(boolean known) -> {
                log.info(
                        "request {}: the host of the url {}",
                        requestId,
                        known ? "has an address that deliveries may not reach" : "has no address");
                throw new ApiError(
                        ErrorCode.ENDPOINT_UNREACHABLE,
                        "the host of the url has no address, or a private or internal one; check its"
                                + " name");
            }
            case TargetCheck.Verdict.NotLookedUp() ->
                    throw new ApiError(
                            ErrorCode.ENDPOINT_UNREACHABLE,
                            "the name of the url's host could not be looked up in time; check it, or try"
                                    + " again");
        }
    }
}
