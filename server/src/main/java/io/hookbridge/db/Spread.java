package io.hookbridge.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.JdbiConfig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Whether what grows with traffic is spread over several servers, by the environment. Then a
 * statement that locks rows is only about one environment. Asked once: nothing is spread while
 * servers run.
 */
public final class Spread implements JdbiConfig<Spread> {

    private final AtomicReference<Boolean> known;

    /** As Jdbi needs it. */
    public Spread() {
        this(new AtomicReference<>());
    }

    private Spread(AtomicReference<Boolean> known) {
        this.known = known;
    }

    /** Whether the tables of the database that {@code handle} leads to are. */
    public static boolean is(Handle handle) {
        AtomicReference<Boolean> known = handle.getConfig(Spread.class).known;
        Boolean answer = known.get();
        if (answer == null) {
            answer = handle.createQuery("SELECT is_distributed()").mapTo(Boolean.class).one();
            known.set(answer);
        }
        return answer;
    }

    /** Has all handles of {@code jdbi}, which leads to one of several servers, know that. */
    public static void assume(Jdbi jdbi) {
        jdbi.getConfig(Spread.class).known.set(true);
    }

    /**
     * What one statement each may be about: all of {@code items} together on one server, and those
     * of one environment at a time on several.
     *
     * @param items none makes no part
     */
    public static <T> List<List<T>> parts(
            Handle handle, Collection<T> items, Function<T, ?> environment) {
        if (items.isEmpty()) {
            return List.of();
        }
        if (items.size() == 1 || !is(handle)) {
            return List.of(List.copyOf(items));
        }
        Map<Object, List<T>> parts = new LinkedHashMap<>();
        for (T item : items) {
            parts.computeIfAbsent(environment.apply(item), _ -> new ArrayList<>()).add(item);
        }
        return List.copyOf(parts.values());
    }

    /** The same answer for all handles of one Jdbi. */
    @Override
    public Spread createCopy() {
        return new Spread(known);
    }
}
