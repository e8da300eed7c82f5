package io.hookbridge.http.page;

import java.util.List;
import java.util.Map;

/**
 * A question before something is done, as {@code question.jte} asks it.
 *
 * @param facts what will happen, a sentence each
 * @param action where the form goes
 * @param fields what it carries besides its token
 * @param button what a person agrees to
 * @param danger whether that takes something away
 * @param back the page to return to without having done anything
 * @param backTitle what the way back is called
 */
public record Question(
        String heading,
        List<String> facts,
        String action,
        Map<String, String> fields,
        String button,
        boolean danger,
        String back,
        String backTitle) {

    /** Before something that takes something away. */
    public static Question ofDanger(
            String heading,
            List<String> facts,
            String action,
            String button,
            String back,
            String backTitle) {
        return new Question(heading, facts, action, Map.of(), button, true, back, backTitle);
    }
}
