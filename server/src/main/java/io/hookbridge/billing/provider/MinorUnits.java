package io.hookbridge.billing.provider;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/**
 * How Stripe writes amounts of a currency as whole numbers. Its own list decides and not ISO 4217:
 * the ariary is written without decimals, although it has a smaller unit, and the króna and the
 * Ugandan shilling with two, although they have none any more.
 */
public final class MinorUnits {

    private static final int USUAL_DECIMALS = 2;

    private static final Set<String> WITHOUT_DECIMALS =
            Set.of(
                    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND",
                    "VUV", "XAF", "XOF", "XPF");

    private static final Set<String> WITH_THREE_DECIMALS =
            Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    /** Written with two decimals, which are always zero: there is no such thing as half of one. */
    private static final Set<String> WHOLE_IN_FACT = Set.of("ISK", "UGX");

    private MinorUnits() {}

    /**
     * The amount in the currency itself, with as many decimals as a person writes in it: 500 is
     * {@code 5.00} in {@code usd}, {@code 500} in {@code jpy} and {@code 5} in {@code isk}.
     *
     * @param amount as Stripe has it
     * @param currency three letters in any case; one that Stripe does not list has two decimals
     */
    public static BigDecimal toMajor(long amount, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        BigDecimal major = BigDecimal.valueOf(amount, decimals(code));
        return WHOLE_IN_FACT.contains(code) && amount % 100 == 0 ? major.setScale(0) : major;
    }

    private static int decimals(String code) {
        if (WITHOUT_DECIMALS.contains(code)) {
            return 0;
        }
        return WITH_THREE_DECIMALS.contains(code) ? 3 : USUAL_DECIMALS;
    }
}
