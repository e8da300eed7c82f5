package io.hookbridge.db;

/**
 * How far the migrations of this server go, and which servers can work beside it. The table {@code
 * schema_support} says the same of the migrations that were made.
 */
public final class SchemaVersion {

    /** The number of the newest migration. */
    public static final int NEWEST = 10;

    /**
     * Servers that know the migrations up to this one can work with the tables that {@link #NEWEST}
     * leaves. Raised by a migration that takes away what older servers need.
     */
    public static final int OLDEST_KNOWN = 5;

    /**
     * The migration from which on a server reads payloads that lie in the cold storage. The first
     * that moves there raises {@code schema_support} to it.
     */
    public static final int COLD_PAYLOADS = 9;

    private SchemaVersion() {}
}
