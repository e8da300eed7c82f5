package io.hookbridge.app.running;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar. */
public final class Version implements IVersionProvider {

    /** Name and version in words. */
    public static String text() {
        return "HookBridge " + number();
    }

    /** The number alone, or words where the program was not started from its jar. */
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(from classes)" : version;
    }

    /** Adds a gauge that is always 1 and tells by its labels what is running. */
    public static void bindTo(MeterRegistry meters) {
        Gauge.builder("hookbridge.build.info", () -> 1)
                .description("Always 1; the labels tell what is running")
                .tag("version", number())
                .tag("java", Runtime.version().toString())
                .register(meters);
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            text(), "Java " + Runtime.version(),
        };
    }
}
