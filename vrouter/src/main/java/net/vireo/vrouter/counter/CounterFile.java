// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The data plane's counters as its tools read them: a mapped file, without native access and without asking the data
 * plane. Values are live and each is whole; values read one after another need not belong together, for that there are
 * snapshots. Any thread.
 */
public final class CounterFile {
    private final ByteBuffer file;
    private final CounterLayout layout;

    CounterFile(final ByteBuffer file, final CounterLayout layout) {
        this.file = file.duplicate().order(ByteOrder.nativeOrder());
        this.layout = layout;
    }

    /**
     * Maps a data plane's counter file for reading.
     *
     * @throws IOException when the file cannot be read, is no counter file, is of another version, or is cut short
     */
    public static CounterFile open(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            final long sizeBytes = channel.size();
            if (sizeBytes < CounterLayout.HEADER_BYTES) {
                throw new IOException(path + " is not a counter file: only " + sizeBytes + " bytes long");
            }
            final ByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, sizeBytes).order(ByteOrder.nativeOrder());
            if (mapped.getLong(0) != CounterLayout.MAGIC) {
                throw new IOException(path + " is not a counter file");
            }
            final int version = mapped.getInt(CounterLayout.VERSION_OFFSET);
            if (version != CounterLayout.VERSION) {
                throw new IOException(path + " has format version " + version + ", this program reads "
                        + CounterLayout.VERSION + "; use the tools that came with the data plane");
            }
            return new CounterFile(mapped, checkedLayout(path, mapped, sizeBytes));
        }
    }

    private static CounterLayout checkedLayout(final Path path, final ByteBuffer mapped, final long sizeBytes)
            throws IOException {
        final CounterLayout layout;
        try {
            layout = new CounterLayout(
                    mapped.getInt(CounterLayout.LCORES_OFFSET),
                    mapped.getInt(CounterLayout.VIFS_OFFSET),
                    mapped.getInt(CounterLayout.VRFS_OFFSET));
        } catch (final IllegalArgumentException damaged) {
            throw new IOException(path + " is damaged: " + damaged.getMessage(), damaged);
        }
        if (sizeBytes < layout.fileBytes()) {
            throw new IOException(path + " is cut short: " + sizeBytes + " of " + layout.fileBytes() + " bytes");
        }
        return layout;
    }

    /** How many lcores write counters. */
    public int lcoreCount() {
        return layout.lcores();
    }

    /** The number that tools show for an lcore: 10 for the first forwarding lcore. */
    public int lcoreNumber(final int lcore) {
        checkLcore(lcore);
        return file.getInt(CounterLayout.LCORE_NUMBERS_OFFSET + lcore * Integer.BYTES);
    }

    /** How many vifs the data plane can have. */
    public int vifCapacity() {
        return layout.vifs();
    }

    /** How many VRFs are counted: those below. */
    public int vrfCapacity() {
        return layout.vrfs();
    }

    /** The process that writes. */
    public long pid() {
        return file.getLong(CounterLayout.PID_OFFSET);
    }

    /** How often another process took over from one that had died, since the counters began. */
    public long restarts() {
        return file.getLong(CounterLayout.RESTARTS_OFFSET);
    }

    /** When the data plane's process started to forward, milliseconds since 1970. */
    public long startedEpochMs() {
        return file.getLong(CounterLayout.STARTED_OFFSET);
    }

    /** The graph's nodes in the order of their indices; traces name nodes by these indices. */
    public List<String> nodeNames() {
        final int count = Math.clamp(file.getInt(CounterLayout.NODES_OFFSET), 0, CounterLayout.MAX_NODES);
        final List<String> names = new ArrayList<>(count);
        for (int node = 0; node < count; node++) {
            final byte[] name = new byte[CounterLayout.NODE_NAME_BYTES];
            file.get(CounterLayout.nodeName(node), name);
            names.add(new String(name, StandardCharsets.US_ASCII).trim());
        }
        return List.copyOf(names);
    }

    /** One lcore's counter of itself. */
    public long lcore(final int lcore, final LcoreCounter counter) {
        return counter(section(lcore), counter.position());
    }

    /** One lcore's count of packets dropped for a reason. */
    public long drop(final int lcore, final DropReason reason) {
        return counter(section(lcore) + CounterLayout.DROPS, reason.position());
    }

    /** All lcores' count of packets dropped for a reason. */
    public long drop(final DropReason reason) {
        long sum = 0;
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            sum += drop(lcore, reason);
        }
        return sum;
    }

    /** One lcore's counter of a vif. */
    public long vif(final int lcore, final int vif, final VifCounter counter) {
        checkVif(vif);
        return counter(section(lcore) + CounterLayout.vif(vif), counter.position());
    }

    /** All lcores' counter of a vif. */
    public long vif(final int vif, final VifCounter counter) {
        long sum = 0;
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            sum += vif(lcore, vif, counter);
        }
        return sum;
    }

    /** All lcores' count of packets that came in on a vif and were dropped. */
    public long vifDrop(final int vif) {
        return vif(vif, VifCounter.DROPS);
    }

    /** One lcore's count of packets that came in on a vif and were dropped for a reason. */
    public long vifDrop(final int lcore, final int vif, final DropReason reason) {
        checkVif(vif);
        return counter(section(lcore) + layout.vifDrops(vif), reason.position());
    }

    /** All lcores' count of packets that came in on a vif and were dropped for a reason. */
    public long vifDrop(final int vif, final DropReason reason) {
        long sum = 0;
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            sum += vifDrop(lcore, vif, reason);
        }
        return sum;
    }

    /** One lcore's counter of a VRF; zero for one that is not counted. */
    public long vrf(final int lcore, final int vrf, final VrfCounter counter) {
        final long section = section(lcore);
        return vrf < 0 || vrf >= layout.vrfs() ? 0 : counter(section + layout.vrf(vrf), counter.position());
    }

    /** All lcores' counter of a VRF; zero for one that is not counted. */
    public long vrf(final int vrf, final VrfCounter counter) {
        long sum = 0;
        for (int lcore = 0; lcore < layout.lcores(); lcore++) {
            sum += vrf(lcore, vrf, counter);
        }
        return sum;
    }

    /** What the port behind a vif counted; zero without a port. */
    public long port(final int vif, final PortCounter counter) {
        checkVif(vif);
        return counter(CounterLayout.port(vif), counter.position());
    }

    /** One lcore's counter of a node, by the node's index in {@link #nodeNames}. */
    public long node(final int lcore, final int node, final NodeCounter counter) {
        if (node < 0 || node >= CounterLayout.MAX_NODES) {
            throw new IndexOutOfBoundsException("node " + node);
        }
        return counter(section(lcore) + CounterLayout.node(node), counter.position());
    }

    /** The counters that all lcores copied at the end of a cycle when a snapshot was last asked for. */
    public Snapshot snapshot() {
        return new Snapshot(file, layout);
    }

    private long counter(final long row, final int position) {
        return file.getLong((int) row + position * Long.BYTES);
    }

    private long section(final int lcore) {
        checkLcore(lcore);
        return layout.lcoreSection(lcore);
    }

    private void checkLcore(final int lcore) {
        if (lcore < 0 || lcore >= layout.lcores()) {
            throw new IndexOutOfBoundsException("lcore " + lcore + " of " + layout.lcores());
        }
    }

    private void checkVif(final int vif) {
        if (vif < 0 || vif >= layout.vifs()) {
            throw new IndexOutOfBoundsException("vif " + vif + " of " + layout.vifs());
        }
    }
}
