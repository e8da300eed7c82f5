package io.hookbridge.db;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

/**
 * Why no connection to the database came about, in words that an operator can act on.
 *
 * <p>Worked out from states and types and never from what the driver or the server says: their
 * messages come in many languages and may quote what must not be shown.
 */
record RefusedConnection(DatabaseAddress address, SQLException failure) {

    /** Where in PostgreSQL pg_hba.conf has the last word. */
    private static final String RULES_OF_HBA = "ClientAuthentication";

    /** Whether the same may succeed in a moment, without anybody doing anything about it. */
    boolean passes() {
        return state().equals("57P03")
                || state().equals("53300")
                || is(ConnectException.class)
                || is(NoRouteToHostException.class)
                || is(SocketTimeoutException.class);
    }

    /** One sentence with host, port and database, and without a credential. */
    String sentence() {
        return "the database at " + address.place() + " " + reason();
    }

    private String reason() {
        return switch (state()) {
            case "28P01" ->
                    "refuses the password: check user and password, and that special characters in them are"
                            + " percent-encoded";
            case "28000" ->
                    isByHba()
                            ? "does not let this machine in: allow its address, role and database in pg_hba.conf,"
                                    + " or add ?sslmode=require if the server wants encryption"
                            : "knows no such role, or one that may not log in: check the user, or make it with CREATE"
                                    + " ROLE … LOGIN";
            case "3D000" -> "does not exist: check the name, or make it with CREATE DATABASE";
            case "42501" ->
                    "may not be used by the role: allow it with GRANT CONNECT ON DATABASE … TO …";
            case "53300" ->
                    "has no connection left: keep HOOKBRIDGE_DATABASE_CONNECTIONS times the number of nodes below"
                            + " its max_connections";
            case "55000" -> "takes no connections: see ALTER DATABASE … ALLOW_CONNECTIONS";
            case "57P03" -> "is starting, stopping or recovering: try again when it is ready";
            case "08004" -> rejected();
            case "08P01" -> "is no PostgreSQL, or something in between changes what it says";
            case "22023" -> "has a parameter in its URL with a value that the driver does not take";
            default -> unreached();
        };
    }

    private String rejected() {
        if (address.password() == null) {
            return "asks for a password, and none is given";
        }
        return address.demandsTls()
                ? "offers no encryption, and sslmode demands it: set ssl = on there, or use another sslmode"
                : "wants to be signed in to in a way that the driver does not know: use scram-sha-256 in"
                        + " pg_hba.conf";
    }

    private String unreached() {
        Optional<UnknownHostException> unknown = cause(UnknownHostException.class);
        if (unknown.isPresent()) {
            return "cannot be reached: no address is known for the host "
                    + unknown.get().getMessage()
                    + "; check its name, and DNS on this machine";
        }
        if (is(FileNotFoundException.class) || is(NoSuchFileException.class)) {
            return address.namesAuthorities()
                    ? "cannot be asked for: a file that its URL names for encryption, such as sslrootcert, is"
                            + " missing or cannot be read"
                    : "has a certificate that nothing can check: name the authority's certificate with"
                            + " sslrootcert=FILE";
        }
        if (is(GeneralSecurityException.class) || is(SSLException.class)) {
            return "has a certificate that is not trusted, or fails at encryption: name the authority's certificate"
                    + " with sslrootcert=FILE";
        }
        if (is(SocketTimeoutException.class)) {
            return "does not answer: check host and port, and firewalls on the way";
        }
        if (is(ConnectException.class) || is(NoRouteToHostException.class)) {
            return "cannot be reached: nothing listens there, or a firewall is on the way; check host and port, and"
                    + " that it runs";
        }
        if (is(EOFException.class)) {
            return "closes the connection before anybody could sign in: check that this is the port of PostgreSQL";
        }
        return address.demandsTls()
                ? "fails at encryption: its certificate must be trusted (sslrootcert=FILE) and, with verify-full, name"
                        + " the host"
                : "cannot be reached (SQLSTATE " + state() + ")";
    }

    private String state() {
        return Objects.requireNonNullElse(failure.getSQLState(), "unknown");
    }

    private boolean isByHba() {
        return failure instanceof PSQLException refused
                && RULES_OF_HBA.equals(said(refused.getServerErrorMessage()));
    }

    private static @Nullable String said(@Nullable ServerErrorMessage error) {
        return error == null ? null : error.getRoutine();
    }

    private boolean is(Class<? extends Throwable> kind) {
        return cause(kind).isPresent();
    }

    private <T extends Throwable> Optional<T> cause(Class<T> kind) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }
}
