package io.hookbridge.app.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A properties file in UTF-8.
 *
 * @param repeated names that it has more than once, which {@link Properties} would not tell
 */
record PropertiesFile(Map<String, String> values, Set<String> repeated) {

    /**
     * @throws IOException whose message says what is wrong with the file, without its name
     */
    static PropertiesFile read(Path file) throws IOException {
        PropertiesFile read = new PropertiesFile(new TreeMap<>(), new TreeSet<>());
        try (Reader text = Files.newBufferedReader(file)) {
            read.new Entries().load(text);
        } catch (NoSuchFileException absent) {
            throw new IOException("does not exist", absent);
        } catch (CharacterCodingException otherEncoding) {
            throw new IOException("is not in UTF-8", otherEncoding);
        } catch (IllegalArgumentException malformed) {
            throw new IOException(
                    "has a \\u that is not followed by four hexadecimal digits; write \\ as \\\\",
                    malformed);
        } catch (IOException unreadable) {
            throw new IOException("cannot be read: it must be a file that this process may read");
        }
        return read;
    }

    /** Hands on what is read instead of keeping it. */
    private final class Entries extends Properties {
        @Override
        public synchronized Object put(Object name, Object value) {
            if (values.put((String) name, (String) value) != null) {
                repeated.add((String) name);
            }
            return value;
        }
    }
}
