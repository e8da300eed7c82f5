package io.hookbridge.billing.builtin;

import io.hookbridge.base.Mode;

/** What a link was made for; a browser that came by one gets no further than that. */
public record Entrance(Kind kind, Mode mode) {

    /** The parameter of a link that names the language its maker asked for, if he did. */
    public static final String LOCALE = "locale";

    /** How much a link lets a browser do. */
    public enum Kind {
        /** The subscription as a whole. */
        PORTAL,
        /** The start of one plan. */
        CHECKOUT
    }

    public static Entrance portal(Mode mode) {
        return new Entrance(Kind.PORTAL, mode);
    }

    public static Entrance checkout(Mode mode) {
        return new Entrance(Kind.CHECKOUT, mode);
    }

    /** What the paths of all pages of a mode begin with, so that a browser can have both open. */
    public static String home(Mode mode) {
        return "/billing/" + mode.word();
    }

    /** The path of its front page; that of a link is followed by a slash and the secret. */
    public String path() {
        return home(mode)
                + switch (kind) {
                    case PORTAL -> "/portal";
                    case CHECKOUT -> "/checkout";
                };
    }
}
