package io.hookbridge.console.operator;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.When;
import io.hookbridge.http.page.Words;
import io.hookbridge.insight.installation.DeliveryNode;
import io.hookbridge.insight.installation.Server;
import io.hookbridge.insight.installation.StoredTable;
import io.hookbridge.insight.metric.Figures;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Says how servers and database are. */
final class DescribeServers {

    private final OperatorDesk desk;

    DescribeServers(OperatorDesk desk) {
        this.desk = desk;
    }

    ServersPage page(Shell shell) {
        Instant now = desk.clock().instant();
        Figures figures = desk.ledger().read();
        return new ServersPage(
                shell,
                desk.installation().servers().stream().map(server -> row(server, now)).toList(),
                desk.installation().nodes().stream().map(node -> row(node, now)).toList(),
                lag(figures, now),
                "%s of %s lost."
                        .formatted(
                                Words.number(Math.abs(figures.difference())),
                                Words.count(figures.accepted(), "message")),
                figures.difference() == 0,
                disk(),
                desk.installation().tables().stream().map(DescribeServers::row).toList());
    }

    private static ServersPage.ServerRow row(Server server, Instant now) {
        return new ServersPage.ServerRow(
                shortened(server.id()),
                server.version(),
                new When(server.startedAt(), now),
                String.join(", ", server.roles()),
                String.join(", ", server.leases()));
    }

    private static ServersPage.NodeRow row(DeliveryNode node, Instant now) {
        boolean alive = node.aliveUntil().isAfter(now);
        return new ServersPage.NodeRow(
                shortened(node.id()),
                node.fenced() ? "Taken over" : alive ? "Alive" : "Silent",
                alive && !node.fenced(),
                new When(node.since(), now));
    }

    private static ServersPage.TableRow row(StoredTable table) {
        return new ServersPage.TableRow(
                table.name(),
                table.partitions() == 0
                        ? ""
                        : "%d, %s to %s"
                                .formatted(
                                        table.partitions(), day(table.first()), day(table.last())),
                Words.number(table.rows()),
                Words.size(table.bytes()));
    }

    /** Such as 2026-11-29, of what the name of a partition has. */
    private static String day(@Nullable String digits) {
        return digits == null ? "" : digits.replaceFirst("(....)(..)(..)", "$1-$2-$3");
    }

    private String lag(Figures figures, Instant now) {
        String pending = Words.count(figures.pending(), "message");
        return desk.oldestDue()
                .get()
                .map(due ->
                        "%s not finished; the one that is due longest has waited %s."
                                .formatted(pending, Words.about(Duration.between(due, now))))
                .orElseGet(() -> "%s not finished; none is due.".formatted(pending));
    }

    private String disk() {
        String taken = "The database takes " + Words.size(desk.installation().bytes());
        return desk.freeBytes().get().stream()
                .mapToObj(free -> taken + "; " + Words.size(free) + " are free on its disk.")
                .findFirst()
                .orElse(taken + ".");
    }

    private static String shortened(UUID id) {
        return id.toString().substring(24);
    }
}
