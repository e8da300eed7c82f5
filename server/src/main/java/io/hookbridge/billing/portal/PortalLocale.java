package io.hookbridge.billing.portal;

import java.util.Set;

/**
 * The languages a portal may be asked for: those Stripe's portal knows ({@code locale} of a portal
 * session).
 */
final class PortalLocale {

    private static final Set<String> KNOWN =
            Set.of(
                    "auto", "bg", "cs", "da", "de", "el", "en", "en-AU", "en-CA", "en-GB", "en-IE",
                    "en-IN", "en-NZ", "en-SG", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA",
                    "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl",
                    "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK",
                    "zh-TW");

    private PortalLocale() {}

    static boolean known(String locale) {
        return KNOWN.contains(locale);
    }
}
