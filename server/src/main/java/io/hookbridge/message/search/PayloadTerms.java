package io.hookbridge.message.search;

import io.hookbridge.base.Json;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Takes from a payload what its message can be found by. Pure.
 *
 * <p>Of JSON these are the values of members and the words in them, of other text the words, and of
 * bytes that are no text nothing. What is cut off, or goes wrong on the way, is told as far as it
 * goes.
 */
final class PayloadTerms {

    /** As much of a payload is looked at. */
    static final int MOST_BYTES = 64 * 1024;

    /** As many members are told, and as many words. */
    static final int MOST_TERMS = 200;

    /** Of which a name in a path is one character at least. */
    private static final int LONGEST_PATH = 200;

    /** What senders call the type of an event at the root; all are found as {@code type}. */
    private static final Set<String> TYPES = Set.of("event", "event_type");

    private static final char BROKEN = '\uFFFD';

    private final Set<SearchTerm> members = new LinkedHashSet<>();
    private final Set<SearchTerm> words = new LinkedHashSet<>();

    private PayloadTerms() {}

    /**
     * @param beginning of the payload, or all of it
     * @param key the idempotency key, whose words count as well; null for none
     */
    static Set<SearchTerm> of(byte[] beginning, @Nullable String key) {
        PayloadTerms terms = new PayloadTerms();
        if (key != null) {
            terms.addWords(key);
        }
        if (looksLikeJson(beginning)) {
            terms.addJson(beginning);
        } else {
            terms.addText(beginning);
        }
        Set<SearchTerm> all = new LinkedHashSet<>(terms.members);
        all.addAll(terms.words);
        return all;
    }

    private static boolean looksLikeJson(byte[] payload) {
        int at = 0;
        while (at < payload.length && payload[at] <= ' ' && payload[at] > 0) {
            at++;
        }
        return at < payload.length && (payload[at] == '{' || payload[at] == '[');
    }

    private void addJson(byte[] payload) {
        Deque<String> objects = new ArrayDeque<>();
        String path = "";
        try (JsonParser json = Json.MAPPER.createParser(payload)) {
            for (JsonToken token = json.nextToken();
                    token != null && !isFull();
                    token = json.nextToken()) {
                switch (token) {
                    case START_OBJECT -> objects.push(path);
                    case END_OBJECT -> path = objects.pop();
                    case PROPERTY_NAME -> path = path(objects.getFirst(), json.currentName());
                    case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                            addValue(path, json.getString());
                    case VALUE_TRUE, VALUE_FALSE -> addMember(path, json.getString());
                    case START_ARRAY,
                            END_ARRAY,
                            VALUE_NULL,
                            VALUE_EMBEDDED_OBJECT,
                            NOT_AVAILABLE -> {}
                }
            }
        } catch (JacksonException end) {
            // Of a payload that is cut off, or is no JSON after all, what came before counts.
        }
    }

    private static String path(String object, String name) {
        return object.isEmpty() ? name : object + "." + name;
    }

    private boolean isFull() {
        return members.size() >= MOST_TERMS && words.size() >= MOST_TERMS;
    }

    private void addValue(String path, String value) {
        addMember(path, value);
        addWords(value);
    }

    private void addMember(String path, String value) {
        if (path.isEmpty() || path.length() > LONGEST_PATH || members.size() >= MOST_TERMS) {
            return;
        }
        members.add(SearchTerm.at(path, value));
        if (TYPES.contains(path)) {
            members.add(SearchTerm.at("type", value));
        }
    }

    private void addText(byte[] payload) {
        String text = new String(payload, StandardCharsets.UTF_8);
        // The last character may be cut off.
        int broken = text.indexOf(BROKEN);
        if (text.indexOf('\0') < 0 && (broken < 0 || broken >= text.length() - 1)) {
            addWords(text);
        }
    }

    private void addWords(String text) {
        for (SearchTerm word : SearchTerm.words(text)) {
            if (words.size() >= MOST_TERMS) {
                return;
            }
            words.add(word);
        }
    }
}
