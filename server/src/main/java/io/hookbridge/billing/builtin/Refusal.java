package io.hookbridge.billing.builtin;

/** Why a subscription was not changed. */
public enum Refusal {
    NEVER_SUBSCRIBED("the tenant has no subscription"),
    ENDED("the subscription has ended, choose a plan anew"),
    ALREADY_SUBSCRIBED("the tenant has another subscription already, change its plan instead"),
    NO_SUCH_PLAN("there is no such plan to subscribe to");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** For an operator or a log; without a full stop. */
    public String sentence() {
        return sentence;
    }
}
