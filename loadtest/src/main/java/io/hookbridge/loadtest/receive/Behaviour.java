package io.hookbridge.loadtest.receive;

import java.time.Duration;

/** What a receiver does with a request. */
public sealed interface Behaviour {

    /**
     * Answers at once.
     *
     * @param status 200 to 599
     */
    record Answer(int status) implements Behaviour {

        /** The usual one. */
        public static final Answer OK = new Answer(200);

        public Answer {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("a status is 200 to 599");
            }
        }
    }

    /** Answers at once with 200, as the last answer on this connection, and closes it. */
    record Last() implements Behaviour {}

    /** Answers later, without keeping others waiting. */
    record Late(int status, Duration delay) implements Behaviour {}

    /** Never answers; the connection stays open until the sender closes it. */
    record Hang() implements Behaviour {}

    /** Resets the connection instead of answering. */
    record Reset() implements Behaviour {}

    /**
     * Answers every n-th request of its path with 200, the others differently.
     *
     * @param n 1 or more
     */
    record EveryNth(int n, Behaviour others) implements Behaviour {

        public EveryNth {
            if (n < 1) {
                throw new IllegalArgumentException("n is 1 or more");
            }
        }
    }

    /**
     * What to do with one request, which is no {@link EveryNth} any more.
     *
     * @param number of the request at its path, from 1
     */
    default Behaviour forRequest(int number) {
        return switch (this) {
            case EveryNth(int n, Behaviour others) ->
                    number % n == 0 ? Answer.OK : others.forRequest(number);
            case Answer answer -> answer;
            case Last last -> last;
            case Late late -> late;
            case Hang hang -> hang;
            case Reset reset -> reset;
        };
    }
}
