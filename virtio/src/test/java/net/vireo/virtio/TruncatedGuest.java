// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.util.Arrays;
import java.util.List;
import net.vireo.linux.Fds;
import net.vireo.linux.Mapping;
import net.vireo.linux.MemFd;
import net.vireo.linux.Mmap;

/**
 * A program that is a data plane and its guest, whose memory is a file: after so many rounds the guest truncates it, all
 * or only its buffers, and the data plane catches what the JVM makes of it. For {@link TruncationTest}.
 */
final class TruncatedGuest {
    private static final int RING_BYTES = 64 * 1024;
    private static final int FILE_BYTES = 2 * RING_BYTES;
    private static final int SIZE = 64;

    private final int fd = MemFd.create("guest", false);
    private final Mapping memory;
    private final Mapping pool = Mmap.anonymous(4096, false);
    private final DriverQueue driver;
    private final DeviceQueue device;
    private final boolean transmits;
    private final int[] ids = new int[SIZE];
    private final int[] lengths = new int[SIZE];
    private final long[] frames = new long[4];
    private final int[] frameLengths = {60, 60, 60, 60};

    private TruncatedGuest(final long features, final boolean transmits) {
        this.transmits = transmits;
        Arrays.fill(frames, pool.address() + 12);
        Fds.truncate(fd, FILE_BYTES);
        memory = Mmap.shared(fd, FILE_BYTES, true);
        final long at = memory.address();
        driver = DriverQueue.create(SIZE, features, at, at);
        final int start = Features.has(features, Features.RING_PACKED) ? RingSetup.PACKED_START : 0;
        device = DeviceQueue.open(
                new RingSetup(
                        SIZE,
                        features,
                        driver.descriptorAddress(),
                        driver.driverAddress(),
                        driver.deviceAddress(),
                        start,
                        start),
                MemoryRegions.of(List.of(new MemoryRegion(at, FILE_BYTES, at, at))),
                new FaultCounters());
    }

    public static void main(final String[] arguments) {
        for (final long format : new long[] {0, Features.RING_PACKED}) {
            for (final boolean transmits : new boolean[] {true, false}) {
                for (final int left : new int[] {0, RING_BYTES}) {
                    final TruncatedGuest guest = new TruncatedGuest(format | Features.VERSION_1, transmits);
                    System.out.println((format == 0 ? "split" : "packed") + (transmits ? " tx " : " rx ") + left + ": "
                            + guest.run(Integer.parseInt(arguments[0]), left));
                }
            }
        }
    }

    private String run(final int rounds, final int bytesLeft) {
        for (int i = 0; i < rounds; i++) {
            offer();
            carry();
            driver.collect(ids, lengths);
        }
        offer();
        Fds.truncate(fd, bytesLeft);
        final String caught = carryGuarded();
        device.flush(); // does nothing any more
        memory.close();
        pool.close();
        Fds.close(fd);
        return caught + ", " + device.brokenBy() + ", alive";
    }

    private void offer() {
        for (int i = 0; i < 8; i++) {
            driver.add(memory.address() + RING_BYTES + i * 2048L, 200, !transmits);
        }
        driver.publish();
    }

    /** As an lcore does it: the error may come some instructions late, so the guard is around the burst. */
    private String carryGuarded() {
        try {
            carry();
        } catch (final InternalError gone) {
            device.memoryGone();
            return "InternalError";
        }
        return "nothing";
    }

    private void carry() {
        if (transmits) {
            device.readPlain(frames, frameLengths, device.waiting(4), 13, 256);
            device.completePlain();
            final int n = device.fetch(8);
            for (int i = 0; i < n; i++) {
                device.copyOut(i, 0, pool.address(), device.readableBytes(i));
            }
            device.complete(n);
        } else {
            device.writePlain(frames, frameLengths, 0, 4);
            for (int i = 0; i < 4; i++) {
                device.write(pool.address(), 12, pool.address() + 12, 60);
            }
            device.flush();
        }
        device.wantsNotification();
    }
}
