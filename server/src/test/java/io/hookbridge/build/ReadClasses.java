package io.hookbridge.build;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.resolvers.SelectedClassResolverFromClasspath;

import java.util.function.Function;

/** Reads the class files of this module for rules about them. */
final class ReadClasses {

    private ReadClasses() {}

    /**
     * Ours, as the importer finds them.
     *
     * @param libraries packages of which more than the name is wanted, such as what a class
     *     extends; reading all that is ever named takes most of the time
     */
    static JavaClasses of(ClassFileImporter importer, String... libraries) {
        Function<ArchConfiguration, JavaClasses> read =
                configuration -> {
                    configuration.setClassResolver(SelectedClassResolverFromClasspath.class);
                    configuration.setClassResolverArguments(libraries);
                    return importer.importPackages("io.hookbridge");
                };
        return ArchConfiguration.withThreadLocalScope(read);
    }
}
