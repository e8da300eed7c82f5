package io.hookbridge.http.page;

/** What a person typed cannot be meant so. */
public final class MistakeException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * @param sentence for that person
     */
    public MistakeException(String sentence) {
        super(sentence);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
