package io.hookbridge.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

@Tag("unit")
class FreeSpaceTest {

    @TempDir private Path folder;

    @Test
    void a_disk_with_less_room_than_asked_for_is_warned_of() {
        assertThat(new FreeSpace(folder, Long.MAX_VALUE).warnings())
                .singleElement()
                .asString()
                .startsWith("the disk of the data folder has less than");
        assertThat(new FreeSpace(folder, 0).warnings()).isEmpty();
    }

    @Test
    void a_folder_that_is_gone_is_no_full_disk() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        FreeSpace gone = new FreeSpace(folder.resolve("gone"), Long.MAX_VALUE);
        gone.bindTo(meters);

        assertThat(gone.warnings()).isEmpty();
        assertThat(meters.get("hookbridge.data.folder.free").gauge().value()).isNaN();
    }
}
