package io.hookbridge.db.citus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.db.Database;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.UUID;

/** What one PostgreSQL says to whoever takes it for several, and what several say. */
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
        assumeFalse(citus.isSpread(), "the tests run on Citus");
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
    void what_is_spread_is_not_spread_again() {
        assumeTrue(citus.isSpread(), "the tests run on one PostgreSQL");

        assertThat(citus.obstacle()).isEmpty();
        assertThat(citus.spread(8)).isFalse();
        assertThat(citus.servers())
                .allMatch(ClusterServer::reachable)
                .anyMatch(server -> server.takesShards() && server.shards() > 0);
    }

    /** Each task is a statement to a server, and is planned there anew. */
    @ParameterizedTest
    @ValueSource(strings = {"recorded_message", "known_under_way_message"})
    void a_message_whose_id_is_known_is_looked_for_in_one_shard(String view) {
        assumeTrue(citus.isSpread(), "the tests run on one PostgreSQL");

        List<String> plan =
                jdbi.withHandle(handle ->
                        handle.createQuery(
                                        """
                                        EXPLAIN SELECT * FROM %s
                                         WHERE environment_id = :environment AND id = ANY(:ids)
                                        """
                                                .formatted(view))
                                .bind("environment", UUID.randomUUID())
                                .bind("ids", new UUID[] {UUID.randomUUID()})
                                .mapTo(String.class)
                                .list());

        assertThat(plan)
                .filteredOn(line -> line.contains("Task Count"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith(" 1"));
    }

    @Test
    void what_is_over_everywhere_is_settled() {
        assertThat(is("SELECT settled(now() - interval '1 day')")).isTrue();
        assertThat(is("SELECT settled(clock_timestamp())")).isTrue();
    }

    private boolean is(String question) {
        return jdbi.withHandle(handle -> handle.createQuery(question).mapTo(Boolean.class).one());
    }
}
