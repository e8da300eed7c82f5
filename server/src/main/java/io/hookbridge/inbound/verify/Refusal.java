package io.hookbridge.inbound.verify;

import java.util.Locale;

/** Why a request is refused, as the API lists rejections. */
public enum Refusal {
    STATIC_TOKEN_FAILED,
    HMAC_FAILED,
    IP_NOT_ALLOWED,
    PAYLOAD_TOO_LARGE,
    INVALID_METHOD;

    /** The word for it in the API. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
