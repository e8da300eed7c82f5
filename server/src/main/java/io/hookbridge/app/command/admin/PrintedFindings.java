package io.hookbridge.app.command.admin;

import io.hookbridge.app.doctor.Finding;
import io.hookbridge.app.doctor.Finding.Verdict;
import io.hookbridge.app.terminal.Colours;
import io.hookbridge.app.terminal.CommandOutput;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings as a command prints them. */
record PrintedFindings(List<Finding> findings) {

    void asJson() {
        CommandOutput.print(
                Map.of("findings", findings.stream().map(PrintedFindings::members).toList()));
    }

    void asLines() {
        Colours colours = Colours.of(System.getenv());
        findings.forEach(finding -> print(finding, colours));
    }

    /** 1 if there is a problem, 0 if there are warnings at most. */
    int exitCode() {
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.PROBLEM) ? 1 : 0;
    }

    private static Map<String, String> members(Finding finding) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("about", finding.about());
        members.put("verdict", word(finding.verdict()));
        members.put("seen", finding.seen());
        if (!finding.remedy().isEmpty()) {
            members.put("remedy", finding.remedy());
        }
        return members;
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }

    private static void print(Finding finding, Colours colours) {
        String verdict = "%-7s".formatted(word(finding.verdict()));
        String coloured =
                switch (finding.verdict()) {
                    case OK -> colours.green(verdict);
                    case WARNING -> colours.yellow(verdict);
                    case PROBLEM -> colours.red(verdict);
                };
        System.out.printf("%s  %-13s  %s%n", coloured, finding.about(), finding.seen());
        if (!finding.remedy().isEmpty()) {
            System.out.printf("%24s> %s%n", "", finding.remedy());
        }
    }
}
