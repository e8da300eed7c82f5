package io.hookbridge.inbound.verify.coded;

import java.util.Optional;

/**
 * Who asks Plaid for a key.
 *
 * @param isSandbox whether the account is one of Plaid's sandbox
 */
public record PlaidAccount(String clientId, String secret, boolean isSandbox) {

    private static final String SANDBOX = "sandbox:";

    /**
     * Reads {@code client_id:secret}, perhaps with {@code sandbox:} before it; empty for anything
     * else.
     */
    static Optional<PlaidAccount> of(String text) {
        boolean isSandbox = text.startsWith(SANDBOX);
        String account = isSandbox ? text.substring(SANDBOX.length()) : text;
        int colon = account.indexOf(':');
        return colon < 1 || colon == account.length() - 1
                ? Optional.empty()
                : Optional.of(
                        new PlaidAccount(
                                account.substring(0, colon),
                                account.substring(colon + 1),
                                isSandbox));
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "PlaidAccount[" + clientId + "]";
    }
}
