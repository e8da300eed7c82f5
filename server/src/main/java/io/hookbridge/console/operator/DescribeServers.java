package io.hookbridge.console.operator;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.Phrases;
import io.hookbridge.http.page.When;
import io.hookbridge.insight.installation.DeliveryNode;
import io.hookbridge.insight.installation.Server;
import io.hookbridge.insight.installation.StoredTable;
import io.hookbridge.insight.metric.Figures;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/** Says how servers and database are. */
final class DescribeServers {

    private final OperatorDesk desk;

    DescribeServers(OperatorDesk desk) {
        this.desk = desk;
    }

    ServersPage page(Shell shell, Phrases phrases) {
        Instant now = desk.clock().instant();
        Figures figures = desk.ledger().read();
        return new ServersPage(
                shell,
                desk.installation().servers().stream().map(server -> row(server, now)).toList(),
                desk.installation().nodes().stream().map(node -> row(node, now, phrases)).toList(),
                lag(figures, now, phrases),
                phrases.say(
                        "operator.servers.lost",
                        Math.abs(figures.difference()),
                        phrases.say("operator.servers.messages", figures.accepted())),
                figures.difference() == 0,
                disk(phrases),
                desk.installation().tables().stream().map(table -> row(table, phrases)).toList());
    }

    private static ServersPage.ServerRow row(Server server, Instant now) {
        return new ServersPage.ServerRow(
                shortened(server.id()),
                server.version(),
                new When(server.startedAt(), now),
                String.join(", ", server.roles()),
                String.join(", ", server.leases()));
    }

    private static ServersPage.NodeRow row(DeliveryNode node, Instant now, Phrases phrases) {
        boolean alive = node.aliveUntil().isAfter(now);
        return new ServersPage.NodeRow(
                shortened(node.id()),
                phrases.say(
                        node.fenced()
                                ? "operator.node.fenced"
                                : alive ? "operator.node.alive" : "operator.node.silent"),
                alive && !node.fenced(),
                new When(node.since(), now));
    }

    private static ServersPage.TableRow row(StoredTable table, Phrases phrases) {
        return new ServersPage.TableRow(
                table.name(),
                table.partitions() == 0
                        ? ""
                        : phrases.say(
                                "operator.table.partitions.days",
                                table.partitions(),
                                day(table.first()),
                                day(table.last())),
                phrases.number(table.rows()),
                phrases.size(table.bytes()));
    }

    /** Such as 2026-11-29, of what the name of a partition has. */
    private static String day(@Nullable String digits) {
        return digits == null ? "" : digits.replaceFirst("(....)(..)(..)", "$1-$2-$3");
    }

    private String lag(Figures figures, Instant now, Phrases phrases) {
        String pending = phrases.say("operator.servers.messages", figures.pending());
        return desk.oldestDue()
                .get()
                .map(due ->
                        phrases.say(
                                "operator.servers.oldest_due",
                                pending,
                                phrases.about(Duration.between(due, now))))
                .orElseGet(() -> phrases.say("operator.servers.none_due", pending));
    }

    private String disk(Phrases phrases) {
        String taken = phrases.size(desk.installation().bytes());
        OptionalLong free = desk.freeBytes().get();
        return free.isPresent()
                ? phrases.say("operator.tables.disk.free", taken, phrases.size(free.getAsLong()))
                : phrases.say("operator.tables.disk", taken);
    }

    private static String shortened(UUID id) {
        return id.toString().substring(24);
    }
}
