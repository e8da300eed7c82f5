package io.hookbridge.sdk.internal;

import io.hookbridge.sdk.Answer;
import io.hookbridge.sdk.ErrorBody;
import io.hookbridge.sdk.Members;
import io.hookbridge.sdk.Meta;
import io.hookbridge.sdk.NoAnswerException;
import io.hookbridge.sdk.Page;
import io.hookbridge.sdk.json.Json;
import io.hookbridge.sdk.json.JsonException;
import io.hookbridge.sdk.json.Records;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** One request, and what is made of its answer. It does not change. */
public final class Call {

    /** Of a file, so that not each byte is waited for by itself. */
    private static final int BUFFERED = 16_384;

    /** Members of answers whose values senders have written. */
    private static final Set<String> OF_SENDERS = Set.of("payload", "body");

    private final Api api;
    private final String method;
    private final String path;
    private final Map<String, Object> query;
    private final @Nullable Map<String, Object> body;
    private final boolean repeatable;

    Call(Api api, String method, String path) {
        this(api, method, path, Map.of(), null, false);
    }

    private Call(
            Api api,
            String method,
            String path,
            Map<String, Object> query,
            @Nullable Map<String, Object> body,
            boolean repeatable) {
        this.api = api;
        this.method = method;
        this.path = path;
        this.query = query;
        this.body = body;
        this.repeatable = repeatable;
    }

    /**
     * The same with parameters in its query.
     *
     * @param parameters what the query says
     * @return another request
     */
    public Call query(Members<?> parameters) {
        return query(parameters.asMap());
    }

    /**
     * The same with parameters in its query.
     *
     * @param parameters what the query says
     * @return another request
     */
    public Call query(Map<String, Object> parameters) {
        return new Call(api, method, path, parameters, body, repeatable);
    }

    /**
     * The same with a body.
     *
     * @param members of the body
     * @return another request
     */
    public Call body(Members<?> members) {
        return body(members.asMap());
    }

    /**
     * The same with a body.
     *
     * @param members of the body
     * @return another request
     */
    public Call body(Map<String, Object> members) {
        return new Call(api, method, path, query, members, repeatable);
    }

    /**
     * The same, which may be sent again although it may have been done.
     *
     * @return another request
     */
    public Call repeatable() {
        return new Call(api, method, path, query, body, true);
    }

    /** Sends it; nothing in the answer is of interest. */
    public void send() {
        bytes();
    }

    /**
     * Sends it.
     *
     * @return the body of the answer
     */
    public byte[] bytes() {
        return api.send(request(), BodyHandlers.ofByteArray(), repeatable, heldBack()).body();
    }

    /**
     * Sends it.
     *
     * @param <T> the type of the data
     * @param type what the answer's data are
     * @return the data
     */
    public <T> T data(Class<T> type) {
        return read(answer -> Records.read(answer.get("data"), type));
    }

    /**
     * Sends it.
     *
     * @param <T> the type of an item
     * @param type what is listed
     * @return the whole list
     */
    public <T> List<T> list(Class<T> type) {
        return read(answer -> items(answer.get("data"), type));
    }

    /**
     * Sends it.
     *
     * @param <T> the type of the data
     * @param type what the answer's data are
     * @return the answer with all that it says
     */
    public <T> Answer<T> answer(Class<T> type) {
        return read(answer -> answer(answer, Records.read(answer.get("data"), type)));
    }

    /**
     * Sends it.
     *
     * @param <T> the type of an item
     * @param type what is listed
     * @return the list with all that the answer says
     */
    public <T> Answer<List<T>> answerOfList(Class<T> type) {
        return read(answer -> answer(answer, items(answer.get("data"), type)));
    }

    /**
     * Sends it.
     *
     * @param <T> the type of an item
     * @param type what is listed
     * @return a page that is followed by that of its {@code next_cursor}
     */
    public <T> Page<T> page(Class<T> type) {
        return page(
                type,
                (items, meta) ->
                        Map.of("cursor", meta.nextCursor() == null ? "" : meta.nextCursor()));
    }

    /**
     * Sends it.
     *
     * @param <T> the type of an item
     * @param type what is listed
     * @param onward the parameters that lead from a page to the next
     * @return the page
     */
    public <T> Page<T> page(Class<T> type, BiFunction<List<T>, Meta, Map<String, Object>> onward) {
        return read(answer ->
                page(
                        items(answer.get("data"), type),
                        Records.read(answer.get("meta"), Meta.class),
                        type,
                        onward));
    }

    private <T> Page<T> page(
            List<T> items,
            Meta meta,
            Class<T> type,
            BiFunction<List<T>, Meta, Map<String, Object>> onward) {
        if (!Boolean.TRUE.equals(meta.hasMore())) {
            return new Page<>(items, meta, null);
        }
        Map<String, Object> changed = new LinkedHashMap<>(query);
        changed.putAll(onward.apply(items, meta));
        return new Page<>(items, meta, () -> query(changed).page(type, onward));
    }

    /**
     * Sends it, for the one list whose page lies in its data.
     *
     * @param <T> the type of an item
     * @param member of the data that has the items
     * @param type what is listed
     * @return the page
     */
    public <T> Page<T> pageInData(String member, Class<T> type) {
        return read(answer -> {
            Map<?, ?> data = object(answer.get("data"));
            Map<String, @Nullable Object> said = new LinkedHashMap<>();
            object(answer.get("meta")).forEach((name, value) -> said.put("" + name, value));
            said.put("has_more", data.get("has_more"));
            said.put("next_cursor", data.get("next_cursor"));
            Meta meta = Records.read(said, Meta.class);
            List<T> items = items(data.get(member), type);
            if (meta.nextCursor() == null || !Boolean.TRUE.equals(meta.hasMore())) {
                return new Page<>(items, meta, null);
            }
            Map<String, Object> changed = new LinkedHashMap<>(query);
            changed.put("cursor", meta.nextCursor());
            return new Page<>(items, meta, () -> query(changed).pageInData(member, type));
        });
    }

    /**
     * Sends it, and goes where the answer leads, without the API key.
     *
     * @return what is there, whose reads wait as long as an attempt may take; to be closed
     */
    public InputStream followed() {
        HttpResponse<byte[]> leads = api.sendForRedirect(request(), repeatable);
        String location =
                leads.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> unreadable("it leads nowhere", null));
        HttpRequest file =
                HttpRequest.newBuilder(URI.create(api.server() + "/").resolve(location)).build();
        BodyHandler<InputStream> going =
                head ->
                        BodySubscribers.mapping(
                                BodySubscribers.ofInputStream(),
                                bytes ->
                                        new BufferedInputStream(
                                                new IdleTimeoutStream(bytes, api.timeout()),
                                                BUFFERED));
        return api.send(file, going, true, Duration.ZERO).body();
    }

    private HttpRequest request() {
        HttpRequest.Builder request = api.requestTo(path + Paths.query(query));
        if (body == null) {
            return request.method(method, BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.write(body)))
                .build();
    }

    /** The parameter {@code wait} lets the server hold an answer back for so many seconds. */
    private Duration heldBack() {
        Object wait = query.get("wait");
        return wait instanceof Integer seconds && seconds > 0
                ? Duration.ofSeconds(seconds)
                : Duration.ZERO;
    }

    private interface Reading<T> {
        T of(Map<?, ?> answer);
    }

    private <T> T read(Reading<T> reading) {
        try {
            String answer = new String(bytes(), StandardCharsets.UTF_8);
            return reading.of(object(Json.read(answer, OF_SENDERS)));
        } catch (JsonException other) {
            throw unreadable(String.valueOf(other.getMessage()), other);
        }
    }

    private static NoAnswerException unreadable(String why, @Nullable Exception cause) {
        return new NoAnswerException("the answer cannot be read: " + why, true, cause);
    }

    private static <T> Answer<T> answer(Map<?, ?> answer, T data) {
        Object message = answer.get("message");
        Object error = answer.get("error");
        return new Answer<>(
                data,
                Records.read(answer.get("meta"), Meta.class),
                message == null ? null : message.toString(),
                error == null ? null : Records.read(error, ErrorBody.class));
    }

    private static <T> List<T> items(@Nullable Object list, Class<T> type) {
        if (!(list instanceof List<?> values)) {
            throw new JsonException("there is no list");
        }
        return values.stream().map(item -> Records.read(item, type)).toList();
    }

    private static Map<?, ?> object(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> members)) {
            throw new JsonException("there is no object");
        }
        return members;
    }
}
