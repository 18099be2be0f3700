// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import net.vireo.linux.Fds;
import net.vireo.port.DescriptorKeeper;

/** A keeper in this process. */
final class KeptDescriptors implements DescriptorKeeper, AutoCloseable {
    private final Map<String, int[]> kept = new HashMap<>();
    private int keeps;

    @Override
    public synchronized int[] kept(final String name) {
        return duplicates(kept.getOrDefault(name, new int[0]));
    }

    @Override
    public synchronized void keep(final String name, final int... fds) {
        drop(name);
        kept.put(name, duplicates(fds));
        keeps++;
    }

    @Override
    public synchronized void drop(final String name) {
        final int[] fds = kept.remove(name);
        if (fds != null) {
            IntStream.of(fds).forEach(Fds::close);
        }
    }

    synchronized boolean isEmpty() {
        return kept.isEmpty();
    }

    /** How often something was kept. */
    synchronized int keeps() {
        return keeps;
    }

    /** As if another version had kept it: the first descriptor's file has other content. */
    synchronized void spoil(final int file) {
        kept.values().forEach(fds -> {
            Fds.close(fds[0]);
            fds[0] = Fds.duplicate(file);
        });
    }

    @Override
    public synchronized void close() {
        kept.keySet().stream().toList().forEach(this::drop);
    }

    private static int[] duplicates(final int... fds) {
        return IntStream.of(fds).map(Fds::duplicate).toArray();
    }
}
