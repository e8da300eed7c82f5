package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

@Tag("database")
class ArrayArgumentsTest {

    @AutoClose private static final TestDatabase own = TestDatabase.create();

    @AutoClose
    private static final Database pooled =
            Database.open(own.address(), 2, new SimpleMeterRegistry(), System::nanoTime);

    private static Jdbi jdbi(boolean binary) {
        return binary ? pooled.jdbi() : Database.withArguments(Jdbi.create(own.dataSource()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void identifiers_arrive_as_they_were_sent(boolean binary) {
        @Nullable UUID[] ids = {
            new UUID(0, 0), null, UUID.fromString("01935abc-def0-7123-a567-890abcdef012")
        };
        assertThat(elements(binary, "uuid", ids))
                .containsExactly(
                        "00000000-0000-0000-0000-000000000000",
                        null,
                        "01935abc-def0-7123-a567-890abcdef012");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moments_arrive_to_the_microsecond_also_before_the_year_2000(boolean binary) {
        @Nullable Instant[] times = {
            Instant.parse("2026-11-22T10:15:00.123456Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            null
        };
        List<Instant> arrived =
                jdbi(binary)
                        .withHandle(handle ->
                                handle.createQuery("SELECT * FROM unnest(:times::timestamptz[])")
                                        .bind("times", times)
                                        .mapTo(Instant.class)
                                        .list());
        assertThat(arrived).containsExactlyElementsOf(Arrays.asList(times));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void texts_numbers_and_flags_arrive_as_they_were_sent(boolean binary) {
        assertThat(elements(binary, "text", new @Nullable String[] {"a\"b\\c,{é}", "", null}))
                .containsExactly("a\"b\\c,{é}", "", null);
        assertThat(elements(binary, "int", new @Nullable Integer[] {-1, null}))
                .containsExactly("-1", null);
        assertThat(elements(binary, "bigint", new @Nullable Long[] {Long.MAX_VALUE, null}))
                .containsExactly("9223372036854775807", null);
        assertThat(elements(binary, "bool", new @Nullable Boolean[] {true, false, null}))
                .containsExactly("true", "false", null);
        assertThat(elements(binary, "bytea", new byte @Nullable [][] {{0, 1, -1}, {}}))
                .containsExactly("\\x0001ff", "\\x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_array_may_be_empty(boolean binary) {
        assertThat(elements(binary, "uuid", new UUID[0])).isEmpty();
        assertThat(elements(binary, "timestamptz", new Instant[0])).isEmpty();
        assertThat(elements(binary, "text", new String[0])).isEmpty();
    }

    private static List<@Nullable String> elements(boolean binary, String type, Object array) {
        return jdbi(binary)
                .withHandle(handle ->
                        handle.createQuery(
                                        "SELECT e::text FROM unnest(:array::%s[]) AS e"
                                                .formatted(type))
                                .bind("array", array)
                                .mapTo(String.class)
                                .list());
    }
}
