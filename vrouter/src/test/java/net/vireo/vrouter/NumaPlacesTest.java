// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.vrouter.control.NumaNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Page 88, against the files of a machine with two nodes. */
class NumaPlacesTest {
    @TempDir
    private Path root;

    private void file(final String name, final String text) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), text);
    }

    private NumaNodes places(final String device, final long address, final Integer... cpus) {
        return new NumaPlaces(root.resolve("proc"), root.resolve("sys"), List.of(cpus), address).of(device);
    }

    private void twoNodes() throws IOException {
        Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu2/node0"));
        Files.createDirectories(root.resolve("sys/devices/system/cpu/cpu5/node1"));
        file("sys/class/net/eth0/device/numa_node", "1\n");
        file("sys/class/net/veth0/device/numa_node", "-1\n");
        file("proc/self/numa_maps", """
                00400000 default file=/usr/bin/java mapped=3 N0=3 kernelpagesize_kB=4
                7f0000000000 default anon=900 dirty=900 N0=100 N1=800 kernelpagesize_kB=4
                7fff00000000 default stack anon=4 N0=4
                """);
    }

    @Test
    void shouldSayWhereEachIs() throws IOException {
        twoNodes();
        final NumaNodes nodes = places("eth0", 0x7f0000012000L, 2, 5);
        assertThat(nodes.lcores()).containsExactly(0, 1);
        assertThat(nodes.memory()).as("most of its pages").isEqualTo(1);
        assertThat(nodes.port()).isEqualTo(1);
    }

    /** The kernel walks all pages for it. */
    @Test
    void shouldReadWhereMemoryIsOnce() throws IOException {
        twoNodes();
        final NumaPlaces places = new NumaPlaces(root.resolve("proc"), root.resolve("sys"), List.of(), 0x7f0000012000L);
        assertThat(places.of("eth0").memory()).isEqualTo(1);
        Files.delete(root.resolve("proc/self/numa_maps"));
        assertThat(places.of("eth0").memory()).as("soon afterwards").isEqualTo(1);
    }

    @Test
    void shouldNotKnowWhatTheKernelDoesNotTell() throws IOException {
        twoNodes();
        assertThat(places("veth0", 0x7f0000012000L, 9).lcores()).containsExactly(NumaNodes.UNKNOWN);
        assertThat(places("veth0", 1).memory()).isEqualTo(NumaNodes.UNKNOWN);
        assertThat(places("veth0", 1).port()).isEqualTo(NumaNodes.UNKNOWN);
        assertThat(places("../../etc", 1).port()).isEqualTo(NumaNodes.UNKNOWN);
        Files.delete(root.resolve("proc/self/numa_maps"));
        assertThat(places("eth0", 0x7f0000012000L).memory()).isEqualTo(NumaNodes.UNKNOWN);
    }
}
