package io.hookbridge.console.operator;

import io.hookbridge.console.frame.Shell;
import io.hookbridge.http.page.When;

import java.util.List;

/**
 * The servers, what they have in hand, and the room that everything takes.
 *
 * @param lag a sentence about what waits
 * @param lost the ledger's sentence about all messages
 * @param right whether that sum is right
 * @param disk a sentence about the room on disk
 */
public record ServersPage(
        Shell shell,
        List<ServerRow> servers,
        List<NodeRow> nodes,
        String lag,
        String lost,
        boolean right,
        String disk,
        List<TableRow> tables) {

    /**
     * A running server.
     *
     * @param alone what it does alone; empty for nothing
     */
    public record ServerRow(String id, String version, When started, String roles, String alone) {}

    /**
     * A server that delivers.
     *
     * @param state in a word
     * @param since when the oldest message came in that it may hold
     */
    public record NodeRow(String id, String state, boolean well, When since) {}

    /** A table. */
    public record TableRow(String name, String partitions, String rows, String size) {}

    public String path() {
        return TenantsPage.PATH;
    }
}
