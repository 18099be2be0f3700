// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.vireo.sandesh.VireoQueue;

/**
 * What a guest shares with the data plane, as lines for {@code vif --get} and as data: its memory with the three names of
 * each address, and the descriptors by which rings wake (deck p50, p85).
 */
final class SharedText {
    private static final int GUEST = 0;
    private static final int LENGTH = 1;
    private static final int FAR = 2;
    private static final int HERE = 3;
    private static final int DESCRIPTOR = 4;
    private static final int RING = 0;
    private static final int KICK = 1;
    private static final int CALL = 2;
    private static final long KILOBYTE = 1 << 10;

    private SharedText() {}

    /** None where nothing is shared. */
    static List<String> lines(final QueueView queues) {
        final List<String> lines = new ArrayList<>();
        for (final long[] range : queues.guestMemory()) {
            lines.add("Guest memory: " + hex(range[GUEST]) + " + " + range[LENGTH] / KILOBYTE + " KB is "
                    + hex(range[FAR]) + " in its program, " + hex(range[HERE]) + " here, descriptor "
                    + range[DESCRIPTOR]);
        }
        if (!queues.ringDescriptors().isEmpty()) {
            lines.add("Ring descriptors, kick and call: "
                    + queues.ringDescriptors().stream()
                            .map(ring -> ring[RING] + " " + text(ring[KICK]) + "/" + text(ring[CALL]))
                            .collect(Collectors.joining(", ")));
        }
        return lines;
    }

    /** Adds what is there; addresses as text, since JSON's numbers do not hold them. */
    static void put(final Map<String, Object> tree, final QueueView queues) {
        if (!queues.guestMemory().isEmpty()) {
            tree.put(
                    "memory",
                    queues.guestMemory().stream().map(SharedText::memory).toList());
        }
        if (!queues.ringDescriptors().isEmpty()) {
            tree.put(
                    "rings",
                    queues.ringDescriptors().stream().map(SharedText::ring).toList());
        }
    }

    private static Object memory(final long[] range) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("guestAddress", hex(range[GUEST]));
        tree.put("bytes", range[LENGTH]);
        tree.put("programAddress", hex(range[FAR]));
        tree.put("hereAddress", hex(range[HERE]));
        tree.put("descriptor", range[DESCRIPTOR]);
        return tree;
    }

    private static Object ring(final int[] numbers) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ring", numbers[RING]);
        tree.put("kick", numbers[KICK] == VireoQueue.NONE ? null : (Integer) numbers[KICK]);
        tree.put("call", numbers[CALL] == VireoQueue.NONE ? null : (Integer) numbers[CALL]);
        return tree;
    }

    private static String text(final int descriptor) {
        return descriptor == VireoQueue.NONE ? "-" : String.valueOf(descriptor);
    }

    private static String hex(final long address) {
        return "0x" + Long.toHexString(address);
    }
}
