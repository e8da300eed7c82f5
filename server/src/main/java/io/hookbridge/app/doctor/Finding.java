package io.hookbridge.app.doctor;

/**
 * What was seen of one thing.
 *
 * @param about what was looked at, a word or two
 * @param seen a sentence without a secret
 * @param remedy what to do; empty if all is well
 */
public record Finding(String about, Verdict verdict, String seen, String remedy) {

    public enum Verdict {
        OK,
        /** It works, and will not for ever. */
        WARNING,
        /** It does not work, or what was promised is not kept. */
        PROBLEM
    }

    static Finding ok(String about, String seen) {
        return new Finding(about, Verdict.OK, seen, "");
    }

    static Finding warning(String about, String seen, String remedy) {
        return new Finding(about, Verdict.WARNING, seen, remedy);
    }

    static Finding problem(String about, String seen, String remedy) {
        return new Finding(about, Verdict.PROBLEM, seen, remedy);
    }
}
