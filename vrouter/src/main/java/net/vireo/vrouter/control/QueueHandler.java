// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.vireo.port.DeviceQueues;
import net.vireo.port.FarSide;
import net.vireo.port.RingState;
import net.vireo.port.balance.BalancedPort;
import net.vireo.port.spread.TransmitRings;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoQueue;
import net.vireo.virtio.RingLook;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.QueuePlaces;
import net.vireo.vrouter.table.Tables;

/** {@code vireo_queue_req}: where the queues of vifs' devices are polled and why, and by which each lcore sends. */
final class QueueHandler implements ObjectHandler<VireoQueue> {
    private final VifPorts ports;
    private final Tables tables;
    private final Paging paging;

    QueueHandler(final VifPorts ports, final Tables tables, final Paging paging) {
        this.ports = ports;
        this.tables = tables;
        this.paging = paging;
    }

    @Override
    public void handle(final VireoQueue request, final ReplyWriter reply) {
        switch (request.op()) {
            case GET -> {
                final int vif = request.value(VireoQueue.VIF);
                if (vif < 0 || vif >= tables.limits().vifs() || tables.vif(vif) == null) {
                    throw Refusal.missing("vif " + vif + " does not exist");
                }
                reply.objects(object(vif, ports.queues(vif)));
            }
            case DUMP -> reply.dump(page(request.value(VireoQueue.MARKER)));
            default -> throw Refusal.unsupported("queues can be looked at only");
        }
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        final int limit = tables.limits().vifs();
        for (int vif = Math.clamp(marker, -1, limit - 1) + 1; vif < limit; vif++) {
            final VifQueues queues = ports.queues(vif);
            if (queues != null && tables.vif(vif) != null && !page.offer(object(vif, queues))) {
                break;
            }
        }
        return page.page();
    }

    /** @param queues null when the vif has no device */
    private VireoQueue object(final int vif, final VifQueues queues) {
        final VireoQueue object = new VireoQueue()
                .op(SandeshOp.GET)
                .put(VireoQueue.VIF, vif)
                .put(VireoQueue.NAME, tables.vif(vif).name())
                .put(VireoQueue.FIRST_LCORE, Lcore.FIRST_NUMBER);
        if (queues == null) {
            return object;
        }
        final BalancedPort balanced = ports.balanced(vif);
        if (balanced != null) {
            object.put(VireoQueue.RX_HANDED_OVER, handedOver(balanced));
        }
        return filled(object, queues);
    }

    private static long[] handedOver(final BalancedPort port) {
        final int lcores = port.lcoreCount();
        return IntStream.range(0, port.rxQueueCount() * lcores)
                .mapToLong(cell -> port.handedOverCount(cell / lcores, cell % lcores))
                .toArray();
    }

    private static void guest(final VireoQueue object, final FarSide guest) {
        object.put(VireoQueue.GUEST, guest.connected() ? VireoQueue.CONNECTED : VireoQueue.AWAY)
                .put(VireoQueue.OPEN_PAIRS, guest.openQueuePairs())
                .put(VireoQueue.RING_FAULTS, guest.ringFaults())
                .put(VireoQueue.RING_FAULT_TEXT, guest.faultText())
                .put(VireoQueue.MEMORY_FAULTS, guest.memoryFaults())
                .put(VireoQueue.DISCARDED, guest.discarded());
    }

    private static void shared(final VireoQueue object, final DeviceQueues device) {
        object.put(
                        VireoQueue.GUEST_MEMORY,
                        device.sharedMemory().stream()
                                .flatMapToLong(range -> LongStream.of(
                                        range.guestAddress(),
                                        range.lengthBytes(),
                                        range.farAddress(),
                                        range.hereAddress(),
                                        range.descriptor()))
                                .toArray())
                .put(
                        VireoQueue.RING_DESCRIPTORS,
                        device.ringDescriptors().stream()
                                .flatMapToInt(ring -> IntStream.of(ring.ring(), ring.kick(), ring.call()))
                                .toArray());
    }

    private static VireoQueue filled(final VireoQueue object, final VifQueues queues) {
        final QueuePlaces places = queues.places();
        final int count = places.count();
        final byte[] reasons = new byte[count];
        final byte[] enabled = new byte[count];
        for (int queue = 0; queue < count; queue++) {
            reasons[queue] = (byte) places.reasonOf(queue).code();
            enabled[queue] = (byte) (queues.device().isEnabled(queue) ? 1 : 0);
        }
        queues.device().farSide().ifPresent(guest -> guest(object, guest));
        shared(object, queues.device());
        object.put(VireoQueue.KIND, queues.kind())
                .put(VireoQueue.POLICY, queues.policy().text())
                .put(VireoQueue.LCORES, queues.lcores())
                .put(
                        VireoQueue.RX_LCORES,
                        IntStream.range(0, count)
                                .map(queue -> number(queues, queue))
                                .toArray())
                .put(VireoQueue.RX_REASONS, reasons)
                .put(VireoQueue.RX_ENABLED, enabled)
                .put(
                        VireoQueue.RX_PACKETS,
                        IntStream.range(0, count)
                                .mapToLong(queues.device()::receivedCount)
                                .toArray())
                .put(
                        VireoQueue.TX_QUEUES,
                        IntStream.range(0, queues.lcores())
                                .map(queues::transmitQueueOf)
                                .toArray());
        if (queues.shortage().filter(shortage -> !shortage.unserved().isEmpty()).isPresent()) {
            object.put(
                    VireoQueue.RX_WAITING,
                    IntStream.range(0, count)
                            .map(queue -> waiting(queues, queue))
                            .toArray());
        }
        queues.rings().ifPresent(rings -> rings(object, queues.lcores(), rings));
        object.put(
                        VireoQueue.LCORE_NODES,
                        queues.nodes().lcores().stream()
                                .mapToInt(Integer::intValue)
                                .toArray())
                .put(VireoQueue.MEMORY_NODE, queues.nodes().memory() + 1)
                .put(VireoQueue.PORT_NODE, queues.nodes().port() + 1);
        return object;
    }

    /** A look into a ring is for those that nobody polls: what the guest loses there it alone can tell, this is where it begins. */
    private static int waiting(final VifQueues queues, final int queue) {
        return queues.pollerOf(queue) == QueuePlaces.NOT_SERVED
                        && queues.device().isEnabled(queue)
                ? queues.device()
                        .ring(false, queue)
                        .flatMap(RingState::look)
                        .map(RingLook::waiting)
                        .orElse(VireoQueue.NONE)
                : VireoQueue.NONE;
    }

    private static void rings(final VireoQueue object, final int lcores, final TransmitRings rings) {
        object.put(VireoQueue.TX_RING_PACKETS, rings.ringPackets())
                .put(
                        VireoQueue.TX_LCORES,
                        IntStream.range(0, lcores)
                                .map(lcore -> Lcore.FIRST_NUMBER + rings.ownerOf(lcore))
                                .toArray())
                .put(
                        VireoQueue.TX_HANDED_OVER,
                        IntStream.range(0, lcores)
                                .mapToLong(rings::handedOverCount)
                                .toArray())
                .put(
                        VireoQueue.TX_RING_FULL,
                        IntStream.range(0, lcores).mapToLong(rings::missedCount).toArray());
    }

    private static int number(final VifQueues queues, final int queue) {
        final int number = queues.pollerOf(queue);
        return number == QueuePlaces.NOT_SERVED ? VireoQueue.NONE : number;
    }
}
