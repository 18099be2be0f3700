// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.netlink.RtNetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Needs a /dev/net/tun that can be opened: without it every test fails with that error. */
@Tag("system")
@Tag("tap")
class TapSystemTest {
    private static final int FRAME_BYTES = 2048;

    private final Namespaces namespaces = new Namespaces();
    private final Path first = namespaces.create("first");
    private final Path second = namespaces.create("second");

    @AfterEach
    void close() {
        namespaces.close();
    }

    @Test
    void shouldMakeADeviceInTheOpenersNamespaceAndTakeItAway() {
        try (RtNetlink net = RtNetlink.open(first)) {
            final Tap tap = NetNamespace.call(first, () -> Tap.open("vireo%d", 1, false));
            assertThat(tap.name()).isEqualTo("vireo0");
            assertThat(net.link("vireo0").kind()).isEqualTo("tun");
            assertThat(NetNamespace.call(first, () -> Ethtool.driver("vireo0"))).isEqualTo("tun");
            tap.close();
            assertThat(net.findLink("vireo0")).isEmpty();
        }
    }

    @Test
    void shouldKeepAPersistentDeviceForTheNextOpener() {
        try (RtNetlink net = RtNetlink.open(first)) {
            final Tap tap = open("vireo0", 2, true);
            tap.setPersistent(true);
            tap.close();
            assertThat(net.findLink("vireo0")).isPresent();
            final Tap again = open("vireo0", 2, true);
            assertThatThrownBy(() -> open("vireo0", 1, true))
                    .hasMessage("EINVAL: ioctl(TUNSETIFF, name=vireo0, flags=0x5002)");
            again.setPersistent(false);
            again.close();
            assertThat(net.findLink("vireo0")).isEmpty();
        }
    }

    @Test
    void shouldRefuseASecondOwnerOfASingleQueue() {
        try (Tap tap = open("vireo0", 1, false)) {
            assertThat(tap.queues()).isEqualTo(1);
            assertThatThrownBy(() -> open("vireo0", 1, false))
                    .hasMessage("EBUSY: ioctl(TUNSETIFF, name=vireo0, flags=0x1002)");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAName() {
        assertThatThrownBy(() -> open("sixteen-letters-", 1, false))
                .hasMessage("EINVAL: ioctl(TUNSETIFF, name=sixteen-letters-, flags=0x1002): "
                        + "an interface name has 1 to 15 bytes, \"sixteen-letters-\" has 16");
        assertThatThrownBy(() -> open("a/b", 1, false)).hasMessage("EINVAL: ioctl(TUNSETIFF, name=a/b, flags=0x1002)");
        assertThatThrownBy(() -> open("vireo0", 0, false))
                .hasMessage("EINVAL: open(/dev/net/tun): a TAP has at least one queue, not 0");
    }

    @Test
    void shouldStillMoveFramesAfterTheDeviceWentToAnotherNamespace() {
        try (Tap tap = open("vireo0", 2, false);
                RtNetlink here = RtNetlink.open(first);
                RtNetlink there = RtNetlink.open(second);
                Mapping frame = Mmap.anonymous(FRAME_BYTES, false)) {
            final int netns = NetNamespace.open(second);
            here.moveTo(here.link("vireo0").index(), netns);
            Fds.close(netns);
            assertThat(here.findLink("vireo0")).isEmpty();
            final int index = there.link("vireo0").index();
            there.setMac(index, 0x0200_0000_0001L);
            there.addAddress(index, 0x0a00_0001, 24);
            there.setUp(index);
            assertThat(there.awaitOperational(index, 5000)).isTrue();

            // Who has 10.0.0.1? The kernel behind the device answers us.
            writeArpRequest(frame.address());
            assertThat(Fds.tryWrite(tap.fd(0), frame.address(), 42)).isEqualTo(42);
            assertThat(readArpReply(tap, frame.address())).isEqualTo(0x0200_0000_0001L);
        }
    }

    @Test
    void shouldLeadFramesWithAVirtioHeaderOfTheSizeAsked() {
        try (Tap tap = open("vireo0", 1, true);
                RtNetlink net = RtNetlink.open(first);
                Mapping frame = Mmap.anonymous(FRAME_BYTES, false)) {
            tap.setVnetHeaderSize(12);
            tap.setOffload(Tap.OFFLOAD_CHECKSUM | Tap.OFFLOAD_TSO4 | Tap.OFFLOAD_TSO6);
            final int index = net.link("vireo0").index();
            net.setMac(index, 0x0200_0000_0001L);
            net.addAddress(index, 0x0a00_0001, 24);
            net.setUp(index);
            writeArpRequest(frame.address() + 12);
            assertThat(Fds.tryWrite(tap.fd(0), frame.address(), 54)).isEqualTo(54);
            assertThat(NetNamespace.call(first, () -> Ethtool.offload("vireo0", Ethtool.Offload.TSO)))
                    .isTrue();
            tap.setOffload(0);
            assertThat(NetNamespace.call(first, () -> Ethtool.offload("vireo0", Ethtool.Offload.TSO)))
                    .isFalse();
            assertThatThrownBy(() -> tap.setOffload(Tap.OFFLOAD_TSO4))
                    .hasMessage("EINVAL: ioctl(TUNSETOFFLOAD, name=vireo0, value=0x2)");
            assertThatThrownBy(() -> tap.setVnetHeaderSize(9))
                    .hasMessage("EINVAL: ioctl(TUNSETVNETHDRSZ, name=vireo0, value=9)");
        }
    }

    @Test
    void shouldShowAPulledCable() {
        try (Tap tap = open("vireo0", 1, false);
                RtNetlink net = RtNetlink.open(first)) {
            final int index = net.link("vireo0").index();
            net.setUp(index);
            assertThat(net.awaitOperational(index, 5000)).isTrue();
            assertThat(NetNamespace.call(first, () -> Ethtool.link("vireo0"))).isTrue();
            tap.setCarrier(false);
            assertThat(NetNamespace.call(first, () -> Ethtool.link("vireo0"))).isFalse();
        }
    }

    private Tap open(final String name, final int queues, final boolean vnetHeader) {
        return NetNamespace.call(first, () -> Tap.open(name, queues, vnetHeader));
    }

    private static void writeArpRequest(final long at) {
        Memory.putLongBe(at, 0xffff_ffff_ffff_0200L); // to all, from 02:00:00:00:00:02
        Memory.putIntBe(at + 8, 0x0000_0002);
        Memory.putLongBe(at + 12, 0x0806_0001_0800_0604L); // ARP, Ethernet, IPv4, lengths
        Memory.putLongBe(at + 20, 0x0001_0200_0000_0002L); // request, from
        Memory.putLongBe(at + 28, 0x0a00_0002_0000_0000L); // 10.0.0.2, who has
        Memory.putLongBe(at + 34, 0x0000_0000_0a00_0001L); // 10.0.0.1
    }

    /** The sender MAC of the first ARP reply that either queue delivers. */
    private static long readArpReply(final Tap tap, final long at) {
        final long deadlineNs = System.nanoTime() + 5_000_000_000L;
        try (Epoll epoll = Epoll.open()) {
            final int[] ready = new int[2];
            epoll.add(tap.fd(0), Epoll.IN, 0);
            epoll.add(tap.fd(1), Epoll.IN, 1);
            while (System.nanoTime() < deadlineNs) {
                final int count = epoll.await(ready, 100);
                for (int i = 0; i < count; i++) {
                    final int lengthBytes = Fds.tryRead(tap.fd(ready[i]), at, FRAME_BYTES);
                    if (lengthBytes >= 42 && Memory.getLongBe(at + 14) == 0x0001_0800_0604_0002L) {
                        return Memory.getLongBe(at + 22) >>> 16;
                    }
                }
            }
        }
        throw new AssertionError("no ARP reply in 5 s");
    }
}
