// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.function.Consumer;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;

/** {@code vireo_node_req}: how the data plane was started and what the kernel gave its lcores. */
final class NodeHandler implements ObjectHandler<VireoNode> {
    private final Consumer<VireoNode> node;

    /** @param node fills in what there is to say */
    NodeHandler(final Consumer<VireoNode> node) {
        this.node = node;
    }

    @Override
    public void handle(final VireoNode request, final ReplyWriter reply) {
        if (request.op() != SandeshOp.GET) {
            throw Refusal.unsupported("how the data plane runs can be read only");
        }
        final VireoNode answer = new VireoNode().op(SandeshOp.GET);
        node.accept(answer);
        reply.objects(answer);
    }
}
