package io.hookbridge.console.billing;

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
     * @param amount in the currency's smallest unit
     * @param code three letters in any case; one that Java does not know is written out
     */
    static String of(long amount, String code) {
        String upper = code.toUpperCase(Locale.ROOT);
        try {
            Currency currency = Currency.getInstance(upper);
            NumberFormat format = NumberFormat.getCurrencyInstance(Locale.US);
            format.setCurrency(currency);
            int digits = currency.getDefaultFractionDigits();
            format.setMinimumFractionDigits(digits);
            format.setMaximumFractionDigits(digits);
            return format.format(BigDecimal.valueOf(amount, digits));
        } catch (IllegalArgumentException unknown) {
            return amount + " " + upper;
        }
    }
}
