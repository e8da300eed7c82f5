package io.hookbridge.http;

import io.hookbridge.access.Permission;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One operation: a method, a URI template (RFC 6570 level 1 variables, each one path segment) and
 * what answers it. It does not change; what seems to change it makes another one.
 */
public final class Route {

    /**
     * The method of a route for every method that no other route of its template has. Whoever has
     * it says with its refusal what to use instead: {@code Allow} does not name these.
     */
    public static final String ANY_OTHER_METHOD = "*";

    /** The template of a route for whatever no other route is for; its method does not matter. */
    static final String EVERYTHING = "**";

    /** The body limit of operations that carry no payload: 64 KiB. */
    public static final int SMALL_BODY = 64 * 1024;

    private final String method;
    private final String template;
    private @Nullable Permission needs;
    private boolean session;
    private @Nullable Admission admits;
    private boolean countsCallers;
    private int maxBodyBytes = SMALL_BODY;
    private @Nullable Measure measure;
    private Vocabulary words = Vocabulary.EMPTY;
    private Refusals refusals = Refusals.ENVELOPE;
    private Handler handler;

    private Route(String method, String template, Handler handler) {
        this.method = method;
        this.template = template;
        this.handler = handler;
    }

    /** A copy in which {@code change} sets what is to be another, before anybody else sees it. */
    private Route with(Consumer<Route> change) {
        Route copy = new Route(method, template, handler);
        copy.needs = needs;
        copy.session = session;
        copy.admits = admits;
        copy.countsCallers = countsCallers;
        copy.maxBodyBytes = maxBodyBytes;
        copy.measure = measure;
        copy.words = words;
        copy.refusals = refusals;
        change.accept(copy);
        return copy;
    }

    /** Answers calls of one route. May block. */
    @FunctionalInterface
    public interface Handler {
        Answer handle(Call call);

        /** Begins to answer a call; what this one throws, it throws at once. */
        default CompletionStage<Answer> begin(Call call) {
            return CompletableFuture.completedStage(handle(call));
        }

        /**
         * Whether it may begin on an event loop, and its answer, which comes later than {@link
         * #begin} returns, is put into words there.
         */
        default boolean answersLater() {
            return false;
        }

        /** Whether its answer may be an {@link Answer.Upgrade}. */
        default boolean mayUpgrade() {
            return false;
        }
    }

    /**
     * Answers calls of one route when something has happened that no thread waits for, such as a
     * commit. It begins on an event loop if nothing there has to be waited for, else, after a
     * {@link io.hookbridge.base.WouldBlockException}, once more on a thread that may wait. The
     * answer is put into words on the loop, so it is to be a small one.
     */
    @FunctionalInterface
    public interface LaterHandler {
        CompletionStage<Answer> begin(Call call);
    }

    /** A handler whose place is free while its answer is waited for. */
    public static Handler later(LaterHandler handler) {
        return new Later(handler, true);
    }

    /**
     * The same for answers that may be large, or take much longer: it begins on a thread, and the
     * answer is put into words where it ends, which must be another thread that may block. No
     * thread waits for it.
     */
    public static Handler waiting(LaterHandler handler) {
        return new Later(handler, false);
    }

    /**
     * A handler of WebSocket handshakes (RFC 6455, section 4.2.1); what is none is refused before
     * it is asked.
     *
     * @param handler answers an {@link Answer.Upgrade}, or refuses
     */
    public static Handler upgrading(Handler handler) {
        return new Upgrading(handler);
    }

    private record Upgrading(Handler handler) implements Handler {

        @Override
        public Answer handle(Call call) {
            WebSocketHandshake.check(call);
            return handler.handle(call);
        }

        @Override
        public boolean mayUpgrade() {
            return true;
        }
    }

    private record Later(LaterHandler handler, boolean answersLater) implements Handler {

        @Override
        public Answer handle(Call call) {
            return begin(call).toCompletableFuture().join();
        }

        @Override
        public CompletionStage<Answer> begin(Call call) {
            return handler.begin(call);
        }
    }

    /**
     * Says how long the body of a call may be, before any of it is read. What it throws is how the
     * call is refused. May block.
     */
    @FunctionalInterface
    public interface Measure {
        BodyLimit of(Call call);
    }

    /** Writes the refusals of one route: the error envelope, or a page for a person. */
    @FunctionalInterface
    public interface Refusals {

        /** In the envelope of the API. */
        Refusals ENVELOPE = (error, requestId, _) -> Envelope.error(error, requestId);

        /**
         * @param headers of the request, which say what language its sender reads
         */
        Answer answer(ApiError error, String requestId, Headers headers);
    }

    /** An operation that only callers with {@code needs} may use. */
    public static Route api(String method, String template, Permission needs, Handler handler) {
        return open(method, template, handler).with(route -> route.needs = needs);
    }

    /** An operation that anybody may use; its handler decides on its own what to trust. */
    public static Route open(String method, String template, Handler handler) {
        return new Route(method, template, handler);
    }

    /** A page for a person, whose refusals are pages as well. */
    public static Route page(
            String method, String template, Admission admits, Refusals refusals, Handler handler) {
        return open(method, template, handler)
                .with(route -> {
                    route.admits = admits;
                    route.words = Vocabulary.EMPTY.with(Vocabulary.Others.LET_BE);
                    route.refusals = refusals;
                });
    }

    public String method() {
        return method;
    }

    public String template() {
        return template;
    }

    /** The permission that a caller must have; null when the operation is public. */
    public @Nullable Permission needs() {
        return needs;
    }

    /** Whether a console session may make the call instead of an API key. */
    public boolean session() {
        return session;
    }

    /** Whom the page admits, which {@code http.page.Visits} sees to; null for what is no page. */
    public @Nullable Admission admits() {
        return admits;
    }

    /**
     * Whether the handler limits its callers itself, so that what they have for all other
     * operations is not used up.
     */
    public boolean countsCallers() {
        return countsCallers;
    }

    /**
     * The longest request body that is read; a longer one is refused with {@code
     * PAYLOAD_TOO_LARGE}.
     */
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    /** Says how long a body may be that is not small; null where all may be as long. */
    public @Nullable Measure measure() {
        return measure;
    }

    /** The names that a request may use. */
    public Vocabulary words() {
        return words;
    }

    /** How a refusal is written. */
    public Refusals refusals() {
        return refusals;
    }

    public Handler handler() {
        return handler;
    }

    /** Whether both answer the same method and template. */
    public boolean isSameOperationAs(Route other) {
        return method.equals(other.method) && template.equals(other.template);
    }

    /** Whether it is a page for a person. */
    boolean isPage() {
        return admits != null;
    }

    /** Answers every method and path that no other route of the table answers. */
    public static Route everything(Handler handler) {
        return open(EVERYTHING, EVERYTHING, handler);
    }

    /** The same operation, also for a person who is signed in to the console. */
    public Route orSession() {
        return with(route -> route.session = true);
    }

    /** The same operation, whose handler limits its callers itself. */
    public Route countingCallers() {
        return with(route -> route.countsCallers = true);
    }

    /** The same operation with another limit for the request body. */
    public Route taking(int newMaxBodyBytes) {
        return with(route -> route.maxBodyBytes = newMaxBodyBytes);
    }

    /**
     * The same operation, whose body may be as long as is said of each request: of those that are
     * small nothing is asked.
     */
    public Route measuring(Measure newMeasure) {
        return with(route -> route.measure = newMeasure);
    }

    /** The same operation, answered by what {@code around} makes of its handler. */
    public Route handledBy(UnaryOperator<Handler> around) {
        return with(route -> route.handler = around.apply(handler));
    }

    /** The same operation with refusals in another form. */
    public Route refusing(Refusals newRefusals) {
        return with(route -> route.refusals = newRefusals);
    }

    /** The same operation with query parameters that have one value each. */
    public Route query(String... names) {
        return speaking(words.with(false, names));
    }

    /** The same operation with query parameters that are lists. */
    public Route queryLists(String... names) {
        return speaking(words.with(true, names));
    }

    /** The same operation with a JSON body that has these members. */
    public Route members(List<String> names) {
        return speaking(words.withMembers(names));
    }

    /** The same operation with a JSON body that has these members. */
    public Route members(String... names) {
        return members(List.of(names));
    }

    /**
     * The same operation, which destroys something or sends it again: it acts on no request that
     * says more than the names above, in its query or in its body.
     */
    public Route exact() {
        return speaking(words.with(Vocabulary.Others.REFUSED));
    }

    /** The same operation, for senders of whom nobody can ask that they know its names. */
    public Route lettingBe() {
        return speaking(words.with(Vocabulary.Others.LET_BE));
    }

    /** The same operation, which refuses with other codes. */
    public Route refusingWith(UnaryOperator<ApiError> inOtherWords) {
        Refusals before = refusals;
        return refusing((error, requestId, headers) ->
                before.answer(inOtherWords.apply(error), requestId, headers));
    }

    private Route speaking(Vocabulary newWords) {
        return with(route -> route.words = newWords);
    }
}
