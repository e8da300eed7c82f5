package io.hookbridge.billing.builtin;

import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Customer;
import io.hookbridge.billing.provider.Invoice;
import io.hookbridge.billing.provider.InvoiceOutcome;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Shows the statements of periods that are over as invoices of nothing. The running period becomes
 * one when it ends: until then what was used is not known.
 *
 * <p>An identifier is {@code in_builtin}, or {@code in_builtin_test_} in test, the tenant's 32
 * hexadecimal digits, {@code n} and the statement's number, so that one of another tenant, or of
 * the other side of the wall, can be told at sight.
 */
record StatementInvoices(StatementStore statements, Plans plans) {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    InvoiceOutcome list(Customer customer, int limit, @Nullable String startingAfter) {
        int before = Integer.MAX_VALUE;
        if (startingAfter != null) {
            OptionalInt number = numberOf(customer, startingAfter);
            if (number.isEmpty()) {
                return new InvoiceOutcome.UnknownCursor();
            }
            before = number.getAsInt();
        }
        List<Statement> found = statements.closed(customer, before, limit + 1);
        return new InvoiceOutcome.Listed(
                found.stream().limit(limit).map(statement -> invoice(customer, statement)).toList(),
                found.size() > limit);
    }

    private OptionalInt numberOf(Customer customer, String id) {
        String prefix = prefix(customer);
        String digits = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
        if (!NUMBER.matcher(digits).matches()) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(digits);
        boolean exists =
                statements.closed(customer, number + 1, 1).stream()
                        .anyMatch(newest -> newest.number() == number);
        return exists ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private Invoice invoice(Customer customer, Statement statement) {
        String plan = plans.named(statement.plan()).map(Plan::title).orElse(statement.plan());
        return new Invoice(
                prefix(customer) + statement.number(),
                "paid",
                0,
                0,
                "usd",
                statement.periodStart(),
                statement.periodEnd(),
                statement.periodEnd(),
                null,
                null,
                List.of(
                        new Invoice.Line(
                                plan + " plan (" + statement.interval().word() + ")", 0, 1),
                        new Invoice.Line("Messages", 0, statement.messages())));
    }

    private static String prefix(Customer customer) {
        String side =
                switch (customer.mode()) {
                    case LIVE -> "in_builtin";
                    case TEST -> "in_builtin_test_";
                };
        return side + customer.tenant().value().toString().replace("-", "") + "n";
    }
}
