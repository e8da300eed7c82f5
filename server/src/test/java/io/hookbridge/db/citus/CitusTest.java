package io.hookbridge.db.citus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one PostgreSQL says to whoever takes it for several. */
@Tag("database")
class CitusTest {

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final Citus citus = new Citus(jdbi);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_plain_database_is_refused_before_anything_is_done() {
        assertThat(citus.isSpread()).isFalse();
        assertThat(citus.obstacle())
                .hasValueSatisfying(sentence ->
                        assertThat(sentence)
                                .contains("plain PostgreSQL", "CREATE EXTENSION citus"));
        assertThatThrownBy(() -> citus.spread(8))
                .isInstanceOf(CitusRefused.class)
                .hasMessageContaining("plain PostgreSQL");
        assertThat(citus.isSpread()).isFalse();
    }

    @Test
    void one_server_has_always_settled_everything() {
        assertThat(is("SELECT settled(now() - interval '1 day')")).isTrue();
        assertThat(is("SELECT settled(clock_timestamp())")).isTrue();
    }

    private boolean is(String question) {
        return jdbi.withHandle(handle -> handle.createQuery(question).mapTo(Boolean.class).one());
    }
}
