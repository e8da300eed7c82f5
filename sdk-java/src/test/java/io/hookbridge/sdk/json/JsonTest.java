package io.hookbridge.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@Tag("unit")
class JsonTest {

    /** What a receiver could get. */
    private record Order(
            @Nullable String id,
            int items,
            @Nullable Instant createdAt,
            List<String> answered2xx) {}

    private record Numbered(@Unwrapped Order order, long number) {}

    private enum State implements Word {
        OPEN("open"),
        UNRECOGNIZED("unrecognized");

        private final String word;

        State(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    private record InState(State state) {}

    private record Chosen(
            @NullIfAbsent @Nullable List<String> a,
            @NullIfAbsent @Nullable Map<String, String> b) {}

    private record Tree(List<Tree> below) {}

    /** Of somebody who names components as JSON does. */
    private record Named(
            String order_id,
            int answered_2xx,
            List<String> _tags,
            @Nullable String of_Both,
            String URL) {}

    private record BothWays(String orderId, String order_id) {}

    private enum Unworded {
        ONE
    }

    private record OfSets(Set<String> part) {}

    private record OfOptionals(Optional<String> part) {}

    private record OfNumberedKeys(Map<Integer, String> part) {}

    @SuppressWarnings("rawtypes") // That is the point.
    private record OfPlainLists(List part) {}

    private record OfWildcards(List<? extends Number> part) {}

    private record OfFloats(float part) {}

    private record OfTexts(CharSequence part) {}

    private record OfUnworded(Unworded part) {}

    private record OfNested(Map<String, List<OfSets>> whole) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"a\":[1,-2.5,true,false,null],\"b\":{\"c\":\"d\"}}",
                "\"\\\"\\\\\\u0000\\ud83d\\ude00é\"",
                "-0",
                "12345678901234567890",
                "1E+400",
            })
    void what_is_read_is_written_again(String json) {
        String written = Json.write(Json.read(json));

        assertThat(Json.read(written)).isEqualTo(Json.read(json));
    }

    @Test
    void numbers_keep_their_value() {
        assertThat(Json.read("[1, 9223372036854775808, 0.10, 1e2]"))
                .isEqualTo(
                        List.of(
                                1L,
                                new BigInteger("9223372036854775808"),
                                new BigDecimal("0.10"),
                                new BigDecimal("1e2")));
    }

    @Test
    void escapes_stand_for_characters() {
        assertThat(Json.read(" \"\\u0041\\n\\t\\/\\b\\f\\r\" ")).isEqualTo("A\n\t/\b\f\r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "1e1234567",
                "tru",
                "NaN",
                "'a'",
                "\"a",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u00g0\"",
                "\"\\u00\"",
                "1 2",
                "{} []",
                "{}\0x",
                "{}\0",
            })
    void anything_else_is_refused_without_being_repeated(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("not JSON: ");
    }

    @Test
    void depth_is_bounded() {
        assertThat(Json.read("[".repeat(200) + "]".repeat(200))).isInstanceOf(List.class);
        assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(JsonException.class);
    }

    @Test
    void the_digits_of_a_number_are_bounded() {
        assertThat(Json.read("1".repeat(1000))).isEqualTo(new BigInteger("1".repeat(1000)));
        assertThatThrownBy(() -> Json.read("1".repeat(1001)))
                .isInstanceOf(JsonException.class)
                .hasMessage("not JSON: a number of more than 1000 digits at character 1001");
        assertThatThrownBy(() -> Json.read("1." + "1".repeat(1000)))
                .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void a_number_that_is_not_finite_is_not_written(double number) {
        assertThatThrownBy(() -> Json.write(number)).isInstanceOf(JsonException.class);
    }

    @Test
    void something_that_json_does_not_have_is_not_written() {
        assertThatThrownBy(() -> Json.write(Map.of("a", new Object())))
                .isInstanceOf(JsonException.class)
                .hasMessage("JSON has nothing for a java.lang.Object");
    }

    @Test
    void half_a_character_is_written_as_an_escape() {
        assertThat(Json.write("\ud83d")).isEqualTo("\"\\ud83d\"");
    }

    @Test
    void a_json_text_is_written_as_it_stands() {
        assertThat(Json.write(Map.of("a", new JsonText("{ \"b\":1.0 }"))))
                .isEqualTo("{\"a\":{ \"b\":1.0 }}");
        assertThatThrownBy(() -> new JsonText("1},{")).isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":{}}",
                " [ 1e1234567 , [ ] , { } , -0.5E+7 , \"\\u00e9]\" , [[true],[false,null]] ] ",
                "\"a\"",
                "7",
            })
    void a_json_text_may_be_more_than_is_read(String json) {
        assertThat(Json.write(new JsonText(json))).isEqualTo(json);
        assertThat(Json.write(new JsonText("[".repeat(100_000) + "]".repeat(100_000))))
                .hasSize(200_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1}",
                "]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"a\":1]",
                "{1:1}",
                "{\"a\"}",
                "[{]}",
                "01",
                "1.",
                "1e",
                "nul",
                "\"",
                "\"\n\"",
                "\"\\x\"",
                "{} {}",
                "[]]",
                "1,2",
            })
    void a_json_text_is_one_value(String text) {
        assertThatThrownBy(() -> new JsonText(text))
                .isInstanceOf(JsonException.class)
                .hasMessageStartingWith("not JSON: ");
    }

    @Test
    void a_record_is_written_without_what_is_null_and_read_back() {
        Order order = new Order("o1", 2, null, List.of());

        String json = Json.write(order);

        assertThat(json).isEqualTo("{\"id\":\"o1\",\"items\":2,\"answered2xx\":[]}");
        assertThat(Records.read(Json.read(json), Order.class)).isEqualTo(order);
    }

    @Test
    void members_that_a_record_does_not_have_are_passed_over() {
        Object read =
                Json.read(
                        "{\"id\":\"o1\",\"items\":2,\"created_at\":\"2026-01-02T03:04:05Z\","
                                + "\"answered_2xx\":[\"a\"],\"new\":{},\"number\":7}");

        Order order = new Order("o1", 2, Instant.parse("2026-01-02T03:04:05Z"), List.of("a"));
        assertThat(Records.read(read, Order.class)).isEqualTo(order);
        assertThat(Records.read(read, Numbered.class)).isEqualTo(new Numbered(order, 7));
    }

    @Test
    void a_component_may_be_named_just_like_the_member() {
        String json = "{\"order_id\":\"o1\",\"answered_2xx\":2,\"_tags\":[\"a\"],\"URL\":\"u\"}";

        assertThat(Records.read(Json.read(json), Named.class))
                .isEqualTo(new Named("o1", 2, List.of("a"), null, "u"));
    }

    @Test
    void however_components_are_named_what_is_written_is_read_back() {
        Named named = new Named("o1", 2, List.of("a"), "b", "u");

        assertThat(Records.read(Json.read(Json.write(named)), Named.class)).isEqualTo(named);
    }

    @Test
    void a_member_of_the_very_name_goes_before_one_that_is_only_spelled_otherwise() {
        Object read = Json.read("{\"orderId\":\"a\",\"order_id\":\"b\"}");

        assertThat(Records.read(read, BothWays.class)).isEqualTo(new BothWays("a", "b"));
    }

    @Test
    void what_an_older_server_does_not_say_is_empty() {
        assertThat(Records.read(Map.of(), Order.class))
                .isEqualTo(new Order(null, 0, null, List.of()));
    }

    @Test
    void what_is_null_if_absent_is_told_apart_from_what_is_empty() {
        assertThat(Records.read(Map.of(), Chosen.class)).isEqualTo(new Chosen(null, null));
        assertThat(Records.read(Map.of("a", List.of(), "b", Map.of()), Chosen.class))
                .isEqualTo(new Chosen(List.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OfSets.class,
                OfOptionals.class,
                OfNumberedKeys.class,
                OfPlainLists.class,
                OfWildcards.class,
                OfFloats.class,
                OfTexts.class,
                OfUnworded.class,
                OfNested.class,
            })
    void a_type_that_json_is_not_read_into_is_named_whether_it_is_there_or_not(Class<?> type) {
        assertThatThrownBy(() -> Records.read(Map.of(), type))
                .isInstanceOf(UnreadableTypeException.class)
                .hasMessageMatching("Of\\w+\\.part has the type .+, which JSON is not read into");
    }

    @Test
    void a_record_may_contain_itself() {
        Object tree = Json.read("{\"below\":[{\"below\":[]}]}");

        assertThat(Records.read(tree, Tree.class))
                .isEqualTo(new Tree(List.of(new Tree(List.of()))));
    }

    @Test
    void a_word_that_is_not_known_is_told_as_such() {
        assertThat(Records.read(Map.of("state", "open"), InState.class).state())
                .isEqualTo(State.OPEN);
        assertThat(Records.read(Map.of("state", "ajar"), InState.class).state())
                .isEqualTo(State.UNRECOGNIZED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":1,\"items\":1}                       | the answer.id is no String",
                "{\"items\":1.5}                              | the answer.items is no int",
                "{\"items\":3000000000}                       | the answer.items is no int",
                "{\"items\":1,\"created_at\":\"yesterday\"}   | the answer.createdAt is no Instant",
                "{\"items\":1,\"answered_2xx\":\"a\"}         | the answer.answered2xx is no array",
                "[]                                           | the answer is no object",
                "null                                         | the answer is null",
            })
    void an_answer_of_another_form_is_refused_with_the_place(String json, String message) {
        assertThatThrownBy(() -> Records.read(Json.read(json), Order.class))
                .isInstanceOf(JsonException.class)
                .hasMessage(message);
    }
}
