package io.hookbridge.app.running;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import picocli.CommandLine.IVersionProvider;

import java.util.Map;
import java.util.UUID;

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

    /**
     * What traces say of this server, by OpenTelemetry's names.
     *
     * @param server this running one
     */
    public static Map<String, Object> resource(UUID server) {
        return Map.of(
                "service.name", "hookbridge",
                "service.version", number(),
                "service.instance.id", server.toString());
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
