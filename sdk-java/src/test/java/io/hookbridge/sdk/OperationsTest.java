package io.hookbridge.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookbridge.sdk.StubServer.Asked;
import io.hookbridge.sdk.StubServer.Reply;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Calls every method of the client, with every member said, against a server that answers with the
 * examples of {@code docs/openapi.yaml}, and compares what was asked and what can be answered with
 * that document.
 */
@Tag("unit")
class OperationsTest {

    private static final Map<String, String> NOT_HERE =
            Map.of(
                    "receiveStripeWebhook", "called by Stripe",
                    "receiveWebhook", "called by Stripe",
                    "receiveInboundWebhook", "called by those who send webhooks",
                    "answerHandshake", "called by those who send webhooks",
                    "answerPreflightHandshake", "called by those who send webhooks",
                    "listen", "a WebSocket; listenToInboundEndpoint gives the same",
                    "getOpenApi", "the document itself",
                    "getOpenApiJson", "the document itself",
                    "getDocs", "the document itself");

    /** A method, and what it asked for. */
    private record Call(Method method, List<Asked> asked) {}

    private static final Description API = new Description();
    private static final List<Call> CALLS = new ArrayList<>();
    private static StubServer server;

    @BeforeAll
    static void call_every_method() throws Exception {
        server = new StubServer(OperationsTest::example);
        HookBridge client = server.client().build();
        for (Method area : HookBridge.class.getMethods()) {
            if (area.getReturnType().getSimpleName().endsWith("Api")) {
                Object api = area.invoke(client);
                for (Method method : area.getReturnType().getDeclaredMethods()) {
                    if (Modifier.isPublic(method.getModifiers())) {
                        call(api, method);
                    }
                }
            }
        }
    }

    private static void call(Object api, Method method) throws Exception {
        server.asked.clear();
        Object answer = method.invoke(api, Samples.arguments(method));
        if (answer instanceof InputStream open) {
            open.close();
        }
        CALLS.add(new Call(method, List.copyOf(server.asked)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply example(Asked asked) {
        Description.Operation operation = API.of(asked.method(), asked.path());
        if (operation.id().equals("downloadExport")) {
            return Reply.of(302, "")
                    .with("Location", "/v1/exports/1/file?key_id=1&expires=1&signature=1");
        }
        List<String> examples = operation.examples();
        return Reply.of(200, examples.isEmpty() ? "{}" : examples.get(0));
    }

    @Test
    void every_operation_has_a_method() {
        Set<String> missing = new TreeSet<>();
        API.operations.forEach(operation -> missing.add(operation.id()));
        missing.removeAll(NOT_HERE.keySet());
        asked().keySet().forEach(missing::remove);

        assertThat(missing).isEmpty();
        assertThat(asked().keySet()).doesNotContainAnyElementsOf(NOT_HERE.keySet());
    }

    @Test
    void everything_that_can_be_said_has_a_setter_and_nothing_else_is_said() {
        Shapes shapes = new Shapes(API);
        Set<String> differences = new TreeSet<>();
        asked().forEach((id, requests) -> {
            Description.Operation operation = operation(id);
            Set<String> query = new TreeSet<>();
            Set<String> body = new TreeSet<>();
            for (Asked request : requests) {
                query.addAll(names(request.query()));
                if (!request.body().isEmpty()) {
                    body.addAll(Shapes.said(request.body()));
                }
            }
            if (!query.equals(new TreeSet<>(operation.query()))) {
                differences.add(id + ": " + query + " of " + operation.query());
            }
            Set<String> sayable = shapes.sayable(operation.request());
            if (!body.equals(sayable)) {
                differences.add(id + ": " + body + " of " + sayable);
            }
        });

        assertThat(differences).isEmpty();
    }

    @Test
    void a_message_of_a_batch_says_what_a_single_one_says() {
        assertThat(theBodyOf("sendWebhooks"))
                .isEqualTo("{\"messages\":[" + theBodyOf("sendWebhook") + "]}");
    }

    private static String theBodyOf(String id) {
        return Objects.requireNonNull(asked().get(id)).get(0).body();
    }

    @Test
    void everything_that_can_be_answered_has_a_place_of_its_type() {
        Shapes shapes = new Shapes(API);
        for (Call call : CALLS) {
            Description.Operation operation =
                    API.of(call.asked.get(0).method(), call.asked.get(0).path());
            compare(shapes, call.method.getGenericReturnType(), operation);
        }

        assertThat(shapes.differences).isEmpty();
        // What senders have written is passed over where it is more than is read: see Call.
        assertThat(shapes.anything)
                .filteredOn(where -> !where.endsWith(".payload") && !where.endsWith(".body"))
                .as("what may be any JSON, and was checked when it was stored")
                .containsOnly(
                        "createInboundPreset.verify",
                        "getInboundPreset.verify",
                        "listInboundPresets.verify",
                        "updateInboundPreset.verify");
    }

    private static void compare(Shapes shapes, Type type, Description.Operation operation) {
        JsonNode data = operation.answer().path("properties").path("data");
        JsonNode meta = API.resolved(operation.answer().path("properties").path("meta"));
        if (type == void.class || type == byte[].class || type == InputStream.class) {
            return;
        }
        if (!(type instanceof ParameterizedType generic)) {
            shapes.compare(type, List.of(data), operation.id());
            // Of figures nobody needs the very moment.
            assertThat(names(meta))
                    .as("what is lost of " + operation)
                    .isSubsetOf("as_of", "request_id");
            return;
        }
        Type inner = generic.getActualTypeArguments()[0];
        if (generic.getRawType() == Page.class) {
            JsonNode items = API.resolved(data).path("properties").path("messages");
            JsonNode list = items.isMissingNode() ? data : items;
            shapes.compare(inner, List.of(list.path("items")), operation.id());
        } else {
            shapes.compare(
                    generic.getRawType() == List.class ? generic : inner,
                    List.of(data),
                    operation.id());
        }
        assertThat(components(Meta.class)).containsAll(names(meta));
    }

    /** In small letters and without underscores. */
    private static Set<String> components(Class<?> type) {
        Set<String> names = new TreeSet<>();
        Arrays.stream(type.getRecordComponents())
                .forEach(each ->
                        names.add(
                                each.getName()
                                        .replaceAll("([A-Z])", "_$1")
                                        .toLowerCase(Locale.ROOT)));
        return names;
    }

    private static Set<String> names(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.path("properties").properties().forEach(each -> names.add(each.getKey()));
        return names;
    }

    private static Set<String> names(@Nullable String query) {
        Set<String> names = new TreeSet<>();
        if (query != null) {
            for (String each : query.split("&")) {
                names.add(each.replaceAll("=.*", ""));
            }
        }
        return names;
    }

    private static Description.Operation operation(String id) {
        return API.operations.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The requests to each operation. */
    private static Map<String, List<Asked>> asked() {
        Map<String, List<Asked>> all = new TreeMap<>();
        for (Call call : CALLS) {
            for (Asked request : call.asked) {
                all.computeIfAbsent(
                                API.of(request.method(), request.path()).id(),
                                id -> new ArrayList<>())
                        .add(request);
            }
        }
        return all;
    }
}
