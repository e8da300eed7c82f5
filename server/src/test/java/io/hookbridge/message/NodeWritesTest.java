package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookbridge.base.Patience;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.BreakableLink.Break;
import io.hookbridge.db.Database;
import io.hookbridge.db.DoubtException;
import io.hookbridge.db.TestDatabase;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

@Tag("database")
class NodeWritesTest {

    private static final Uuid7 IDS = new Uuid7(Instant::now);

    private static WrittenRows rows;
    private static NodeWrites writes;

    private final UUID node = IDS.next();
    private final UUID row = IDS.next();

    @BeforeAll
    static void start() throws IOException {
        rows = new WrittenRows();
        writes = new NodeWrites(rows.linked());
    }

    @AfterAll
    static void stop() throws IOException {
        rows.close();
    }

    private void alive() {
        rows.revive(node);
    }

    private boolean write() {
        return writes.run(node, this::isWritten, handle -> WrittenRows.insert(handle, row));
    }

    private boolean isWritten(Handle handle) {
        return WrittenRows.isWritten(handle, row);
    }

    private boolean isWritten() {
        return rows.direct().withHandle(this::isWritten);
    }

    @Test
    void a_node_that_is_alive_writes() {
        alive();

        assertThat(write()).isTrue();
        assertThat(isWritten()).isTrue();
    }

    @Test
    void a_node_that_is_fenced_or_gone_writes_nothing() {
        assertThatThrownBy(this::write).isInstanceOf(FencedException.class);

        alive();
        rows.direct()
                .useHandle(handle ->
                        handle.execute("UPDATE node SET fenced = true WHERE id = ?", node));
        assertThatThrownBy(this::write).isInstanceOf(FencedException.class);
        assertThat(isWritten()).isFalse();
    }

    @Test
    void a_take_over_waits_for_what_is_being_written_and_a_heartbeat_does_not() {
        alive();

        writes.run(
                node,
                this::isWritten,
                handle -> {
                    assertThat(
                                    rows.direct()
                                            .<Integer, RuntimeException>withHandle(other ->
                                                    other.execute(
                                                            "UPDATE node SET alive_until = now() WHERE id = ?",
                                                            node)))
                            .isEqualTo(1);
                    assertThatThrownBy(() ->
                                    rows.direct()
                                            .useHandle(other ->
                                                    other.execute(
                                                            "SELECT FROM node WHERE id = ? FOR UPDATE NOWAIT",
                                                            node)))
                            .hasMessageContaining("could not obtain lock");
                    return WrittenRows.insert(handle, row);
                });

        assertThat(isWritten()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void a_doubt_ends_with_what_the_rows_tell(Break how) {
        alive();
        rows.link().breakNext(how);

        DoubtException doubt = catchThrowableOfType(DoubtException.class, this::write);

        if (how == Break.HALF) {
            // As long as the old session lives, a row that is not there proves nothing.
            assertThat(doubt.written()).isNotDone();
            rows.link().hangUp();
        }
        boolean written =
                doubt.written().orTimeout(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(written).isEqualTo(how == Break.AFTER).isEqualTo(isWritten());
    }

    @Test
    void a_warning_at_the_commit_is_a_doubt_that_the_rows_end() {
        alive();
        rows.direct()
                .useHandle(handle -> {
                    handle.execute(
                            """
                            CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$
                            BEGIN
                                RAISE WARNING 'one server has not committed yet';
                                RETURN NULL;
                            END $$
                            """);
                    handle.execute(
                            """
                            CREATE CONSTRAINT TRIGGER warns AFTER INSERT ON written DEFERRABLE INITIALLY DEFERRED
                                FOR EACH ROW EXECUTE FUNCTION warn()
                            """);
                });
        try {
            DoubtException doubt = catchThrowableOfType(DoubtException.class, this::write);

            assertThat(
                            doubt.written()
                                    .orTimeout(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)
                                    .join())
                    .isTrue();
            assertThat(isWritten()).isTrue();
        } finally {
            rows.direct().useHandle(handle -> handle.execute("DROP TRIGGER warns ON written"));
        }
    }

    /** That it took place is possible on several servers only. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_at_the_commit_is_a_doubt_where_several_servers_take_part(boolean several) {
        try (TestDatabase refusing = TestDatabase.create()) {
            Jdbi jdbi = Database.withArguments(Jdbi.create(refusing.dataSource()));
            jdbi.useHandle(handle -> {
                handle.execute(
                        "CREATE OR REPLACE FUNCTION is_distributed() RETURNS boolean LANGUAGE sql AS 'SELECT "
                                + several
                                + "'");
                handle.execute(
                        "CREATE OR REPLACE FUNCTION settled(since timestamptz) RETURNS boolean LANGUAGE sql AS 'SELECT true'");
                handle.execute(
                        "CREATE TABLE written (id uuid REFERENCES tenant DEFERRABLE INITIALLY DEFERRED)");
            });

            Throwable failure =
                    catchThrowable(() ->
                            new NodeWrites(jdbi)
                                    .run(
                                            null,
                                            this::isWritten,
                                            handle ->
                                                    handle.execute(
                                                            "INSERT INTO written VALUES (?)",
                                                            row)));

            if (several) {
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                DoubtException.class,
                                doubt ->
                                        assertThat(
                                                        doubt.written()
                                                                .orTimeout(
                                                                        Patience.LONGEST
                                                                                .toSeconds(),
                                                                        TimeUnit.SECONDS)
                                                                .join())
                                                .isFalse());
            } else {
                assertThat(failure)
                        .isNotInstanceOf(DoubtException.class)
                        .hasStackTraceContaining("foreign key");
            }
        }
    }

    @Test
    void a_transaction_that_fails_before_its_commit_leaves_no_doubt() {
        alive();

        assertThatThrownBy(() ->
                        writes.run(
                                node,
                                this::isWritten,
                                handle -> handle.execute("INSERT INTO no_such_table VALUES (1)")))
                .isNotInstanceOf(DoubtException.class)
                .hasMessageContaining("no_such_table");
    }
}
