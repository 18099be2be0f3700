// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.vireo.linux.Mapping;
import net.vireo.linux.Mmap;
import net.vireo.linux.memory.Memory;

/**
 * A guest's memory with a ring in it, guard bytes around, and both sides of the ring. The memory is one range for the
 * guest and two here, far apart: buffers in its middle cross from one region to the next. Guest, user and host addresses
 * all differ.
 */
final class RingWorld implements AutoCloseable {
    static final long GUEST = 0x1_4000_0000L;
    static final long USER = 0x7f12_3400_0000L;
    static final byte GARBAGE = (byte) 0xa5;

    private static final byte GUARD = (byte) 0x5c;
    private static final int GUARD_BYTES = 8192;

    final MemoryRegions regions;
    final FaultCounters faults = new FaultCounters();
    final DriverQueue driver;
    final long ringBytes;
    private final Mapping mapping;
    private final int lowBytes;
    private final int highBytes;
    private final int sizeEntries;
    private final long features;
    private DeviceQueue device;

    /** @param dataBytes of buffers, half in each region */
    RingWorld(final int sizeEntries, final long features, final int dataBytes) {
        this.sizeEntries = sizeEntries;
        this.features = features;
        ringBytes = DriverQueue.bytesNeeded(sizeEntries, features) + 63 & -64;
        lowBytes = (int) ringBytes + dataBytes / 2;
        highBytes = dataBytes - dataBytes / 2;
        mapping = Mmap.anonymous(lowBytes + highBytes + 3L * GUARD_BYTES, false);
        Memory.fill(mapping.address(), mapping.lengthBytes(), GUARD);
        Memory.fill(low(), lowBytes, GARBAGE);
        Memory.fill(high(), highBytes, GARBAGE);
        regions = MemoryRegions.of(List.of(
                new MemoryRegion(GUEST, lowBytes, USER, low()),
                new MemoryRegion(GUEST + lowBytes, highBytes, USER + 0x1000_0000L, high())));
        driver = DriverQueue.create(sizeEntries, features, low(), GUEST);
        final int start = isPacked() ? RingSetup.PACKED_START : 0;
        device = DeviceQueue.open(setup().withPositions(start, start), regions, faults);
    }

    boolean isPacked() {
        return Features.has(features, Features.RING_PACKED);
    }

    RingSetup setup() {
        return new RingSetup(
                sizeEntries,
                features,
                user(driver.descriptorAddress()),
                user(driver.driverAddress()),
                user(driver.deviceAddress()),
                0,
                0);
    }

    private long user(final long hostAddress) {
        return hostAddress - low() + USER;
    }

    DeviceQueue device() {
        return device;
    }

    /** Another data plane goes on where this one was. */
    void reopen() {
        device = DeviceQueue.open(setup().withVringBase(device.vringBase()), regions, faults);
    }

    /** The guest address of a byte of the data area. */
    long data(final int offset) {
        return GUEST + ringBytes + offset;
    }

    private long low() {
        return mapping.address() + GUARD_BYTES;
    }

    private long high() {
        return low() + lowBytes + GUARD_BYTES;
    }

    long host(final long guestAddress) {
        final long offset = guestAddress - GUEST;
        return offset < lowBytes ? low() + offset : high() + offset - lowBytes;
    }

    void put(final long guestAddress, final byte[] bytes) {
        final int inLow = inLow(guestAddress, bytes.length);
        Memory.copyIn(bytes, 0, host(guestAddress), inLow);
        Memory.copyIn(bytes, inLow, host(guestAddress + inLow), bytes.length - inLow);
    }

    byte[] bytes(final long guestAddress, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        final int inLow = inLow(guestAddress, lengthBytes);
        Memory.copyOut(host(guestAddress), bytes, 0, inLow);
        Memory.copyOut(host(guestAddress + inLow), bytes, inLow, lengthBytes - inLow);
        return bytes;
    }

    private int inLow(final long guestAddress, final int lengthBytes) {
        return (int) Math.clamp(GUEST + lowBytes - guestAddress, 0L, (long) lengthBytes);
    }

    void fill(final long guestAddress, final int lengthBytes, final byte value) {
        final byte[] bytes = new byte[lengthBytes];
        Arrays.fill(bytes, value);
        put(guestAddress, bytes);
    }

    /** Nobody wrote outside the guest's memory. */
    void requireGuards() {
        requireGuard(mapping.address(), GUARD_BYTES);
        requireGuard(low() + lowBytes, GUARD_BYTES);
        requireGuard(high() + highBytes, (int) (mapping.address() + mapping.lengthBytes() - high() - highBytes));
    }

    private static void requireGuard(final long address, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        Memory.copyOut(address, bytes, 0, lengthBytes);
        final byte[] expected = new byte[lengthBytes];
        Arrays.fill(expected, GUARD);
        assertThat(Arrays.equals(bytes, expected))
                .as("guard bytes at 0x%x", address)
                .isTrue();
    }

    @Override
    public void close() {
        mapping.close();
    }
}
