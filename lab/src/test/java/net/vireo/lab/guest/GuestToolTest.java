// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestToolTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNameWhatIsMissingAndItsPackages() throws Exception {
        Files.createFile(folder.resolve("qemu-system-x86_64"));
        assertThat(folder.resolve("qemu-system-x86_64").toFile().setExecutable(true))
                .isTrue();
        // A folder can be "executable" too.
        Files.createDirectory(folder.resolve("busybox"));

        assertThat(GuestTool.missing(
                        "/nowhere:" + folder, GuestTool.TESTPMD, GuestTool.QEMU, GuestTool.BUSYBOX, GuestTool.IPERF3))
                .isEqualTo("real guests need dpdk-testpmd, busybox, iperf3, not found on the PATH; on Debian: "
                        + "apt-get install dpdk-dev busybox-static iperf3");
        assertThat(GuestTool.missing("/nowhere:" + folder, GuestTool.QEMU)).isEmpty();
    }
}
