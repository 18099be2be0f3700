// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A device that writes down what it was told and insists on the contract: no ring twice, none without memory, no
 * descriptor that is closed while it is lent.
 */
final class RecordingDevice implements VhostDevice {
    final List<String> calls = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    final List<Refusal> refusalKinds = new ArrayList<>();
    final Map<Integer, RingSetup> running = new TreeMap<>();
    /** What {@link #stopRing} answers. */
    final Map<Integer, RingBase> positions = new TreeMap<>();

    List<SharedRegion> table = List.of();
    long features;
    /** Names the methods that refuse. */
    final Set<String> unwilling = new HashSet<>();

    private final FdLedger fds;

    RecordingDevice(final FdLedger fds) {
        this.fds = fds;
    }

    @Override
    public void features(final long acknowledged) throws RefusedException {
        checkLent();
        willing("features");
        assertThat(running).isEmpty();
        features = acknowledged;
        calls.add("features %#x".formatted(acknowledged));
    }

    @Override
    public void memory(final List<SharedRegion> regions, final List<RingSetup> moved) throws RefusedException {
        checkLent();
        if (!regions.isEmpty()) {
            willing("memory");
        }
        assertThat(moved).extracting(RingSetup::index).containsExactlyElementsOf(running.keySet());
        regions.forEach(region -> assertThat(fds.isOpen(region.fd())).isTrue());
        table = List.copyOf(regions);
        moved.forEach(setup -> running.put(setup.index(), setup));
        running.values().forEach(this::checkMapped);
        calls.add("memory " + regions.size());
    }

    @Override
    public void startRing(final RingSetup setup) throws RefusedException {
        checkLent();
        willing("startRing");
        assertThat(running).doesNotContainKey(setup.index());
        assertThat(setup.features()).isEqualTo(features);
        checkMapped(setup);
        running.put(setup.index(), setup);
        calls.add("start " + setup.index() + (setup.enabled() ? " enabled" : " disabled"));
    }

    @Override
    public RingBase stopRing(final int index) {
        checkLent();
        assertThat(running).containsKey(index);
        final RingSetup setup = running.remove(index);
        calls.add("stop " + index);
        return positions.getOrDefault(index, setup.base());
    }

    @Override
    public void enableRing(final int index, final boolean enabled) {
        checkLent();
        assertThat(running).containsKey(index);
        calls.add((enabled ? "enable " : "disable ") + index);
    }

    @Override
    public void ringFds(final int index, final int kickFd, final int callFd) {
        checkLent();
        final RingSetup was = running.get(index);
        assertThat(was).isNotNull();
        running.put(
                index,
                new RingSetup(
                        index,
                        was.size(),
                        was.packed(),
                        was.descriptorAddress(),
                        was.driverAddress(),
                        was.deviceAddress(),
                        was.base(),
                        was.features(),
                        was.enabled(),
                        kickFd,
                        callFd));
        checkLent();
        calls.add("fds " + index);
    }

    @Override
    public void announce(final long mac) {
        calls.add("announce %012x".formatted(mac));
    }

    @Override
    public void mtu(final int mtuBytes) {
        assertThat(mtuBytes).isBetween(68, 65535);
        calls.add("mtu " + mtuBytes);
    }

    @Override
    public void reset() {
        assertThat(running).isEmpty();
        features = 0;
        calls.add("reset");
    }

    @Override
    public void refused(final RefusedException refusal) {
        assertThat(refusal.getMessage()).hasSizeGreaterThan(10).doesNotContain("%");
        refusals.add(refusal.getMessage());
        refusalKinds.add(refusal.refusal());
    }

    /** Whatever is lent is open. */
    void checkLent() {
        for (final SharedRegion region : table) {
            assertThat(fds.isOpen(region.fd())).as("region's descriptor").isTrue();
        }
        for (final RingSetup setup : running.values()) {
            assertThat(setup.kickFd() < 0 || fds.isOpen(setup.kickFd()))
                    .as("kick")
                    .isTrue();
            assertThat(setup.callFd() < 0 || fds.isOpen(setup.callFd()))
                    .as("call")
                    .isTrue();
        }
    }

    private void willing(final String method) throws RefusedException {
        if (unwilling.contains(method)) {
            throw new RefusedException(Refusal.DEVICE, "this device will not: " + method);
        }
    }

    private void checkMapped(final RingSetup setup) {
        final int size = setup.size();
        assertThat(size).isBetween(1, 32768);
        checkMapped(setup.descriptorAddress(), 16L * size, 16);
        checkMapped(setup.driverAddress(), setup.packed() ? 4 : 6 + 2L * size, setup.packed() ? 4 : 2);
        checkMapped(setup.deviceAddress(), setup.packed() ? 4 : 6 + 8L * size, 4);
        assertThat(setup.packed() || Integer.bitCount(size) == 1).isTrue();
    }

    private void checkMapped(final long guestAddress, final long lengthBytes, final int alignment) {
        assertThat(guestAddress % alignment).isZero();
        assertThat(table).anyMatch(shared -> {
            final long offset = guestAddress - shared.region().guestAddress();
            return offset >= 0 && offset + lengthBytes <= shared.region().lengthBytes();
        });
    }
}
