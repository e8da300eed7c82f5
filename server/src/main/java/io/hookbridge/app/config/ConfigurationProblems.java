package io.hookbridge.app.config;

import java.util.List;

/**
 * Everything that is wrong with the configuration, one sentence each; no sentence holds a secret
 * value.
 */
public final class ConfigurationProblems extends RuntimeException {

    private final List<String> problems;

    /**
     * @param problems of which each is told once: several settings may have the same
     */
    public ConfigurationProblems(List<String> problems) {
        List<String> different = problems.stream().distinct().toList();
        super(String.join("; ", different), null, false, false);
        this.problems = different;
    }

    public List<String> problems() {
        return problems;
    }
}
