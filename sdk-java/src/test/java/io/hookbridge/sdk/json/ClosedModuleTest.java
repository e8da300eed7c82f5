package io.hookbridge.sdk.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import javax.tools.ToolProvider;

/** Records of somebody whose program has modules. */
@Tag("unit")
class ClosedModuleTest {

    private static final String SHOP =
            "package shop;"
                    + "public class Shop {"
                    + " record Order(String id) {}"
                    + " public static Object order() { return new Order(\"o1\"); } }";

    @TempDir private Path folder;

    private Object order(String module) throws IOException, ReflectiveOperationException {
        Path shop = Files.writeString(folder.resolve("Shop.java"), SHOP);
        Path info = Files.writeString(folder.resolve("module-info.java"), module);
        Path classes = folder.resolve("classes");
        int compiled =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-d",
                                classes.toString(),
                                info.toString(),
                                shop.toString());
        assertThat(compiled).isZero();
        Configuration configuration =
                ModuleLayer.boot()
                        .configuration()
                        .resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("shop"));
        return ModuleLayer.boot()
                .defineModulesWithOneLoader(configuration, null)
                .findLoader("shop")
                .loadClass("shop.Shop")
                .getMethod("order")
                .invoke(null);
    }

    @Test
    void a_record_of_a_package_that_is_not_open_is_told_with_what_opens_it() throws Exception {
        Object order = order("module shop { exports shop; }");
        String message =
                "shop.Shop$Order is closed to this client:"
                        + " its module needs \"opens shop to io.hookbridge.sdk;\"";

        assertThatThrownBy(() -> Records.read(Map.of(), order.getClass()))
                .isInstanceOf(UnreadableTypeException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Json.write(order))
                .isInstanceOf(UnreadableTypeException.class)
                .hasMessage(message);
    }

    @Test
    void a_record_of_a_package_that_is_open_is_read_and_written() throws Exception {
        Object order = order("module shop { exports shop; opens shop; }");

        assertThat(Json.write(order)).isEqualTo("{\"id\":\"o1\"}");
        assertThat((Object) Records.read(Map.of("id", "o1"), order.getClass())).isEqualTo(order);
    }
}
