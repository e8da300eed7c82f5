package io.hookbridge.sdk;

/** What a caller can do about a request that failed. */
public enum Remedy {
    /** Correct what the message names; the same request fails again. */
    CORRECT_THE_REQUEST,
    /** Use an API key that exists. */
    CHECK_THE_KEY,
    /** Use a key with the permission, change the plan, or ask the operator of the server. */
    ASK_FOR_MORE,
    /** Look at the thing again: it is gone, or in a state in which this cannot be done. */
    LOOK_AGAIN,
    /** Send the request again after a while. This client did so already, if that was safe. */
    TRY_LATER,
    /** Tell the operator of the server, with the id of the request. */
    REPORT
}
