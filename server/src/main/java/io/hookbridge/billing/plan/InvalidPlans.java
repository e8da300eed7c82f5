package io.hookbridge.billing.plan;

import java.util.List;

/** A plans file that cannot be used, with everything that is wrong in it. */
public final class InvalidPlans extends RuntimeException {

    private final List<String> mistakes;

    InvalidPlans(List<String> mistakes) {
        super("the plans are not valid:\n  " + String.join("\n  ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** One sentence for each mistake, in the order of the file; never empty. */
    public List<String> mistakes() {
        return mistakes;
    }
}
