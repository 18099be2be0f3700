// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.sandesh.NetlinkHeader;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import org.junit.jupiter.api.Test;

class NodeHandlerTest {
    @Test
    void shouldAnswerNothingOfTheRequest() {
        final VireoNode answer = new Router()
                .get(VireoNode.class, new VireoNode().op(SandeshOp.GET).put(VireoNode.POLL, "loud"));
        assertThat(answer.value(VireoNode.POLL)).isEmpty();
    }

    @Test
    void shouldBeReadOnly() {
        final NodeHandler handler = new NodeHandler(node -> {});
        final VireoNode change = new VireoNode().op(SandeshOp.ADD);

        assertThatThrownBy(() -> handler.handle(change, new ReplyWriter(NetlinkHeader.request(0, 0))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("read only");
    }
}
