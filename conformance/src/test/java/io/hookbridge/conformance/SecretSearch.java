package io.hookbridge.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks for secrets where none may be. A secret is known by a name, so that a failure does not
 * print it, and looked for by the part that grants access.
 */
final class SecretSearch {

    /** Shorter texts turn up by chance. */
    private static final int SHORTEST = 12;

    /** How many characters before a secret are shown, to find the place. */
    private static final int SHOWN = 200;

    private final Map<String, String> secrets = new LinkedHashMap<>();

    /**
     * @param secret the text that must not be found anywhere
     */
    void add(String name, String secret) {
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException(name + " is too short to look for");
        }
        secrets.put(name, secret);
    }

    /** An API key: its first 11 characters are no secret, the rest is. */
    void addKey(String name, String key) {
        add(name, key.substring(11));
    }

    /** The secret at the end of a URL. */
    void addUrl(String name, String url) {
        add(name, url.substring(url.lastIndexOf('/') + 1));
    }

    /** Which of the secrets are in a text, with what stands before them there. */
    List<String> in(String where, String text) {
        return secrets.entrySet().stream()
                .filter(secret -> text.contains(secret.getValue()))
                .map(secret ->
                        secret.getKey() + " in " + where + ": " + before(secret.getValue(), text))
                .toList();
    }

    private static String before(String secret, String text) {
        int at = text.indexOf(secret);
        return text.substring(Math.max(0, at - SHOWN), at).replaceAll("\\p{Cntrl}+", " ") + "***";
    }

    /** The same for every file below {@code folder}, except those that are there to hold one. */
    List<String> inFiles(Path folder, List<String> except) throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files =
                    all.filter(Files::isRegularFile)
                            .filter(file -> !except.contains(firstName(folder, file)))
                            .toList();
        }
        for (Path file : files) {
            found.addAll(
                    in(
                            folder.relativize(file).toString(),
                            new String(Files.readAllBytes(file), ISO_8859_1)));
        }
        return found;
    }

    private static String firstName(Path folder, Path file) {
        return folder.relativize(file).getName(0).toString();
    }

    /** The same for every value of every table, as text and, for bytes, as what they spell. */
    List<String> inDatabase(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String[] column : columns(connection)) {
            String name = column[0] + "." + column[1] + "." + column[2];
            String select =
                    "SELECT %s FROM \"%s\".\"%s\""
                            .formatted(
                                    column[3].equals("bytea")
                                            ? "encode(\"" + column[2] + "\", 'escape')"
                                            : "\"" + column[2] + "\"::text",
                                    column[0],
                                    column[1]);
            try (PreparedStatement statement = connection.prepareStatement(select);
                    ResultSet rows = statement.executeQuery()) {
                StringBuilder values = new StringBuilder();
                while (rows.next()) {
                    values.append(rows.getString(1)).append('\n');
                }
                found.addAll(in(name, values.toString()));
            }
        }
        return found;
    }

    /** Schema, table, column and type of everything that is not PostgreSQL's own. */
    private static List<String[]> columns(Connection connection) throws SQLException {
        List<String[]> columns = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                SELECT table_schema, table_name, column_name, data_type
                                  FROM information_schema.columns
                                 WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
                                """);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                columns.add(
                        new String[] {
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4)
                        });
            }
        }
        if (columns.isEmpty()) {
            throw new IllegalStateException("there is no table to look into");
        }
        return columns;
    }
}
