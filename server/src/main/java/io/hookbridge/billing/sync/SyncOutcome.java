package io.hookbridge.billing.sync;

import io.hookbridge.billing.provider.Subscription;
import io.hookbridge.billing.provider.Unavailability;

import java.util.Optional;

/** What came of bringing one customer's rows up to the provider's state. */
public sealed interface SyncOutcome {

    /** Our rows are what the provider said after we asked. */
    record Synced(Optional<Subscription> subscription, int live) implements SyncOutcome {}

    /** The provider does not know the customer; the link is marked and nothing is granted. */
    record Gone() implements SyncOutcome {}

    /** Somebody asked later than we did and wrote first; our rows are newer than this answer. */
    record Superseded() implements SyncOutcome {}

    /** The rows would take the tenant's access away, and the caller asked not to. */
    record Withheld() implements SyncOutcome {}

    /** Another background fetch of this customer is under way. */
    record Busy() implements SyncOutcome {}

    /** The provider cannot say now. */
    record Unavailable(Unavailability why) implements SyncOutcome {}

    /** Our rows are the truth themselves. */
    record NotNeeded() implements SyncOutcome {}

    /** The outcome in a word, for metrics. */
    default String word() {
        return switch (this) {
            case Synced _ -> "synced";
            case Gone _ -> "gone";
            case Superseded _ -> "superseded";
            case Withheld _ -> "withheld";
            case Busy _ -> "busy";
            case Unavailable _ -> "unavailable";
            case NotNeeded _ -> "not_needed";
        };
    }

    /** Whether our rows are at least as new as the moment at which the sync was asked for. */
    default boolean isCurrent() {
        return switch (this) {
            case Synced _, Gone _, Superseded _, NotNeeded _ -> true;
            case Withheld _, Busy _, Unavailable _ -> false;
        };
    }
}
