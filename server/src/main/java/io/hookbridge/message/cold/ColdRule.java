package io.hookbridge.message.cold;

import java.time.Duration;

/** What becomes of payloads that are old. */
public sealed interface ColdRule {

    /** How often it is looked what is due. */
    default Duration every() {
        return Duration.ofSeconds(30);
    }

    /** They stay where they are. */
    record Stay() implements ColdRule {}

    /** They move into the storage when they are older than so many days. */
    record MoveAfter(int days) implements ColdRule {

        /** Without a day to wait for, whoever tries it out does not wait for long either. */
        @Override
        public Duration every() {
            return days == 0 ? Duration.ofSeconds(2) : ColdRule.super.every();
        }

        /** When a partition is looked at again that was not worth it. */
        Duration lookAgain() {
            return days == 0 ? Duration.ofSeconds(5) : Duration.ofHours(days);
        }
    }

    /** Those that have moved come back. */
    record BringBack() implements ColdRule {}
}
