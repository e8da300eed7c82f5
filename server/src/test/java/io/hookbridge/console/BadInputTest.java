package io.hookbridge.console;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookbridge.http.Exchange;
import io.hookbridge.outbound.OutboundTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.URLEncoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Types what nobody expects into every form that can be reached from the first page. */
@Tag("database")
class BadInputTest {

    private static final Pattern LINK = Pattern.compile("href=\"(/console/[^\"#?]*)");
    private static final Pattern FORM =
            Pattern.compile("(?s)<form method=\"post\" action=\"([^\"]+)\".*?</form>");
    private static final Pattern QUESTION =
            Pattern.compile("(?s)<form [^>]*method=\"get\" action=\"([^\"]+)\".*?</form>");
    private static final Pattern FIELD =
            Pattern.compile("<(input|textarea|select)\\b((?:[^>\"]|\"[^\"]*\")*)>");
    private static final String MARK = "<b onmouseover=alert(1)>";

    private static ConsoleServer server;
    private static ConsoleServer.Browser browser;

    /** Every page with a form to type into, by what tells its forms apart. */
    private static final Map<String, Typed> FORMS = new LinkedHashMap<>();

    /** The same of forms that only ask. */
    private static final Map<String, Typed> QUESTIONS = new LinkedHashMap<>();

    /**
     * @param page where the form stands
     * @param fields those to type into
     * @param others the rest, as the page has them
     */
    private record Typed(
            String page, String action, Set<String> fields, Map<String, String> others) {}

    @BeforeAll
    static void walk() {
        server = new ConsoleServer();
        String endpoint = server.endpoint("https://203.0.114.9/orders");
        String message = server.send(endpoint);
        browser = server.signedIn(server.owner());
        String place = browser.place();
        var _ =
                OutboundTest.poll(
                        "the first attempt",
                        () -> browser.open(place + "/messages/" + message + "/signature").text(),
                        page -> page.contains("name=\"secret\""));
        Deque<String> next = new ArrayDeque<>();
        next.add(place + "/home");
        next.add(place + "/messages/" + message + "/replay");
        next.add(place + "/messages/" + message + "/signature");
        next.add(place + "/sources/new/github");
        next.add(place + "/sources/new/other");
        Set<String> seen = new HashSet<>();
        while (!next.isEmpty()) {
            String page = next.poll();
            if (!seen.add(shape(page)) || page.contains("/test/") || page.contains("/file")) {
                continue;
            }
            String html = browser.open(page).text();
            LINK.matcher(html).results().map(found -> found.group(1)).forEach(next::add);
            FORM.matcher(html).results().forEach(form -> note(FORMS, page, form));
            QUESTION.matcher(html).results().forEach(form -> note(QUESTIONS, page, form));
        }
    }

    /** Pages that differ in ids alone are alike. */
    private static String shape(String path) {
        return path.replaceAll("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f-]{16,}", "{id}");
    }

    private static void note(Map<String, Typed> forms, String page, MatchResult form) {
        Set<String> fields = new LinkedHashSet<>();
        Map<String, String> others = new LinkedHashMap<>();
        FIELD.matcher(form.group())
                .results()
                .forEach(field -> {
                    String attributes = field.group(2);
                    String name = attribute(attributes, "name");
                    String type = attribute(attributes, "type");
                    boolean chosen = attributes.contains(" checked");
                    if (type.equals("hidden")
                            || ((type.equals("radio") || type.equals("checkbox")) && chosen)) {
                        others.put(name, attribute(attributes, "value"));
                    } else if (!type.equals("radio")
                            && !type.equals("checkbox")
                            && !name.isEmpty()) {
                        fields.add(name);
                    }
                });
        others.remove("form_token");
        if (!fields.isEmpty()) {
            forms.putIfAbsent(
                    shape(form.group(1)) + fields, new Typed(page, form.group(1), fields, others));
        }
    }

    private static String attribute(String attributes, String name) {
        Matcher value = Pattern.compile(" " + name + "=\"([^\"]*)\"").matcher(attributes);
        return value.find() ? value.group(1) : "";
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> inputs() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("blanks", " \t \r\n "),
                Arguments.of("too much", "x".repeat(9000)),
                Arguments.of("emoji", "🦊👩‍👩‍👧"),
                Arguments.of("right to left", "\u202eשלום مرحبا\u202c"),
                Arguments.of("HTML", MARK + "\"'</textarea>"),
                Arguments.of("NUL", "a\u0000b"));
    }

    @Test
    void the_walk_finds_the_forms_that_people_type_into() {
        assertThat(FORMS.values().stream().map(form -> shape(form.action())))
                .contains("/console/projects", "/console/account/password")
                .anyMatch(action -> action.endsWith("/api-keys/new"))
                .anyMatch(action -> action.endsWith("/settings/retries"))
                .anyMatch(action -> action.endsWith("/people"))
                .anyMatch(action -> action.endsWith("/endpoints/new"))
                .anyMatch(action -> action.endsWith("/playground"))
                .anyMatch(action -> action.endsWith("/signature"))
                .anyMatch(action -> action.endsWith("/exports"));
        assertThat(QUESTIONS.values().stream().map(Typed::action))
                .contains("/console/find")
                .anyMatch(action -> action.endsWith("/messages"))
                .anyMatch(action -> action.endsWith("/endpoints"))
                .anyMatch(action -> action.endsWith("/audit"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void every_question_is_answered_with_a_page(String kind, String input) {
        QUESTIONS
                .values()
                .forEach(form -> {
                    Map<String, String> fields = new LinkedHashMap<>(form.others());
                    form.fields().forEach(name -> fields.put(name, input));
                    String query =
                            fields.entrySet().stream()
                                    .map(field ->
                                            URLEncoder.encode(field.getKey(), UTF_8)
                                                    + "="
                                                    + URLEncoder.encode(field.getValue(), UTF_8))
                                    .collect(Collectors.joining("&"));

                    Exchange answer = browser.get(form.action() + "?" + query);

                    assertThat(answer.status())
                            .as(form.action() + ": " + answer.text())
                            .isIn(200, 303, 400, 404, 414, 422);
                    assertThat(answer.text()).as(form.action()).doesNotContain(MARK);
                });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void every_form_takes_it_or_says_why_not(String kind, String input) {
        FORMS.values()
                .forEach(form -> {
                    Map<String, String> fields = new LinkedHashMap<>(form.others());
                    form.fields().forEach(name -> fields.put(name, input));

                    Exchange answer = browser.submit(form.page(), form.action(), fields);

                    assertThat(answer.status())
                            .as(form.action() + ": " + answer.text())
                            .isIn(200, 201, 303, 400, 404, 409, 422, 429);
                    String page =
                            answer.status() == 303
                                    ? browser.open(answer.header("Location").orElseThrow()).text()
                                    : answer.text();
                    assertThat(page).as(form.action()).contains("<h1").doesNotContain(MARK);
                });
    }
}
