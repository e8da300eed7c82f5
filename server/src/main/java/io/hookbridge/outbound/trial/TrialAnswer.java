package io.hookbridge.outbound.trial;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the built-in receiver answers deliveries whose signature is right. */
public enum TrialAnswer {
    /** As any receiver should: 200, at once. */
    SUCCESS,
    /** 200, after {@link #SLOWLY_SECONDS}. */
    SLOW,
    /** 500. */
    ERROR,
    /** 500 until the attempt {@link #RECOVERED_ATTEMPT}, and 200 from then on. */
    RECOVERY,
    /** 429, and the wish to be left alone for {@link #RETRY_AFTER_SECONDS}. */
    BUSY,
    /** 410: no more of them. */
    GONE;

    public static final int SLOWLY_SECONDS = 2;
    public static final int RECOVERED_ATTEMPT = 3;
    public static final int RETRY_AFTER_SECONDS = 5;

    /** The word in SQL and in forms. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<TrialAnswer> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
