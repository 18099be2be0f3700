// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.util.List;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Pad;
import net.vireo.sandesh.VireoQueue;

/**
 * The queue map of all vifs, lcore by lcore, in the shape of Contrail's {@code dpdkinfo -c}: reasons and counts stand
 * behind what it prints.
 */
final class QueueMapText {
    private static final int FIRST_IO = 3;
    private static final int NAME_WIDTH = 24;
    private static final int QUEUE_WIDTH = 4;
    private static final int PACKETS_WIDTH = 14;

    private final List<QueueView> vifs;
    private final NodeNames names;
    private final boolean all;
    private final StringBuilder out = new StringBuilder();

    /** @param all whether queues that nobody uses are shown too */
    QueueMapText(final List<QueueView> vifs, final NodeNames names, final boolean all) {
        this.vifs = vifs;
        this.names = names;
        this.all = all;
    }

    String text() {
        final int lcores = vifs.isEmpty() ? 0 : vifs.getFirst().lcores();
        out.append("No. of forwarding lcores: ").append(vifs.isEmpty() ? "unknown, no vif has a device" : lcores);
        out.append("\nNo. of interfaces: ").append(vifs.size()).append('\n');
        for (int number = FIRST_IO; lcores > 0 && number < vifs.getFirst().firstLcore(); number++) {
            final int before = out.length();
            polledBy(number);
            if (out.length() > before) {
                out.insert(before, "Lcore " + number + ", only polls:\n");
            }
        }
        for (int lcore = 0; lcore < lcores; lcore++) {
            final int number = vifs.getFirst().firstLcore() + lcore;
            out.append("Lcore ")
                    .append(number)
                    .append(NumaText.ofLcore(vifs.getFirst(), lcore))
                    .append(":\n");
            polledBy(number);
        }
        final int before = out.length();
        polledBy(VireoQueue.NONE);
        if (out.length() > before) {
            out.insert(before, "Not served:\n");
        }
        senders();
        memory();
        problems();
        return out.toString();
    }

    private void polledBy(final int lcore) {
        for (final QueueView vif : vifs) {
            for (int queue = 0; queue < vif.count(); queue++) {
                if (vif.lcoreOf(queue) == lcore && (all || vif.isShown(queue))) {
                    line(vif, queue);
                }
            }
        }
    }

    private void line(final QueueView vif, final int queue) {
        final long packets = vif.packets(queue);
        out.append("   Interface: ")
                .append(Pad.right(name(vif), NAME_WIDTH))
                .append(" Queue ID: ")
                .append(Pad.right(queue, QUEUE_WIDTH))
                .append(Pad.left(packets == VireoQueue.NONE ? "-" : packets, PACKETS_WIDTH))
                .append(" packets  ")
                .append(vif.reasonOf(queue).sentence())
                .append(vif.waiting(queue) > 0 ? ", " + vif.waiting(queue) + " wait in its ring" : "")
                .append(vif.isEnabled(queue) ? "\n" : ", not enabled\n");
    }

    private void senders() {
        out.append("Sent by queue:\n");
        for (final QueueView vif : vifs) {
            out.append("   Interface: ").append(Pad.right(name(vif), NAME_WIDTH));
            out.append(QueueText.transmit(vif)).append('\n');
        }
    }

    private void memory() {
        if (!vifs.isEmpty() && vifs.getFirst().memoryNode() != VireoQueue.NONE) {
            out.append("Packet memory: NUMA node ")
                    .append(vifs.getFirst().memoryNode())
                    .append('\n');
        }
    }

    private void problems() {
        for (final QueueView vif : vifs) {
            vif.shortage()
                    .ifPresent(shortage -> out.append(name(vif))
                            .append(": ")
                            .append(shortage.cause())
                            .append("\n   ")
                            .append(shortage.mend())
                            .append('\n'));
        }
    }

    private String name(final QueueView vif) {
        final NodeNames.VifName name = names.vifs().get(vif.vif());
        return "vif0/" + vif.vif() + " " + (name == null ? vif.name() : name.name());
    }
}
