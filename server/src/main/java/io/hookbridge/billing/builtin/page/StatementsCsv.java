package io.hookbridge.billing.builtin.page;

import static java.util.stream.Collectors.joining;

import io.hookbridge.base.Json;
import io.hookbridge.billing.builtin.Statement;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Statements as CSV (RFC 4180), for programs: the same in every language. */
final class StatementsCsv {

    private static final String HEADER =
            "number,plan,interval,period_start,period_end,messages,amount,currency,running";

    private StatementsCsv() {}

    static byte[] of(List<Statement> statements) {
        return Stream.concat(Stream.of(HEADER), statements.stream().map(StatementsCsv::line))
                .collect(joining("\r\n", "", "\r\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** No value has a comma or a quote. There is nothing to pay, as the API says it of invoices. */
    private static String line(Statement statement) {
        return String.join(
                ",",
                String.valueOf(statement.number()),
                statement.plan(),
                statement.interval().word(),
                Json.timestamp(statement.periodStart()),
                Json.timestamp(statement.periodEnd()),
                String.valueOf(statement.messages()),
                "0",
                "usd",
                String.valueOf(statement.running()));
    }
}
