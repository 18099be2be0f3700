// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import net.vireo.port.OffloadMode;
import net.vireo.port.Port;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;

/** A vhost-user port and a virtio-user port over one socket, each with lcore 0's queues, in one thread. */
final class VhostCable implements AutoCloseable {
    private static final long PATIENCE_NS = 10_000_000_000L;

    final PacketPool pool = PacketPool.create(new Sizes(2048, 64), false);
    final PoolCache cache = pool.newCache(10);
    final KeptDescriptors keeper = new KeptDescriptors();
    VhostControl deviceControl = VhostControl.start();
    final VhostControl guestControl = VhostControl.start();
    final Path directory;
    final Path path;
    final long[] packets = new long[Port.MAX_BURST_PACKETS];
    VhostUserPort device;
    VirtioUserPort guest;

    /** What both sides are like. */
    record Shape(
            boolean packed, int pairs, SocketRole deviceRole, OffloadMode deviceOffloads, OffloadMode guestOffloads) {
        static Shape of(final boolean packed, final int pairs, final SocketRole deviceRole) {
            return new Shape(packed, pairs, deviceRole, OffloadMode.GUEST, OffloadMode.GUEST);
        }

        SocketRole guestRole() {
            return deviceRole == SocketRole.SERVER ? SocketRole.CLIENT : SocketRole.SERVER;
        }
    }

    final Shape shape;

    VhostCable(final Shape shape) throws IOException {
        this.shape = shape;
        directory = Files.createTempDirectory("vhost");
        path = directory.resolve("s");
    }

    VhostCable plug() {
        openDevice();
        openGuest();
        awaitUp();
        return this;
    }

    void openDevice() {
        device = VhostUserPort.open(
                deviceControl,
                pool,
                new VhostUserSpec(
                        path,
                        shape.deviceRole(),
                        shape.pairs(),
                        shape.deviceOffloads(),
                        Optional.of(directory.resolve("rings"))),
                keeper);
    }

    void openGuest() {
        guest = VirtioUserPort.open(
                guestControl,
                pool,
                new VirtioUserSpec(path, shape.guestRole(), shape.pairs(), 256, shape.packed(), shape.guestOffloads()));
    }

    void awaitUp() {
        await(() -> guest.isRunning() && device.openQueuePairs() == shape.pairs());
        // The device has room only when the guest has given it buffers, which it does when it first receives.
        for (int i = 0; i < shape.pairs(); i++) {
            assertThat(guest.rxQueue(i).receive(cache, packets, 1)).isZero();
        }
    }

    static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }

    /** Sends one packet by lcore {@code lcore} and takes what comes out of the other port's queue. */
    long pass(final Port from, final Port to, final int lcore, final long packet) {
        packets[0] = packet;
        assertThat(from.txQueue(lcore).transmit(cache, packets, 1)).isEqualTo(1);
        assertThat(to.rxQueue(lcore % shape.pairs()).receive(cache, packets, 1)).isEqualTo(1);
        return packets[0];
    }

    byte[] take(final long packet) {
        final byte[] bytes = MockGuest.bytes(pool.dataAddress(packet), PacketRef.length(packet));
        cache.free(packet);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (device != null) {
            device.close();
        }
        if (guest != null) {
            guest.close();
        }
        deviceControl.close();
        guestControl.close();
        assertThat(keeper.isEmpty()).as("a port that was closed leaves nothing").isTrue();
        assertThat(pool.balance().holds(0)).as("buffers: %s", pool.balance()).isTrue();
        assertThat(pool.refusedFreeCount()).isZero();
        pool.close();
        try (Stream<Path> left = Files.walk(directory)) {
            for (final Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
