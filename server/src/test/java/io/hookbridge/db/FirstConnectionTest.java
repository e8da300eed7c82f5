package io.hookbridge.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

import javax.net.ssl.SSLHandshakeException;

/** What keeps a start from its database is told in words, with the place and without a password. */
@Tag("database")
class FirstConnectionTest {

    private static final String PASSWORD = "FAKEpassword";

    private static TestDatabase database;

    @BeforeAll
    static void open() {
        database = TestDatabase.empty();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void a_wrong_password() {
        assumeServerAsksForPasswords();

        assertThat(refusal(new DatabaseAddress(url(), "hookbridge", PASSWORD)))
                .isEqualTo(
                        "the database at %s refuses the password: check user and password, and that special characters"
                                        .formatted(database.address().place())
                                + " in them are percent-encoded");
    }

    @Test
    void no_password() {
        assumeServerAsksForPasswords();

        assertThat(refusal(new DatabaseAddress(url(), "hookbridge", null)))
                .contains("asks for a password, and none is given");
    }

    /** The embedded one does. */
    private static void assumeServerAsksForPasswords() {
        assumeFalse(
                "".equals(database.address().password()),
                "the servers that were named ask for no password");
    }

    @Test
    void a_database_that_there_is_not() {
        assertThat(refusal(at(url().replaceFirst("[^/]*$", "nowhere"))))
                .contains("/nowhere does not exist", "CREATE DATABASE");
    }

    @Test
    void a_host_without_an_address_is_named() {
        assertThat(refusal(at("jdbc:postgresql://db.invalid:5432/hooks")))
                .contains("db.invalid:5432/hooks", "no address is known for the host db.invalid;");
    }

    @Test
    void encryption_that_is_not_offered() {
        assertThat(refusal(at(url() + "?sslmode=require"))).contains("offers no encryption");
    }

    @Test
    void a_port_of_something_else() throws IOException {
        assertThat(refusalBy("HTTP/1.1 400 Bad Request\r\n\r\n"))
                .contains("is no PostgreSQL, or something in between changes what it says");
        assertThat(refusalBy("")).contains("closes the connection before anybody could sign in");
    }

    /** By a server that says this to whoever connects and hangs up. */
    private static String refusalBy(String greeting) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        while (!server.isClosed()) {
                            try (Socket caller = server.accept()) {
                                caller.getInputStream().read(new byte[8]);
                                caller.getOutputStream()
                                        .write(greeting.getBytes(StandardCharsets.US_ASCII));
                            } catch (IOException gone) {
                                // The next one, if there is one.
                            }
                        }
                    });
            return refusal(
                    at(
                            "jdbc:postgresql://127.0.0.1:%d/x?sslmode=disable&gssEncMode=disable"
                                    .formatted(server.getLocalPort())));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ALTER DATABASE %s SET default_transaction_read_only = on | takes no writes
                    ALTER DATABASE %s SET search_path = nowhere              | has no schema that the role may use
                    ALTER DATABASE %s SET search_path = closed               | tables in the schema closed
                    ALTER DATABASE %s CONNECTION LIMIT 0                     | has no connection left
                    REVOKE CONNECT ON DATABASE %s FROM PUBLIC, hookbridge    | GRANT CONNECT ON DATABASE
                    """)
    void a_database_that_does_not_let_the_role_work(String before, String words)
            throws SQLException {
        try (TestDatabase own = TestDatabase.empty();
                Connection connection = own.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA closed");
            statement.execute("REVOKE CREATE ON SCHEMA closed FROM hookbridge");
            statement.execute(before.formatted(connection.getCatalog()));

            assertThat(refusal(own.address())).contains(words);
        }
    }

    @Test
    void one_that_works_is_left_as_it_is() throws SQLException {
        try (Database opened =
                        Database.open(
                                database.address(),
                                2,
                                new SimpleMeterRegistry(),
                                System::nanoTime);
                Connection connection = opened.connect();
                Statement statement = connection.createStatement()) {
            assertThat(
                            statement
                                    .executeQuery(
                                            "SELECT FROM pg_tables WHERE schemaname = 'public'")
                                    .next())
                    .isFalse();
        }
    }

    @Test
    void obstacles_that_a_test_cannot_make() {
        assertThat(facts(140_012, "UTF8").obstacle()).contains("is PostgreSQL 14: use 15 or newer");
        assertThat(facts(180_006, "LATIN1").obstacle().orElseThrow())
                .contains("has the encoding LATIN1", "ENCODING 'UTF8'");
        assertThat(facts(150_000, "UTF8").obstacle()).isEmpty();
    }

    private static FirstConnection.Facts facts(int version, String encoding) {
        return new FirstConnection.Facts(version, false, encoding, "public", true);
    }

    @Test
    void what_only_a_network_can_do() {
        assertThat(words("08001", new ConnectException(PASSWORD)))
                .contains("nothing listens there");
        assertThat(words("08001", new SocketTimeoutException())).contains("does not answer");
        assertThat(words("08006", new SSLHandshakeException(PASSWORD)))
                .contains("has a certificate that is not trusted", "sslrootcert=FILE");
        assertThat(words("08006", new FileNotFoundException(PASSWORD)))
                .contains("has a certificate that nothing can check", "sslrootcert=FILE");
        assertThat(words("22023", null))
                .contains("has a parameter in its URL with a value that the driver does not take");
        assertThat(words("55000", null)).contains("takes no connections");
        assertThat(words("57P03", null)).contains("is starting, stopping");
        assertThat(words("99999", null)).contains("cannot be reached (SQLSTATE ");
    }

    private static String words(String state, @Nullable Throwable cause) {
        String sentence =
                new RefusedConnection(
                                at("jdbc:postgresql://db.example:5432/hooks"),
                                new SQLException("of the driver: " + PASSWORD, state, cause))
                        .sentence();
        assertThat(sentence).doesNotContain(PASSWORD, "Exception");
        return sentence;
    }

    private static DatabaseAddress at(String url) {
        return new DatabaseAddress(url, "hookbridge", database.address().password());
    }

    private static String url() {
        return database.address().jdbcUrl();
    }

    /** The sentence of one attempt; a start makes several where waiting may help. */
    private static String refusal(DatabaseAddress address) {
        Properties properties = new Properties();
        properties.setProperty("user", String.valueOf(address.user()));
        if (address.password() != null) {
            properties.setProperty("password", address.password());
        }
        String sentence =
                new FirstConnection(address, properties).tryOnce().orElseThrow().sentence();
        assertThat(sentence)
                .startsWith("the database at " + address.place() + " ")
                .doesNotContain(PASSWORD, "Exception", "org.postgresql");
        return sentence;
    }
}
