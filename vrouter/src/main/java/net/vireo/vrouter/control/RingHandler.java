// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import net.vireo.port.RingState;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoRing;
import net.vireo.virtio.RingLook;
import net.vireo.vrouter.table.Tables;

/** {@code vireo_ring_req}: what stands in a ring that a vif's device shares with a guest. Lcores are not asked. */
final class RingHandler implements ObjectHandler<VireoRing> {
    private final VifPorts ports;
    private final Tables tables;

    RingHandler(final VifPorts ports, final Tables tables) {
        this.ports = ports;
        this.tables = tables;
    }

    @Override
    public void handle(final VireoRing request, final ReplyWriter reply) {
        if (request.op() != SandeshOp.GET) {
            throw Refusal.unsupported("rings can be looked at only");
        }
        final int vif = request.value(VireoRing.VIF);
        if (vif < 0 || vif >= tables.limits().vifs() || tables.vif(vif) == null) {
            throw Refusal.missing("vif " + vif + " does not exist");
        }
        final int side = request.value(VireoRing.SIDE);
        Refusal.unlessInRange("side", side, VireoRing.TRANSMIT + 1);
        final VifQueues queues = ports.queues(vif);
        if (queues == null) {
            throw Refusal.unsupported("vif " + vif + " has no device");
        }
        final int queue = request.value(VireoRing.QUEUE);
        Refusal.unlessInRange("queue", queue, queues.places().count());
        final RingState state = queues.device()
                .ring(side == VireoRing.TRANSMIT, queue)
                .orElseThrow(() -> Refusal.unsupported(
                        "the rings of a " + queues.kind() + " lie in the kernel, which shows them to nobody"));
        final VireoRing answer = new VireoRing()
                .op(SandeshOp.GET)
                .put(VireoRing.VIF, vif)
                .put(VireoRing.QUEUE, queue)
                .put(VireoRing.SIDE, side)
                .put(VireoRing.ENABLED, state.enabled() ? 1 : 0)
                .put(VireoRing.TROUBLE, state.trouble());
        state.look().ifPresent(look -> fill(answer, look));
        reply.objects(answer);
    }

    private static void fill(final VireoRing answer, final RingLook look) {
        final List<RingLook.Entry> entries = look.entries();
        final byte[] states = new byte[entries.size()];
        for (int i = 0; i < states.length; i++) {
            states[i] = (byte) (entries.get(i).waiting() ? 1 : 0);
        }
        answer.put(VireoRing.KIND, look.packed() ? "packed" : "split")
                .put(VireoRing.SIZE, look.sizeEntries())
                .put(VireoRing.AVAIL, look.availIndex())
                .put(VireoRing.SEEN, look.position())
                .put(VireoRing.USED, look.usedIndex())
                .put(VireoRing.WAITING, look.waiting())
                .put(VireoRing.KICKS, look.kicks())
                .put(VireoRing.CALLS, look.calls())
                .put(VireoRing.SLOTS, ints(entries, RingLook.Entry::slot))
                .put(VireoRing.IDS, ints(entries, RingLook.Entry::id))
                .put(VireoRing.ADDRESSES, longs(entries, RingLook.Entry::address))
                .put(VireoRing.LENGTHS, longs(entries, RingLook.Entry::lengthBytes))
                .put(VireoRing.FLAGS, ints(entries, RingLook.Entry::flags))
                .put(VireoRing.NEXTS, ints(entries, RingLook.Entry::next))
                .put(VireoRing.STATES, states);
    }

    private static int[] ints(final List<RingLook.Entry> entries, final ToIntFunction<RingLook.Entry> part) {
        return entries.stream().mapToInt(part).toArray();
    }

    private static long[] longs(final List<RingLook.Entry> entries, final ToLongFunction<RingLook.Entry> part) {
        return entries.stream().mapToLong(part).toArray();
    }
}
