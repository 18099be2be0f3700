// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.counter.VrfCounter;

/**
 * Counters that a client can clear. Each live counter has one writer, an lcore, so nobody else may set it to zero:
 * clearing remembers its value, and replies hold the difference. Control thread only.
 */
final class ClearableTraffic implements Traffic {
    private static final int NO_VIF = -1;

    private final Traffic live;
    private final int[] cores;
    private final Map<Key, Long> cleared = new HashMap<>();

    /** @param cores the cores that {@code live} keeps counters for */
    ClearableTraffic(final Traffic live, final int... cores) {
        this.live = live;
        this.cores = cores.clone();
    }

    @Override
    public boolean hasCore(final int core) {
        return live.hasCore(core);
    }

    @Override
    public long vif(final int core, final int vif, final VifCounter counter) {
        return sum(core, each -> since(new Key(each, vif, counter), live.vif(each, vif, counter)));
    }

    @Override
    public long port(final int vif, final PortCounter counter) {
        return since(new Key(ALL_CORES, vif, counter), live.port(vif, counter));
    }

    @Override
    public long drop(final int core, final DropReason reason) {
        return sum(core, each -> since(new Key(each, NO_VIF, reason), live.drop(each, reason)));
    }

    @Override
    public long vifDrop(final int core, final int vif, final DropReason reason) {
        return sum(core, each -> since(new Key(each, vif, reason), live.vifDrop(each, vif, reason)));
    }

    /** The original has no way to clear these. */
    @Override
    public long vrf(final int vrf, final VrfCounter counter) {
        return live.vrf(vrf, counter);
    }

    /** Clears a vif's counters on one core or all. */
    void clearVif(final int core, final int vif) {
        coresOf(core).forEach(each -> {
            for (final VifCounter counter : VifCounter.values()) {
                cleared.put(new Key(each, vif, counter), live.vif(each, vif, counter));
            }
            for (final DropReason reason : DropReason.values()) {
                cleared.put(new Key(each, vif, reason), live.vifDrop(each, vif, reason));
            }
        });
        for (final PortCounter counter : PortCounter.values()) {
            cleared.put(new Key(ALL_CORES, vif, counter), live.port(vif, counter));
        }
    }

    /** Clears the router's drop counters on one core or all. */
    void clearDrops(final int core) {
        coresOf(core).forEach(each -> {
            for (final DropReason reason : DropReason.values()) {
                cleared.put(new Key(each, NO_VIF, reason), live.drop(each, reason));
            }
        });
    }

    /** A vif was deleted: a later one with its index starts with its own counters. */
    void forgetVif(final int vif) {
        cleared.keySet().removeIf(key -> key.vif == vif);
    }

    private long sum(final int core, final java.util.function.IntToLongFunction counter) {
        return coresOf(core).mapToLong(counter).sum();
    }

    private IntStream coresOf(final int core) {
        return core == ALL_CORES ? IntStream.of(cores) : IntStream.of(core);
    }

    /** A value below the cleared one means that its counter began anew. */
    private long since(final Key key, final long value) {
        final long before = cleared.isEmpty() ? 0 : cleared.getOrDefault(key, 0L);
        return value >= before ? value - before : value;
    }

    private record Key(int core, int vif, Enum<?> counter) {}
}
