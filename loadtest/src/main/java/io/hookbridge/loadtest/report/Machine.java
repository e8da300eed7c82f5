package io.hookbridge.loadtest.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the figures were measured on; without it they mean nothing. */
public final class Machine {

    private Machine() {}

    /**
     * Facts by name, in the order in which they are best read.
     *
     * @param folder where the server's data is, for its file system
     */
    public static Map<String, String> facts(Path folder) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("CPU", valueOf("/proc/cpuinfo", "model name"));
        facts.put("Cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("Memory", gigabytes(valueOf("/proc/meminfo", "MemTotal")));
        facts.put(
                "System",
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + ", "
                        + System.getProperty("os.arch"));
        facts.put("JDK", Runtime.version() + ", " + System.getProperty("java.vendor"));
        facts.put("File system of the data", Files.getFileStore(folder).type());
        facts.put("Time of one disk flush", DiskFlush.measure(folder).toString());
        return facts;
    }

    /** Processes that ran or wanted to, averaged over one minute; our own included. */
    public static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }

    private static String valueOf(String file, String field) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(field))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String gigabytes(String kilobytes) {
        return String.format(
                Locale.ROOT,
                "%.1f GiB",
                Long.parseLong(kilobytes.replaceAll("\\D", "")) / (1_024.0 * 1_024.0));
    }
}
