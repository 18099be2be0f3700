// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrouterClient;

/**
 * The flow table by the control socket alone: a page of it, or flows by their slots, many questions in a message. It needs no
 * file, and costs the control thread of the data plane some microseconds a flow.
 */
final class AskedTable implements PlaneTable {
    private final VrouterClient client;
    private final int slots;

    /** @param slots that the data plane says it has */
    AskedTable(final VrouterClient client, final int slots) {
        this.client = client;
        this.slots = slots;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public List<PlaneFlow> from(final int slot) {
        // The marker is the last one that was seen. A page without flows is the last.
        final VireoFlowList page = VireoFlowList.unfiltered()
                .op(SandeshOp.DUMP)
                .put(VireoFlowList.MARKER, slot - 1)
                .put(VireoFlowList.SHOW_EVICTED, 1);
        return client.request(page).all(VireoFlowList.class).stream()
                .map(PlaneFlow::of)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<PlaneFlow> at(final List<Integer> wanted) {
        final List<Reply> replies = client.answers(wanted.stream()
                .map(slot -> new VireoFlowList().op(SandeshOp.GET).put(VireoFlowList.INDEX, slot))
                .toList());
        final List<PlaneFlow> flows = new ArrayList<>(wanted.size());
        replies.forEach(reply -> flows.add(
                reply.code() < 0 || reply.objects().isEmpty() ? null : PlaneFlow.of(reply.first(VireoFlowList.class))));
        return flows;
    }

    @Override
    public String text() {
        return "control socket";
    }
}
