// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;

/** {@code vireo_node_req}: how the data plane runs and what the kernel gave its lcores; an add changes its load balance. */
final class NodeHandler implements ObjectHandler<VireoNode> {
    private final NodeSettings node;

    NodeHandler(final NodeSettings node) {
        this.node = node;
    }

    @Override
    public void handle(final VireoNode request, final ReplyWriter reply) {
        switch (request.op()) {
            case GET -> {}
            case ADD -> change(request.value(VireoNode.LOAD_BALANCE));
            default -> throw Refusal.unsupported("how the data plane runs can be read and changed only");
        }
        final VireoNode answer = new VireoNode().op(SandeshOp.GET);
        node.fill(answer);
        reply.objects(answer);
    }

    private void change(final String text) {
        final LoadBalance mode;
        try {
            mode = LoadBalance.parse(text);
        } catch (final IllegalArgumentException unknown) {
            throw Refusal.invalid(unknown.getMessage());
        }
        final String refused = node.balance(mode);
        if (!refused.isEmpty()) {
            throw Refusal.unsupported(refused);
        }
    }
}
