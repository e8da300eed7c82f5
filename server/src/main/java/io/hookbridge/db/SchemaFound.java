package io.hookbridge.db;

/** What a database holds before this server changes anything there. */
public sealed interface SchemaFound {

    /**
     * Nothing yet, or what this version or one that it takes over has made.
     *
     * @param complete whether there is nothing to be migrated
     */
    record Usable(boolean complete) implements SchemaFound {}

    /** What other migrations have made, which this version can neither use nor take over. */
    record Foreign() implements SchemaFound {}

    /**
     * What a newer version has made.
     *
     * @param version of the schema there
     * @param known the newest that this server can make
     */
    record Newer(String version, String known) implements SchemaFound {}
}
