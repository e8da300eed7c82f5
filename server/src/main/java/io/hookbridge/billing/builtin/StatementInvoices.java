package io.hookbridge.billing.builtin;

import io.hookbridge.base.TenantId;
import io.hookbridge.billing.plan.Plan;
import io.hookbridge.billing.plan.Plans;
import io.hookbridge.billing.provider.Invoice;
import io.hookbridge.billing.provider.InvoiceOutcome;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows the statements of periods that are over as invoices of nothing. The running period becomes
 * one when it ends: until then what was used is not known.
 *
 * <p>An identifier is {@code in_builtin}, the tenant's 32 hexadecimal digits, {@code n} and the
 * statement's number, so that one of another tenant can be told at sight.
 */
record StatementInvoices(StatementStore statements, Plans plans) {

    private static final Pattern ID = Pattern.compile("in_builtin([0-9a-f]{32})n([1-9][0-9]{0,8})");

    InvoiceOutcome list(TenantId tenant, int limit, @Nullable String startingAfter) {
        int before = Integer.MAX_VALUE;
        if (startingAfter != null) {
            OptionalInt number = numberOf(tenant, startingAfter);
            if (number.isEmpty()) {
                return new InvoiceOutcome.UnknownCursor();
            }
            before = number.getAsInt();
        }
        List<Statement> found = statements.closed(tenant, before, limit + 1);
        return new InvoiceOutcome.Listed(
                found.stream().limit(limit).map(statement -> invoice(tenant, statement)).toList(),
                found.size() > limit);
    }

    private OptionalInt numberOf(TenantId tenant, String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches() || !parts.group(1).equals(hex(tenant))) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(parts.group(2));
        boolean exists =
                statements.closed(tenant, number + 1, 1).stream()
                        .anyMatch(newest -> newest.number() == number);
        return exists ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private Invoice invoice(TenantId tenant, Statement statement) {
        String plan = plans.named(statement.plan()).map(Plan::title).orElse(statement.plan());
        return new Invoice(
                "in_builtin" + hex(tenant) + "n" + statement.number(),
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

    private static String hex(TenantId tenant) {
        return tenant.value().toString().replace("-", "");
    }
}
