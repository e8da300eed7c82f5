package io.hookbridge.app.command.admin;

import io.hookbridge.app.command.option.ConfigurationFile;
import io.hookbridge.app.config.Profile;
import io.hookbridge.app.doctor.BackupCheck;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.InstantSource;
import java.util.concurrent.Callable;

/** Looks whether a restored database came back as a whole. */
@Command(
        name = "backup-check",
        description = {
            "Look whether a restored database came back as a whole: schema, secret key, indexes, sequences, payloads, ledger. Changes"
                    + " nothing. Run it before the first server; on a large database it takes a while.",
            "",
            "Ends with 1 if there is a problem, with 0 if there is none."
        },
        mixinStandardHelpOptions = true)
final class AdminBackupCheckCommand implements Callable<Integer> {

    @Mixin private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        var findings =
                new PrintedFindings(
                        new BackupCheck(
                                        file.read(Profile.DEVELOPMENT).storage(),
                                        InstantSource.system())
                                .look());
        if (json) {
            findings.asJson();
        } else {
            findings.asLines();
        }
        return findings.exitCode();
    }
}
