package io.hookbridge.app.command.admin;

import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.doctor.Doctor;
import io.hookbridge.app.doctor.Finding;
import io.hookbridge.app.doctor.Finding.Verdict;
import io.hookbridge.app.terminal.Colours;
import io.hookbridge.app.terminal.CommandOutput;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Looks whether all is well. */
@Command(
        name = "doctor",
        description = {
            "Look whether configuration, database, disk, clocks, servers, partitions and certificates are well, and say what to do"
                    + " where they are not. Changes nothing.",
            "",
            "Ends with 1 if there is a problem, with 0 if there are warnings at most. Mistakes in settings are told as by every"
                    + " command."
        },
        mixinStandardHelpOptions = true)
final class AdminDoctorCommand implements Callable<Integer> {

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        List<Finding> findings =
                new Doctor(file.read(Profile.DEVELOPMENT), InstantSource.system()).look();
        if (json) {
            CommandOutput.print(
                    Map.of(
                            "findings",
                            findings.stream().map(AdminDoctorCommand::members).toList()));
        } else {
            Colours colours = Colours.of(System.getenv());
            findings.forEach(finding -> print(finding, colours));
        }
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
