package io.hookbridge.inbound.verify.preset;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A preset that cannot be used, with everything that is wrong in it. */
public final class InvalidPreset extends RuntimeException {

    private final List<Mistake> mistakes;

    InvalidPreset(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(joining("\n  ")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** In the order of the document; never empty. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
