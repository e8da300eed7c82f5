package io.hookbridge.app.importing;

import io.hookbridge.app.terminal.StartFailure;
import io.hookbridge.base.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        JsonNode list = list(read(file));
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

    /** Svix answers with the list in {@code data}, Convoy with it in {@code data.content}. */
    private static JsonNode list(JsonNode answer) {
        JsonNode data = answer.isObject() ? answer.path("data") : answer;
        return data.isObject() ? data.path("content") : data;
    }
}
