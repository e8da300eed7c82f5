package io.hookbridge.console.billing;

/**
 * Leads to the billing provider. The policy of our pages lets no form lead elsewhere, so the answer
 * to a form cannot simply redirect there.
 *
 * @param url a credential
 */
public record LeavePage(String url) {

    /** Leaves the URL out. */
    @Override
    public String toString() {
        return "LeavePage";
    }
}
