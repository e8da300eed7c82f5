package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every test class says what it needs, so that one can run those that need little. */
@Tag("unit")
class TagsTest {

    private static final JavaClasses TESTS =
            ReadClasses.of(
                    new ClassFileImporter().withImportOption(new ImportOption.OnlyIncludeTests()),
                    "io.hookbridge",
                    "org.junit");

    /** For each of our classes those that name it. */
    private static final Map<JavaClass, Set<JavaClass>> USERS = users();

    @Test
    void every_test_carries_the_tag_of_what_it_needs() {
        Set<JavaClass> browser = usersOf(type -> type.getSimpleName().equals("Chromium"));
        Set<JavaClass> database =
                usersOf(type -> type.getPackageName().equals("io.hookbridge.db.embedded"));
        List<String> wrong = new ArrayList<>();
        for (JavaClass test : TESTS) {
            String needed =
                    browser.contains(test)
                            ? "browser"
                            : database.contains(test) ? "database" : "unit";
            if (hasTests(test) && !tags(test).equals(Set.of(needed))) {
                wrong.add(test.getName() + " needs @Tag(\"" + needed + "\")");
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean hasTests(JavaClass test) {
        return test.getMethods().stream()
                .anyMatch(method -> method.isMetaAnnotatedWith(Testable.class));
    }

    private static Set<String> tags(JavaClass test) {
        return test.tryGetAnnotationOfType(Tag.class).stream()
                .map(Tag::value)
                .collect(Collectors.toSet());
    }

    /** Those that name such a class, or one that names one, and so on. */
    private static Set<JavaClass> usersOf(Predicate<JavaClass> kind) {
        Set<JavaClass> found = new HashSet<>();
        Deque<JavaClass> used =
                USERS.keySet().stream()
                        .filter(kind)
                        .collect(Collectors.toCollection(ArrayDeque::new));
        while (!used.isEmpty()) {
            for (JavaClass user : USERS.getOrDefault(used.remove(), Set.of())) {
                if (found.add(user)) {
                    used.add(user);
                }
            }
        }
        return found;
    }

    private static Map<JavaClass, Set<JavaClass>> users() {
        Map<JavaClass, Set<JavaClass>> users = new HashMap<>();
        Deque<JavaClass> unread = new ArrayDeque<>();
        Set<JavaClass> read = new HashSet<>();
        TESTS.forEach(unread::add);
        while (!unread.isEmpty()) {
            JavaClass user = unread.remove();
            if (read.add(user)) {
                for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass().getBaseComponentType();
                    if (used.getPackageName().startsWith("io.hookbridge")) {
                        users.computeIfAbsent(used, _ -> new HashSet<>()).add(user);
                        unread.add(used);
                    }
                }
            }
        }
        return users;
    }
}
