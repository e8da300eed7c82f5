package io.hookbridge.console.metric;

import io.hookbridge.base.Direction;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.message.Count;

import java.util.List;
import java.util.Locale;

/** What became of messages, as a chart tells it apart. Of each message one holds. */
enum Outcome {
    DELIVERED("ok", "figure.delivered") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.SUCCEEDED);
        }
    },
    ACKNOWLEDGED("ok", "figure.acknowledged") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.SUCCEEDED);
        }
    },
    FETCHED("paused", "figure.fetched") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.FETCHED);
        }
    },
    RETRYING("failing", "figure.retrying") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.RETRYING);
        }
    },
    FAILED("dead", "figure.dead_letters") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.FAILED);
        }
    },
    DELETED("deleted", "figure.deleted") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.DELETED);
        }
    },
    WAITING("waiting", "figure.waiting") {
        @Override
        long of(Counts counts) {
            return Math.max(
                    0,
                    counts.get(Count.ACCEPTED)
                            - counts.get(Count.SUCCEEDED)
                            - counts.get(Count.FETCHED)
                            - counts.get(Count.RETRYING)
                            - counts.get(Count.FAILED)
                            - counts.get(Count.DELETED));
        }
    };

    private final String look;
    private final String key;

    /**
     * @param look the class of what is drawn
     * @param key of the phrase that it is called by
     */
    Outcome(String look, String key) {
        this.look = look;
        this.key = key;
    }

    /** The class of what is drawn. */
    String look() {
        return look;
    }

    String title(Phrases phrases) {
        return phrases.say(key);
    }

    /** Such as {@code 12 delivered}. */
    String count(long messages, Phrases phrases) {
        return phrases.say("figure.count." + name().toLowerCase(Locale.ROOT), messages);
    }

    /** How many messages it holds for. */
    abstract long of(Counts counts);

    /** Those that there are in a direction, from the bottom of a column up. */
    static List<Outcome> in(Direction direction) {
        return switch (direction) {
            case OUTBOUND, INBOUND -> List.of(DELIVERED, RETRYING, FAILED, DELETED, WAITING);
            case PULL -> List.of(ACKNOWLEDGED, FETCHED, DELETED, WAITING);
        };
    }
}
