package io.hookbridge.http;

import io.hookbridge.access.Permission;

/** Whom a page admits, and whose forms it takes. There is no page without one. */
public sealed interface Admission {

    /** Anybody: what is shown is for everybody, or for whoever has the address. */
    Admission ANYBODY = new Anybody();

    /** Everybody with a session, for what is about the visitor alone. */
    OfVisitors VISITORS = new Visitors(false);

    /** The same, and also whoever is kept out of all else: the way out. */
    OfVisitors VISITORS_KEPT_OUT_TOO = new Visitors(true);

    /** Visitors who decide who else may visit for the same tenant. */
    OfVisitors OWNERS = new Owners();

    /** Visitors who look after this installation; for all others there is no such page. */
    OfVisitors OPERATORS = new Operators();

    /** Visitors who may do this. */
    static OfVisitors to(Permission permission) {
        return new Permitted(permission);
    }

    /** See {@link #ANYBODY}. */
    record Anybody() implements Admission {}

    /** Nobody without a session. */
    sealed interface OfVisitors extends Admission {}

    /**
     * See {@link #VISITORS}.
     *
     * @param keptOutToo such as those of a suspended tenant
     */
    record Visitors(boolean keptOutToo) implements OfVisitors {}

    /** See {@link #OWNERS}. */
    record Owners() implements OfVisitors {}

    /** See {@link #OPERATORS}. */
    record Operators() implements OfVisitors {}

    /** See {@link #to}. */
    record Permitted(Permission permission) implements OfVisitors {}
}
