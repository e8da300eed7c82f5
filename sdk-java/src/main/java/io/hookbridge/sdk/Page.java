package io.hookbridge.sdk;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A page of a list, and the way to those after it.
 *
 * @param <T> what is listed
 */
public final class Page<T> {

    private final List<T> items;
    private final Meta meta;
    private final @Nullable Supplier<Page<T>> next;

    /**
     * A page that was answered.
     *
     * @param items what is on it
     * @param meta what is said about it
     * @param next asks for the page after it; {@code null} on the last one
     */
    public Page(List<T> items, Meta meta, @Nullable Supplier<Page<T>> next) {
        this.items = List.copyOf(items);
        this.meta = meta;
        this.next = next;
    }

    /**
     * What is on this page.
     *
     * @return an unmodifiable list; it may be empty although others follow
     */
    public List<T> items() {
        return items;
    }

    /**
     * What is said about this page.
     *
     * @return with the cursor of the next one
     */
    public Meta meta() {
        return meta;
    }

    /**
     * Asks for the next page.
     *
     * @return the page, or nothing if this is the last one
     * @throws HookBridgeException if the server refuses or cannot be asked
     */
    public Optional<Page<T>> next() {
        return next == null ? Optional.empty() : Optional.of(next.get());
    }

    /**
     * Everything from this page on. A page is asked for when what was on the ones before it is used
     * up; the stream's operations throw {@link HookBridgeException} if that fails.
     *
     * @return an ordered stream for one thread
     */
    public Stream<T> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new Items<>(this), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    private static final class Items<T> implements Iterator<T> {

        private Page<T> page;
        private final Queue<T> left;

        private Items(Page<T> first) {
            page = first;
            left = new ArrayDeque<>(first.items);
        }

        @Override
        public boolean hasNext() {
            while (left.isEmpty() && page.next != null) {
                page = page.next.get();
                left.addAll(page.items);
            }
            return !left.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return left.remove();
        }
    }
}
