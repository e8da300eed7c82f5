package io.hookbridge.sdk.json;

/** A constant that stands in JSON and in queries as a word of its own. */
public interface Word {

    /**
     * The word in requests and answers.
     *
     * @return the word
     */
    String word();
}
