package io.hookbridge.billing.provider;

import java.util.function.Function;

/**
 * What came of asking a provider. Where more can come of it than this, {@code T} is a sealed type
 * of the answers.
 */
public sealed interface Asked<T> {

    /** The provider answered. */
    record Got<T>(T answer) implements Asked<T> {}

    /** The provider no longer knows the customer, or never did; an operator must look. */
    record CustomerGone<T>() implements Asked<T> {}

    /** The provider cannot say now; nothing about the request is wrong. */
    record Unavailable<T>(Unavailability why) implements Asked<T> {}

    /** The same with the answer, if there is one, turned into another. */
    default <R> Asked<R> map(Function<? super T, ? extends R> change) {
        return switch (this) {
            case Got<T>(T answer) -> new Got<>(change.apply(answer));
            case CustomerGone<T> _ -> new CustomerGone<>();
            case Unavailable<T>(Unavailability why) -> new Unavailable<>(why);
        };
    }
}
