package io.hookbridge.app.config;

import java.util.List;

/**
 * Everything that is wrong with the configuration, one sentence each; no sentence holds a secret
 * value.
 */
public final class ConfigurationProblems extends RuntimeException {

    private final List<String> problems;

    public ConfigurationProblems(List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
