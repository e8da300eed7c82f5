package io.hookbridge.message.cold;

import java.time.Duration;

/** What becomes of payloads that are old. */
public sealed interface ColdRule {

    /** They stay where they are. */
    record Stay() implements ColdRule {}

    /** They move into the storage when they are older than so many days. */
    record MoveAfter(int days) implements ColdRule {

        /** When a partition is looked at again that was not worth it. */
        Duration lookAgain() {
            return days == 0 ? Duration.ofSeconds(5) : Duration.ofHours(days);
        }
    }

    /** Those that have moved come back. */
    record BringBack() implements ColdRule {}
}
