package io.hookbridge.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Members of a JSON object in the order in which they are written, unlike those of a Map.of. */
public final class Members {

    private Members() {}

    public static Map<String, Object> of(String name, Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(name, value);
        return members;
    }

    public static Map<String, Object> of(String name, Object value, String name2, Object value2) {
        Map<String, Object> members = of(name, value);
        members.put(name2, value2);
        return members;
    }

    public static Map<String, Object> of(
            String name, Object value, String name2, Object value2, String name3, Object value3) {
        Map<String, Object> members = of(name, value, name2, value2);
        members.put(name3, value3);
        return members;
    }

    public static Map<String, Object> of(
            String name,
            Object value,
            String name2,
            Object value2,
            String name3,
            Object value3,
            String name4,
            Object value4) {
        Map<String, Object> members = of(name, value, name2, value2, name3, value3);
        members.put(name4, value4);
        return members;
    }
}
