// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import net.vireo.linux.memory.Memory;
import net.vireo.port.HandoverCounts;
import net.vireo.port.PortCounters;
import net.vireo.port.pool.Balance;

/**
 * The writers' side of the counters: the mapped file of a running data plane, or plain memory of the same layout for
 * warm-up, benchmarks and tests. Made by the control thread; each lcore writes its own section through
 * {@link LcoreCounters}. The memory stays mapped for as long as a writer or a reader of it is reachable.
 */
public final class CounterMemory {
    private static final long[] NOTHING = new long[PortCounter.values().length];

    private final MemorySegment memory;
    private final CounterLayout layout;

    /** What the ports of processes before this one counted: a port row by vif. */
    private final Map<Integer, long[]> inherited = new ConcurrentHashMap<>();

    private CounterMemory(final MemorySegment memory, final CounterLayout layout) {
        this.memory = memory;
        this.layout = layout;
    }

    /**
     * Maps the counter file of a data plane that is dead or will be when {@link #takeOver} is called. Nothing in it is
     * changed before.
     *
     * @return nothing when there is none, or one for other lcores, vifs or nodes: its numbers would mean something else
     */
    public static Optional<CounterMemory> inherit(
            final Path path, final List<Integer> lcoreNumbers, final int vifs, final List<String> nodeNames)
            throws IOException {
        final CounterLayout layout = new CounterLayout(lcoreNumbers.size(), vifs);
        if (!Files.exists(path) || !fits(path, layout, lcoreNumbers, nodeNames)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MemorySegment memory =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, layout.fileBytes(), Arena.ofAuto());
            return Optional.of(new CounterMemory(memory, layout));
        }
    }

    private static boolean fits(
            final Path path,
            final CounterLayout layout,
            final List<Integer> lcoreNumbers,
            final List<String> nodeNames) {
        try {
            final CounterFile found = CounterFile.open(path);
            return found.lcoreCount() == layout.lcores()
                    && found.vifCapacity() == layout.vifs()
                    && found.vrfCapacity() == layout.vrfs()
                    && found.nodeNames().equals(nodeNames)
                    && IntStream.range(0, layout.lcores())
                            .allMatch(lcore -> found.lcoreNumber(lcore) == lcoreNumbers.get(lcore));
        } catch (final IOException unusable) {
            return false;
        }
    }

    /**
     * Goes on with the counters of a process that has died: they keep their values, and what it had inside is counted as
     * lost. Before any lcore of this process runs.
     */
    public void takeOver() {
        final long base = base();
        Memory.putLong(base + CounterLayout.PID_OFFSET, ProcessHandle.current().pid());
        Memory.putLong(base + CounterLayout.STARTED_OFFSET, System.currentTimeMillis());
        Memory.putLong(base + CounterLayout.RESTARTS_OFFSET, Memory.getLong(base + CounterLayout.RESTARTS_OFFSET) + 1);
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            lcore(lcore).takeOver();
        }
        long between = 0;
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            between += lcore(lcore).handedOverBalance();
        }
        lcore(0).lostBetweenLcores(between);
        inheritPorts();
    }

    private void inheritPorts() {
        final int rowLongs = CounterLayout.PORT_ROW_BYTES / Long.BYTES;
        final long[] rows = new long[layout.vifs() * rowLongs];
        MemorySegment.copy(memory, ValueLayout.JAVA_LONG_UNALIGNED, CounterLayout.port(0), rows, 0, rows.length);
        for (int at = 0; at < rows.length; at++) {
            if (rows[at] != 0) {
                final int vif = at / rowLongs;
                inherited.computeIfAbsent(vif, each -> new long[rowLongs])[at % rowLongs] = rows[at];
            }
        }
    }

    /**
     * Makes the counter file of a data plane that starts now; one left by an earlier run is replaced.
     *
     * @param lcoreNumbers the numbers that tools show for the lcores, by lcore index
     * @param vifs how many vifs can exist
     * @param nodeNames the graph's nodes, by index
     * @throws IOException when the file cannot be made
     */
    public static CounterMemory create(
            final Path path, final List<Integer> lcoreNumbers, final int vifs, final List<String> nodeNames)
            throws IOException {
        return create(path, lcoreNumbers, vifs, CounterLayout.DEFAULT_VRFS, nodeNames);
    }

    /** The same with rows for so many VRFs. */
    public static CounterMemory create(
            final Path path,
            final List<Integer> lcoreNumbers,
            final int vifs,
            final int vrfs,
            final List<String> nodeNames)
            throws IOException {
        final CounterLayout layout = new CounterLayout(lcoreNumbers.size(), vifs, vrfs);
        Files.deleteIfExists(path);
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final MemorySegment memory =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, layout.fileBytes(), Arena.ofAuto());
            final CounterMemory counters = new CounterMemory(memory, layout);
            counters.describe(lcoreNumbers, nodeNames);
            return counters;
        }
    }

    /** Counters that nobody else sees. */
    public static CounterMemory anonymous(
            final List<Integer> lcoreNumbers, final int vifs, final List<String> nodeNames) {
        final CounterLayout layout = new CounterLayout(lcoreNumbers.size(), vifs);
        final CounterMemory counters =
                new CounterMemory(Arena.ofAuto().allocate(layout.fileBytes(), CounterLayout.HEADER_BYTES), layout);
        counters.describe(lcoreNumbers, nodeNames);
        return counters;
    }

    private void describe(final List<Integer> lcoreNumbers, final List<String> nodeNames) {
        final long base = base();
        Memory.putInt(base + CounterLayout.VERSION_OFFSET, CounterLayout.VERSION);
        Memory.putInt(base + CounterLayout.LCORES_OFFSET, layout.lcores());
        Memory.putInt(base + CounterLayout.VIFS_OFFSET, layout.vifs());
        Memory.putInt(base + CounterLayout.VRFS_OFFSET, layout.vrfs());
        Memory.putInt(base + CounterLayout.NODES_OFFSET, nodeNames.size());
        Memory.putLong(base + CounterLayout.PID_OFFSET, ProcessHandle.current().pid());
        Memory.putLong(base + CounterLayout.STARTED_OFFSET, System.currentTimeMillis());
        for (int i = 0; i < lcoreNumbers.size(); i++) {
            Memory.putInt(base + CounterLayout.LCORE_NUMBERS_OFFSET + (long) i * Integer.BYTES, lcoreNumbers.get(i));
        }
        for (int i = 0; i < nodeNames.size(); i++) {
            final byte[] name = nodeNames.get(i).getBytes(StandardCharsets.US_ASCII);
            Memory.copyIn(name, 0, base + CounterLayout.nodeName(i), name.length);
        }
        // Last, so that a reader who finds it finds a whole header.
        Memory.putLongRelease(base, CounterLayout.MAGIC);
    }

    public CounterLayout layout() {
        return layout;
    }

    /** The section of one lcore; give it to that lcore alone. */
    public LcoreCounters lcore(final int lcore) {
        return new LcoreCounters(memory, base() + layout.lcoreSection(lcore), base() + layout.snapshot(lcore), layout);
    }

    /** The same counters for reading. */
    public CounterFile reader() {
        return new CounterFile(memory.asByteBuffer(), layout);
    }

    /** Writes what a vif's port counted. One thread at a time. */
    public void port(final int vif, final PortCounters counters) {
        final long[] before = inherited.getOrDefault(vif, NOTHING);
        put(vif, PortCounter.RX_PACKETS, before, counters.rxPackets());
        put(vif, PortCounter.RX_ERRORS, before, counters.rxErrors());
        put(vif, PortCounter.RX_NO_BUFFERS, before, counters.rxNoBuffers());
        put(vif, PortCounter.RX_SYSCALLS, before, counters.rxSyscalls());
        put(vif, PortCounter.TX_PACKETS, before, counters.txPackets());
        put(vif, PortCounter.TX_ERRORS, before, counters.txErrors());
        put(vif, PortCounter.TX_SYSCALLS, before, counters.txSyscalls());
    }

    private void put(final int vif, final PortCounter counter, final long[] before, final long value) {
        Memory.putLongOpaque(base() + CounterLayout.port(vif) + offset(counter), before[counter.position()] + value);
    }

    /** Sets what a vif's port counted to zero: the port is gone. One thread at a time. */
    public void clearPort(final int vif) {
        inherited.remove(vif);
        Memory.fill(base() + CounterLayout.port(vif), CounterLayout.PORT_ROW_BYTES, (byte) 0);
    }

    /** Writes the pool's balance and how many buffers ports hold. One thread at a time. */
    public void pool(final Balance balance, final long inPortsCount) {
        final long row = base() + CounterLayout.POOL_OFFSET;
        Memory.putLongOpaque(row + offset(PoolCounter.SIZE), balance.sizeCount());
        Memory.putLongOpaque(row + offset(PoolCounter.FREE), balance.freeCount());
        Memory.putLongOpaque(row + offset(PoolCounter.CACHED), balance.cachedCount());
        Memory.putLongOpaque(row + offset(PoolCounter.OUT), balance.outCount());
        Memory.putLongOpaque(row + offset(PoolCounter.IN_PORTS), inPortsCount);
    }

    /** Writes what passed between lcores, over all ports. One thread at a time. */
    public void handovers(final HandoverCounts counts) {
        put(HandoverCounter.POLLED, counts.polled());
        put(HandoverCounter.DELIVERED, counts.delivered());
        put(HandoverCounter.RING_FULL, counts.ringFull());
        put(HandoverCounter.WAITING, counts.waiting());
    }

    /** Packets that wait in rings to lcores that send, as of the snapshot that is being taken. */
    public void waitingToBeSent(final long count) {
        put(HandoverCounter.TO_BE_SENT, count);
    }

    private void put(final HandoverCounter counter, final long value) {
        Memory.putLongOpaque(base() + CounterLayout.HANDOVER_OFFSET + (long) counter.position() * Long.BYTES, value);
    }

    private static long offset(final PortCounter counter) {
        return (long) counter.position() * Long.BYTES;
    }

    private static long offset(final PoolCounter counter) {
        return (long) counter.position() * Long.BYTES;
    }

    private long base() {
        return Memory.base(memory.address());
    }
}
