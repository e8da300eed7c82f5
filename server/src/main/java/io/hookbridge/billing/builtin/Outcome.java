package io.hookbridge.billing.builtin;

import io.hookbridge.billing.provider.Subscription;

/** What came of asking for a change. */
public sealed interface Outcome {

    /** The change is made, with its statement and audit row. */
    record Changed(Subscription subscription) implements Outcome {}

    /** It was so already; nothing was written. A form sent twice ends here. */
    record AlreadySo(Subscription subscription) implements Outcome {}

    /** The present state does not allow it; nothing was written. */
    record Refused(Refusal why) implements Outcome {}
}
