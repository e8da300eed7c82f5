package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

@Tag("database")
class CopyRowsTest {

    private static final String[] COLUMNS = {"id", "t", "b", "n", "f", "at", "day"};

    private static TestDatabase database;
    private static Jdbi jdbi;

    @BeforeAll
    static void start() {
        database = TestDatabase.empty();
        jdbi = Jdbi.create(database.dataSource());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void make() {
        jdbi.useHandle(handle -> {
            handle.execute("DROP TABLE IF EXISTS copied");
            handle.execute(
                    "CREATE TABLE copied (id uuid, t text, b bytea, n int, f boolean, at timestamptz, day date NOT NULL)");
        });
    }

    private static void write(CopyRows rows) {
        jdbi.useTransaction(rows::write);
    }

    private static List<String> found() {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT concat_ws('|', id, t, encode(b, 'hex'), n, f,
                                                 to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), day)
                                  FROM copied ORDER BY n
                                """)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void values_come_out_as_they_went_in() {
        UUID id = UUID.fromString("0193ffff-8000-7abc-bfff-ffffffffffff");

        write(
                new CopyRows("copied", COLUMNS)
                        .row()
                        .uuid(id)
                        .text("Grüße, 世界 \\N \t")
                        .bytes(HexFormat.of().parseHex("00ff5c2e"))
                        .number(-7)
                        .flag(true)
                        .time(Instant.parse("1999-12-31T23:59:58.000001Z"))
                        .date(LocalDate.of(1999, 12, 31))
                        .row()
                        .uuid(id)
                        .text("")
                        .bytes(new byte[0])
                        .number(Integer.MAX_VALUE)
                        .flag(false)
                        .time(Instant.parse("2026-11-29T03:04:05.123456789Z"))
                        .date(LocalDate.of(2028, 2, 29)));

        assertThat(found())
                .containsExactly(
                        id
                                + "|Grüße, 世界 \\N \t|00ff5c2e|-7|t|1999-12-31 23:59:58.000001|1999-12-31",
                        id + "|||2147483647|f|2026-11-29 03:04:05.123456|2028-02-29");
    }

    @Test
    void what_is_not_there_is_null() {
        write(
                new CopyRows("copied", COLUMNS)
                        .row()
                        .uuid(null)
                        .text(null)
                        .bytes(null)
                        .number(null)
                        .flag(null)
                        .time(null)
                        .date(LocalDate.of(2026, 1, 1)));

        assertThat(found()).containsExactly("2026-01-01");
    }

    @Test
    void rows_beyond_the_first_buffer_are_whole() {
        CopyRows rows = new CopyRows("copied", "n", "b", "day");
        byte[] large = new byte[100_000];
        for (int i = 0; i < 50; i++) {
            rows.row().number(i).bytes(large).date(LocalDate.EPOCH);
        }

        write(rows);

        assertThat(
                        jdbi.<Long, RuntimeException>withHandle(handle ->
                                handle.createQuery("SELECT sum(length(b)) FROM copied")
                                        .mapTo(Long.class)
                                        .one()))
                .isEqualTo(5_000_000);
    }

    @Test
    void without_rows_nothing_is_asked_of_the_database() {
        CopyRows rows = new CopyRows("no_such_table", "n");

        write(rows);

        assertThat(rows.isEmpty()).isTrue();
    }

    @Test
    void a_row_that_is_refused_fails_all_and_the_connection_goes_on() {
        jdbi.useHandle(handle -> {
            handle.begin();
            assertThatThrownBy(() ->
                            new CopyRows("copied", "n", "t", "day")
                                    .row()
                                    .number(1)
                                    .text("good")
                                    .date(LocalDate.EPOCH)
                                    .row()
                                    .number(2)
                                    .text("has \0 in it")
                                    .date(LocalDate.EPOCH)
                                    .write(handle))
                    .hasMessageContaining("rows could not be copied");
            handle.rollback();
            assertThat(handle.createQuery("SELECT count(*) FROM copied").mapTo(Integer.class).one())
                    .isZero();
        });
    }
}
