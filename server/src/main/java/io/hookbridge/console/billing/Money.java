package io.hookbridge.console.billing;

import io.hookbridge.billing.provider.MinorUnits;
import io.hookbridge.http.page.Phrases;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/** Amounts as a person reads them. */
final class Money {

    private Money() {}

    /**
     * Such as {@code $10.00}.
     *
     * @param amount as Stripe writes it, see {@link MinorUnits}
     * @param code three letters in any case; one that Java does not know is written out
     */
    static String of(long amount, String code, Phrases phrases) {
        String upper = code.toUpperCase(Locale.ROOT);
        BigDecimal major = MinorUnits.toMajor(amount, upper);
        try {
            NumberFormat format = NumberFormat.getCurrencyInstance(phrases.language().locale());
            format.setCurrency(Currency.getInstance(upper));
            // Java's own number of decimals for the currency may be another one.
            format.setMinimumFractionDigits(major.scale());
            format.setMaximumFractionDigits(major.scale());
            return format.format(major);
        } catch (IllegalArgumentException unknown) {
            return phrases.decimal(major) + " " + upper;
        }
    }
}
