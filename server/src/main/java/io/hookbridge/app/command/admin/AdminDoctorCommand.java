package io.hookbridge.app.command.admin;

import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.doctor.Doctor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.InstantSource;
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
        var findings =
                new PrintedFindings(
                        new Doctor(file.read(Profile.DEVELOPMENT), InstantSource.system()).look());
        if (json) {
            findings.asJson();
        } else {
            findings.asLines();
        }
        return findings.exitCode();
    }
}
