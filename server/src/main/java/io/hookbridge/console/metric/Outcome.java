package io.hookbridge.console.metric;

import io.hookbridge.base.Direction;
import io.hookbridge.insight.metric.Counts;
import io.hookbridge.message.Count;

import java.util.List;

/** What became of messages, as a chart tells it apart. Of each message one holds. */
enum Outcome {
    DELIVERED("ok", "Delivered") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.SUCCEEDED);
        }
    },
    ACKNOWLEDGED("ok", "Acknowledged") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.SUCCEEDED);
        }
    },
    FETCHED("paused", "Fetched") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.FETCHED);
        }
    },
    RETRYING("failing", "Retrying") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.RETRYING);
        }
    },
    FAILED("dead", "Dead letters") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.FAILED);
        }
    },
    DELETED("deleted", "Deleted") {
        @Override
        long of(Counts counts) {
            return counts.get(Count.DELETED);
        }
    },
    WAITING("waiting", "Waiting") {
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
    private final String title;

    Outcome(String look, String title) {
        this.look = look;
        this.title = title;
    }

    /** The class of what is drawn. */
    String look() {
        return look;
    }

    String title() {
        return title;
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
