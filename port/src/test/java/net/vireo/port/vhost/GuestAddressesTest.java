// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.vireo.linux.memory.Memory;
import net.vireo.port.RingDescriptors;
import net.vireo.port.SharedMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages 50 and 85: the same byte by three names, and the descriptors that went over the socket. */
@Timeout(60)
class GuestAddressesTest {
    private static final int AT = 64;

    private static VhostCable.Shape shape() {
        return VhostCable.Shape.of(false, 1, SocketRole.SERVER);
    }

    @Test
    void shouldFindTheByteThatTheGuestsProgramWroteByOurOwnAddress() throws IOException {
        try (VhostCable cable = new VhostCable(shape()).plug()) {
            final List<SharedMemory> memory = cable.device.queues().sharedMemory();
            assertThat(memory).isNotEmpty().allSatisfy(range -> {
                assertThat(range.hereAddress()).as("mapped once more").isNotEqualTo(range.farAddress());
                assertThat(range.lengthBytes()).isPositive();
                // Both sides are in this process, so that the test may look at both.
                final long last = range.lengthBytes() - AT;
                final long before = Memory.getLong(range.farAddress() + last);
                Memory.putLong(range.farAddress() + last, ~before);
                assertThat(Memory.getLong(range.hereAddress() + last)).isEqualTo(~before);
                Memory.putLong(range.farAddress() + last, before);
            });
        }
    }

    /** Each is open in this process, and none is used for two things. */
    @Test
    void shouldTellTheDescriptorsOfMemoryKicksAndCalls() throws IOException {
        try (VhostCable cable = new VhostCable(shape()).plug()) {
            final List<RingDescriptors> rings = cable.device.queues().ringDescriptors();
            assertThat(rings).extracting(RingDescriptors::ring).containsExactly(0, 1);
            final Set<Integer> seen = new HashSet<>();
            cable.device.queues().sharedMemory().forEach(range -> seen.add(range.descriptor()));
            assertThat(rings.getFirst().call()).as("who receives can be called").isNotEqualTo(RingDescriptors.NONE);
            assertThat(rings.getLast().kick()).as("who sends can kick").isNotEqualTo(RingDescriptors.NONE);
            rings.stream()
                    .flatMapToInt(ring -> IntStream.of(ring.kick(), ring.call()))
                    .filter(descriptor -> descriptor != RingDescriptors.NONE)
                    .forEach(descriptor -> {
                        assertThat(seen.add(descriptor)).isTrue();
                        assertThat(target(descriptor)).contains("eventfd");
                    });
            cable.device
                    .queues()
                    .sharedMemory()
                    .forEach(range -> assertThat(target(range.descriptor())).contains("memfd"));
        }
    }

    private static String target(final int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
        } catch (final IOException gone) {
            return "not open: " + gone.getMessage();
        }
    }

    @Test
    void shouldHaveNothingOfAGuestThatHasGone() throws IOException {
        try (VhostCable cable = new VhostCable(shape()).plug()) {
            cable.guest.close();
            cable.guest = null;
            VhostCable.await(() -> cable.device.queues().sharedMemory().isEmpty());
            VhostCable.await(() -> cable.device.queues().ringDescriptors().isEmpty());
        }
    }
}
