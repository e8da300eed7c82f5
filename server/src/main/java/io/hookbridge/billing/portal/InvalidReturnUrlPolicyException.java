package io.hookbridge.billing.portal;

import java.util.List;

/**
 * The configured return origins or the default return URL are unusable; carries every mistake, not
 * only the first.
 */
public final class InvalidReturnUrlPolicyException extends RuntimeException {

    private final List<String> problems;

    InvalidReturnUrlPolicyException(List<String> problems) {
        super(String.join(" ", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * One sentence per mistake, at least one; entries are named by position, because they may hold
     * a password.
     */
    public List<String> problems() {
        return problems;
    }
}
