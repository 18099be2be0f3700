// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimTest {
    private static final List<String> NODES = List.of("compute1", "compute2");

    @TempDir
    private Path directory;

    private LabFiles files() {
        return new LabFiles(directory.resolve("run"));
    }

    @Test
    void shouldMakePrivateDirectoriesAndLeaveNothing() throws Exception {
        final LabFiles files = files();
        try (Claim claim = Claim.take(files, NODES)) {
            assertThat(claim).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.node("compute1"))))
                    .isEqualTo("rwx------");
            assertThat(files.spaces()).isDirectory();
            Files.writeString(files.log("compute1"), "x");
        }
        assertThat(files.root()).doesNotExist();
    }

    @Test
    void shouldLeaveTheFilesOfOtherNodesAlone() throws Exception {
        final LabFiles files = files();
        Files.createDirectories(files.node("mine"));
        Claim.take(files, NODES).close();

        assertThat(files.node("mine")).isDirectory();
        assertThat(files.node("compute1")).doesNotExist();
    }

    @Test
    void shouldRefuseANodeDirectoryThatIsNotALabs() throws Exception {
        final LabFiles files = files();
        Files.createDirectories(files.node("compute2"));

        assertThatThrownBy(() -> Claim.take(files, NODES))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("already a node compute2");
        assertThat(files.node("compute2")).isDirectory();
        assertThat(files.lab()).doesNotExist();
    }

    @Test
    void shouldTakeOverWhatAKilledLabLeft() throws Exception {
        final LabFiles files = files();
        Files.createDirectories(files.node("compute1"));
        Files.createDirectories(files.spaces());
        Files.writeString(files.spaces().resolve("g2-vm0"), "");
        Files.writeString(files.node("compute1").resolve("dpdk_netlink"), "");
        Files.writeString(files.lock(), "999999999 999999998\n");

        try (Claim claim = Claim.take(files, NODES)) {
            assertThat(claim).isNotNull();
            assertThat(files.spaces()).isEmptyDirectory();
            assertThat(files.node("compute1")).isEmptyDirectory();
        }
        assertThat(files.root()).doesNotExist();
    }

    @Test
    void shouldNotBeHeldWithoutAHolder() throws Exception {
        final LabFiles files = files();
        assertThat(Claim.held(files)).isFalse();
        Files.createDirectories(files.lab());
        Files.writeString(files.lock(), "1 1\n");

        assertThat(Claim.held(files)).isFalse();
        assertThat(Claim.holder(files)).isEmpty();
    }
}
