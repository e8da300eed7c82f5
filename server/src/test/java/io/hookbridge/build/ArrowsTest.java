package io.hookbridge.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

import io.hookbridge.net.Header;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.Set;

/**
 * The walls inside the server: arrows between packages point down only, and third-party types stay
 * where they belong.
 */
@Tag("unit")
class ArrowsTest {

    private static final JavaClasses SERVER =
            ReadClasses.of(
                    new ClassFileImporter()
                            .withImportOption(new ImportOption.DoNotIncludeTests())
                            .withImportOption(it -> !it.contains("/io/hookbridge/stripedouble/")),
                    "java.sql",
                    "org.jdbi",
                    "org.postgresql",
                    "com.zaxxer");

    /** What of Jdbi takes SQL. */
    private static final Set<String> STATEMENTS =
            Set.of(
                    "createQuery",
                    "createUpdate",
                    "createBatch",
                    "createCall",
                    "createScript",
                    "prepareBatch",
                    "select",
                    "execute");

    @Test
    void arrows_point_down_on_the_map() throws IOException {
        List<String> packages = ArchitectureDocumentTest.topPackages();
        assertThat(packages).startsWith("app").endsWith("base");
        for (int i = 1; i < packages.size(); i++) {
            noClasses()
                    .that()
                    .resideInAPackage(all(packages.get(i)))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    packages.subList(0, i).stream()
                                            .map(ArrowsTest::all)
                                            .toArray(String[]::new)))
                    .check(SERVER);
        }
    }

    private static String all(String topPackage) {
        return "io.hookbridge." + topPackage + "..";
    }

    @Test
    void no_package_leads_back_to_itself() {
        SlicesRuleDefinition.slices()
                .matching("io.hookbridge.(**)")
                .should()
                .beFreeOfCycles()
                .check(SERVER);
    }

    @Test
    void http_db_and_net_do_not_know_each_other() {
        SlicesRuleDefinition.slices()
                .matching("io.hookbridge.(http|db|net)..")
                .should()
                .notDependOnEachOther()
                .check(SERVER);
    }

    @Test
    void tenants_know_nothing_of_billing_and_providers_nothing_of_each_other() {
        noClasses()
                .that()
                .resideInAPackage("io.hookbridge.tenant..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.hookbridge.billing..")
                .check(SERVER);
        SlicesRuleDefinition.slices()
                .matching("io.hookbridge.billing.(stripe|builtin)..")
                .should()
                .notDependOnEachOther()
                .check(SERVER);
    }

    @Test
    void what_verifies_requests_knows_neither_servers_nor_tables() {
        noClasses()
                .that()
                .resideInAPackage("io.hookbridge.inbound.verify..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.hookbridge..")
                                .and(
                                        not(
                                                resideInAnyPackage(
                                                        "io.hookbridge.inbound.verify..",
                                                        "io.hookbridge.base..")))
                                .and(not(equivalentTo(Header.class))))
                .check(SERVER);
    }

    @Test
    void third_party_types_stay_in_their_package() {
        onlyIn("com.stripe..", "io.hookbridge.billing.stripe..");
        onlyIn("io.vertx..", "io.hookbridge.http..");
        onlyIn("io.netty..", "io.hookbridge.net..", "io.hookbridge.http..");
        onlyIn("com.zaxxer..", "io.hookbridge.db..");
        onlyIn("org.flywaydb..", "io.hookbridge.db..");
        onlyIn("io.zonky..", "io.hookbridge.db.embedded..");
        onlyIn("ch.qos.logback..", "io.hookbridge.app.log..");
        onlyIn("com.google.crypto.tink..", "io.hookbridge.base..");
        onlyIn("com.github.davidmoten..", "io.hookbridge.bucket..");
        onlyIn("com.password4j..", "io.hookbridge.tenant.user..");
        onlyIn("gg.jte..", "io.hookbridge.http..", "io.hookbridge.pages..");
        onlyIn("picocli..", "io.hookbridge.app..");
    }

    @Test
    void the_clock_is_read_in_app_only() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.hookbridge.app..", "io.hookbridge.db.embedded..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.InstantSource.class, "system")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .check(SERVER);
    }

    @Test
    void time_that_passes_is_read_in_app_and_net_only() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.hookbridge.app..",
                        "io.hookbridge.net..",
                        // Waits for processes, which heed no clock that a test moves.
                        "io.hookbridge.db.embedded..")
                .should()
                .accessTargetWhere(
                        describe(
                                "System.nanoTime is read",
                                access ->
                                        access.getTargetOwner().isEquivalentTo(System.class)
                                                && access.getTarget().getName().equals("nanoTime")))
                .check(SERVER);
    }

    @Test
    void sql_stands_in_db_and_in_stores_only() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.hookbridge.db..")
                .and(describe("are no stores", it -> !topLevel(it).endsWith("Store")))
                .should()
                .accessTargetWhere(describe("a statement is made", ArrowsTest::makesStatement))
                .check(SERVER);
    }

    private static String topLevel(JavaClass type) {
        return type.getName().split("\\$", 2)[0];
    }

    private static boolean makesStatement(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return (owner.isAssignableTo(Handle.class) && STATEMENTS.contains(access.getName()))
                || (owner.isAssignableTo(Connection.class)
                        && access.getName().matches("(create|prepare)(Statement|Call)"));
    }

    @Test
    void classes_are_named_for_what_they_do() {
        classes().should().haveNameNotMatching(".*(Manager|Helper|Util|Utils|Impl)$").check(SERVER);
    }

    private static void onlyIn(String library, String... homes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(SERVER);
    }
}
