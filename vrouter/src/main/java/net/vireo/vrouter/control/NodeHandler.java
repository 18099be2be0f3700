// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.ArrayList;
import java.util.List;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.vhost.TxWait;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import net.vireo.vrouter.lcore.QueuePolicy;

/** {@code vireo_node_req}: how the data plane runs and what the kernel gave its lcores; an add changes what can be changed. */
final class NodeHandler implements ObjectHandler<VireoNode> {
    private static final int MOST_LINES = 16;

    private final NodeSettings node;

    NodeHandler(final NodeSettings node) {
        this.node = node;
    }

    @Override
    public void handle(final VireoNode request, final ReplyWriter reply) {
        switch (request.op()) {
            case GET -> {}
            case ADD -> change(request);
            default -> throw Refusal.unsupported("how the data plane runs can be read and changed only");
        }
        final VireoNode answer = new VireoNode().op(SandeshOp.GET);
        node.fill(answer);
        reply.objects(answer);
    }

    private void change(final VireoNode request) {
        final String lines = request.value(VireoNode.CHANGE);
        try {
            if (lines.isEmpty()) {
                change("load-balance", request.value(VireoNode.LOAD_BALANCE)).run();
                return;
            }
            final List<Runnable> changes = new ArrayList<>();
            for (final String line : lines.split("\n", MOST_LINES)) {
                final int space = line.indexOf(' ');
                changes.add(change(line.substring(0, Math.max(0, space)), line.substring(space + 1)));
            }
            changes.forEach(Runnable::run);
        } catch (final IllegalArgumentException wrong) {
            throw Refusal.invalid(wrong.getMessage());
        } catch (final UnsupportedOperationException cannot) {
            throw Refusal.unsupported(cannot.getMessage());
        }
    }

    /** What is to be done, once all that is asked for was read. */
    private Runnable change(final String knob, final String value) {
        return switch (knob) {
            case "load-balance" -> {
                final LoadBalance mode = LoadBalance.parse(value);
                yield () -> balance(mode);
            }
            case "queue-policy" -> {
                final QueuePolicy policy = QueuePolicy.parse(value);
                yield () -> node.queuePolicy(policy);
            }
            case "tx-wait-us" -> {
                final int us = new TxWait(number(value)).us();
                yield () -> node.txWait(us);
            }
            case "flow-idle" -> () -> node.flowIdle(value);
            default -> throw Refusal.invalid("there is no knob '" + knob + "' to turn while packets pass");
        };
    }

    private void balance(final LoadBalance mode) {
        final String refused = node.balance(mode);
        if (!refused.isEmpty()) {
            throw Refusal.unsupported(refused);
        }
    }

    private static int number(final String text) {
        try {
            return Integer.parseInt(text);
        } catch (final NumberFormatException none) {
            throw new IllegalArgumentException("'" + text + "' is no number of microseconds", none);
        }
    }
}
