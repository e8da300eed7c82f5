package io.hookbridge.db;

/** What a database holds before this server changes anything there. */
public sealed interface SchemaFound {

    /** Whether this server can work with it as it is. */
    default boolean isReady() {
        return switch (this) {
            case Usable(boolean complete) -> complete;
            case Ahead _ -> true;
            case Foreign _, Newer _ -> false;
        };
    }

    /**
     * Nothing yet, or what this version or one that it takes over has made.
     *
     * @param complete whether there is nothing to be migrated
     */
    record Usable(boolean complete) implements SchemaFound {}

    /**
     * What a newer version has made, and this server can work with as well.
     *
     * @param version of the schema there
     */
    record Ahead(String version) implements SchemaFound {}

    /** What other migrations have made, which this version can neither use nor take over. */
    record Foreign() implements SchemaFound {}

    /**
     * What a newer version has made, which has taken away what this server needs.
     *
     * @param version of the schema there
     * @param known the newest that this server can make
     */
    record Newer(String version, int known) implements SchemaFound {}
}
