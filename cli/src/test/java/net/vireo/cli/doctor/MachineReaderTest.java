// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.vireo.cli.doctor.check.GuestThread;
import net.vireo.cli.doctor.check.MachineFacts;
import net.vireo.linux.CpuSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine made of files. */
class MachineReaderTest {
    @TempDir
    private Path root;

    private void file(final String name, final String text) throws IOException {
        final Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private MachineFacts read(final String fabric) {
        return new MachineReader(root.resolve("proc"), root.resolve("sys")).read(fabric);
    }

    @Test
    void shouldReadNodesHugepagesAndGuests() throws IOException {
        file(
                "proc/meminfo",
                "MemTotal: 99 kB\nHugePages_Total:      16\nHugePages_Free:        5\nHugepagesize: 1048576 kB\n");
        file("sys/devices/system/node/node0/cpulist", "0-1\n");
        file("sys/devices/system/node/node1/cpulist", "2,3\n");
        file("sys/devices/system/node/node2/cpulist", "\n"); // memory only
        file("sys/devices/system/node/possible", "0-2\n");
        file("sys/class/net/eth0/device/numa_node", "1\n");
        file("sys/class/net/veth/device/numa_node", "-1\n");
        file("proc/77/comm", "qemu-system-x86\n");
        file("proc/77/task/77/comm", "qemu-system-x86\n");
        file("proc/77/task/78/comm", "CPU 0/KVM\n");
        file("proc/77/task/78/status", "Name:\tCPU 0/KVM\nCpus_allowed_list:\t2-3\n");
        file("proc/90/comm", "CPU 0/KVM\n"); // no emulator
        file("proc/90/task/90/comm", "CPU 0/KVM\n");

        final MachineFacts machine = read("eth0");

        assertThat(machine.nodeOfCpu()).isEqualTo(Map.of(0, 0, 1, 0, 2, 1, 3, 1));
        assertThat(machine.fabricNode()).hasValue(1);
        assertThat(machine.hugepages()).isEqualTo(16);
        assertThat(machine.freeHugepages()).isEqualTo(5);
        assertThat(machine.hugepageBytes()).isEqualTo(1L << 30);
        assertThat(machine.guests()).containsExactly(new GuestThread(77, "CPU 0/KVM", CpuSet.of(2, 3)));
        assertThat(read("veth").fabricNode()).isEmpty();
        assertThat(read("../net/eth0").fabricNode()).isEmpty();
    }

    @Test
    void shouldKnowNothingWhereNothingCanBeRead() {
        assertThat(read("")).isEqualTo(new MachineFacts(Map.of(), OptionalInt.empty(), 0, 0, 1 << 21, List.of()));
    }
}
