package io.hookbridge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hookbridge.base.Patience;
import io.hookbridge.base.TargetId;
import io.hookbridge.base.Uuid7;
import io.hookbridge.db.BreakableLink.Break;
import io.hookbridge.db.Database;
import io.hookbridge.db.DoubtException;
import io.hookbridge.db.TestDatabase;
import io.hookbridge.db.citus.WorkerDouble;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A worker is another way to the same database here, which shows what goes which way. */
@Tag("database")
class NodeWritesThroughWorkerTest {

    private static final Uuid7 IDS = new Uuid7(Instant::now);

    private static WrittenRows rows;

    private final UUID node = IDS.next();
    private final UUID row = IDS.next();
    private WorkerDouble worker;
    private NodeWrites writes;

    /** Which way each try went. */
    private final List<Boolean> throughWorker = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        rows = new WrittenRows();
    }

    @AfterAll
    static void stop() throws IOException {
        rows.close();
    }

    @BeforeEach
    void alive() {
        worker = new WorkerDouble(rows.linked());
        writes = new NodeWrites(rows.direct(), worker);
        rows.revive(node);
    }

    private boolean write() {
        return writes.run(node, this::isWritten, this::insert);
    }

    private boolean insert(Handle handle) {
        throughWorker.add(isOfWorker(handle));
        return WrittenRows.insert(handle, row);
    }

    private static boolean isOfWorker(Handle handle) {
        return handle.getJdbi().equals(rows.linked());
    }

    private boolean isWritten(Handle handle) {
        return WrittenRows.isWritten(handle, row);
    }

    private boolean isWritten() {
        return rows.direct().withHandle(this::isWritten);
    }

    @Test
    void a_node_writes_through_its_worker() {
        assertThat(write()).isTrue();

        assertThat(throughWorker).containsExactly(true);
        assertThat(isWritten()).isTrue();
    }

    /** Without a change of counts the coordinator would let go of the node before the worker. */
    @Test
    void a_change_of_hands_passes_the_worker_by() {
        WorkerDouble passed = new WorkerDouble(rows.linked());
        HolderStore holders = new HolderStore(new NodeWrites(rows.direct(), passed));

        HolderStore.Claimed claimed =
                holders.claim(node, Map.of(new TargetId(row), 1), 1, Instant.now(), _ -> {});

        assertThat(claimed.messages()).isEmpty();
        assertThat(passed.asked()).isZero();
    }

    @Test
    void what_needs_no_node_goes_to_the_coordinator() {
        assertThat(writes.<Boolean>run(null, this::isWritten, this::insert)).isTrue();

        assertThat(throughWorker).containsExactly(false);
    }

    @Test
    void a_node_that_is_fenced_writes_nothing_at_the_worker_or_the_coordinator() {
        rows.direct()
                .useHandle(handle ->
                        handle.execute("UPDATE node SET fenced = true WHERE id = ?", node));

        assertThatThrownBy(this::write).isInstanceOf(FencedException.class);

        assertThat(throughWorker).isEmpty();
        assertThat(worker.failures()).isEmpty();
    }

    @Test
    void a_worker_that_still_reads_a_coordinator_that_was_replaced_fences_nobody() {
        try (TestDatabase replaced = TestDatabase.create()) {
            Jdbi stale = Database.withArguments(Jdbi.create(replaced.dataSource()));
            writes = new NodeWrites(rows.direct(), new WorkerDouble(stale));

            assertThat(write()).isTrue();
        }
        assertThat(throughWorker).containsExactly(false);
    }

    @Test
    void the_row_of_the_node_is_locked_while_it_writes_through_a_worker() {
        var _ =
                writes.run(
                        node,
                        this::isWritten,
                        handle -> {
                            assertThatThrownBy(() ->
                                            rows.direct()
                                                    .useHandle(other ->
                                                            other.execute(
                                                                    "SELECT FROM node WHERE id = ? FOR UPDATE NOWAIT",
                                                                    node)))
                                    .hasMessageContaining("could not obtain lock");
                            return insert(handle);
                        });

        assertThat(isWritten()).isTrue();
    }

    @Test
    void what_fails_at_the_worker_is_written_through_the_coordinator() {
        boolean written =
                writes.run(
                        node,
                        this::isWritten,
                        handle -> {
                            boolean first = insert(handle);
                            return isOfWorker(handle) ? insert(handle) : first;
                        });

        assertThat(written).isTrue();
        assertThat(throughWorker).containsExactly(true, true, false);
        assertThat(worker.failures()).hasSize(1);
        assertThat(isWritten()).isTrue();
    }

    @Test
    void a_worker_that_is_away_keeps_nobody_from_writing() throws IOException {
        PGSimpleDataSource nowhere = rows.newConnections();
        WorkerDouble away = new WorkerDouble(Database.withArguments(Jdbi.create(nowhere)));
        // Taken, so that nobody else gets the port, and not listened at.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            nowhere.setPortNumbers(new int[] {taken.getLocalPort()});

            assertThat(
                            new NodeWrites(rows.direct(), away)
                                    .<Boolean>run(node, this::isWritten, this::insert))
                    .isTrue();
        }

        assertThat(throughWorker).containsExactly(false);
        assertThat(away.failures()).singleElement().matches(Database::isOutage);
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void a_doubt_about_the_worker_ends_with_what_the_rows_tell(Break how) {
        rows.link().breakNext(how);

        DoubtException doubt = catchThrowableOfType(DoubtException.class, this::write);

        assertThat(throughWorker).containsExactly(true);
        assertThat(worker.failures()).containsExactly(doubt);
        if (how == Break.HALF) {
            assertThat(doubt.written()).isNotDone();
            rows.link().hangUp();
        }
        boolean written =
                doubt.written().orTimeout(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS).join();
        assertThat(written).isEqualTo(how == Break.AFTER).isEqualTo(isWritten());
    }
}
