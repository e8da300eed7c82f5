package io.hookbridge.billing.provider;

import java.util.Locale;

/**
 * What keeps a provider's portal from changing a subscription, beside its being billed by usage.
 */
public enum PortalObstacle {
    /** A schedule decides what the subscription becomes; the portal neither changes nor ends it. */
    SCHEDULE,
    /** Its items are of several products, between which the portal cannot choose. */
    SEVERAL_PRODUCTS,
    /** It is paid by invoices that are sent; the portal ends it, but does not change it. */
    INVOICED;

    /** The word used in SQL. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The obstacle with this word in SQL. */
    public static PortalObstacle ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
