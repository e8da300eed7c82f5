package io.hookbridge.net;

import java.util.List;

/** What came of a call. */
public sealed interface Outcome {

    /**
     * The receiver answered; a redirect or a refusal is an answer too.
     *
     * @param status 200 to 599
     * @param headers in their order, the first of them if there were more than are kept
     * @param body the beginning of the body, as it was sent
     * @param truncated whether there was more of the body
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answered(int status, List<Header> headers, byte[] body, boolean truncated)
            implements Outcome {}

    /**
     * There was no complete answer.
     *
     * @param sentence what happened, for the owner of the receiver; holds nothing that it sent
     */
    record Failed(Cause cause, String sentence) implements Outcome {}
}
