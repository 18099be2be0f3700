// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoRing;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;

/** One ring of a vhost-user guest, as its data plane sees it: for people, and for programs. */
public final class RingText {
    private static final int NEXT = 1;
    private static final int WRITE = 2;
    private static final int INDIRECT = 4;
    private static final int AVAIL = 1 << 7;
    private static final int USED = 1 << 15;

    private RingText() {}

    /**
     * Asks for it.
     *
     * @param transmit whether it is the ring that packets for the guest leave by
     * @throws CommandFailed when there is no such ring
     */
    public static VireoRing ask(final VrouterClient client, final int vif, final int queue, final boolean transmit) {
        try {
            return client.request(new VireoRing()
                            .op(SandeshOp.GET)
                            .put(VireoRing.VIF, vif)
                            .put(VireoRing.QUEUE, queue)
                            .put(VireoRing.SIDE, transmit ? VireoRing.TRANSMIT : VireoRing.RECEIVE))
                    .first(VireoRing.class);
        } catch (final VrouterRefusal refusal) {
            if (refusal.code() == ResponseError.EINVAL.code()) {
                throw new CommandFailed(
                        "vif0/" + vif + " has no queue " + queue,
                        "'vireo vif --get " + vif + "' lists its queues",
                        refusal);
            }
            if (refusal.code() == ResponseError.EOPNOTSUPP.code()) {
                throw new CommandFailed(
                        "the rings of vif0/" + vif + " cannot be looked at: only a vhost-user guest shares its own",
                        "'vireo vif --get " + vif + "' says what it is",
                        refusal);
            }
            throw refusal;
        }
    }

    /** For people. */
    static String text(final VireoRing ring) {
        final StringBuilder out = new StringBuilder();
        out.append("vif0/")
                .append(ring.value(VireoRing.VIF))
                .append(isTransmit(ring) ? " TX queue " : " RX queue ")
                .append(ring.value(VireoRing.QUEUE))
                .append(isTransmit(ring) ? " (its guest receives)" : " (its guest transmits)")
                .append('\n');
        if (!ring.value(VireoRing.TROUBLE).isEmpty()) {
            out.append("    trouble: ").append(ring.value(VireoRing.TROUBLE)).append('\n');
        }
        if (ring.value(VireoRing.KIND).isEmpty()) {
            return out.append("    its guest runs no such ring\n").toString();
        }
        out.append(String.format(
                Locale.ROOT,
                "    %s ring of %d, %s; kicks %s, calls %s%n",
                ring.value(VireoRing.KIND),
                ring.value(VireoRing.SIZE),
                ring.value(VireoRing.ENABLED) == 1 ? "enabled" : "not enabled",
                ring.value(VireoRing.KICKS),
                ring.value(VireoRing.CALLS)));
        out.append(String.format(
                Locale.ROOT,
                "    avail %d, last seen %d, used %d: %d buffers wait%n",
                ring.value(VireoRing.AVAIL),
                ring.value(VireoRing.SEEN),
                ring.value(VireoRing.USED),
                ring.value(VireoRing.WAITING)));
        out.append("     slot     id            address     length   next  flags\n");
        for (int i = 0; i < ring.value(VireoRing.SLOTS).length; i++) {
            out.append(String.format(
                    Locale.ROOT,
                    "  %s %5d  %5d  %17s  %9d  %5s  %s%n",
                    waits(ring, i) ? ">" : " ",
                    ring.value(VireoRing.SLOTS)[i],
                    ring.value(VireoRing.IDS)[i],
                    address(ring, i),
                    ring.value(VireoRing.LENGTHS)[i],
                    hasNext(ring, i) ? Integer.toString(ring.value(VireoRing.NEXTS)[i]) : "",
                    flags(ring.value(VireoRing.FLAGS)[i])));
        }
        return out.append("  > waits for the data plane\n").toString();
    }

    /** For programs. */
    public static Map<String, Object> tree(final VireoRing ring) {
        final Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("vif", ring.value(VireoRing.VIF));
        tree.put("queue", ring.value(VireoRing.QUEUE));
        tree.put("side", isTransmit(ring) ? "tx" : "rx");
        tree.put("enabled", ring.value(VireoRing.ENABLED) == 1);
        tree.put("trouble", ring.value(VireoRing.TROUBLE));
        tree.put("kind", ring.value(VireoRing.KIND));
        tree.put("size", ring.value(VireoRing.SIZE));
        tree.put("avail", ring.value(VireoRing.AVAIL));
        tree.put("seen", ring.value(VireoRing.SEEN));
        tree.put("used", ring.value(VireoRing.USED));
        tree.put("waiting", ring.value(VireoRing.WAITING));
        tree.put("kicks", ring.value(VireoRing.KICKS));
        tree.put("calls", ring.value(VireoRing.CALLS));
        final List<Object> descriptors = new ArrayList<>();
        for (int i = 0; i < ring.value(VireoRing.SLOTS).length; i++) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("slot", ring.value(VireoRing.SLOTS)[i]);
            row.put("id", ring.value(VireoRing.IDS)[i]);
            row.put("address", address(ring, i));
            row.put("length", ring.value(VireoRing.LENGTHS)[i]);
            row.put("flags", flags(ring.value(VireoRing.FLAGS)[i]));
            row.put("next", hasNext(ring, i) ? ring.value(VireoRing.NEXTS)[i] : null);
            row.put("waiting", waits(ring, i));
            descriptors.add(row);
        }
        tree.put("descriptors", descriptors);
        return tree;
    }

    private static boolean isTransmit(final VireoRing ring) {
        return ring.value(VireoRing.SIDE) == VireoRing.TRANSMIT;
    }

    private static boolean waits(final VireoRing ring, final int i) {
        return ring.value(VireoRing.STATES)[i] == 1;
    }

    private static boolean hasNext(final VireoRing ring, final int i) {
        return ring.value(VireoRing.KIND).equals("split") && (ring.value(VireoRing.FLAGS)[i] & NEXT) != 0;
    }

    private static String address(final VireoRing ring, final int i) {
        return "0x" + Long.toHexString(ring.value(VireoRing.ADDRESSES)[i]);
    }

    private static String flags(final int flags) {
        final StringJoiner words = new StringJoiner(" ");
        add(words, flags, NEXT, "next");
        add(words, flags, WRITE, "write");
        add(words, flags, INDIRECT, "indirect");
        add(words, flags, AVAIL, "avail");
        add(words, flags, USED, "used");
        return words.toString();
    }

    private static void add(final StringJoiner words, final int flags, final int flag, final String word) {
        if ((flags & flag) != 0) {
            words.add(word);
        }
    }
}
