package io.hookbridge.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Every test class says what it needs, so that one can run those that need little. */
@Tag("unit")
class TagsTest {

    @Test
    void every_test_carries_the_tag_of_what_it_needs() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass test :
                new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("io.hookbridge")) {
            if (hasTests(test) && !tags(test).equals(Set.of(needed(test)))) {
                wrong.add(test.getName() + " needs @Tag(\"" + needed(test) + "\")");
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

    private static String needed(JavaClass test) {
        Set<JavaClass> reached =
                test.getTransitiveDependenciesFromSelf().stream()
                        .map(Dependency::getTargetClass)
                        .collect(Collectors.toSet());
        if (reached.stream().anyMatch(each -> each.getSimpleName().equals("Chromium"))) {
            return "browser";
        }
        return reached.stream()
                        .anyMatch(each -> each.getPackageName().equals("io.hookbridge.db.embedded"))
                ? "database"
                : "unit";
    }
}
