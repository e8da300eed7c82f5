package io.hookbridge.http;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names that requests of one route may use, and what becomes of others.
 *
 * @param query the query parameters
 * @param members the members of the JSON body
 */
public record Vocabulary(Others others, List<Parameter> query, List<String> members) {

    /** What a request says beyond the names of its route. */
    public enum Others {
        /** Is no matter of ours: browsers and mail programs add to the addresses of pages. */
        LET_BE,
        /**
         * Is ignored, because SDKs newer than this server say more than it knows; except that a
         * near miss of a known name is refused, because what it was to ask for would be lost.
         */
        IGNORED,
        /**
         * Is refused: what the request does cannot be taken back, and a filter that was not
         * understood would have made it less.
         */
        REFUSED
    }

    /**
     * @param list whether it has any number of values, with commas between or by coming repeatedly
     */
    public record Parameter(String name, boolean list) {}

    /** Others are not repeated to the caller: most secrets are long or have digits. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z_.\\[\\]-]{0,29}");

    /** Of a route that takes nothing but its path. */
    static final Vocabulary EMPTY = new Vocabulary(Others.IGNORED, List.of(), List.of());

    public Vocabulary {
        query = List.copyOf(query);
        members = List.copyOf(members);
    }

    /** The names that an object of a body may have which is read outside of {@link JsonBody}. */
    public static Vocabulary ofMembers(List<String> members) {
        return new Vocabulary(Others.IGNORED, List.of(), members);
    }

    Vocabulary with(boolean list, String... names) {
        List<Parameter> more = Stream.of(names).map(name -> new Parameter(name, list)).toList();
        return new Vocabulary(others, plus(query, more), members);
    }

    Vocabulary withMembers(List<String> names) {
        return new Vocabulary(others, query, plus(members, names));
    }

    Vocabulary with(Others newOthers) {
        return new Vocabulary(newOthers, query, members);
    }

    /** Whether requests are refused that say anything else. */
    public boolean isExact() {
        return others == Others.REFUSED;
    }

    /** Whether the query of a request matters at all, be it by what must not be in it. */
    boolean concernsQuery() {
        return isExact() || !query.isEmpty();
    }

    /** The parameter of this name; null if there is none. */
    @Nullable Parameter parameter(String name) {
        return query.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /**
     * @throws ApiError {@code INVALID_REQUEST} for a name that is refused, and for a second value
     *     of a parameter that has one
     */
    void check(Parameters sent) {
        if (others == Others.LET_BE) {
            return;
        }
        for (Map.Entry<String, List<String>> field : sent.values().entrySet()) {
            Parameter parameter = parameter(field.getKey());
            if (parameter == null) {
                checkOther(
                        "query parameter",
                        field.getKey(),
                        query.stream().map(Parameter::name).toList());
            } else if (!parameter.list() && field.getValue().size() > 1) {
                throw ApiError.invalidRequest(
                                "the query parameter %s comes more than once, send it once"
                                        .formatted(parameter.name()))
                        .with(Map.of("repeated", parameter.name()));
            }
        }
    }

    /**
     * @param name one of the request's JSON object
     * @throws ApiError {@code INVALID_REQUEST} if it is refused
     */
    public void checkMember(String name) {
        if (others != Others.LET_BE && !members.contains(name)) {
            checkOther("member", name, members);
        }
    }

    private void checkOther(String what, String name, Collection<String> known) {
        Optional<String> meant = NearMiss.of(name, known);
        if (meant.isEmpty() && others == Others.IGNORED) {
            return;
        }
        String named = PLAIN_NAME.matcher(name).matches() ? " \"" + name + "\"" : "";
        String advice =
                meant.map(it -> "did you mean \"" + it + "\"?")
                        .orElseGet(() ->
                                known.isEmpty()
                                        ? "this operation takes none"
                                        : "this operation takes only " + String.join(", ", known));
        ApiError refusal =
                ApiError.invalidRequest("unknown %s%s, %s".formatted(what, named, advice));
        throw meant.isEmpty() ? refusal : refusal.with(Map.of("did_you_mean", meant.get()));
    }

    private static <T> List<T> plus(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
