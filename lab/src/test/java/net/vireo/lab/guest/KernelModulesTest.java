// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.vireo.lab.host.LabException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelModulesTest {
    @TempDir
    private Path folder;

    private void module(final String path, final String needs) throws IOException {
        final Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "\177ELF garbage depends=wrong\0license=GPL\0depends=" + needs + "\0retpoline=Y\0",
                StandardCharsets.ISO_8859_1);
    }

    private List<String> order(final List<String> wanted, final String... builtIn) throws IOException {
        return new KernelModules(folder)
                .inOrder(wanted, Set.of(builtIn)).stream()
                        .map(KernelModules::name)
                        .toList();
    }

    @Test
    void shouldPutEachModuleBehindThoseThatItNeeds() throws IOException {
        module("drivers/virtio/virtio.ko", "virtio_ring");
        module("drivers/virtio/virtio_ring.ko", "");
        module("drivers/net/virtio_net.ko", "virtio_ring,virtio,net_failover");
        module("drivers/net/net_failover.ko", "failover");
        module("net/core/failover.ko", "");
        module("net/unrelated.ko", "missing");

        assertThat(order(List.of("virtio_net", "virtio")))
                .containsExactly("virtio_ring", "virtio", "failover", "net_failover", "virtio_net");
    }

    @Test
    void shouldLeaveOutWhatIsBuiltIn() throws IOException {
        module("a.ko", "b");

        assertThat(order(List.of("a", "c"), "b", "c")).containsExactly("a");
    }

    @Test
    void shouldTakeADashInAFileNameForAnUnderscore() throws IOException {
        module("virtio-rng.ko", "");

        assertThat(order(List.of("virtio_rng"))).containsExactly("virtio_rng");
    }

    @Test
    void shouldSayWhoNeedsAModuleThatIsMissing() throws IOException {
        module("a.ko", "b");
        module("b.ko", "c");

        assertThatThrownBy(() -> order(List.of("a")))
                .isInstanceOf(LabException.class)
                .hasMessage("this kernel has no module c, which a, b needs");
    }

    @Test
    void shouldRefuseModulesThatNeedEachOther() throws IOException {
        module("a.ko", "b");
        module("b.ko", "a");

        assertThatThrownBy(() -> order(List.of("a")))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("need each other");
    }
}
