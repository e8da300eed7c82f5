package io.hookbridge.app.importing;

import io.hookbridge.app.terminal.PlainText;
import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the endpoints that another system has listed. */
final class Listing {

    private static final int MOST_BYTES = 64 * 1024 * 1024;

    private Listing() {}

    /**
     * @param file an answer of the other system's API, or the list that is in it; {@code -} is the
     *     standard input
     * @throws StartFailure if that cannot be read, or lists none
     */
    static List<ForeignEndpoint> of(Path file, Origin origin) {
        JsonNode answer = read(file);
        if (goesOn(answer)) {
            throw new StartFailure(
                    file + " is one page of several: put the lists of all pages into one, [ … ]");
        }
        JsonNode list = list(answer);
        List<ForeignEndpoint> endpoints = new ArrayList<>();
        for (JsonNode listed : list) {
            ForeignEndpoint endpoint = origin.read(listed);
            if (endpoint.url().isEmpty()) {
                throw new StartFailure(
                        "%s: number %d of the list has no url: is it of %s?"
                                .formatted(file, endpoints.size() + 1, origin.word()));
            }
            endpoints.add(endpoint);
        }
        Set<String> urls = new HashSet<>();
        for (ForeignEndpoint endpoint : endpoints) {
            if (!urls.add(endpoint.url())) {
                throw new StartFailure(
                        "%s lists two endpoints with one url, and here is room for one: take one out: %s"
                                .formatted(file, PlainText.line(endpoint.url(), 200)));
            }
        }
        if (endpoints.isEmpty()) {
            throw new StartFailure(file + " lists no endpoints");
        }
        return endpoints;
    }

    private static JsonNode read(Path file) {
        byte[] bytes;
        try (InputStream in =
                file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException unreadable) {
            throw new StartFailure(file + " cannot be read");
        }
        if (bytes.length > MOST_BYTES) {
            throw new StartFailure(file + " is longer than 64 MiB: split the list");
        }
        try {
            return Json.MAPPER.readTree(bytes);
        } catch (JacksonException noJson) {
            throw new StartFailure(file + " is no JSON");
        }
    }

    /** Whether the list goes on, on a page that is not in the file. */
    private static boolean goesOn(JsonNode answer) {
        return (answer.path("done").isBoolean() && !answer.path("done").asBoolean())
                || answer.path("data").path("pagination").path("has_next_page").asBoolean(false);
    }

    /** Svix answers with the list in {@code data}, Convoy with it in {@code data.content}. */
    private static JsonNode list(JsonNode answer) {
        JsonNode data = answer.isObject() ? answer.path("data") : answer;
        return data.isObject() ? data.path("content") : data;
    }
}
