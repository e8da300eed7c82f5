package io.hookbridge.db.citus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hookbridge.db.Database;
import io.hookbridge.db.DatabaseAddress;
import io.hookbridge.db.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.SQLException;
import java.util.UUID;

/** Whether the server that was named is used, and what is said if it is not. */
@Tag("database")
class NamedWorkerTest {

    private final TestDatabase database = TestDatabase.create();
    private final Jdbi jdbi = Database.withArguments(Jdbi.create(database.dataSource()));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        database.close();
    }

    private void aServerDelivers() {
        jdbi.useHandle(handle ->
                handle.execute(
                        "INSERT INTO node (id, alive_until, watermark) VALUES (?, now(), ?)",
                        UUID.randomUUID(),
                        UUID.randomUUID()));
    }

    private NamedWorker worker(DatabaseAddress address) {
        NamedWorker worker = new NamedWorker(address, jdbi, System::nanoTime);
        worker.bindTo(meters);
        worker.look();
        return worker;
    }

    private double used() {
        return meters.get("hookbridge.worker.used").gauge().value();
    }

    @Test
    void a_plain_postgresql_is_not_used_and_it_is_said() {
        assumeFalse(database.isSpread(), "the tests run on Citus");
        aServerDelivers();

        try (NamedWorker worker = worker(database.address())) {
            assertThat(worker.jdbi()).isEmpty();
            assertThat(used()).isZero();
            assertThat(worker.warnings())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "HOOKBRIDGE_WORKER_DATABASE_URL leads to a PostgreSQL without the extension citus: name a worker");
        }
    }

    @Test
    void one_that_is_away_is_said_without_its_password() throws IOException {
        // Taken, so that nobody else gets the port, and not listened at.
        try (Socket taken = new Socket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String place = "127.0.0.1:%d/hookbridge".formatted(taken.getLocalPort());
            DatabaseAddress nowhere =
                    DatabaseAddress.parse("postgresql://hookbridge:FAKEsecret@" + place);

            try (NamedWorker worker = worker(nowhere)) {
                assertThat(worker.jdbi()).isEmpty();
                assertThat(worker.warnings())
                        .singleElement()
                        .asString()
                        .startsWith(
                                "HOOKBRIDGE_WORKER_DATABASE_URL: the database at "
                                        + place
                                        + " cannot be reached")
                        .endsWith("; meanwhile the coordinator does its work")
                        .doesNotContain("FAKEsecret");
            }
        }
    }

    @Test
    void the_coordinator_itself_is_not_used() {
        assumeTrue(database.isSpread(), "the tests run on one PostgreSQL");

        try (NamedWorker worker = worker(database.address())) {
            assertThat(worker.jdbi()).isEmpty();
            assertThat(worker.warnings())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "HOOKBRIDGE_WORKER_DATABASE_URL leads to a coordinator: name a worker");
        }
    }

    @Test
    void a_worker_is_used_when_it_sees_the_servers_of_the_coordinator_and_until_it_fails() {
        assumeTrue(database.isSpread(), "the tests run on one PostgreSQL");

        try (NamedWorker worker = worker(firstWorker(database))) {
            assertThat(worker.standing()).isInstanceOf(WorkerStanding.Unknown.class);
            assertThat(worker.jdbi()).isEmpty();

            aServerDelivers();
            worker.look();
            assertThat(worker.jdbi()).isPresent();
            assertThat(used()).isOne();

            worker.failed(new IllegalStateException("of one transaction"));
            assertThat(worker.jdbi()).isPresent();

            worker.failed(new IllegalStateException(new SQLException("gone", "08006")));
            assertThat(worker.jdbi()).isEmpty();
            assertThat(meters.get("hookbridge.worker.failures").counter().count()).isEqualTo(2);

            worker.look();
            assertThat(worker.jdbi()).isPresent();
            assertThat(worker.warnings()).isEmpty();
        }
    }

    @Test
    void a_worker_of_another_database_is_not_used() {
        assumeTrue(database.isSpread(), "the tests run on one PostgreSQL");
        aServerDelivers();

        try (TestDatabase other = TestDatabase.create();
                NamedWorker worker = worker(firstWorker(other))) {
            assertThat(worker.jdbi()).isEmpty();
            assertThat(worker.warnings())
                    .singleElement()
                    .asString()
                    .contains("leads to a worker of another database");
        }
    }

    private static DatabaseAddress firstWorker(TestDatabase of) {
        DatabaseAddress coordinator = of.address();
        String place =
                Jdbi.create(of.dataSource())
                        .withHandle(handle ->
                                handle.createQuery(
                                                "SELECT nodename || ':' || nodeport FROM pg_dist_node WHERE groupid > 0 LIMIT 1")
                                        .mapTo(String.class)
                                        .one());
        return new DatabaseAddress(
                coordinator.jdbcUrl().replaceFirst("//[^/]*/", "//" + place + "/"),
                coordinator.user(),
                coordinator.password());
    }
}
