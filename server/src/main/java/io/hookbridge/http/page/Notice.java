package io.hookbridge.http.page;

import io.hookbridge.http.Call;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the last step did, said once on the page that follows it; a constant of an enum. */
public interface Notice {

    /** That of the constant. */
    String name();

    String sentence();

    /** The word in the query string. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The address of the page that says it.
     *
     * @param path without a query
     */
    default String on(String path) {
        return path + "?notice=" + word();
    }

    /** The one of {@code known} that the address names; empty if it names none. */
    static Optional<Notice> of(Call call, Notice... known) {
        return call.query("notice")
                .flatMap(word ->
                        Stream.of(known).filter(each -> each.word().equals(word)).findFirst());
    }

    /** What it says; null if there is none. */
    static @Nullable String said(Call call, Notice... known) {
        return of(call, known).map(Notice::sentence).orElse(null);
    }
}
