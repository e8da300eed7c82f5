package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

@Tag("database")
class HotStatementTest {

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));

    @AfterEach
    void close() {
        database.close();
    }

    /** Often enough for the driver to prepare it at the server. */
    @Test
    void statements_that_run_together_have_their_own_arguments_and_rows() {
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE told (n int, of text)"));
        for (int i = 0; i < 60; i += 5) {
            int number = i;
            HotStatement.Together together = new HotStatement.Together();
            List<Integer> doubled =
                    together.query(
                            "SELECT 2 * ?::int", to -> to.number(number), row -> row.getInt(1));
            together.update(
                    "INSERT INTO told VALUES (?, ?), (?, ?)",
                    to -> to.number(number).text("one").number(number + 1).text(null));
            List<String> read =
                    together.query(
                            "SELECT n || coalesce(of, '-') FROM told WHERE n >= ? ORDER BY n",
                            to -> to.number(number),
                            row -> row.getString(1));

            jdbi.useTransaction(together::run);

            assertThat(doubled).containsExactly(2 * number);
            assertThat(read).containsExactly(number + "one", number + 1 + "-");
        }
    }

    @Test
    void one_that_fails_fails_all_of_them() {
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE kept (n int)"));
        HotStatement.Together together = new HotStatement.Together();
        together.update("INSERT INTO kept VALUES (?)", to -> to.number(1));
        together.update("INSERT INTO kept VALUES (1 / ?)", to -> to.number(0));
        together.update("INSERT INTO kept VALUES (?)", to -> to.number(2));

        assertThatThrownBy(() -> jdbi.useTransaction(together::run))
                .isInstanceOf(UnableToExecuteStatementException.class)
                .hasRootCauseMessage("ERROR: division by zero");
        assertThat(
                        jdbi.<List<Integer>, RuntimeException>withHandle(handle ->
                                handle.createQuery("SELECT n FROM kept")
                                        .mapTo(Integer.class)
                                        .list()))
                .isEmpty();
    }
}
